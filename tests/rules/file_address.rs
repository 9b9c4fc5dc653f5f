//! From which addresses a file is fetched, whatever a stranger wrote: read by the parser that platforms have.

use hrflow_wasm::rules::file_address::{
    check, check_redirect, check_resolved, check_text, Address, Api, MAX_REDIRECTS, NO_URL,
};
use proptest::prelude::*;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

fn address(url: &Url) -> Address<'_> {
    Address {
        protocol: &url.as_str()[..url.scheme().len() + 1],
        hostname: url.host_str().unwrap_or_default(),
        has_credentials: !url.username().is_empty() || url.password().is_some(),
    }
}

/// What becomes of an address, as a platform goes about it.
fn judge(text: &str, api: Api) -> Result<Url, &'static str> {
    check_text(text)?;
    let url = Url::parse(text).map_err(|_| NO_URL)?;
    check(&address(&url), api)?;
    Ok(url)
}

/// The words of the sentence that refuses it; none where it is fetched.
fn refused(text: &str, api: Api) -> &'static str {
    judge(text, api).err().map_or("", |sentence| {
        assert!(
            sentence.contains("; ") && sentence.ends_with('.') && (text.is_empty() || !sentence.contains(text)),
            "{sentence}"
        );
        sentence
    })
}

#[test]
fn what_is_fetched() {
    for text in [
        "https://files.hrflow.ai/resume.pdf",
        "HTTPS://files.hrflow.ai:8443/a b.pdf?token=1#x",
        "https://1.2.3.4/a",
        "https://[2001:db8::1]/a",
        "https://10.1.2.3/a",
        "https://192.168.0.1/a",
        "https://[fd12::1]/a",
        "https://xn--bcher-kva.example/a",
        "https://bücher.example/a",
        "https://files_1.example./a",
        "https://100.64.0.1/a",
        "https://[64:ff9b::1.2.3.4]/a",
        "https://localhost.example/a",
    ] {
        assert_eq!(refused(text, Api::Elsewhere), "", "{text}");
    }
    for text in [
        "http://127.0.0.1:8787/files/a",
        "http://localhost:8787/a",
        "http://[::1]/a",
        "http://files.localhost/a",
        "http://2130706433/a",
        "https://localhost/a",
    ] {
        assert_eq!(refused(text, Api::HereOverHttp), "", "{text}");
        assert_ne!(refused(text, Api::Elsewhere), "", "{text}");
        assert_eq!(refused(text, Api::Here).is_empty(), text.starts_with("https"), "{text}");
    }
}

#[test]
fn what_is_not_fetched() {
    for (words, texts) in [
        (
            "not a URL",
            &[
                "",
                "public_url_resume",
                "//files.example/a",
                "/files/a",
                "https:/files.example",
                "https:files.example",
                " https://a.example",
                "https://a.example/\n",
                "https://",
                "https://[::1",
                "https://a b/",
                "https://1.2.3.4.5/",
                "https://256.1.1.1/",
                "https:\\\\a.example",
            ][..],
        ),
        (
            "neither `https:`",
            &[
                "ftp://a.example/a",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "data:text/html,x",
                "blob:https://a.example/x",
                "mailto:a@b.example",
            ],
        ),
        (
            "which anyone on the way",
            &["http://files.example/a", "http://10.0.0.1/a", "http://1.2.3.4/a"],
        ),
        (
            "a user name",
            &[
                "https://a@files.example/",
                "https://a:b@files.example/",
                "https://:b@files.example/",
                "https://files.example:x@evil.example/",
            ],
        ),
        (
            "link-local",
            &[
                "https://169.254.169.254/latest/meta-data/",
                "http://169.254.169.254/latest/meta-data/",
                "https://169.254.0.1/",
                "https://2852039166/",
                "https://0xa9fea9fe/",
                "https://0xa9.0xfe.43518/",
                "https://0251.0376.0251.0376/",
                "https://169.254.43518",
                "https://１６９.254.169.254/",
                "https://169。254。169。254/",
                "https://%31%36%39.254.169.254/",
                "https://[fe80::1]/",
                "https://[febf::1]/",
                "https://[fd00:ec2::254]/",
                "https://[fd20:ce::254]/",
                "https://[fd00:c1::a9fe:a9fe]/",
                "https://[::ffff:169.254.169.254]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[::169.254.169.254]/",
                "https://[64:ff9b::169.254.169.254]/",
                "https://[64:ff9b::127.0.0.1]/",
                "https://[64:ff9b:1::a9fe:a9fe]/",
                "https://[64:ff9b:1:a9fe:a9:fe00::]/",
                "https://[::ffff:0:169.254.169.254]/",
                "https://[2002:a9fe:a9fe::1]/",
                "https://[2001:0:a9fe:a9fe::1]/",
                "https://[2001:0:102:304::5601:5601]/",
                "https://[2001:db8::5efe:a9fe:a9fe]/",
                "https://metadata.google.internal/",
                "https://METADATA.google.internal./",
                "https://metadata/",
                "https://100.100.100.200/",
                "https://192.0.0.192/",
                "https://168.63.129.16/",
                "https://0.0.0.0/",
                "https://0/",
                "https://0.1.2.3/",
                "https://255.255.255.255/",
                "https://224.0.0.1/",
                "https://[::]/",
                "https://[ff02::1]/",
            ],
        ),
        (
            "leads to this machine",
            &[
                "https://127.0.0.1/",
                "https://localhost/",
                "https://LOCALHOST./",
                "https://a.localhost/",
                "https://[::1]/",
                "https://0x7f.1/",
                "https://017700000001/",
                "https://127.1/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::7f00:1]/",
                "http://localhost/",
            ],
        ),
        (
            "no host in plain ASCII",
            &["https://a!b.example/", "https://a'b.example/", "https://..example/"],
        ),
    ] {
        for text in texts {
            let sentence = refused(text, Api::Elsewhere);
            assert!(sentence.contains(words), "{text}: {sentence}");
        }
    }
    // As a parser would not spell them: nothing is taken on trust.
    for hostname in [
        "",
        "é.example",
        "0x7f.1",
        "0x7f000001",
        "127.0.0.0x1",
        "127.1",
        "1.2.3.4.5",
        "0177.0.0.1",
        "[::1",
        "[127.0.0.1",
        "[127.0.0.1]",
        "[::1%25eth0]",
        "a/b",
        "a@b",
        "::1",
        "[]",
        ".",
    ] {
        let given = Address {
            protocol: "https:",
            hostname,
            has_credentials: false,
        };
        assert!(
            check(&given, Api::HereOverHttp).unwrap_err().contains("no host"),
            "{hostname}"
        );
    }
    assert!(refused(&format!("https://a.example/{}", "a".repeat(40_000)), Api::Elsewhere).contains("not a URL"));
    // A host is read in the square of its length, before it is found to be too long.
    for begin in ["https://", "https:///\\/", "http://u:p@"] {
        assert_eq!(check_text(&format!("{begin}{}", "\u{316}".repeat(513))), Err(NO_URL));
        assert_eq!(
            check_text(&format!("{begin}{}/{}", "a".repeat(500), "a".repeat(9_000))),
            Ok(())
        );
    }
}

