//! The URL, the query's encoding, the headers, and where the secret may go.

use hrflow_wasm::request::{check_arguments, percent_encode, request, Credentials, Place, HRFLOW_API_URL};
use hrflow_wasm::{Error, Kind, Profile};

fn credentials(api_secret: &str, api_user: &str) -> Option<Credentials> {
    Some(Credentials {
        api_secret: api_secret.into(),
        api_user: api_user.into(),
    })
}

fn page(origin: &str) -> Place {
    Place {
        page: true,
        origin: Some(origin.into()),
    }
}

/// The URL that a call with a secret goes to, or the error.
fn url(api_url: &str, place: &Place) -> Result<String, Box<Error>> {
    let profile = Profile::Key("k".into());
    request(api_url, credentials("s3cret", "u@x.io"), true, place, "s", &profile).map(|request| request.url)
}

#[test]
fn the_url_has_the_path_and_the_query() {
    let profile = Profile::Email("a+b@x.io".into());
    let sent = request(
        HRFLOW_API_URL,
        credentials("s3cret", "u@x.io"),
        false,
        &Place::default(),
        "R&D #1",
        &profile,
    );
    let sent = sent.unwrap_or_else(|error| panic!("{error}"));
    let wanted = "https://api.hrflow.ai/v1/profile/indexing/attachments?source_key=R%26D%20%231&email=a%2Bb%40x.io";
    assert_eq!(sent.url, wanted);
    let headers = [
        ("Accept", "application/json"),
        ("X-API-KEY", "s3cret"),
        ("X-USER-EMAIL", "u@x.io"),
    ];
    assert_eq!(sent.headers(), headers);
}

#[test]
fn without_credentials_no_auth_header_is_sent() {
    let profile = Profile::Key("k".into());
    let sent = request("https://x.io", None, false, &Place::default(), "s", &profile)
        .ok()
        .unwrap();
    assert_eq!(sent.headers(), [("Accept", "application/json")]);
}

#[test]
fn percent_encoding_keeps_only_the_unreserved_characters() {
    assert_eq!(percent_encode("aZ09-._~"), "aZ09-._~");
    assert_eq!(
        percent_encode("é&=+ #%/?@🚀\n"),
        "%C3%A9%26%3D%2B%20%23%25%2F%3F%40%F0%9F%9A%80%0A"
    );
}

#[test]
fn an_empty_source_key_or_selector_is_refused() {
    let refused = |source_key, profile| check_arguments(source_key, &profile).map_err(|error| error.kind);
    assert_eq!(refused("", Profile::Key("k".into())), Err(Kind::Argument));
    assert_eq!(refused("s", Profile::Key(String::new())), Err(Kind::Argument));
    assert_eq!(refused("s", Profile::Key("k".into())), Ok(()));
}

#[test]
fn api_url_may_lead_to_these_places() {
    let anywhere = Place::default();
    for (api_url, base) in [
        ("https://x.io", "https://x.io"),
        ("https://x.io/v1/", "https://x.io/v1"),
        ("HTTPS://X.io:8443/a/b", "HTTPS://X.io:8443/a/b"),
        ("https://bücher.example/v1", "https://bücher.example/v1"),
        ("http://localhost:80/v1", "http://localhost:80/v1"),
        ("http://LOCALHOST", "http://LOCALHOST"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://127.255.0.9:1/", "http://127.255.0.9:1"),
        ("http://[::1]:3000/v1", "http://[::1]:3000/v1"),
    ] {
        let path = "/profile/indexing/attachments?source_key=s&key=k";
        assert_eq!(url(api_url, &anywhere), Ok([base, path].concat()), "{api_url}");
    }
    let own = url("/api/hrflow/", &page("https://app.example")).unwrap();
    assert!(
        own.starts_with("https://app.example/api/hrflow/profile/indexing/"),
        "{own}"
    );
}

#[test]
fn api_url_may_lead_nowhere_else() {
    for api_url in [
        "",
        "x.io",
        "ftp://x.io",
        "https://",
        "https:///v1",
        "http://x.io",
        "http://127.0.0.1.x.io",
        "http://127.0.0.1@x.io",
        "http://127.0.0.1:80@x.io/",
        "https://u:p@x.io",
        "http://127.0.0.1\\@x.io",
        "http://localhost.x.io",
        "http://127.1",
        "http://127.0.0.01",
        "http://127.0.0.+1",
        "http://0x7f.0.0.1",
        "http://2130706433",
        "http://[::1].x.io",
        "http://[::2]",
        "http://localhost:80:80",
        "https://x.io?a=b",
        "https://x.io#a",
        "https://x.io/a b",
        "ht\ntps://x.io",
        "https://x.io/\u{0}",
        "//x.io/v1",
        "/api/hrflow",
        "javascript:alert(1)//",
    ] {
        let error = url(api_url, &Place::default()).unwrap_err();
        assert_eq!(error.kind, Kind::Configuration, "{api_url}");
        assert!(error.message.contains("`api_url`"), "{error}");
    }
    assert!(url("//x.io/v1", &page("https://app.example")).is_err());
    assert!(url("/\\x.io/v1", &page("https://app.example")).is_err());
}

#[test]
fn a_page_over_http_may_call_its_own_back_end_but_sends_no_secret() {
    let intranet = page("http://intranet.example");
    let profile = Profile::Key("k".into());
    assert!(request("/api", None, false, &intranet, "s", &profile).is_ok());
    assert!(request("/api", credentials("s", "u"), true, &intranet, "s", &profile).is_err());
    assert!(request("http://intranet.example/api", None, false, &intranet, "s", &profile).is_err());
}

#[test]
fn a_secret_in_a_page_is_refused_unless_allowed() {
    let profile = Profile::Key("k".into());
    let ask = |allow| {
        let secret = credentials("s3cret", "u");
        request(
            HRFLOW_API_URL,
            secret,
            allow,
            &page("https://app.example"),
            "s",
            &profile,
        )
    };
    let error = ask(false).err().unwrap();
    assert_eq!(error.kind, Kind::Configuration);
    assert!(
        error.message.contains("back end") && error.message.contains("dangerously_allow_browser"),
        "{error}"
    );
    assert!(ask(true).is_ok());
}

#[test]
fn what_a_header_cannot_carry_is_refused_without_being_quoted() {
    let profile = Profile::Key("k".into());
    for bad in [
        "s3cret\n",
        "s3\r\ncret",
        "s3cret\0",
        "s3cret🔑",
        "s3cretŸ",
        " s3cret",
        "s3cret\u{7f}",
    ] {
        for (secret, user) in [(bad, "u"), ("k", bad)] {
            let sent = request(
                HRFLOW_API_URL,
                credentials(secret, user),
                false,
                &Place::default(),
                "s",
                &profile,
            );
            let error = sent.err().unwrap();
            assert_eq!(error.kind, Kind::Configuration);
            assert!(!error.message.contains("s3"), "{error}");
        }
    }
    let latin = request(
        HRFLOW_API_URL,
        credentials("clé", "ÿ"),
        false,
        &Place::default(),
        "s",
        &profile,
    );
    assert!(latin.is_ok());
}
