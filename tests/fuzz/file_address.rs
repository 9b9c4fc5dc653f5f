//! Coverage-guided fuzzing of the addresses of files, read by a WHATWG parser as platforms have it.
#![no_main]
#![allow(missing_docs)]

use hrflow_wasm::rules::file_address::{check, check_resolved, check_text, Address, Api};
use libfuzzer_sys::fuzz_target;
use url::{Host, Url};

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    // Whatever a platform's lookup answers: it is judged, and nothing breaks.
    let given = Address {
        protocol: "https:",
        hostname: &text,
        has_credentials: false,
    };
    let _ = (check(&given, Api::Elsewhere), check_resolved(&given, &text));

    let Ok(url) = Url::parse(&text) else { return };
    let is_taken = check_text(&text).is_ok();
    let address = Address {
        protocol: &url.as_str()[..=url.scheme().len()],
        hostname: url.host_str().unwrap_or_default(),
        has_credentials: !url.username().is_empty() || url.password().is_some(),
    };
    for api in [Api::Elsewhere, Api::Here, Api::HereOverHttp] {
        if !is_taken || check(&address, api).is_err() {
            continue;
        }
        let (is_here, is_closed) = match url.host() {
            Some(Host::Ipv4(ip)) => (
                ip.is_loopback(),
                ip.is_link_local() || ip.octets()[0] == 0 || ip.is_multicast(),
            ),
            Some(Host::Ipv6(ip)) => {
                let inner = ip.to_ipv4_mapped();
                (
                    ip.to_canonical().is_loopback(),
                    ip.is_unicast_link_local()
                        || ip.is_multicast()
                        || ip.is_unspecified()
                        || inner.is_some_and(|ip| ip.is_link_local()),
                )
            }
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                (
                    name == "localhost" || name.ends_with(".localhost"),
                    name == "metadata.google.internal",
                )
            }
            None => panic!("{url}"),
        };
        assert!(!is_closed, "{url}");
        assert!(!is_here || api != Api::Elsewhere, "{url}");
        assert!(
            url.scheme() == "https" || url.scheme() == "http" && is_here && api == Api::HereOverHttp,
            "{url}"
        );
        assert!(url.username().is_empty() && url.password().is_none(), "{url}");
        // The platform's own reading of its own spelling is the same.
        assert_eq!(Url::parse(url.as_str()).as_ref(), Ok(&url));
    }
});
