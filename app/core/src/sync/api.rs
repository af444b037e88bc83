//! The protocol over the transport: addresses, headers, and what a reply means.
//!
//! Only a problem document of the server's own counts as a refusal; whatever else stands between (a proxy, a hotel's
//! sign-in page) is a line that was cut.

use std::cell::Cell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::api::problem::Problem;
use shared::refusal::{Code, Refusal};

use crate::error::{Error, Result};
use crate::ports::{Method, Reply, Request, Transport};

/// One server, as this phone talks to it. Counts bytes.
pub struct Api<'a> {
    transport: &'a dyn Transport,
    base: String,
    sent_bytes: Cell<u64>,
    received_bytes: Cell<u64>,
}

/// A request before it has an address and a token.
#[derive(Clone, Debug)]
pub struct Call {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Call {
    /// Reads.
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// Sends JSON.
    pub fn post<T: Serialize>(path: impl Into<String>, body: &T) -> Result<Self> {
        Ok(Self {
            method: Method::Post,
            path: path.into(),
            headers: vec![("content-type", "application/json".to_owned())],
            body: serde_json::to_vec(body)?,
        })
    }

    /// Speaks tus.
    pub fn tus(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: vec![("tus-resumable", "1.0.0".to_owned())], body: Vec::new() }
    }

    /// Adds a header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Says whether it has a body.
    pub fn carries_bytes(&self) -> bool {
        !self.body.is_empty()
    }

    /// Sets the body.
    pub fn bytes(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }
}

impl<'a> Api<'a> {
    /// Talks to the server at this address.
    pub fn new(transport: &'a dyn Transport, base: &str) -> Self {
        Self {
            transport,
            base: base.trim_end_matches('/').to_owned(),
            sent_bytes: Cell::new(0),
            received_bytes: Cell::new(0),
        }
    }

    /// Returns bytes of bodies sent and received so far.
    pub fn bytes(&self) -> (u64, u64) {
        (self.sent_bytes.get(), self.received_bytes.get())
    }

    /// Sends a call and returns the reply whatever its status; a server that cannot now is an error.
    pub async fn send(&self, call: &Call, token: Option<&str>) -> Result<Reply> {
        let mut headers = call.headers.clone();
        if let Some(token) = token {
            headers.push(("authorization", format!("Bearer {token}")));
        }
        let request = Request { method: call.method, url: self.address(&call.path), headers, body: call.body.clone() };
        let reply = self.transport.send(request).await.map_err(|cut| Error::Offline(cut.0))?;
        self.sent_bytes.set(self.sent_bytes.get().saturating_add(reply.sent_bytes));
        self.received_bytes.set(self.received_bytes.get().saturating_add(reply.received_bytes));
        Ok(reply)
    }

    /// Sends a call whose success is a JSON document.
    pub async fn json<T: DeserializeOwned>(&self, call: &Call, token: Option<&str>) -> Result<T> {
        let reply = self.send(call, token).await?;
        if !(200..300).contains(&reply.status) {
            return Err(failure(&reply));
        }
        serde_json::from_slice(&reply.body)
            .map_err(|error| Error::Offline(format!("the answer is not the server's: {error}")))
    }

    /// Uploads answer with an address of their own, whole or from the root. It is asked for where this server is: a
    /// proxy that names itself by another name, or without TLS, must not be sent the token.
    fn address(&self, path: &str) -> String {
        let whole = path.strip_prefix("http://").or_else(|| path.strip_prefix("https://"));
        let path = whole.map_or(path, |rest| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"));
        format!("{}{path}", self.base)
    }
}

/// Reads what a reply that is no success means.
pub fn failure(reply: &Reply) -> Error {
    let problem = serde_json::from_slice::<Problem>(&reply.body).ok();
    match (reply.status, problem) {
        (408 | 425 | 429 | 500.., Some(problem)) => match problem.code {
            // Said with 429, but nothing that waiting alone would mend.
            Code::TooManyTries | Code::QuotaFull => refused(problem),
            _ => Error::Busy(format!("{} {}", reply.status, problem.code)),
        },
        (408 | 425 | 429 | 500.., None) => Error::Busy(format!("status {}", reply.status)),
        (_, Some(problem)) => refused(problem),
        (status, None) => {
            Error::Offline(format!("something between here and the server answered with status {status}"))
        }
    }
}

fn refused(problem: Problem) -> Error {
    Error::Refused(Refusal { code: problem.code, detail: problem.detail })
}

/// Says whether a signed challenge may mend this.
pub fn asks_for_renewal(error: &Error) -> bool {
    match error {
        Error::Refused(refusal) => matches!(refusal.code, Code::TokenExpired | Code::NotSignedIn),
        Error::Offline(_)
        | Error::Busy(_)
        | Error::Storage(_)
        | Error::Broken(_)
        | Error::Lost(_)
        | Error::Locked(_)
        | Error::Bug(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Api, failure};
    use crate::ports::{Cut, LocalFuture, Reply, Request, Transport};
    use shared::api::problem::Problem;
    use shared::refusal::{Code, Refusal};

    #[track_caller]
    fn check(status: u16, body: &[u8], expected: &str, permanent: bool) {
        let error = failure(&Reply { status, body: body.to_vec(), ..Reply::default() });
        assert_eq!((error.code(), error.is_permanent()), (expected, permanent));
    }

    fn problem(code: Code, status: u16) -> Vec<u8> {
        serde_json::to_vec(&Problem::of(&Refusal::from(code), status)).unwrap()
    }

    #[test]
    fn only_the_servers_own_words_are_a_refusal() {
        check(403, &problem(Code::NotAllowed, 403), "not_allowed", true);
        check(403, b"<html>blocked by policy</html>", "offline", false);
        check(302, b"", "offline", false);
    }

    struct Nowhere;
    impl Transport for Nowhere {
        fn send(&self, _: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
            Box::pin(async { Err(Cut("nowhere".to_owned())) })
        }
    }

    #[test]
    fn the_token_goes_to_this_server_and_nowhere_else() {
        let api = Api::new(&Nowhere, "https://xunge.example.cn/");
        for path in ["/up/1", "http://elsewhere/up/1", "https://10.0.0.8:8080/up/1"] {
            assert_eq!(api.address(path), "https://xunge.example.cn/up/1");
        }
        assert_eq!(api.address("http://elsewhere"), "https://xunge.example.cn/");
    }

    #[test]
    fn a_server_that_cannot_now_is_tried_again() {
        check(500, &problem(Code::Internal, 500), "busy", false);
        check(503, b"", "busy", false);
        check(507, &problem(Code::DiskFull, 507), "busy", false);
        check(429, &problem(Code::TooManyTries, 429), "too_many_tries", true);
    }
}
