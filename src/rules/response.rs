//! What came back: a status and an envelope become the attachments, or an error.

use crate::rules::attachment;
use crate::rules::error::{is_retryable, Envelope, Error, ErrorKind};
use crate::rules::field::{FieldType, Fields, MAX_FIELDS};
use crate::rules::json::{Json, JsonType, Meta};
use crate::rules::listed_profile;
use crate::rules::redaction::{quote, MAX_READ};
use crate::rules::text::{concat, decimal};

/// One whole response.
#[derive(Clone, Debug)]
pub struct Response<J> {
    /// The HTTP status.
    pub status: u16,
    /// Whether the platform followed a redirect all the same, or hid one, its status included.
    pub redirected: bool,
    /// The seconds that `Retry-After` asks for.
    pub retry_after: Option<u32>,
    /// `X-Request-Id`.
    pub request_id: Option<String>,
    /// The body, parsed; `None` where it is not JSON, or an error's did not come whole.
    pub body: Option<J>,
}

impl<J> Default for Response<J> {
    fn default() -> Self {
        Response {
            status: 0,
            redirected: false,
            retry_after: None,
            request_id: None,
            body: None,
        }
    }
}

/// Items looked at in one crossing.
const BATCH: usize = 64;

/// The statuses that lead elsewhere.
const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

/// Reads a response: the array in `data`, each attachment checked, missing known fields set to `null`.
///
/// # Errors
/// Of kind [`ErrorKind::Redirect`], [`ErrorKind::Api`] or [`ErrorKind::Response`]. The secret is redacted from what they
/// say.
pub fn attachments<J: Json>(response: Response<J>, secret: &str) -> Result<J, Box<Error>> {
    read(response, secret, |body, length| {
        let data = body.data();
        check_items(&data, length, &attachment::FIELDS)?;
        Ok(data)
    })
}

/// One page of a source's profiles.
#[derive(Clone, Debug)]
pub struct Page<J> {
    /// What the server says of the page.
    pub meta: Meta,
    /// The profiles, each checked.
    pub profiles: J,
    /// Their keys.
    pub keys: Vec<String>,
}

/// Reads one page of a source's profiles: each profile checked, missing known fields but the key set to `null`.
///
/// # Errors
/// As [`attachments`].
pub fn profiles<J: Json>(response: Response<J>, secret: &str) -> Result<Page<J>, Box<Error>> {
    read(response, secret, |body, length| {
        let meta = body.meta().map_err(|(name, received)| {
            let path = concat(&["meta", if name.is_empty() { "" } else { "." }, name]);
            mismatch(
                &path,
                received,
                if name.is_empty() { "an object" } else { "a whole number" },
            )
        })?;
        let data = body.data();
        check_items(&data, length, &listed_profile::FIELDS)?;
        let keys = data.keys(length);
        match keys.iter().position(String::is_empty) {
            Some(index) => Err(wrong(
                &item_path(index as u32, "key"),
                "an empty string, or one of several lines, more than 1000 characters or half a character",
                FieldType::Key.phrase(),
            )),
            None => Ok(Page {
                meta,
                profiles: data,
                keys,
            }),
        }
    })
}

/// Reads a response down to its body, and gives what `take` makes of that and of how many items it has.
fn read<J: Json, T>(
    response: Response<J>,
    secret: &str,
    take: impl FnOnce(J, u32) -> Result<T, Box<Error>>,
) -> Result<T, Box<Error>> {
    let Response {
        status,
        redirected,
        retry_after,
        request_id,
        body,
    } = response;
    let read = enveloped(status, redirected, body, secret).and_then(|(body, length)| take(body, length));
    read.map_err(|mut error| {
        error.status = (status != 0 && !redirected).then_some(status);
        error.request_id = request_id.map(|id| quote(&id, secret));
        error.retry_after = retry_after;
        error.retryable = is_retryable(error.kind, Some(status));
        error
    })
}