#[test]
fn the_api_says_whether_this_machine_is_asked() {
    for (text, expected) in [
        ("https://api.hrflow.ai/v1", Api::Elsewhere),
        ("http://api.hrflow.ai/v1", Api::Elsewhere),
        ("https://localhost/v1", Api::Here),
        ("http://127.0.0.1:8787", Api::HereOverHttp),
        ("http://[::1]:8787", Api::HereOverHttp),
        ("http://10.0.0.1", Api::Elsewhere),
    ] {
        assert_eq!(Api::at(&address(&Url::parse(text).unwrap())), expected, "{text}");
    }
}

#[test]
fn redirects_are_followed_five_times_and_never_down() {
    let (here, there, plain, closed) = (
        Url::parse("https://a.example/").unwrap(),
        Url::parse("https://b.example/").unwrap(),
        Url::parse("http://127.0.0.1/").unwrap(),
        Url::parse("https://169.254.169.254/").unwrap(),
    );
    let redirect = |from: &Url, to: &Url, followed, api| check_redirect(&address(from), &address(to), followed, api);
    for followed in 0..MAX_REDIRECTS {
        assert_eq!(redirect(&here, &there, followed, Api::Elsewhere), Ok(()));
    }
    assert_eq!(MAX_REDIRECTS, 5);
    assert!(redirect(&here, &there, 5, Api::Elsewhere)
        .unwrap_err()
        .contains("more than 5 times"));
    assert!(redirect(&here, &plain, 0, Api::HereOverHttp)
        .unwrap_err()
        .contains("down to `http:`"));
    assert_eq!(redirect(&plain, &there, 0, Api::HereOverHttp), Ok(()));
    assert_eq!(redirect(&plain, &plain, 0, Api::HereOverHttp), Ok(()));
    assert!(redirect(&here, &closed, 0, Api::Elsewhere)
        .unwrap_err()
        .contains("link-local"));
}

#[test]
fn a_name_leads_where_it_may_lead() {
    let resolved = |text: &str, ip: &str| {
        let url = Url::parse(text).unwrap();
        check_resolved(&address(&url), ip).err().unwrap_or_default()
    };
    for ip in ["1.2.3.4", "10.0.0.1", "2001:db8::1", "::ffff:1.2.3.4", "fd12::1%eth0"] {
        assert_eq!(resolved("https://files.example/", ip), "", "{ip}");
        assert!(resolved("http://localhost/", ip).contains("leads to another;"), "{ip}");
    }
    for ip in ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.8.8.8"] {
        assert!(
            resolved("https://files.example/", ip).contains("leads to this machine"),
            "{ip}"
        );
        assert_eq!(resolved("http://localhost/", ip), "", "{ip}");
    }
    for ip in [
        "169.254.169.254",
        "fe80::1%eth0",
        "fe80::1",
        "::",
        "0.0.0.0",
        "::ffff:a9fe:a9fe",
        "100.100.100.200",
        "fd00:ec2::23",
    ] {
        assert!(resolved("https://files.example/", ip).contains("link-local"), "{ip}");
        assert!(resolved("http://localhost/", ip).contains("link-local"), "{ip}");
    }
    for ip in ["", "files.example", "0x7f.1", "1.2.3", "127.0.0.01"] {
        assert_ne!(resolved("https://files.example/", ip), "", "{ip}");
        assert_ne!(resolved("http://localhost/", ip), "", "{ip}");
    }
}

