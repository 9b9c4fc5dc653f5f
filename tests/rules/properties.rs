//! Whatever goes in, a value or an error of the right kind comes out: no panic, no secret, no other host.

use crate::json::Parsed;
use hrflow_wasm::rules::attachment::FIELDS;
use hrflow_wasm::rules::environment::Environment;
use hrflow_wasm::rules::input::Input;
use hrflow_wasm::rules::options;
use hrflow_wasm::rules::redaction::redact;
use hrflow_wasm::rules::request::{self, percent_encode};
use hrflow_wasm::rules::response::{attachments, Response};
use hrflow_wasm::rules::retry;
use hrflow_wasm::{Attachment, ErrorKind, Options, Profile};
use proptest::prelude::*;
use serde_json::{json, Map, Value};

const SECRET: &str = "ask_9f8e+7d6c/5b4a=&%3F~Zz";

fn text() -> impl Strategy<Value = &'static str> {
    ".*".prop_map(|text| &*text.leak())
}

fn input() -> impl Strategy<Value = Input<'static>> {
    prop_oneof![
        text().prop_map(Input::Text),
        any::<u32>().prop_map(Input::Whole),
        any::<bool>().prop_map(Input::Boolean),
        Just(Input::Signal),
        Just(Input::Other("an array")),
    ]
}

fn option_name() -> impl Strategy<Value = &'static str> {
    prop_oneof![proptest::sample::select(&options::NAMES[..]), text()]
}

fn selector_name() -> impl Strategy<Value = &'static str> {
    prop_oneof![proptest::sample::select(&["key", "reference", "email"][..]), text()]
}

/// Text that looks like a URL more often than chance would have it.
fn api_url() -> impl Strategy<Value = String> {
    let parts = [
        "https:",
        "http:",
        "//",
        "/",
        "\\",
        "@",
        ":",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "x.io",
        "?a",
        "#",
        ".",
        "%2F",
        "80",
        " ",
        "\t",
        "é",
        "0x7f.1",
        "127.1",
        "1.2.3.4",
        "256",
        ".",
        "..",
        "^",
        "%6f",
        "\u{ad}",
        "xn--",
        "99999",
    ];
    let assembled = proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..9);
    prop_oneof![
        assembled.prop_map(|parts| parts.concat()),
        ".*",
        "https?://[a-z0-9.@:\\[\\]-]{1,20}/.{0,9}",
        "https?://[a-zA-Z0-9._-]{1,20}(:[0-9]{0,6})?",
        "https?://(0x)?[0-9a-f]{1,4}([.](0x)?[0-9]{1,4}){0,4}[.]?",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        ".{0,9}".prop_map(Value::from),
        Just(Value::from(SECRET)),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let name = prop_oneof![
            proptest::sample::select(FIELDS.names.to_vec()).prop_map(String::from),
            proptest::sample::select(vec!["code", "message", "data", "__proto__"]).prop_map(String::from),
            ".{0,5}",
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name, inner), 0..6)
                .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn body() -> impl Strategy<Value = Option<Value>> {
    let listed = proptest::collection::vec(value(), 0..4).prop_map(|data| Some(json!({ "code": 200, "data": data })));
    prop_oneof![Just(None), value().prop_map(Some), listed]
}

fn field() -> impl Strategy<Value = String> {
    proptest::sample::select(FIELDS.names.to_vec()).prop_map(String::from)
}

