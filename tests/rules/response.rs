//! Status and envelope become the attachments, or an error.

use crate::json::Parsed;
use hrflow_wasm::rules::attachment::FIELDS;
use hrflow_wasm::rules::json::Meta;
use hrflow_wasm::rules::response::{attachments, profiles, Response};
use hrflow_wasm::{Error, ErrorKind};
use serde_json::{json, Value};

fn read(status: u16, body: Option<Value>) -> Result<Value, Box<Error>> {
    let response = Response {
        status,
        body: body.map(Parsed::new),
        ..Response::default()
    };
    attachments(response, "s3cret").map(|data| data.value())
}

fn parsed(text: &str) -> Option<Value> {
    Some(serde_json::from_str(text).unwrap())
}

#[test]
fn the_contracts_200_is_its_data() {
    let body = parsed(include_str!("../contract/200.json"));
    let data = body.as_ref().unwrap()["data"].clone();
    assert_eq!(data.as_array().unwrap().len(), 2);
    assert_eq!(read(200, body), Ok(data));
    assert_eq!(read(200, Some(json!({ "code": 200, "data": [] }))), Ok(json!([])));
}

#[test]
fn the_contracts_errors_carry_the_servers_words() {
    let error = read(400, parsed(include_str!("../contract/400.json"))).unwrap_err();
    assert_eq!(
        (error.kind, error.status, error.code),
        (ErrorKind::Api, Some(400), Some(400))
    );
    assert_eq!(error.response.unwrap().message, "Invalid source fields");

    let error = read(401, parsed(include_str!("../contract/401.json"))).unwrap_err();
    assert_eq!(
        (error.kind, error.status, error.code),
        (ErrorKind::Api, Some(401), Some(401))
    );
    assert_eq!(
        error.response.unwrap().message,
        "Unauthorized. Invalid secret key: xxxxx "
    );
}

#[test]
fn the_key_that_the_contracts_401_repeats_is_masked() {
    let response = Response {
        status: 401,
        body: parsed(include_str!("../contract/401.json")).map(Parsed::new),
        ..Response::default()
    };
    let Err(error) = attachments(response, "xxxxx") else {
        panic!("a 401 is an error");
    };
    assert!(!error.message.contains("xxxxx"), "{}", error.message);
    assert_eq!(
        error.response.unwrap().message,
        "Unauthorized. Invalid secret key: *** "
    );
}

#[test]
fn missing_fields_become_null_and_unknown_ones_survive() {
    let data = read(200, Some(json!({ "data": [{ "more": 1 }] }))).unwrap();
    assert_eq!(data[0]["more"], 1);
    for name in FIELDS.names.iter().copied() {
        assert_eq!(data[0].get(name), Some(&Value::Null), "{name}");
    }
}

#[test]
fn every_field_of_a_wrong_type_is_named() {
    for name in FIELDS.names.iter().copied() {
        for value in [json!(true), json!(1.5), json!("x"), json!([]), json!({})] {
            let right = if name == "file_size" { false } else { value.is_string() };
            let found = read(200, Some(json!({ "data": [{}, { name: value }] })));
            match found {
                Ok(_) => assert!(right, "{name}: {value}"),
                Err(error) => {
                    assert!(!right, "{name}: {value}");
                    assert_eq!(error.kind, ErrorKind::Response);
                    assert_eq!(error.path.as_deref(), Some(["data[1].", name].concat().as_str()));
                    assert!(error.message.contains(name), "{error}");
                }
            }
        }
    }
}

#[test]
fn of_two_fields_that_hold_numbers_the_wrong_one_is_named() {
    let error = read(200, Some(json!({ "data": [{ "file_size": 5, "updated_at": 1.5 }] }))).unwrap_err();
    assert_eq!(error.path.as_deref(), Some("data[0].updated_at"));
    let error = read(200, Some(json!({ "data": [{ "file_size": 1.5, "alt": null }] }))).unwrap_err();
    assert_eq!(error.path.as_deref(), Some("data[0].file_size"));
}

#[test]
fn of_the_statuses_from_300_on_five_lead_elsewhere() {
    let redirects: Vec<u16> = (300..400)
        .filter(|status| read(*status, None).unwrap_err().kind == ErrorKind::Redirect)
        .collect();
    assert_eq!(redirects, [301, 302, 303, 307, 308]);
    assert_eq!(read(304, None).unwrap_err().status, Some(304));
}

#[test]
fn sizes_are_whole_numbers_that_javascript_holds_exactly() {
    let size = |value: Value| read(200, Some(json!({ "data": [{ "file_size": value }] }))).is_ok();
    assert!(size(json!(0)) && size(json!(528_305)) && size(json!(9_007_199_254_740_991_u64)));
    for wrong in [
        json!(-0.0),
        json!(-1),
        json!(0.5),
        json!(1e308),
        json!(9_007_199_254_740_993_u64),
    ] {
        assert!(!size(wrong.clone()), "{wrong}");
    }
}

#[test]
fn a_fault_far_down_a_long_list_is_found_where_it_is() {
    let mut data = vec![json!({ "type": "resume" }); 10_000];
    data[9_999] = json!({ "type": 7 });
    let error = read(200, Some(json!({ "data": data }))).unwrap_err();
    assert_eq!(error.path.as_deref(), Some("data[9999].type"));
}

