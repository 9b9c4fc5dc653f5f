//! What the npm package sees of this crate: a call, written down, goes in; attachments or an error come out.

use crate::rules::call::CallError;
#[cfg(not(feature = "bulk"))]
use crate::{
    platform::{fetch::Fetch, task},
    rules::{call::call, request, response, snapshot::Snapshot},
};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Who waits for the call, an object of `pkg/source/core.mjs`. None of its methods throws.
    #[wasm_bindgen(typescript_type = "Caller")]
    pub type Caller;

    #[wasm_bindgen(method)]
    pub fn resolve(this: &Caller, attachments: &JsValue);
    #[wasm_bindgen(method)]
    pub fn abort(this: &Caller);
    #[wasm_bindgen(method)]
    pub fn fail(this: &Caller, error: &str);
}

/// Lists a profile's attachments. `snapshot` is the call as `pkg/source/snapshot.mjs` wrote it down.
///
/// Calls one method of `caller`, once: `resolve` with the array of attachments, `fail` with the lines of an error, or
/// `abort`. (The promise is made by the caller: the one that wasm-bindgen makes for an async function leaks three slots of
/// its table a call.)
#[cfg(not(feature = "bulk"))]
#[wasm_bindgen(js_name = listAttachments)]
pub fn list_attachments(snapshot: String, caller: Caller) {
    task::run(async move {
        let fetch = Fetch {
            caller: JsValue::from(&caller),
        };
        match list(&fetch, &snapshot).await {
            Ok(data) => caller.resolve(&data),
            Err(error) => caller.failed(&error),
        }
    });
}

#[cfg(not(feature = "bulk"))]
async fn list(fetch: &Fetch, snapshot: &str) -> Result<JsValue, CallError> {
    let given = Snapshot::read(snapshot)?;
    let profile = given.profile()?;
    let request = request::attachments(&given.options, &given.environment, given.source_key, &profile)?;
    call(fetch, &given.options, &request, response::attachments).await
}

impl Caller {
    /// Says how a call ended that brought nothing.
    pub fn failed(&self, error: &CallError) {
        match error {
            CallError::Aborted => self.abort(),
            CallError::Failed(error) => self.fail(&error.lines()),
        }
    }
}
