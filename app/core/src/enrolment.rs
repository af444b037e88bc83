//! The link that a desk gives to whoever is to sign in: the server's address and a code that is good once.
//!
//! It comes pasted, scanned, or opened by the system. Sends nothing: [`crate::session`] does.

use shared::refusal::{Code, Refusal};

use crate::error::{Error, Result};

/// The scheme under which the system opens this app.
const SCHEME: &str = "xunge";
/// What stands before the link in it.
const OPENS: &str = "enroll?link=";

/// The server's address and the code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Without a slash at its end.
    pub server: String,
    /// Good once.
    pub code: String,
}

/// Takes a link apart: `https://…/enroll#code`, the same with `/code` or `?code=code`, or `xunge://enroll?link=` with one of
/// them escaped.
pub fn parsed(link: &str) -> Result<Link> {
    let link = link.trim();
    let (scheme, rest) = link.split_once("://").ok_or_else(|| not_a_link("no scheme"))?;
    match scheme {
        SCHEME => {
            let inside = rest.strip_prefix(OPENS).ok_or_else(|| not_a_link("no link inside"))?;
            web(&unescaped(inside).ok_or_else(|| not_a_link("badly escaped"))?)
        }
        _ => web(link),
    }
}

fn web(link: &str) -> Result<Link> {
    let (scheme, rest) = link.split_once("://").ok_or_else(|| not_a_link("no scheme"))?;
    if scheme != "https" && scheme != "http" {
        return Err(not_a_link("another scheme"));
    }
    let (authority, path) = rest.split_once('/').ok_or_else(|| not_a_link("no path"))?;
    // A code of anything else, such as a shop's, is no link of ours however well it parses.
    let code = path.split_once("enroll").map(|(_, code)| code).ok_or_else(|| not_a_link("another page"))?;
    let code = code.rsplit(['/', '=', '#']).next().unwrap_or_default();
    let is_code = !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~+".contains(c));
    if authority.is_empty() || !is_code {
        return Err(not_a_link("no code"));
    }
    Ok(Link { server: format!("{scheme}://{authority}"), code: code.to_owned() })
}

/// The detail never holds the code: it is a key until it is used.
fn not_a_link(why: &str) -> Error {
    Refusal::because(Code::NotALink, why).into()
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
        bytes.push(high * 16 + low);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Link, parsed};

    #[test]
    fn a_link_names_the_server_and_the_code() {
        let expected = Link { server: "https://xunge.example.cn".to_owned(), code: "k3yc0de".to_owned() };
        for link in [
            "https://xunge.example.cn/enroll#k3yc0de",
            " https://xunge.example.cn/enroll#k3yc0de\n",
            "https://xunge.example.cn/enroll/k3yc0de",
            "https://xunge.example.cn/enroll?code=k3yc0de",
            "xunge://enroll?link=https%3A%2F%2Fxunge.example.cn%2Fenroll%23k3yc0de",
        ] {
            assert_eq!(parsed(link).unwrap(), expected, "{link}");
        }
        let here = parsed("http://127.0.0.1:8080/enroll/abc").unwrap();
        assert_eq!(here.server, "http://127.0.0.1:8080");
    }

    #[test]
    fn what_is_no_link_is_told_so_and_never_repeated() {
        for link in [
            "",
            "k3yc0de",
            "https://xunge.example.cn",
            "https://xunge.example.cn/enroll",
            "https://xunge.example.cn/enroll#",
            "https://shop.example.cn/pay#k3yc0de",
            "ftp://xunge.example.cn/enroll#k3yc0de",
            "weixin://enroll?link=https%3A%2F%2Fa%2Fenroll%23k3yc0de",
            "xunge://enroll?link=https%3A%2F%2Fa%2Fenroll%2",
            "xunge://enroll?link=xunge%3A%2F%2Fenroll%23k3yc0de",
            "xunge://open#k3yc0de",
        ] {
            let error = parsed(link).unwrap_err();
            assert_eq!(error.code(), "not_a_link", "{link}");
            assert!(!error.to_string().contains("k3yc0de"), "a code is a key until it is used");
        }
    }
}