#[test]
fn other_shapes_are_refused_by_path() {
    for (body, path) in [
        (None, ""),
        (Some(json!(null)), ""),
        (Some(json!([])), ""),
        (Some(json!("x")), ""),
        (Some(json!({})), "data"),
        (Some(json!({ "data": null })), "data"),
        (Some(json!({ "data": {} })), "data"),
        (Some(json!({ "data": [null] })), "data[0]"),
        (Some(json!({ "data": [[]] })), "data[0]"),
        (Some(json!({ "code": "200", "data": [] })), "code"),
        (Some(json!({ "code": -1, "data": [] })), "code"),
        (Some(json!({ "code": 4_294_967_296_u64, "data": [] })), "code"),
        (Some(json!({ "code": 10_000_000, "data": [] })), "code"),
        (Some(json!({ "code": 1e300, "data": [] })), "code"),
        (Some(json!({ "code": 200.5, "data": [] })), "code"),
    ] {
        let error = read(200, body.clone()).unwrap_err();
        assert_eq!(
            (error.kind, error.path.as_deref()),
            (ErrorKind::Response, Some(path)),
            "{body:?}"
        );
        assert_eq!(error.status, Some(200));
    }
}

#[test]
fn an_error_in_either_the_status_or_the_envelope_is_an_error() {
    let ok = json!({ "code": 200, "data": [] });
    for (status, body, code) in [
        (200, json!({ "code": 404, "message": "m", "data": [] }), 404),
        (500, ok.clone(), 200),
        (503, json!([]), 503),
        (404, json!({ "code": null }), 404),
    ] {
        let error = read(status, Some(body.clone())).unwrap_err();
        assert_eq!(
            (error.kind, error.status, error.code),
            (ErrorKind::Api, Some(status), Some(code)),
            "{body}"
        );
    }
    let error = read(502, None).unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Api, Some(502)));
    assert!(error.retryable && error.response.is_some());
}

#[test]
fn a_redirect_is_an_error_whether_the_platform_shows_its_status_or_not() {
    assert_eq!(read(302, None).unwrap_err().status, Some(302));
    let hidden: Response<Parsed> = Response {
        redirected: true,
        ..Response::default()
    };
    let error = attachments(hidden, "").unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::Redirect, None));
}

#[test]
fn a_servers_long_message_is_cut() {
    let error = read(400, Some(json!({ "code": 400, "message": "é".repeat(100_000) }))).unwrap_err();
    assert_eq!(error.response.unwrap().message.chars().count(), 500);
}

type Refused = (ErrorKind, Option<String>);

fn page(body: Value) -> Result<(Meta, Value, Vec<String>), Refused> {
    let response = Response {
        status: 200,
        body: Some(Parsed::new(body)),
        ..Response::default()
    };
    let page = profiles(response, "s3cret").map_err(|error| (error.kind, error.path))?;
    Ok((page.meta, page.profiles.value(), page.keys))
}

#[test]
fn a_page_of_profiles_is_its_meta_its_profiles_and_their_keys() {
    let body = json!({
        "code": 200,
        "message": "List of profiles",
        "meta": { "page": 2, "maxPage": 3, "count": 2, "total": 62 },
        "data": [{ "key": "a", "reference": "r", "more": 1 }, { "key": "b", "created_at": null }],
    });
    let (meta, data, keys) = page(body).unwrap();
    assert_eq!((meta.page, meta.max_page, meta.total), (2, 3, 62));
    assert_eq!(keys, ["a", "b"]);
    assert_eq!((&data[0]["more"], &data[0]["updated_at"]), (&json!(1), &Value::Null));
    assert_eq!(data[1]["reference"], Value::Null);
}

#[test]
fn a_page_that_is_none_is_refused_by_path() {
    let meta = json!({ "page": 1, "maxPage": 1, "total": 1 });
    for (body, path) in [
        (json!({ "data": [] }), "meta"),
        (json!({ "meta": [], "data": [] }), "meta"),
        (json!({ "meta": { "page": 1, "maxPage": 1 }, "data": [] }), "meta.total"),
        (
            json!({ "meta": { "page": -1, "maxPage": 1, "total": 1 }, "data": [] }),
            "meta.page",
        ),
        (
            json!({ "meta": { "page": 1, "maxPage": "9", "total": 1 }, "data": [] }),
            "meta.maxPage",
        ),
        (
            json!({ "meta": { "page": 1, "maxPage": 1e10, "total": 1 }, "data": [] }),
            "meta.maxPage",
        ),
        (json!({ "meta": meta }), "data"),
        (json!({ "meta": meta, "data": [null] }), "data[0]"),
        (json!({ "meta": meta, "data": [{}] }), "data[0].key"),
        (json!({ "meta": meta, "data": [{ "key": null }] }), "data[0].key"),
        (
            json!({ "meta": meta, "data": [{ "key": "a" }, { "key": "" }] }),
            "data[1].key",
        ),
        (
            json!({ "meta": meta, "data": [{ "key": "a", "reference": 7 }] }),
            "data[0].reference",
        ),
    ] {
        assert_eq!(
            page(body.clone()),
            Err((ErrorKind::Response, Some(path.to_string()))),
            "{body}"
        );
    }
}

#[test]
fn no_field_of_an_error_makes_a_line_of_its_own() {
    let forged = "x\n401\r\nforged";
    let mut error = hrflow_wasm::Error::new(ErrorKind::Api, forged.to_string());
    error.path = Some(forged.to_string());
    error.request_id = Some(forged.to_string());
    let lines = error.lines();
    assert_eq!(lines.lines().count(), 10, "{lines}");
    assert_eq!(lines.lines().nth(8), Some("0"));
}
