//! The crate as a Rust application calls it, in Node, against the stand-in whose address is in `HRFLOW_STANDIN`.
#![cfg(all(target_family = "wasm", not(feature = "npm")))]
#![allow(missing_docs)]

use futures_util::stream::{self, StreamExt, TryStreamExt};
use hrflow_wasm::{Attachment, BulkOptions, Client, ErrorKind, ListedProfile, Options, Profile};
use serde_json::{json, Value};
use std::collections::HashSet;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_node_experimental);

fn standin() -> String {
    let read = |value: JsValue, name: &str| js_sys::Reflect::get(&value, &name.into()).unwrap();
    let variable = ["process", "env", "HRFLOW_STANDIN"]
        .into_iter()
        .fold(js_sys::global().into(), read);
    variable.as_string().expect("HRFLOW_STANDIN has the stand-in's address")
}

/// An attachment that holds these fields, and no others.
fn attachment(fields: &[(&str, Value)]) -> Attachment {
    let fields = fields.iter().map(|(name, value)| (name.to_string(), value.clone()));
    serde_json::from_value(Value::Object(fields.collect())).unwrap()
}

fn client(api_secret: &str) -> Client {
    Client::new(Options {
        api_secret: Some(api_secret.into()),
        api_user: Some("Your API user email".into()),
        api_url: standin() + "/v1",
        ..Options::default()
    })
}

#[wasm_bindgen_test]
async fn lists_by_key_reference_and_email() {
    let client = client("Your API Key");
    for profile in [
        Profile::Key("profile_key".into()),
        Profile::Reference("profile_reference".into()),
        Profile::Email("example@example.com".into()),
    ] {
        let attachments = client.list_attachments("source_key", &profile).await.unwrap();
        let resume = attachment(&[
            ("alt", json!("alt_key")),
            ("created_at", json!("2020-09-11T09:58:32+0000")),
            ("updated_at", json!("2020-09-11T09:58:32+0000")),
            ("extension", json!(".pdf")),
            ("file_name", json!("resume")),
            ("original_file_name", json!("resume")),
            ("file_size", json!(528_305)),
            ("public_url", json!("public_url_resume")),
            ("type", json!("resume")),
        ]);
        assert_eq!(attachments.len(), 2);
        assert_eq!(attachments[0], resume);
        assert_eq!(attachments[1].kind.as_deref(), Some("original"));
    }
}

#[wasm_bindgen_test]
async fn missing_fields_are_none_and_unknown_ones_are_passed_over() {
    let profile = Profile::Reference("🚀".into());
    let attachments = client("Your API Key")
        .list_attachments("candidates", &profile)
        .await
        .unwrap();
    let sparse = attachment(&[("type", json!("original"))]);
    assert_eq!(attachments, [sparse]);
}

#[wasm_bindgen_test]
async fn an_error_carries_the_servers_words_without_the_secret() {
    let profile = Profile::Key("profile_key".into());
    let error = client("wr0ng-s3cret")
        .list_attachments("source_key", &profile)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind, error.status, error.attempts),
        (ErrorKind::Api, Some(401), 1)
    );
    assert_eq!(
        error.response.unwrap().message,
        "Unauthorized. Invalid secret key: *** "
    );
}

#[wasm_bindgen_test]
async fn an_unreachable_server_is_a_network_error_with_the_words_of_the_platform() {
    let client = Client::new(Options {
        api_url: "http://127.0.0.1:9".into(),
        max_retries: 0,
        ..Options::default()
    });
    let error = client
        .list_attachments("s", &Profile::Key("k".into()))
        .await
        .unwrap_err();
    assert_eq!((error.kind, error.attempts), (ErrorKind::Network, 1));
    assert_eq!(error.cause.unwrap().name, "TypeError");
}

#[wasm_bindgen_test]
async fn every_profile_of_a_source_is_listed_once() {
    let options = BulkOptions {
        page_size: 100,
        ..BulkOptions::default()
    };
    let profiles: Vec<ListedProfile> = client("Your API Key")
        .list_profiles("many", options)
        .try_collect()
        .await
        .unwrap();
    let keys: HashSet<&str> = profiles.iter().map(|profile| profile.key.as_str()).collect();
    assert_eq!((profiles.len(), keys.len()), (2_000, 2_000));
    assert!(profiles.iter().all(|profile| profile.created_at.is_some()));
}

#[wasm_bindgen_test]
async fn the_attachments_of_many_profiles_come_in_order_and_one_that_is_not_there_is_an_item() {
    let options = BulkOptions {
        in_order: true,
        ..BulkOptions::default()
    };
    let names = ["candidate-1", "nobody", "candidate-2", "candidate-3"];
    let profiles = stream::iter(names.map(|name| Profile::Key(name.into())));
    let listed: Vec<_> = client("Your API Key")
        .list_attachments_of_profiles("candidates", profiles, options)
        .try_collect()
        .await
        .unwrap();
    let counts: Vec<_> = listed
        .iter()
        .map(|item| item.attachments.as_ref().map(Vec::len).map_err(|error| error.status))
        .collect();
    assert_eq!(counts, [Ok(3), Err(Some(404)), Ok(0), Ok(1)]);
    assert_eq!(listed[3].profile, Profile::Key("candidate-3".into()));
}

#[wasm_bindgen_test]
async fn what_would_fail_for_all_ends_the_stream_once() {
    let profiles = || stream::iter((0..100).map(|index| Profile::Key(index.to_string())));
    let wrong = BulkOptions {
        concurrency: 65,
        ..BulkOptions::default()
    };
    for (client, options, kind) in [
        (client("a wrong key"), BulkOptions::default(), ErrorKind::Api),
        (client("Your API Key"), wrong, ErrorKind::Configuration),
    ] {
        let items: Vec<_> = client
            .list_attachments_of_profiles("candidates", profiles(), options.clone())
            .collect()
            .await;
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].as_ref().unwrap_err().kind, kind);
        let pages: Vec<_> = client.list_profiles("many", options).collect().await;
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].as_ref().unwrap_err().kind, kind);
    }
}
