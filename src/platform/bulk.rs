//! A whole source, for Rust applications: streams of its profiles, and of their attachments.

use crate::platform::client::{decode, Client};
use crate::platform::environment::environment;
use crate::platform::fetch::Fetch;
use crate::rules::attachment::Attachment;
use crate::rules::bulk::{ends_the_walk, BulkOptions};
use crate::rules::call::{call, CallError};
use crate::rules::error::Error;
use crate::rules::listed_profile::ListedProfile;
use crate::rules::pace::Pace;
use crate::rules::paced::{Paced, Shared};
use crate::rules::page::PageQuery;
use crate::rules::profile::Profile;
use crate::rules::request;
use crate::rules::response;
use crate::rules::walk::Walk;
use futures_util::future::Either;
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use std::rc::Rc;

/// A profile, and what is attached to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileAttachments<P> {
    /// What was given for it.
    pub profile: P,
    /// Its attachments; or why they could not be listed, where that is this profile's own.
    pub attachments: Result<Vec<Attachment>, Error>,
}

fn shared(options: &BulkOptions) -> Rc<Shared> {
    Shared::new(Pace::new(options.concurrency, options.max_requests_per_minute))
}

fn paced(shared: &Rc<Shared>) -> Paced<Fetch> {
    Paced {
        transport: Fetch::default(),
        shared: Rc::clone(shared),
    }
}

impl Client {
    /// Every profile of a source, once, though the list moves while it is walked.
    ///
    /// Nothing is sent before the stream is polled; dropping it ends the request under way. An error is the stream's last
    /// item.
    pub fn list_profiles(
        &self,
        source_key: &str,
        options: BulkOptions,
    ) -> impl Stream<Item = Result<ListedProfile, Error>> {
        let client = self.clone();
        let source_key = source_key.to_string();
        let shared = shared(&options);
        let pages = stream::try_unfold(Some(Walk::new()), move |walk| {
            let (client, source_key, options) = (client.clone(), source_key.clone(), options.clone());
            let paced = paced(&shared);
            async move {
                let Some((mut walk, page)) = walk.and_then(|walk| walk.next().map(|page| (walk, page))) else {
                    return Ok::<_, Error>(None);
                };
                options.check().map_err(|error| *error)?;
                let query = PageQuery {
                    page,
                    limit: options.page_size,
                    created_at_min: options.created_at_min.as_deref(),
                    created_at_max: options.created_at_max.as_deref(),
                    ..PageQuery::default()
                };
                let request =
                    request::profiles(&client.options, &environment(), &source_key, &query).map_err(|error| *error)?;
                let page = call(&paced, &client.options, &request, response::profiles)
                    .await
                    .map_err(Error::from)?;
                let keys: Vec<&str> = page.keys.iter().map(String::as_str).collect();
                let fresh = walk.take(page.meta, &keys);
                let profiles: Vec<ListedProfile> = decode(page.profiles)?;
                let fresh: Vec<_> = fresh
                    .into_iter()
                    .filter_map(|index| profiles.get(index).cloned())
                    .collect();
                Ok(Some((fresh, Some(walk))))
            }
        });
        pages
            .map_ok(|profiles| stream::iter(profiles.into_iter().map(Ok)))
            .try_flatten()
    }

    /// The attachments of each profile, as they are listed or in the order of the profiles.
    ///
    /// One profile's failure is its item; what would fail for every other is the stream's last item, an error. Nothing is sent
    /// before the stream is polled; dropping it ends the requests under way.
    pub fn list_attachments_of_profiles<P>(
        &self,
        source_key: &str,
        profiles: impl Stream<Item = P>,
        options: BulkOptions,
    ) -> impl Stream<Item = Result<ProfileAttachments<P>, Error>>
    where
        Profile: for<'a> From<&'a P>,
    {
        let client = self.clone();
        let source_key = source_key.to_string();
        let shared = shared(&options);
        let checked = options.check().map_err(|error| *error);
        let (concurrency, in_order) = (options.concurrency.clamp(1, 64) as usize, options.in_order);
        let calls = profiles.map(move |profile| {
            let (client, source_key, paced) = (client.clone(), source_key.clone(), paced(&shared));
            let checked = checked.clone();
            async move {
                checked?;
                let listed = client.list_with(&paced, &source_key, &Profile::from(&profile)).await;
                match listed {
                    Err(error) if ends_the_walk(&error) => Err(error),
                    attachments => Ok(ProfileAttachments { profile, attachments }),
                }
            }
        });
        let listed = if in_order {
            Either::Left(calls.buffered(concurrency))
        } else {
            Either::Right(calls.buffer_unordered(concurrency))
        };
        // What follows an error is not asked for.
        stream::unfold(Some(Box::pin(listed)), |listed| async {
            let mut listed = listed?;
            let item = listed.next().await?;
            let rest = item.is_ok().then_some(listed);
            Some((item, rest))
        })
    }
}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Failed(error) => *error,
            CallError::Aborted => crate::platform::client::aborted(),
        }
    }
}
