//! Which machine an IP address leads to, as far as its digits tell.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// To this machine.
    Loopback,
    /// To where no file is fetched from: the link itself, a cloud's metadata, no single machine.
    Closed,
    /// To another machine. It may be a private network's: over `https:` it still has to prove its name.
    Open,
}

/// Where an IP address leads; `None` for what is none. It may have a zone: `fe80::1%eth0`.
pub fn place(address: &str) -> Option<Place> {
    let address = address.split('%').next().unwrap_or_default();
    Some(match address.parse().ok()? {
        IpAddr::V4(address) => place_v4(address),
        IpAddr::V6(address) => place_v6(address),
    })
}

fn place_v4(address: Ipv4Addr) -> Place {
    match address.octets() {
        [127, ..] => Place::Loopback,
        // This network (Linux connects to itself), multicast, reserved and broadcast.
        [0 | 224..=255, ..] => Place::Closed,
        // Link-local: the metadata of AWS, Google, Azure, Oracle, OpenStack, DigitalOcean, Hetzner and most others.
        [169, 254, ..] => Place::Closed,
        // The metadata of Alibaba, and of Oracle's first cloud; Azure's host.
        [100, 100, 100, 200] | [192, 0, 0, 192] | [168, 63, 129, 16] => Place::Closed,
        _ => Place::Open,
    }
}

fn place_v6(address: Ipv6Addr) -> Place {
    let segments = address.segments();
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 1] => return Place::Loopback,
        // The metadata of AWS, Google, Oracle and Scaleway.
        [0xfd00, 0xec2, ..]
        | [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254]
        | [0xfd00, 0xc1, 0, 0, 0, 0, 0xa9fe, 0xa9fe]
        | [0xfd00, 0x42, 0, 0, 0, 0, 0, 0x42] => return Place::Closed,
        // Link-local, and multicast.
        [0xfe80..=0xfebf | 0xff00..=0xffff, ..] => return Place::Closed,
        // An IPv4 address in other clothes is what it is: `::ffff:127.0.0.1`, and `::127.0.0.1`.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => return place_v4(v4(high, low)),
        _ => {}
    }
    // On the way another machine makes an IPv4 address of these: its own loopback is not this one.
    let [_, a, b, c, d, e, high, low] = segments;
    let inner = match segments {
        // NAT64, and NAT64 of one's own, in two of its forms; SIIT; ISATAP; Teredo.
        [0x64, 0xff9b, 0, 0, 0, 0, ..] | [0, 0, 0, 0, 0xffff, 0, ..] => [Some(v4(high, low)), None],
        [0x64, 0xff9b, 1, ..] => [Some(v4(high, low)), Some(v4(c, d << 8 | e >> 8))],
        [0x2002, ..] => [Some(v4(a, b)), None],
        [0x2001, 0, ..] => [Some(v4(b, c)), Some(v4(!high, !low))],
        [_, _, _, _, 0 | 0x200, 0x5efe, ..] => [Some(v4(high, low)), None],
        _ => [None, None],
    };
    let is_open = |address: Ipv4Addr| place_v4(address) == Place::Open;
    if inner.into_iter().flatten().all(is_open) {
        Place::Open
    } else {
        Place::Closed
    }
}

fn v4(high: u16, low: u16) -> Ipv4Addr {
    let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
    Ipv4Addr::new(a, b, c, d)
}
