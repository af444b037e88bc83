//! Plays a recording against a server and holds each answer against what the old app relied on.

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::SigningKey;
use serde_json::Value;
use shared::ids::Sha256;
use system_tests::desk::client;
use system_tests::world::World;

use crate::record::exchange::{Bytes, Exchange, Promise};
use crate::record::mend::{self, Exchanged};
use crate::record::places::{Heard, Known};
use crate::record::shape::lacks;

/// A recording while it is played.
pub struct Replay<'a> {
    world: &'a World,
    http: reqwest::Client,
    known: Known,
}

/// An answer as it came.
struct Came {
    status: u16,
    headers: reqwest::header::HeaderMap,
    body: Vec<u8>,
}

impl<'a> Replay<'a> {
    /// Begins against a server that nobody has spoken to yet.
    pub fn begin(world: &'a World, enrolment: &str) -> Result<Self> {
        let http = client()?;
        let known = Known { link: enrolment.to_owned(), ..Known::default() };
        Ok(Self { world, http, known })
    }

    /// Sends one request again and judges the answer.
    pub async fn play(&mut self, exchange: &Exchange) -> Result<()> {
        self.world.clock.pass_minutes(exchange.after_minutes);
        let (path, _) = self.known.filled(&exchange.path)?;
        // Photos are judged beside everything else; what was recorded had been judged by then.
        server::evidence::turn(self.world.app()?).await?;
        let came = self.send(exchange, &path).await?;
        let text = || String::from_utf8_lossy(&came.body).chars().take(500).collect::<String>();
        let answer = &exchange.answer;
        ensure!(
            came.status == answer.status,
            "was answered with {} and now with {}: {}",
            answer.status,
            came.status,
            text()
        );
        for (name, value) in &answer.headers {
            let now = came.headers.get(name).and_then(|value| value.to_str().ok());
            let now = now.with_context(|| format!("the header {name} is gone"))?;
            ensure!(value == "*" || value == now, "the header {name} was {value} and is {now}");
        }
        let body: Value = serde_json::from_slice(&came.body).unwrap_or_default();
        match &answer.body {
            None => {}
            Some(Promise::Shape(shape)) => has(shape, &body)?,
            Some(Promise::NamedShape(shape)) => {
                named(&path, &came.body)?;
                has(shape, &body)?;
            }
            Some(Promise::NamedByItsHash { begins }) => {
                named(&path, &came.body)?;
                ensure!(came.body.starts_with(&unhex(begins)?), "the bytes begin in another way");
            }
            Some(Promise::Begins(begins)) => {
                ensure!(came.body.starts_with(&unhex(begins)?), "the bytes begin in another way: {}", text());
            }
        }
        let location =
            came.headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        self.known.heard.insert(exchange.number, Heard { location, body });
        Ok(())
    }

    async fn send(&self, exchange: &Exchange, path: &str) -> Result<Came> {
        let method = reqwest::Method::from_bytes(exchange.method.as_bytes())?;
        let mut request = self.http.request(method, format!("{}{path}", self.world.url));
        for (name, value) in &exchange.headers {
            request = request.header(name, self.known.filled(value)?.0);
        }
        if let Some(bytes) = self.body(exchange)? {
            let packed = exchange.headers.get("content-encoding").is_some_and(|encoding| encoding == "zstd");
            request = request.body(if packed { zstd::encode_all(bytes.as_slice(), 3)? } else { bytes });
        }
        let mut answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let endless = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let wire = if endless { answer.chunk().await?.unwrap_or_default() } else { answer.bytes().await? };
        let packed = headers.get("content-encoding").is_some_and(|encoding| encoding == "zstd");
        let body = if packed && !wire.is_empty() { zstd::decode_all(wire.as_ref())? } else { wire.to_vec() };
        Ok(Came { status, headers, body })
    }

    fn body(&self, exchange: &Exchange) -> Result<Option<Vec<u8>>> {
        let text = match &exchange.body {
            None => return Ok(None),
            Some(Bytes::Base64(text)) => return Ok(Some(BASE64.decode(text)?)),
            Some(Bytes::Text(text)) => text,
        };
        let (text, put) = self.known.filled(text)?;
        let Some(seed) = &exchange.device_key else { return Ok(Some(text.into_bytes())) };
        let seed: [u8; 32] = BASE64.decode(seed)?.try_into().ok().context("a key has 32 bytes")?;
        let key = SigningKey::from_bytes(&seed);
        if exchange.path.ends_with("/renew") {
            return Ok(Some(mend::renewal(&text, &key)?.into_bytes()));
        }
        let mut exchanged = Exchanged::new();
        for (place, was) in &exchange.was {
            let now = put.get(place).with_context(|| format!("{place} is not in the body"))?;
            exchanged.insert(was.parse()?, now.parse()?);
        }
        Ok(Some(mend::push(&text, &exchanged, &key)?.into_bytes()))
    }
}

fn has(shape: &Value, body: &Value) -> Result<()> {
    let lacking = lacks(shape, body);
    ensure!(lacking.is_empty(), "what an old app relies on is gone:\n{}", lacking.join("\n"));
    Ok(())
}

fn named(path: &str, body: &[u8]) -> Result<()> {
    let name = path.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    ensure!(Sha256::of(body).as_str() == name, "the bytes are not those that the path names");
    Ok(())
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?));
    pairs.collect()
}
