//! What came back: a status and an envelope become the attachments, or an error.

use crate::attachment::{self, FIELDS};
use crate::error::{decimal, redact, say, shorten, Envelope, Error, Kind};
use crate::json::{self, Json};
use crate::retry;

/// One whole answer.
#[derive(Clone, Debug)]
pub struct Answer<J> {
    /// The HTTP status.
    pub status: u16,
    /// Whether the platform hid a redirect, its status included.
    pub redirected: bool,
    /// The seconds that `Retry-After` asks for.
    pub retry_after: Option<f64>,
    /// `X-Request-Id`.
    pub request_id: Option<String>,
    /// The body, parsed; `None` where it is not JSON.
    pub body: Option<J>,
}

impl<J> Default for Answer<J> {
    fn default() -> Self {
        Answer {
            status: 0,
            redirected: false,
            retry_after: None,
            request_id: None,
            body: None,
        }
    }
}

/// How much of a server's message is read, and redacted, at most.
const LONGEST_READ: u32 = 2_000;

/// The longest message of a server's that is passed on, in characters.
const LONGEST_MESSAGE: usize = 500;

/// Items looked at in one crossing.
const BATCH: usize = 64;

/// Reads an answer: the array in `data`, each attachment checked, missing known fields set to `null`.
///
/// # Errors
/// Of kind [`Kind::Redirect`], [`Kind::Api`] or [`Kind::Response`]. The secret is redacted from what they say.
pub fn attachments<J: Json>(answer: Answer<J>, secret: &str) -> Result<J, Box<Error>> {
    read(&answer, secret).map_err(|mut error| {
        error.status = (answer.status != 0).then_some(answer.status);
        error.request_id = answer.request_id.map(|id| redact(&id, secret));
        error.retry_after = answer.retry_after;
        error.retryable = retry::retryable(error.kind, Some(answer.status));
        error
    })
}

fn read<J: Json>(answer: &Answer<J>, secret: &str) -> Result<J, Box<Error>> {
    if answer.redirected || (300..400).contains(&answer.status) {
        return Err(redirect());
    }
    let succeeded = (200..300).contains(&answer.status);
    let Some(body) = &answer.body else {
        return Err(if succeeded {
            not_promised("", "is not JSON, or was cut short")
        } else {
            api(answer.status, None, None, secret)
        });
    };
    let code = body.member("code").number();
    if !succeeded || code.is_some_and(|code| !(200.0..300.0).contains(&code)) {
        let message = body.member("message").text(LONGEST_READ);
        return Err(api(answer.status, code, message, secret));
    }
    if body.kind() != json::Kind::Object {
        return Err(wrong_kind("", body.kind(), "an object with `data`"));
    }
    match body.member("code").kind() {
        json::Kind::Missing | json::Kind::Null | json::Kind::Number => {}
        other => return Err(wrong_kind("code", other, "a number")),
    }
    let data = body.member("data");
    if data.kind() != json::Kind::Array {
        return Err(wrong_kind("data", data.kind(), "an array"));
    }
    check_items(&data)?;
    Ok(data)
}

/// Checks every item and fills in the fields that are missing.
fn check_items<J: Json>(data: &J) -> Result<(), Box<Error>> {
    const ROW: usize = 1 + FIELDS.len();
    let length = data.length();
    let mut start = 0;
    while start < length {
        let rows = BATCH.min((length - start) as usize);
        let mut kinds = [0; ROW * BATCH];
        let mut numbers = [0.0; BATCH];
        data.survey(start, &FIELDS, &mut kinds[..rows * ROW], &mut numbers[..rows]);
        for (index, (row, number)) in (start..).zip(kinds[..rows * ROW].chunks(ROW).zip(numbers)) {
            let item = json::Kind::from_byte(row[0]);
            if item != json::Kind::Object {
                return Err(wrong_kind(&item_path(index, ""), item, "an object"));
            }
            for (name, kind) in FIELDS.iter().zip(&row[1..]) {
                let kind = json::Kind::from_byte(*kind);
                attachment::check(name, kind, number).map_err(|wanted| {
                    let given = match (kind, wanted) {
                        // The kind is right, so the value is at fault.
                        (json::Kind::Number, wanted) if !wanted.starts_with("a string") => "another number",
                        _ => kind.phrase(),
                    };
                    wrong(&item_path(index, name), given, wanted)
                })?;
                if kind == json::Kind::Missing {
                    data.set_null(index, name);
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
    say(&["data[", &decimal(index), "]", dot, name])
}

fn wrong_kind(path: &str, given: json::Kind, wanted: &str) -> Box<Error> {
    wrong(path, given.phrase(), wanted)
}

fn wrong(path: &str, given: &str, wanted: &str) -> Box<Error> {
    not_promised(path, &say(&["is ", given, "; promised was ", wanted]))
}

fn not_promised(path: &str, fault: &str) -> Box<Error> {
    let place = if path.is_empty() {
        "The body of HrFlow's answer ".to_string()
    } else {
        say(&["In HrFlow's answer, `", path, "` "])
    };
    let advice = ". Check that `api_url` is HrFlow's API or a handler that passes its answers on.";
    let mut error = Error::new(Kind::Response, say(&[&place, fault, advice]));
    error.path = Some(path.to_string());
    error
}

fn redirect() -> Box<Error> {
    Error::new(
        Kind::Redirect,
        "The server answered with a redirect, which is never followed: it could take the secret elsewhere. Set \
         `api_url` to the address that it leads to, if you trust that."
            .to_string(),
    )
}

fn api(status: u16, code: Option<f64>, message: Option<String>, secret: &str) -> Box<Error> {
    let code = code.map_or(u32::from(status), |code| code as u32);
    let message = match message {
        Some(message) => shorten(&redact(&message, secret), LONGEST_MESSAGE).to_string(),
        None => "The server gave no reason.".to_string(),
    };
    let sentence = say(&[
        "HrFlow answered with status ",
        &decimal(u32::from(status)),
        ", code ",
        &decimal(code),
        ": ",
        message.trim_ascii_end(),
        advice(code),
    ]);
    let mut error = Error::new(Kind::Api, sentence);
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
