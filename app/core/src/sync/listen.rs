//! Listening for nudges: a line that stays open, opened again with growing waits when it is cut. Where the transport
//! cannot, or nobody answers, the phone asks now and then as before.

use std::cell::Cell;

use crate::core::Inner;
use crate::error::Result;
use crate::ports::{Listening, Method, Request};
use crate::sync::backoff;

/// The most bytes of one event; a server that sends more is not ours.
const LONGEST_EVENT: usize = 64 * 1024;
/// While nobody is signed in it is looked again this often.
const SIGNED_OUT_MS: u64 = 60_000;

/// What was heard since the last round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum News {
    /// Nothing.
    Nothing,
    /// A neighbour's case changed: it can wait a little.
    Near,
    /// Something of one's own changed, or may have.
    Own,
}

/// What the open line says.
#[derive(Debug)]
pub struct Ear {
    is_open: Cell<bool>,
    news: Cell<News>,
}

impl Default for Ear {
    fn default() -> Self {
        Self { is_open: Cell::new(false), news: Cell::new(News::Nothing) }
    }
}

impl Ear {
    /// Says whether a line is open: then there is no need to ask often.
    pub fn is_open(&self) -> bool {
        self.is_open.get()
    }

    /// Returns what was heard.
    pub fn news(&self) -> News {
        self.news.get()
    }

    /// Forgets what was heard, because a round begins that will bring it.
    pub fn forget(&self) {
        self.news.set(News::Nothing);
    }

    fn hear(&self, data: &str) {
        let heard = if data.trim() == "near" { News::Near } else { News::Own };
        self.news.set(self.news.get().max(heard));
    }
}

/// Listens for as long as it is polled; returns only where the transport cannot listen.
pub async fn listen(core: &Inner) {
    let mut attempts = 0;
    loop {
        let wait_ms = match once(core, &mut attempts).await {
            Ok(Ended::Cannot) => return,
            Ok(Ended::SignedOut) => SIGNED_OUT_MS,
            Ok(Ended::Cut) => wait_ms(core, attempts),
            Err(error) => {
                tracing::debug!(code = error.code(), "The line for nudges could not be opened");
                wait_ms(core, attempts)
            }
        };
        core.ear.is_open.set(false);
        attempts = attempts.saturating_add(1);
        core.world.sleep.sleep(wait_ms).await;
    }
}

fn wait_ms(core: &Inner, attempts: u64) -> u64 {
    let now = core.world.clock.wall();
    let turn = core.next_try(now, attempts.saturating_add(1)).unwrap_or(now);
    u64::try_from(turn.since(now)).unwrap_or(backoff::LONGEST_MS)
}

/// How a line ended.
enum Ended {
    Cannot,
    SignedOut,
    Cut,
}

async fn once(core: &Inner, attempts: &mut u64) -> Result<Ended> {
    let Some(session) = core.store.read(|r| r.session())?.filter(|session| !session.signed_out) else {
        return Ok(Ended::SignedOut);
    };
    let request = Request {
        method: Method::Get,
        url: format!("{}/api/v1/sync/events", session.server_url),
        headers: vec![("authorization", format!("Bearer {}", session.token))],
        body: Vec::new(),
    };
    let mut line = match core.world.transport.listen(request).await {
        Ok(Listening::Open(line)) => line,
        Ok(Listening::Cannot) => return Ok(Ended::Cannot),
        // A token past its time is renewed by the next round.
        Ok(Listening::Refused(_)) | Err(_) => return Ok(Ended::Cut),
    };
    core.ear.is_open.set(true);
    while let Ok(Some(data)) = line.next().await {
        *attempts = 0;
        core.ear.hear(&data);
        core.something_to_send();
    }
    Ok(Ended::Cut)
}

/// Takes server-sent events apart: lines, an empty one behind each event, only what stands behind `data:`.
#[derive(Default, Debug)]
pub struct EventReader {
    bytes: Vec<u8>,
    data: Option<String>,
    ready: std::collections::VecDeque<String>,
}

impl EventReader {
    /// Takes a piece of the line.
    pub fn feed(&mut self, piece: &[u8]) {
        for byte in piece {
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.bytes);
                self.line(String::from_utf8_lossy(&line).trim_end_matches('\r'));
            } else if self.bytes.len() < LONGEST_EVENT {
                self.bytes.push(*byte);
            }
        }
    }

    /// Returns the data of an event that is whole.
    pub fn take(&mut self) -> Option<String> {
        self.ready.pop_front()
    }

    fn line(&mut self, line: &str) {
        if line.is_empty() {
            self.ready.extend(self.data.take());
        } else if let Some(data) = line.strip_prefix("data:") {
            let data = data.strip_prefix(' ').unwrap_or(data);
            match &mut self.data {
                Some(before) if before.len() < LONGEST_EVENT => {
                    before.push('\n');
                    before.push_str(data);
                }
                Some(_) => {}
                None => self.data = Some(data.to_owned()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ear, EventReader, News};

    #[track_caller]
    fn check(pieces: &[&str], expected: &[&str]) {
        let mut reader = EventReader::default();
        pieces.iter().for_each(|piece| reader.feed(piece.as_bytes()));
        let found: Vec<String> = std::iter::from_fn(|| reader.take()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn events_come_in_any_pieces() {
        check(&["event: changed\ndata: changed\n\n"], &["changed"]);
        check(
            &["event: chan", "ged\nda", "ta: near\n", "\n: still here\n\ndata: a\r\ndata: b\r\n\r\n"],
            &["near", "a\nb"],
        );
        check(&[": only a sign of life\n\n"], &[]);
        check(&["data: half"], &[]);
    }

    #[test]
    fn a_neighbours_news_does_not_hide_ones_own() {
        let ear = Ear::default();
        ear.hear("changed");
        ear.hear("near");
        assert_eq!(ear.news(), News::Own);
        ear.forget();
        ear.hear("near");
        assert_eq!(ear.news(), News::Near);
    }
}
