//! What `hrflow-wasm/bulk` sees of this crate: sources that are gone through, each under a number that JavaScript gives it.

use crate::platform::fetch::Fetch;
use crate::platform::npm::Caller;
use crate::platform::task;
use crate::rules::bulk::{ends_the_walk, BulkOptions};
use crate::rules::call::{call, CallError};
use crate::rules::environment::Environment;
use crate::rules::error::{Error, ErrorKind};
use crate::rules::json::Meta;
use crate::rules::options::Options;
use crate::rules::pace::Pace;
use crate::rules::paced::{Paced, Shared};
use crate::rules::page::PageQuery;
use crate::rules::profile::Profile;
use crate::rules::redaction::shown;
use crate::rules::snapshot::{read_profile, token, Snapshot};
use crate::rules::text::{concat, decimal, whole};
use crate::rules::walk::Walk;
use crate::rules::{request, response};
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What `pkg/source/source.mjs` has beside what every caller has. None of it throws.
    #[wasm_bindgen(extends = Caller, typescript_type = "Walker")]
    pub type Walker;

    #[wasm_bindgen(method)]
    fn opened(this: &Walker, concurrency: u32, in_order: bool, api_url: &str, timeout: u32, max_retries: u32);
    #[wasm_bindgen(method)]
    fn page(this: &Walker, profiles: &JsValue, told: &str);
    #[wasm_bindgen(method)]
    fn over(this: &Walker);
    #[wasm_bindgen(method)]
    fn fault(this: &Walker, error: &str);
}

/// One way through a source.
struct Source {
    options: Options,
    bulk: BulkOptions,
    environment: Environment,
    source_key: String,
    pace: Rc<Shared>,
    walk: RefCell<Walk>,
}

thread_local! {
    static SOURCES: RefCell<Vec<(u32, Rc<Source>)>> = const { RefCell::new(Vec::new()) };
}

/// Opens a source: `written` is its number, that of a source whose pace it keeps, or 0, both tokens, and the call as it was
/// written down. Calls `opened` or `fail`, once.
#[wasm_bindgen(js_name = openSource)]
pub fn open_source(written: String, caller: Walker) {
    match open(&written) {
        Ok(source) => {
            let Source { options, bulk, .. } = &*source;
            let Options {
                api_url,
                timeout,
                max_retries,
                ..
            } = options;
            caller.opened(bulk.concurrency, bulk.in_order, api_url, *timeout, *max_retries);
        }
        Err(error) => caller.fail(&error.lines()),
    }
}

fn open(written: &str) -> Result<Rc<Source>, Box<Error>> {
    let mut rest = written;
    let (own, shared) = (number(&mut rest), number(&mut rest));
    let mut bulk = BulkOptions::default();
    let given = Snapshot::read_with(rest, |name, value| {
        if bulk.set(name, value)? {
            Ok(true)
        } else {
            Err(BulkOptions::unknown(&shown(name)))
        }
    })?;
    bulk.check()?;
    // What is wrong with it would be wrong with each request.
    request::profiles(
        &given.options,
        &given.environment,
        given.source_key,
        &PageQuery::default(),
    )?;
    let source = Rc::new(Source {
        options: given.options,
        environment: given.environment,
        source_key: given.source_key.to_string(),
        pace: match find(shared) {
            Some(source) => Rc::clone(&source.pace),
            None => Shared::new(Pace::new(bulk.concurrency, bulk.max_requests_per_minute)),
        },
        walk: RefCell::new(Walk::new()),
        bulk,
    });
    SOURCES.with_borrow_mut(|sources| sources.push((own, Rc::clone(&source))));
    Ok(source)
}

/// Asks for the next page of a source, whose number `written` is. Calls `page` with the profiles that were not met before, `over`
/// where there are no more, `fail` or `abort`, once.
#[wasm_bindgen(js_name = nextPage)]
pub fn next_page(written: String, caller: Walker) {
    ask(&written, caller, |source, _, paced, caller| async move {
        let Some(page) = source.walk.borrow().next() else {
            caller.over();
            return Ok(());
        };
        let query = PageQuery {
            page,
            limit: source.bulk.page_size,
            created_at_min: source.bulk.created_at_min.as_deref(),
            created_at_max: source.bulk.created_at_max.as_deref(),
            ..PageQuery::default()
        };
        let request = request::profiles(&source.options, &source.environment, &source.source_key, &query)?;
        let page = call(&paced, &source.options, &request, response::profiles).await?;
        let keys: Vec<&str> = page.keys.iter().map(String::as_str).collect();
        let new = source.walk.borrow_mut().take(page.meta, &keys);
        caller.page(&page.profiles, &told(page.meta, &new));
        Ok(())
    });
}

