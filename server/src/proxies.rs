//! Proxies in front of the server that are believed when they say whom they speak for.
//!
//! Anybody can write a header, and a proxy only adds to what came. So nothing is believed of a stranger, and of a proxy's
//! list no more than its end.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// A network, or a single address: `10.0.0.0/8`, `192.0.2.7`, `fd00::/8`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    first: IpAddr,
    /// How many leading bits its addresses share.
    shared_bits: u32,
}

impl Network {
    /// Says whether an address is one of this network.
    pub fn holds(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        width(ip) == width(self.first) && self.head(ip) == self.head(self.first)
    }

    fn head(&self, ip: IpAddr) -> u128 {
        number(ip).checked_shr(width(ip).saturating_sub(self.shared_bits)).unwrap_or(0)
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let first: IpAddr = address.parse().map_err(|_| format!("{text:?} is no address and no network"))?;
        if first.to_canonical() != first {
            return Err(format!("write {text} as an IPv4 address"));
        }
        let whole = width(first);
        let shared_bits = match bits.map(str::parse::<u32>) {
            None => whole,
            // A network of everybody trusts whatever header a stranger sends.
            Some(Ok(bits)) if (1..=whole).contains(&bits) => bits,
            Some(Ok(_) | Err(_)) => return Err(format!("a network has from 1 to {whole} bits behind the slash")),
        };
        let network = Self { first, shared_bits };
        let rest = whole.saturating_sub(shared_bits);
        // Whoever wrote a machine's address before the slash may not have meant all its neighbours.
        if network.head(first).checked_shl(rest) != Some(number(first)) {
            return Err(format!("{address} is not the first address of a network of {shared_bits} bits"));
        }
        Ok(network)
    }
}

/// Returns the address of whoever asks: the peer's own, or, where the peer is a trusted proxy, the last in its list that is
/// of no trusted proxy. Where the list says nothing that can be read, it is the peer's.
pub fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|network| network.holds(ip));
    if !is_trusted(peer) {
        return peer;
    }
    let lines = headers.get_all(FORWARDED_FOR).iter().map(|line| line.to_str().unwrap_or_default());
    let named: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    // From the end: what stands before the address that a trusted proxy saw is whatever that client wanted to be.
    for text in named.into_iter().rev() {
        match address(text.trim()) {
            None => return peer,
            Some(ip) if is_trusted(ip) => {}
            Some(ip) => return ip,
        }
    }
    peer
}

/// Reads an address as proxies write it, some with a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let ip = bare.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()));
    ip.ok().map(|ip| ip.to_canonical())
}

fn width(ip: IpAddr) -> u32 {
    match ip {
        IpAddr::V4(_) => u32::BITS,
        IpAddr::V6(_) => u128::BITS,
    }
}

fn number(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(v4) => u128::from(u32::from(v4)),
        IpAddr::V6(v6) => u128::from(v6),
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, HeaderValue};

    use super::{FORWARDED_FOR, Network, client};

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_holds_the_addresses_that_begin_like_it() {
        for (text, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("192.0.2.7", "::ffff:192.0.2.7", "::ffff:192.0.2.8"),
            ("192.0.2.128/25", "192.0.2.255", "192.0.2.127"),
            ("128.0.0.0/1", "255.0.0.1", "127.0.0.1"),
            ("fd00::/8", "fdff::1", "fe00::1"),
            ("::1", "::1", "::2"),
            ("8000::/1", "ffff::1", "7fff::1"),
            ("10.0.0.0/8", "10.0.0.1", "a00::1"),
        ] {
            let network = network(text);
            assert!(network.holds(inside.parse().unwrap()), "{inside} is in {text}");
            assert!(!network.holds(outside.parse().unwrap()), "{outside} is not in {text}");
        }
    }

    #[test]
    fn what_is_no_network_or_may_not_be_the_one_that_was_meant_is_not_taken() {
        for text in [
            "",
            "proxy",
            "10.0.0",
            "10.0.0.0/",
            "10.0.0.0/0",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.7/8",
            "::/0",
            "fd00::/129",
            "fd00::1/8",
            "::ffff:10.0.0.7",
            "10.0.0.7 ",
        ] {
            assert!(text.parse::<Network>().is_err(), "{text:?}");
        }
    }

    #[track_caller]
    fn check(peer: &str, lines: &[&str], expected: &str) {
        let trusted = [network("10.0.0.0/8"), network("fd00::/8")];
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        let expected: IpAddr = expected.parse().unwrap();
        assert_eq!(client(peer.parse().unwrap(), &headers, &trusted), expected, "{peer} said {lines:?}");
    }

    #[test]
    fn a_trusted_proxy_says_whom_it_speaks_for() {
        check("10.0.0.7", &["203.0.113.9"], "203.0.113.9");
        check("10.0.0.7", &["2001:db8::9"], "2001:db8::9");
        check("::ffff:10.0.0.7", &["203.0.113.9"], "203.0.113.9");
        check("10.0.0.7", &["203.0.113.9, 10.0.0.8"], "203.0.113.9");
        check("10.0.0.7", &["203.0.113.9", "10.0.0.8,fd00::1"], "203.0.113.9");
        check("10.0.0.7", &["203.0.113.9:40001"], "203.0.113.9");
        check("10.0.0.7", &["[2001:db8::9]:40001"], "2001:db8::9");
        check("10.0.0.7", &["[2001:db8::9]"], "2001:db8::9");
        check("10.0.0.7", &["::ffff:203.0.113.9"], "203.0.113.9");
    }

    #[test]
    fn what_a_client_wrote_itself_is_not_believed() {
        check("203.0.113.9", &["198.51.100.1"], "203.0.113.9");
        check("10.0.0.7", &["198.51.100.1, 203.0.113.9"], "203.0.113.9");
        check("10.0.0.7", &["198.51.100.1", "203.0.113.9"], "203.0.113.9");
        check("10.0.0.7", &["nonsense, 203.0.113.9"], "203.0.113.9");
    }

    #[test]
    fn a_list_that_says_nothing_is_no_list() {
        check("10.0.0.7", &[], "10.0.0.7");
        check("10.0.0.7", &[""], "10.0.0.7");
        check("10.0.0.7", &["unknown"], "10.0.0.7");
        check("10.0.0.7", &["203.0.113.9, unknown"], "10.0.0.7");
        check("10.0.0.7", &["203.0.113.9,"], "10.0.0.7");
        check("10.0.0.7", &["203.0.113.9", "未知"], "10.0.0.7");
        check("10.0.0.7", &["10.0.0.8, 10.0.0.9"], "10.0.0.7");
    }
}
