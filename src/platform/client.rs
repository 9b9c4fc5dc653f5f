//! The client for Rust applications.

use crate::platform::environment::environment;
use crate::platform::fetch::Fetch;
use crate::rules::attachment::Attachment;
use crate::rules::call::{call, CallError};
use crate::rules::error::{Error, ErrorKind};
use crate::rules::options::Options;
use crate::rules::profile::Profile;
use crate::rules::transport::Transport;
use crate::rules::{request, response};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// A client for Rust applications that are compiled to WebAssembly.
#[derive(Clone, Debug)]
pub struct Client {
    pub(super) options: Options,
}

impl Client {
    /// A client with those options. They are checked at each call.
    pub fn new(options: Options) -> Self {
        Client { options }
    }

    /// Lists the files attached to a profile, in the server's order.
    ///
    /// # Errors
    /// Every [`ErrorKind`]; dropping the future ends the request.
    pub async fn list_attachments(&self, source_key: &str, profile: &Profile) -> Result<Vec<Attachment>, Error> {
        self.list_with(&Fetch::default(), source_key, profile).await
    }

    /// The same over any transport.
    pub(super) async fn list_with(
        &self,
        transport: &impl Transport<Body = JsValue>,
        source_key: &str,
        profile: &Profile,
    ) -> Result<Vec<Attachment>, Error> {
        let options = &self.options;
        let request = request::attachments(options, &environment(), source_key, profile).map_err(|error| *error)?;
        match call(transport, options, &request, response::attachments).await {
            Ok(data) => decode(data),
            Err(CallError::Failed(error)) => Err(*error),
            Err(CallError::Aborted) => Err(aborted()),
        }
    }
}

/// What was checked, as Rust has it. It cannot fail; if the check and the type ever part, it is an error.
pub(super) fn decode<T: DeserializeOwned>(data: JsValue) -> Result<T, Error> {
    serde_wasm_bindgen::from_value(data).map_err(|error| *Error::new(ErrorKind::Response, error.to_string()))
}

/// A call whose signal was aborted. A Rust application gives none.
pub(super) fn aborted() -> Error {
    *Error::new(ErrorKind::Network, "The call was aborted.".to_string())
}