/// Lists one profile's attachments: `written` is the source's number and the profile as it was written down. Calls `resolve`
/// with them, `fault` for what is this profile's own, `fail` for what would be every other's, or `abort`, once.
#[wasm_bindgen(js_name = listOne)]
pub fn list_one(written: String, caller: Walker) {
    ask(&written, caller, |source, profile, paced, caller| async move {
        let listed = match read_profile(&profile) {
            Ok(profile) => list(&source, &profile, &paced).await,
            Err(error) => Err(CallError::Failed(error)),
        };
        match listed {
            Err(CallError::Failed(error)) if !ends_the_walk(&error) => caller.fault(&error.lines()),
            listed => caller.resolve(&listed?),
        }
        Ok(())
    });
}

async fn list(source: &Source, profile: &Profile, paced: &Paced<Fetch>) -> Result<JsValue, CallError> {
    let request = request::attachments(&source.options, &source.environment, &source.source_key, profile)?;
    call(paced, &source.options, &request, response::attachments).await
}

/// Asks for one page, as the proxy does: `written` is written down as every call is, the page in the place of the profile. Calls
/// `page` with all that is on it, `fail` or `abort`, once.
#[wasm_bindgen(js_name = listPage)]
pub fn list_page(written: String, caller: Walker) {
    // One page has nobody to keep pace with; but one kind of transport is smaller than two.
    let paced = paced(&caller, &Shared::new(Pace::new(1, None)));
    task::run(async move {
        if let Err(error) = page(&paced, &written, &caller).await {
            caller.failed(&error);
        }
    });
}

async fn page(paced: &Paced<Fetch>, written: &str, caller: &Walker) -> Result<(), CallError> {
    let given = Snapshot::read(written)?;
    let query = given.page()?;
    let request = request::profiles(&given.options, &given.environment, given.source_key, &query)?;
    let page = call(paced, &given.options, &request, response::profiles).await?;
    let all: Vec<usize> = (0..page.keys.len()).collect();
    caller.page(&page.profiles, &told(page.meta, &all));
    Ok(())
}

/// Forgets a source, whose number `written` is.
#[wasm_bindgen(js_name = closeSource)]
pub fn close_source(written: String) {
    let number = number(&mut written.as_str());
    SOURCES.with_borrow_mut(|sources| sources.retain(|(of, _)| *of != number));
}

fn find(number: u32) -> Option<Rc<Source>> {
    SOURCES.with_borrow(|sources| {
        let found = sources.iter().find(|(of, _)| *of == number);
        found.map(|(_, source)| Rc::clone(source))
    })
}

/// Runs what is asked of an open source; what it fails with is told to the caller.
fn ask<F: Future<Output = Result<(), CallError>> + 'static>(
    written: &str,
    caller: Walker,
    act: impl FnOnce(Rc<Source>, String, Paced<Fetch>, Rc<Walker>) -> F,
) {
    let mut rest = written;
    let Some(source) = find(number(&mut rest)) else {
        let message = "The core ended meanwhile: something of the platform's throws, or memory ran out; begin anew.";
        return caller.fail(&Error::new(ErrorKind::Environment, message.to_string()).lines());
    };
    let paced = paced(&caller, &source.pace);
    let caller = Rc::new(caller);
    let acting = act(source, rest.to_string(), paced, Rc::clone(&caller));
    task::run(async move {
        if let Err(error) = acting.await {
            caller.failed(&error);
        }
    });
}

fn paced(caller: &Walker, pace: &Rc<Shared>) -> Paced<Fetch> {
    Paced {
        transport: Fetch {
            caller: JsValue::from(caller),
        },
        shared: Rc::clone(pace),
    }
}

/// Takes the number of a source from the beginning of a call.
fn number(written: &mut &str) -> u32 {
    whole(token(written).as_bytes()).unwrap_or_default()
}

/// What a server says of a page, and the indexes of the profiles that count, each on a line of its own.
fn told(meta: Meta, indexes: &[usize]) -> String {
    let mut told = String::new();
    for number in [meta.page, meta.max_page, meta.total] {
        told.push_str(&concat(&[&decimal(number), "\n"]));
    }
    for index in indexes {
        told.push_str(&concat(&[&decimal(*index as u32), "\n"]));
    }
    told
}