/// The body of a success, whose `data` is an array of so many items.
fn enveloped<J: Json>(status: u16, redirected: bool, body: Option<J>, secret: &str) -> Result<(J, u32), Box<Error>> {
    if redirected || REDIRECTS.contains(&status) {
        return Err(redirect());
    }
    let succeeded = (200..300).contains(&status);
    let Some(body) = body else {
        return Err(if succeeded {
            not_promised("", "is not JSON, or was cut short")
        } else {
            api(status, None, "", secret)
        });
    };
    let envelope = body.envelope(MAX_READ as u32);
    // Eight digits in a row may be a piece of the secret.
    let code = envelope.code_number.filter(|code| *code < 10_000_000);
    if !succeeded || matches!(code, Some(code) if !(200..300).contains(&code)) {
        return Err(api(status, code, &envelope.message, secret));
    }
    if envelope.body != JsonType::Object {
        return Err(mismatch("", envelope.body, "an object with `data`"));
    }
    match envelope.code {
        JsonType::Missing | JsonType::Null => {}
        JsonType::Whole if code.is_some() => {}
        JsonType::Whole => return Err(mismatch("code", JsonType::Number, "a whole number")),
        other => return Err(mismatch("code", other, "a whole number")),
    }
    if envelope.data != JsonType::Array {
        return Err(mismatch("data", envelope.data, "an array"));
    }
    Ok((body, envelope.length))
}

/// Checks every item, and has the fields that are missing filled in.
fn check_items<J: Json>(data: &J, length: u32, fields: &'static Fields) -> Result<(), Box<Error>> {
    let row_length = 1 + fields.names.len();
    let mut start = 0;
    while start < length {
        let rows = BATCH.min((length - start) as usize);
        let mut types = [0; (1 + MAX_FIELDS) * BATCH];
        let types = &mut types[..rows * row_length];
        data.member_types(start, fields.names, types);
        for (index, row) in (start..).zip(types.chunks(row_length)) {
            let item = JsonType::from_byte(row[0]);
            if item != JsonType::Object {
                return Err(mismatch(&item_path(index, ""), item, "an object"));
            }
            for ((name, field_type), json_type) in fields.names.iter().zip(fields.types).zip(&row[1..]) {
                let json_type = JsonType::from_byte(*json_type);
                if !field_type.accepts(json_type) {
                    return Err(mismatch(&item_path(index, name), json_type, field_type.phrase()));
                }
            }
        }
        start += rows as u32;
    }
    Ok(())
}

/// `data[3].file_size`, or `data[3]` for no name.
fn item_path(index: u32, name: &str) -> String {
    let dot = if name.is_empty() { "" } else { "." };
    concat(&["data[", &decimal(index), "]", dot, name])
}

fn mismatch(path: &str, received: JsonType, expected: &str) -> Box<Error> {
    wrong(path, received.phrase(), expected)
}

fn wrong(path: &str, received: &str, expected: &str) -> Box<Error> {
    not_promised(path, &concat(&["is ", received, "; promised was ", expected]))
}

fn not_promised(path: &str, fault: &str) -> Box<Error> {
    let place = if path.is_empty() {
        "The body of HrFlow's answer ".to_string()
    } else {
        concat(&["In HrFlow's answer, `", path, "` "])
    };
    let advice = ". Check that `api_url` is HrFlow's API or a handler that passes its answers on.";
    let mut error = Error::new(ErrorKind::Response, concat(&[&place, fault, advice]));
    error.path = Some(path.to_string());
    error
}

fn redirect() -> Box<Error> {
    Error::new(
        ErrorKind::Redirect,
        "The server answered with a redirect, which is never followed: it could take the secret elsewhere. Set \
         `api_url` to the address that it leads to, if you trust that."
            .to_string(),
    )
}

fn api(status: u16, code: Option<u32>, message: &str, secret: &str) -> Box<Error> {
    let code = code.unwrap_or(u32::from(status));
    let message = match message {
        "" => "The server gave no reason.".to_string(),
        message => quote(message, secret),
    };
    let sentence = concat(&[
        "HrFlow answered with status ",
        &decimal(u32::from(status)),
        ", code ",
        &decimal(code),
        ": ",
        message.trim_ascii_end(),
        advice(code),
    ]);
    let mut error = Error::new(ErrorKind::Api, sentence);
    error.code = Some(code);
    error.response = Some(Envelope { code, message });
    error
}

/// What to do next, for the codes of HrFlow's page and the common ones of HTTP.
fn advice(code: u32) -> &'static str {
    match code {
        400 => " (check the source key and the selector)",
        401 => " (check `api_secret` and `api_user`)",
        402 => " (the plan's quota is used up)",
        403 => " (check that the key may READ)",
        404 => " (no such source or profile: check both)",
        422 => " (check the form of the source key and the selector)",
        429 => " (too many requests: wait before the next)",
        500.. => " (a fault of the server's: try again later)",
        _ => "",
    }
}