/// What a field may hold. (serde_json tells 1.0 from 1, which JavaScript cannot, so every fraction here is one.)
fn field_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        ".{0,9}".prop_map(Value::from),
        (0..=9_007_199_254_740_991u64).prop_map(Value::from),
        (i64::MIN..0).prop_map(Value::from),
        any::<i32>().prop_map(|whole| Value::from(f64::from(whole) + 0.5)),
        Just(json!(true)),
        Just(json!([])),
        Just(json!({})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn selectors(members in proptest::collection::vec((selector_name(), input()), 0..3)) {
        match Profile::select(&members) {
            Ok(profile) => {
                prop_assert_eq!(members.len(), 1);
                let (name, value) = profile.parameter();
                prop_assert_eq!(members[0], (name, Input::Text(value)));
            }
            Err(error) => prop_assert_eq!(error.kind, ErrorKind::Argument),
        }
    }

    #[test]
    fn options(name in option_name(), value in input()) {
        let mut options = Options::default();
        match options.set(name, value) {
            Ok(()) => {
                let Options { api_secret, api_user, api_url, timeout, max_retries, dangerously_allow_browser } = options;
                let is_set = match (name, value) {
                    ("api_secret", Input::Text(text)) => api_secret.as_deref() == Some(text),
                    ("api_user", Input::Text(text)) => api_user.as_deref() == Some(text),
                    ("api_url", Input::Text(text)) => api_url == text,
                    ("timeout", Input::Whole(whole)) => timeout == whole,
                    ("max_retries", Input::Whole(whole)) => max_retries == whole,
                    ("dangerously_allow_browser", Input::Boolean(allowed)) => dangerously_allow_browser == allowed,
                    _ => false,
                };
                prop_assert!(is_set && options::NAMES.contains(&name), "{}: {:?}", name, value);
            }
            Err(error) => {
                prop_assert_eq!(error.kind, ErrorKind::Configuration);
                prop_assert_eq!(options, Options::default(), "nothing was taken over");
            }
        }
    }

    #[test]
    fn requests(api_url in api_url(), source_key in ".+", key in ".+", in_page in any::<bool>(), user in ".{0,9}") {
        let environment = Environment { page: in_page.then(|| "https://app.example".to_string()) };
        let options = Options {
            api_secret: Some(SECRET.into()),
            api_user: Some(user),
            api_url: api_url.clone(),
            dangerously_allow_browser: true,
            ..Options::default()
        };
        match request::attachments(&options, &environment, &source_key, &Profile::Key(key.clone())) {
            Ok(request) => {
                // What the platform will make of it: the WHATWG parser's own reading.
                match url::Url::parse(&request.url) {
                    Ok(url) => {
                        let host = url.host_str().unwrap_or_default();
                        let loopback = host == "localhost" || host == "[::1]" || host.starts_with("127.");
                        prop_assert!(url.scheme() == "https" || (url.scheme() == "http" && loopback), "{}", url);
                        prop_assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
                        let query: Vec<_> = url.query_pairs().into_owned().collect();
                        prop_assert_eq!(query, [("source_key".to_string(), source_key), ("key".to_string(), key)]);
                        if !api_url.starts_with('/') {
                            // The host is the one that stands there, letter by letter.
                            let written = api_url.to_ascii_lowercase();
                            let authority = written.split("//").nth(1).unwrap().split('/').next().unwrap().to_string();
                            let name = if authority.starts_with("[::1]") { "[::1]" } else { authority.split(':').next().unwrap() };
                            prop_assert_eq!(host, name);
                        }
                    }
                    // Only punycode that spells nothing is left to the platform.
                    Err(error) => prop_assert!(request.url.to_ascii_lowercase().contains("xn--"), "{}: {}", request.url, error),
                }
                prop_assert!(!request.url.contains("9f8e"));
            }
            Err(error) => {
                prop_assert_eq!(error.kind, ErrorKind::Configuration);
                prop_assert!(!error.message.contains("9f8e"));
            }
        }
    }

    #[test]
    fn responses(status in 0..600u16, redirected in any::<bool>(), body in body(), request_id in ".{0,9}") {
        let response = Response {
            status,
            redirected,
            retry_after: None,
            request_id: Some(request_id + SECRET),
            body: body.clone().map(Parsed::new),
        };
        match attachments(response, SECRET) {
            Ok(data) => {
                prop_assert!((200..300).contains(&status));
                for item in data.value().as_array().unwrap() {
                    for name in FIELDS.names.iter().copied() {
                        let field = item.get(name).unwrap();
                        let typed = if name == "file_size" { field.is_number() } else { field.is_string() };
                        prop_assert!(field.is_null() || typed);
                    }
                }
            }
            Err(error) => {
                prop_assert!(matches!(error.kind, ErrorKind::Redirect | ErrorKind::Api | ErrorKind::Response));
                let shown = serde_json::to_string(&error).unwrap();
                prop_assert!(!shown.contains("9f8e") && !shown.contains("5b4a"), "{}", shown);
            }
        }
    }

    /// The package takes what the check takes; the crate's own users then get it decoded by serde. Both agree.
    #[test]
    fn decoding(members in proptest::collection::vec((field(), field_value()), 0..4)) {
        let item = Value::from(members.into_iter().collect::<Map<_, _>>());
        let body = Parsed::new(json!({ "data": [item.clone()] }));
        let checked = attachments(Response { status: 200, body: Some(body), ..Response::default() }, "");
        let decoded = serde_json::from_value::<Attachment>(item);
        prop_assert_eq!(checked.is_ok(), decoded.is_ok(), "{:?}", decoded);
    }

    #[test]
    fn redaction(before in ".{0,40}", after in ".{0,40}", encoded in any::<bool>(), cut in 0..SECRET.len() - 8) {
        let trace = if encoded { percent_encode(&SECRET[cut..]) } else { SECRET[cut..].to_string() };
        let redacted = redact(&[before.as_str(), &trace, &after].concat(), SECRET);
        prop_assert!(redacted.contains("***"));
        prop_assert!(!redacted.contains(&trace));
        prop_assert_eq!(redact(&before, SECRET), before);
    }

    #[test]
    fn retry_after(header in prop_oneof![".*", "[A-Z][a-z]{2}, [0-9]{1,3} (Jan|Feb|Dec) [0-9]{1,5} [0-9:]{5,9} GMT"], now in any::<u32>()) {
        if let Some(seconds) = retry::retry_after(&header, now) {
            prop_assert!(seconds <= 999_999_999);
        }
    }
}