/// Whether nothing is fetched from there: said with the standard library's own classes.
fn is_closed(address: IpAddr) -> bool {
    let closed_v4 = |address: Ipv4Addr| {
        address.is_link_local()
            || address.is_multicast()
            || address.is_broadcast()
            || address.octets()[0] == 0
            || address.octets()[0] >= 240
            || [[100, 100, 100, 200], [192, 0, 0, 192], [168, 63, 129, 16]].contains(&address.octets())
    };
    let closed_v6 = |address: Ipv6Addr| {
        address.is_unicast_link_local()
            || address.is_multicast()
            || address.is_unspecified()
            || address.segments()[..2] == [0xfd00, 0xec2]
    };
    match address {
        IpAddr::V4(address) => closed_v4(address),
        IpAddr::V6(address) => closed_v6(address) || address.to_ipv4_mapped().is_some_and(closed_v4),
    }
}

fn text() -> impl Strategy<Value = String> {
    let parts = [
        "https:",
        "http:",
        "HTTP:",
        "//",
        "/",
        "\\",
        "@",
        ":",
        ":80",
        "localhost",
        "127.0.0.1",
        "127.1",
        "0x7f",
        "0177",
        "2130706433",
        "[",
        "]",
        "::1",
        "::ffff:",
        "169.254",
        ".169.254",
        "a9fe:a9fe",
        "64:ff9b::",
        "2002:",
        "fe80::1",
        "fd00:ec2::254",
        "metadata",
        ".google.internal",
        ".",
        "。",
        "％",
        "%31",
        "１",
        "x.io",
        "?a",
        "#",
        " ",
        "\t",
        "\n",
        "é",
        "\u{ad}",
        "xn--",
        "user",
        "256",
        "0",
        "_",
        "-",
    ];
    prop_oneof![
        proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..9).prop_map(|parts| parts.concat()),
        proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..6)
            .prop_map(|parts| format!("https://{}", parts.concat())),
        ".*",
        "https?://(0x)?[0-9a-f]{1,9}([.](0x)?[0-9]{1,4}){0,4}[.]?/",
        any::<[u8; 4]>().prop_map(|octets| format!("https://{}/", Ipv4Addr::from(octets))),
        any::<u32>().prop_map(|number| format!("http://{number}/")),
        (
            proptest::sample::select(vec![
                "::",
                "::ffff:",
                "64:ff9b::",
                "fe80::",
                "ff02::",
                "fd00:ec2::",
                "2002:"
            ]),
            "[0-9a-f]{1,4}:[0-9a-f]{1,4}"
        )
            .prop_map(|(prefix, rest)| format!("https://[{prefix}{rest}]/")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_fetched_is_nobodys_secret(text in text(), api in proptest::sample::select(vec![Api::Elsewhere, Api::Here, Api::HereOverHttp])) {
        if let Ok(url) = judge(&text, api) {
            let (is_loopback, is_refused) = match url.host().unwrap() {
                Host::Ipv4(address) => (address.is_loopback(), is_closed(address.into())),
                Host::Ipv6(address) => (address.to_canonical().is_loopback(), is_closed(address.into())),
                Host::Domain(name) => {
                    let name = name.trim_end_matches('.');
                    (name == "localhost" || name.ends_with(".localhost"), name == "metadata.google.internal")
                }
            };
            prop_assert!(!is_refused, "{}", url);
            prop_assert!(!is_loopback || api != Api::Elsewhere, "{}", url);
            prop_assert!(url.scheme() == "https" || url.scheme() == "http" && is_loopback && api == Api::HereOverHttp, "{}", url);
            prop_assert!(url.username().is_empty() && url.password().is_none(), "{}", url);
        }
    }

    #[test]
    fn every_ip_address_is_judged(octets in any::<[u8; 16]>(), short in any::<bool>(), first in proptest::option::of(proptest::sample::select(vec![0u8, 127, 169, 224, 254, 255]))) {
        let mut octets = octets;
        octets[0] = first.unwrap_or(octets[0]);
        let ip = if short { IpAddr::from(<[u8; 4]>::try_from(&octets[..4]).unwrap()) } else { IpAddr::from(octets) };
        let given = Address { protocol: "https:", hostname: "files.example", has_credentials: false };
        let passes = check_resolved(&given, &ip.to_string()).is_ok();
        prop_assert!(!passes || !is_closed(ip) && !ip.to_canonical().is_loopback(), "{}", ip);
        // What is private or public is let pass, in the plain forms.
        if let IpAddr::V4(address) = ip {
            prop_assert_eq!(passes, !is_closed(ip) && !address.is_loopback(), "{}", ip);
        }
    }
}
