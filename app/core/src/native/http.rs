//! HTTP over the machine's network.
//!
//! JSON bodies are compressed with zstd on their way up and may come so on their way down. There is no total timeout: a
//! slow line that moves is a good line.

use std::io::Read as _;
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use shared::refusal::{Code, Refusal};

use crate::error::{Error, Result};
use crate::ports::{Cut, Listening, LocalFuture, Method, OpenLine, Reply, Request, Transport};
use crate::sync::listen::EventReader;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(15);
/// How long a line may stand still.
const STALL: Duration = Duration::from_secs(45);
/// Bodies below this are sent as they are.
const WORTH_COMPRESSING: usize = 1_024;
/// No reply is larger than this when uncompressed; a pack of a whole city is a tenth of it.
const LARGEST_REPLY: u64 = 256 * 1024 * 1024;

/// HTTP over the machine's network.
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
}

impl Http {
    /// Makes a client that follows no redirects: a hotel's sign-in page is not the server.
    pub fn new() -> Result<Self> {
        Self::with(Vec::new())
    }

    /// Makes a client that also trusts these authorities, PEM: a network that is closed to the world has its own.
    pub fn trusting(authorities: &[u8]) -> Result<Self> {
        let bad = |detail: String| Error::Refused(Refusal::because(Code::BadValue, detail));
        let read = reqwest::Certificate::from_pem_bundle(authorities);
        let authorities = read.map_err(|error| bad(format!("read the certificates: {error}")))?;
        if authorities.is_empty() {
            return Err(bad("there is no PEM certificate in it".to_owned()));
        }
        // Whether they are certificates at all is only seen when the client is made.
        Self::with(authorities).map_err(|error| bad(format!("read the certificates: {error}")))
    }

    fn with(authorities: Vec<reqwest::Certificate>) -> Result<Self> {
        // Whoever was first is as good: both are ring.
        let _first = rustls::crypto::ring::default_provider().install_default().is_ok();
        let builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .read_timeout(STALL)
            .redirect(reqwest::redirect::Policy::none());
        let client =
            trust(builder, authorities).build().map_err(|error| Error::Bug(format!("make an HTTP client: {error}")))?;
        Ok(Self { client })
    }

    async fn open(&self, request: Request) -> std::result::Result<Listening, Cut> {
        let mut builder = self.client.get(&request.url).header("accept", "text/event-stream");
        for (name, value) in request.headers {
            let value = HeaderValue::from_str(&value).map_err(|_| Cut(format!("the header {name} cannot be sent")))?;
            builder = builder.header(HeaderName::from_static(name), value);
        }
        let answer = builder.send().await.map_err(cut)?;
        Ok(match answer.status().as_u16() {
            200 => Listening::Open(Box::new(Events { answer, reader: EventReader::default() })),
            status => Listening::Refused(status),
        })
    }

    async fn carry(&self, request: Request) -> std::result::Result<Reply, Cut> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
        };
        let mut builder = self.client.request(method, &request.url).header("accept-encoding", "zstd");
        let is_json =
            request.headers.iter().any(|(name, value)| *name == "content-type" && value == "application/json");
        for (name, value) in request.headers {
            let value = HeaderValue::from_str(&value).map_err(|_| Cut(format!("the header {name} cannot be sent")))?;
            builder = builder.header(HeaderName::from_static(name), value);
        }
        let body = if is_json && request.body.len() >= WORTH_COMPRESSING {
            builder = builder.header("content-encoding", "zstd");
            zstd::stream::encode_all(request.body.as_slice(), 3).map_err(|error| Cut(error.to_string()))?
        } else {
            request.body
        };
        let sent_bytes = count(body.len());
        let answer = builder.body(body).send().await.map_err(cut)?;
        let status = answer.status().as_u16();
        let headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let wire = answer.bytes().await.map_err(cut)?;
        let received_bytes = count(wire.len());
        let compressed = headers.iter().any(|(name, value)| name == "content-encoding" && value == "zstd");
        let body = if compressed && !wire.is_empty() { uncompressed(&wire)? } else { wire.to_vec() };
        Ok(Reply { status, headers, body, sent_bytes, received_bytes })
    }
}

/// Trusts what the machine trusts, and these besides.
#[cfg(not(target_os = "android"))]
fn trust(builder: reqwest::ClientBuilder, authorities: Vec<reqwest::Certificate>) -> reqwest::ClientBuilder {
    builder.tls_certs_merge(authorities)
}

/// The same from the system's own list: to be asked by Rust the verifier of Android wants Java code of its own in the
/// app, and its background work would have to set that up anew.
#[cfg(target_os = "android")]
fn trust(builder: reqwest::ClientBuilder, authorities: Vec<reqwest::Certificate>) -> reqwest::ClientBuilder {
    builder.tls_certs_only(super::authorities::of_the_system().into_iter().chain(authorities))
}

impl Transport for Http {
    fn send(&self, request: Request) -> LocalFuture<'_, std::result::Result<Reply, Cut>> {
        Box::pin(self.carry(request))
    }

    fn listen(&self, request: Request) -> LocalFuture<'_, std::result::Result<Listening, Cut>> {
        Box::pin(self.open(request))
    }
}

/// An open line, and what came of the event that is on its way.
struct Events {
    answer: reqwest::Response,
    reader: EventReader,
}

impl OpenLine for Events {
    fn next(&mut self) -> LocalFuture<'_, std::result::Result<Option<String>, Cut>> {
        Box::pin(async move {
            loop {
                if let Some(data) = self.reader.take() {
                    return Ok(Some(data));
                }
                match self.answer.chunk().await.map_err(cut)? {
                    Some(piece) => self.reader.feed(&piece),
                    None => return Ok(None),
                }
            }
        })
    }
}

fn uncompressed(wire: &[u8]) -> std::result::Result<Vec<u8>, Cut> {
    let broken = |error: std::io::Error| Cut(format!("the reply cannot be uncompressed: {error}"));
    let mut body = Vec::new();
    zstd::stream::read::Decoder::new(wire)
        .map_err(broken)?
        .take(LARGEST_REPLY)
        .read_to_end(&mut body)
        .map_err(broken)?;
    Ok(body)
}

/// Says what was wrong with the line, with its causes and without the address, which may hold a name.
fn cut(error: reqwest::Error) -> Cut {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        cause = inner.source();
    }
    Cut(words)
}

fn count(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::Http;

    #[test]
    fn a_file_without_a_certificate_is_refused() {
        for nothing in [b"".as_slice(), b"hello", b"-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n"] {
            let error = Http::trusting(nothing).err().map(|error| error.code());
            assert_eq!(error, Some("bad_value"), "{}", String::from_utf8_lossy(nothing));
        }
        assert!(Http::new().is_ok());
    }
}
