//! The URL, the query's encoding, the headers, and where the secret may go.

use hrflow_wasm::rules::environment::Environment;
use hrflow_wasm::rules::page::PageQuery;
use hrflow_wasm::rules::request::{attachments, percent_encode, profiles, Request};
use hrflow_wasm::{Error, ErrorKind, Options, Profile};

fn page(origin: &str) -> Environment {
    Environment {
        page: Some(origin.into()),
    }
}

/// Options with a secret that may be used anywhere.
fn with_secret(api_url: &str) -> Options {
    Options {
        api_secret: Some("s3cret".into()),
        api_user: Some("u@x.io".into()),
        api_url: api_url.into(),
        dangerously_allow_browser: true,
        ..Options::default()
    }
}

fn without_secret(api_url: &str) -> Options {
    Options {
        api_url: api_url.into(),
        ..Options::default()
    }
}

fn ask<'a>(options: &'a Options, environment: &Environment) -> Result<Request<'a>, Box<Error>> {
    attachments(options, environment, "s", &Profile::Key("k".into()))
}

/// The URL that a call with a secret goes to, or the error.
fn url(api_url: &str, environment: &Environment) -> Result<String, Box<Error>> {
    ask(&with_secret(api_url), environment).map(|request| request.url)
}

#[test]
fn the_url_has_the_path_and_the_query() {
    let options = with_secret(&Options::default().api_url);
    let profile = Profile::Email("a+b@x.io".into());
    let sent = attachments(&options, &Environment::default(), "R&D #1", &profile).unwrap();
    let expected = "https://api.hrflow.ai/v1/profile/indexing/attachments?source_key=R%26D%20%231&email=a%2Bb%40x.io";
    assert_eq!(sent.url, expected);
    let headers = [
        ("Accept", "application/json"),
        ("X-API-KEY", "s3cret"),
        ("X-USER-EMAIL", "u@x.io"),
    ];
    assert_eq!(sent.headers(), headers);
    assert!(!format!("{sent:?}").contains("s3cret"));
}

#[test]
fn without_credentials_no_auth_header_is_sent() {
    let options = without_secret("https://x.io");
    let sent = ask(&options, &Environment::default()).unwrap();
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
    let options = with_secret("https://x.io");
    let refused = |source_key, profile| {
        let sent = attachments(&options, &Environment::default(), source_key, &profile);
        sent.map(|_| ()).map_err(|error| error.kind)
    };
    assert_eq!(refused("", Profile::Key("k".into())), Err(ErrorKind::Argument));
    assert_eq!(refused("s", Profile::Key(String::new())), Err(ErrorKind::Argument));
    assert_eq!(refused("s", Profile::Key("k".into())), Ok(()));
}

#[test]
fn api_url_may_lead_to_these_places() {
    let anywhere = Environment::default();
    for (api_url, base) in [
        ("https://x.io", "https://x.io"),
        ("https://x.io/v1/", "https://x.io/v1"),
        ("HTTPS://X.io:8443/a/b", "HTTPS://X.io:8443/a/b"),
        ("https://xn--bcher-kva.example/v1", "https://xn--bcher-kva.example/v1"),
        ("https://x.io./é/%2e", "https://x.io./é/%2e"),
        ("https://1.2.3.4:65535", "https://1.2.3.4:65535"),
        ("https://my_host.local/v1", "https://my_host.local/v1"),
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
        "https://bücher.example",
        "https://x\u{ad}.io",
        "https://x.io:65536",
        "https://localhost:0",
        "https://a-label-of-sixty-four-letters-which-no-name-server-knows-anything-of.io",
        "https://x.io:abc",
        "https://x.io:",
        "https://[zz]",
        "https://[::1]x",
        "https://[2001:db8::1]",
        "https://1.2.3.4.5",
        "https://1.2.3",
        "https://1.2.3.256",
        "https://1.2.3.4.",
        "https://0x7f.1",
        "https://1.2.3.0x4",
        "https://h^st",
        "https://h%6fst",
        "https://a..b",
        "https://.x.io",
    ] {
        let error = url(api_url, &Environment::default()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Configuration, "{api_url}");
        assert!(error.message.contains("`api_url`"), "{error}");
    }
    assert!(url("//x.io/v1", &page("https://app.example")).is_err());
    assert!(url("/\\x.io/v1", &page("https://app.example")).is_err());
}

