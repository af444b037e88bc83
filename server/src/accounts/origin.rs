//! Where a session is opened from, as far as it is kept: enough to know one's own desk again, too little to follow anybody.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

use crate::app::App;
use crate::error::Error;
use crate::http::error::Failure;
use crate::proxies;

/// Browsers by what they write of themselves; the more special before those that they claim to be.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("MicroMessenger", "WeChat"),
    ("QQBrowser", "QQ Browser"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python-requests", "Python"),
];
const SYSTEMS: &[(&str, &str)] = &[
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Where a request comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Its whole address; never kept.
    pub ip: IpAddr,
    /// What of the address is kept.
    pub address: String,
    /// The browser and the system, by name.
    pub agent: String,
}

impl Origin {
    /// Reads where a request comes from.
    fn of(ip: IpAddr, headers: &HeaderMap) -> Self {
        let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self { ip, address: coarse(ip), agent: named(agent) }
    }
}

impl FromRequestParts<App> for Origin {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
            return Err(Error::Fault(anyhow::anyhow!("a request came from no address")).into());
        };
        let ip = proxies::client(peer.ip(), &parts.headers, &app.config.trusted_proxies);
        Ok(Self::of(ip, &parts.headers))
    }
}

/// Leaves out the last part of an address: a network, and nobody's machine in it.
fn coarse(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.*")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:*")
        }
    }
}

/// Names the browser and the system; nothing of what else they say of themselves.
fn named(agent: &str) -> String {
    let find = |known: &[(&'static str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [find(BROWSERS), find(SYSTEMS)].into_iter().flatten().collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::{coarse, named};

    #[test]
    fn an_address_loses_its_last_part() {
        for (whole, kept) in [
            ("10.20.30.40", "10.20.30.*"),
            ("::ffff:10.20.30.40", "10.20.30.*"),
            ("2001:db8:7:1::9", "2001:db8:7:*"),
            ("::1", "0:0:0:*"),
        ] {
            assert_eq!(coarse(whole.parse().unwrap()), kept);
        }
    }

    #[test]
    fn a_browser_is_named_and_nothing_else_of_it_is_kept() {
        let edge =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0";
        assert_eq!(named(edge), "Edge · Windows");
        let safari =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15";
        assert_eq!(named(safari), "Safari · macOS");
        assert_eq!(named("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox · Linux");
        assert_eq!(named("my secret script"), "");
    }
}