#[test]
fn a_page_over_http_may_call_its_own_back_end_but_sends_no_secret() {
    let intranet = page("http://intranet.example");
    assert!(ask(&without_secret("/api"), &intranet).is_ok());
    assert!(ask(&with_secret("/api"), &intranet).is_err());
    assert!(ask(&without_secret("http://intranet.example/api"), &intranet).is_err());
    let numbered = page("http://[fe80::1]:3000");
    assert_eq!(
        &ask(&without_secret("/api"), &numbered).unwrap().url[..25],
        "http://[fe80::1]:3000/api"
    );
}

#[test]
fn a_secret_in_a_page_is_refused_unless_allowed() {
    let ask = |dangerously_allow_browser| {
        let options = Options {
            dangerously_allow_browser,
            ..with_secret("https://x.io")
        };
        ask(&options, &page("https://app.example")).map(|_| ())
    };
    let error = ask(false).err().unwrap();
    assert_eq!(error.kind, ErrorKind::Configuration);
    assert!(
        error.message.contains("back end") && error.message.contains("dangerously_allow_browser"),
        "{error}"
    );
    assert!(ask(true).is_ok());
}

#[test]
fn what_a_header_cannot_carry_is_refused_without_being_quoted() {
    let ask = |secret: &str, user: &str| {
        let options = Options {
            api_secret: Some(secret.into()),
            api_user: Some(user.into()),
            ..Options::default()
        };
        ask(&options, &Environment::default()).map(|_| ())
    };
    for bad in [
        "s3cret\n",
        "s3\r\ncret",
        "s3cret\0",
        "s3cret🔑",
        "s3cretŸ",
        "s3crét",
        " s3cret",
        "s3cret\u{7f}",
    ] {
        let only_in_a_secret = bad.contains('é');
        for (secret, user) in [(bad, "u"), ("k", bad)] {
            if only_in_a_secret && user == bad {
                continue;
            }
            let error = ask(secret, user).err().unwrap();
            assert_eq!(error.kind, ErrorKind::Configuration);
            assert!(!error.message.contains("s3"), "{error}");
        }
    }
    // An error may show them escaped, more than once, and would have to be searched for all of it.
    for bad in ["s3\tcret", "s3\"cret", "s3\\cret", "s3%cret", "s3%2541cret"] {
        let error = ask(bad, "u").err().unwrap();
        assert_eq!(error.kind, ErrorKind::Configuration);
        assert!(
            error.message.contains("`api_secret`") && !error.message.contains("s3"),
            "{error}"
        );
    }
    assert!(ask("Your API Key", "\"a%b\\c\"@x.io").is_ok());
    assert!(ask("key", "ÿ").is_ok());
}

#[test]
fn a_page_of_profiles_is_asked_for_as_the_vendor_does_those_that_were_added_first_before_the_others() {
    let options = with_secret("https://x.io/v1");
    let query = PageQuery {
        page: 2,
        created_at_min: Some("2020-01-01"),
        ..PageQuery::default()
    };
    let sent = profiles(&options, &Environment::default(), "R&D \"#1\"\n\\", &query).unwrap();
    let url = url::Url::parse(&sent.url).unwrap();
    assert_eq!(url.path(), "/v1/storing/profiles");
    let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let expected = [
        ("source_keys", r##"["R&D \"#1\"\u000A\\"]"##),
        ("page", "2"),
        ("limit", "30"),
        ("order_by", "asc"),
        ("sort_by", "created_at"),
        ("return_profile", "false"),
        ("created_at_min", "2020-01-01"),
    ];
    assert_eq!(
        query,
        expected.map(|(name, value)| (name.to_string(), value.to_string()))
    );
    let keys: Vec<String> = serde_json::from_str(&query[0].1).unwrap();
    assert_eq!(keys, ["R&D \"#1\"\n\\"]);
    assert_eq!(sent.headers().len(), 3);
    assert_eq!(
        profiles(&options, &Environment::default(), "", &PageQuery::default())
            .unwrap_err()
            .kind,
        ErrorKind::Argument
    );
}
