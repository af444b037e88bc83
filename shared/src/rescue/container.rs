//! The envelope, format 1: sealed for one server, in chunks.
//!
//! | bytes | what |
//! | --- | --- |
//! | 12 | `XUNGE-RESCUE` |
//! | 2 | the format, big-endian: 1 |
//! | 16 | id of the server that it is for |
//! | 32 | that server's sealing key (X25519, public) |
//! | 32 | a public key made for this one file |
//!
//! Then chunks: four bytes big-endian with the number of sealed bytes, the top bit set on the last chunk and on no other;
//! then the sealed bytes (XChaCha20-Poly1305, at most 64 KiB and 16 bytes of tag; the four bytes are authenticated too).
//! The nonce is 16 zero bytes and the chunk's number, from 0, in eight bytes big-endian: no key seals two files.
//! The key is HKDF-SHA-256 of the X25519 secret that both sides can compute; its info is the whole head, so that no byte
//! of the head can be exchanged.
//!
//! A file without its last chunk is incomplete; a chunk that does not open was changed. Do not reorder: written files.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use uuid::Uuid;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::ids::ServerId;
use crate::refusal::{Code, Refusal};

const MAGIC: &[u8; 12] = b"XUNGE-RESCUE";
const FORMAT: [u8; 2] = [0, 1];
const SERVER_AT: usize = 14;
const KEY_AT: usize = 30;
const ONCE_AT: usize = 62;
const HEAD_BYTES: usize = 94;
/// The most bytes of one chunk before it is sealed.
const CHUNK_BYTES: usize = 64 * 1024;
const TAG_BYTES: usize = 16;
const LENGTH_BYTES: usize = 4;
const LAST: u32 = 1 << 31;

/// The cipher of one file and how many chunks it has seen.
struct Chunks {
    cipher: XChaCha20Poly1305,
    number: u64,
}

impl Chunks {
    fn new(shared: &x25519_dalek::SharedSecret, head: &[u8]) -> Self {
        let mut key = [0; 32];
        let derived = Hkdf::<sha2::Sha256>::new(Some(MAGIC), shared.as_bytes()).expand(head, &mut key);
        match derived {
            Ok(()) => Self { cipher: XChaCha20Poly1305::new(&key.into()), number: 0 },
            Err(_) => unreachable!("HKDF gives out far more than 32 bytes"),
        }
    }

    fn next_nonce(&mut self) -> XNonce {
        let mut nonce = [0; 24];
        let (_, number) = nonce.split_at_mut(16);
        number.copy_from_slice(&self.number.to_be_bytes());
        self.number += 1;
        XNonce::from(nonce)
    }

    fn seal(&mut self, bytes: &[u8], last: u32, out: &mut Vec<u8>) {
        let sealed_bytes = u32::try_from(bytes.len() + TAG_BYTES).unwrap_or(u32::MAX);
        let length = (sealed_bytes | last).to_be_bytes();
        let nonce = self.next_nonce();
        match self.cipher.encrypt(&nonce, Payload { msg: bytes, aad: &length }) {
            Ok(sealed) => {
                out.extend_from_slice(&length);
                out.extend_from_slice(&sealed);
            }
            Err(_) => unreachable!("a chunk is far below what the cipher takes"),
        }
    }

    fn open(&mut self, sealed: &[u8], length: [u8; 4], out: &mut Vec<u8>) -> Result<(), Refusal> {
        let nonce = self.next_nonce();
        let opened = self.cipher.decrypt(&nonce, Payload { msg: sealed, aad: &length });
        let bytes = opened.map_err(|_| damaged(&format!("chunk {} does not open", self.number)))?;
        out.extend_from_slice(&bytes);
        Ok(())
    }
}

fn damaged(detail: &str) -> Refusal {
    Refusal::because(Code::RescueDamaged, detail)
}

/// Seals a file, piece by piece.
pub struct Sealer {
    chunks: Chunks,
    waiting: Vec<u8>,
}

impl Sealer {
    /// Begins a file: writes its head to `out`. `once` is fresh randomness that nothing else is ever made of.
    pub fn begin(server: ServerId, sealing_key: &[u8; 32], once: [u8; 32], out: &mut Vec<u8>) -> Result<Self, Refusal> {
        let once = StaticSecret::from(once);
        let shared = once.diffie_hellman(&PublicKey::from(*sealing_key));
        if !shared.was_contributory() {
            return Err(Refusal::because(Code::BadValue, "the server's sealing key is none"));
        }
        let mut head = Vec::with_capacity(HEAD_BYTES);
        head.extend_from_slice(MAGIC);
        head.extend_from_slice(&FORMAT);
        head.extend_from_slice(server.0.as_bytes());
        head.extend_from_slice(sealing_key);
        head.extend_from_slice(PublicKey::from(&once).as_bytes());
        out.extend_from_slice(&head);
        Ok(Self { chunks: Chunks::new(&shared, &head), waiting: Vec::new() })
    }

    /// Takes more bytes; what is ready goes to `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.waiting.extend_from_slice(bytes);
        let mut rest = self.waiting.as_slice();
        // A whole chunk is held back until more comes: it may be the last one.
        while rest.len() > CHUNK_BYTES
            && let Some((chunk, after)) = rest.split_at_checked(CHUNK_BYTES)
        {
            self.chunks.seal(chunk, 0, out);
            rest = after;
        }
        self.waiting = rest.to_vec();
    }

    /// Ends the file; without this it is incomplete and no server takes it.
    pub fn finish(mut self, out: &mut Vec<u8>) {
        self.chunks.seal(&self.waiting, LAST, out);
    }
}

/// Opens a file, piece by piece. What comes out is authentic, and yet counts only when [`Opener::finish`] says so.
pub struct Opener {
    server: ServerId,
    secret: StaticSecret,
    stands: Stands,
    waiting: Vec<u8>,
}

enum Stands {
    AtHead,
    InChunks(Box<Chunks>),
    Ended,
}

impl Opener {
    /// Opens files that are sealed for this server.
    pub fn new(server: ServerId, secret: [u8; 32]) -> Self {
        Self { server, secret: StaticSecret::from(secret), stands: Stands::AtHead, waiting: Vec::new() }
    }

    /// Takes more bytes; what opens goes to `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Refusal> {
        self.waiting.extend_from_slice(bytes);
        loop {
            let taken = match &mut self.stands {
                Stands::AtHead => match head(&self.waiting, self.server, &self.secret)? {
                    Some(chunks) => {
                        self.stands = Stands::InChunks(Box::new(chunks));
                        HEAD_BYTES
                    }
                    None => return Ok(()),
                },
                Stands::InChunks(chunks) => match chunk(chunks, &self.waiting, out)? {
                    Some((taken, is_last)) => {
                        if is_last {
                            self.stands = Stands::Ended;
                        }
                        taken
                    }
                    None => return Ok(()),
                },
                Stands::Ended if self.waiting.is_empty() => return Ok(()),
                Stands::Ended => return Err(damaged("there are bytes behind the end")),
            };
            self.waiting.drain(..taken);
        }
    }

    /// Says whether the file was whole.
    pub fn finish(&self) -> Result<(), Refusal> {
        match &self.stands {
            Stands::Ended => Ok(()),
            Stands::AtHead if !MAGIC.starts_with(self.waiting.get(..MAGIC.len()).unwrap_or(&self.waiting)) => {
                Err(Refusal::because(Code::RescueUnreadable, "it does not begin like a rescue file"))
            }
            Stands::AtHead | Stands::InChunks(_) => Err(Refusal::because(Code::RescueIncomplete, "it ends too early")),
        }
    }
}

/// Reads the head; `None` while there is too little of it.
fn head(bytes: &[u8], server: ServerId, secret: &StaticSecret) -> Result<Option<Chunks>, Refusal> {
    if let Some(magic) = bytes.get(..MAGIC.len())
        && magic != MAGIC
    {
        return Err(Refusal::because(Code::RescueUnreadable, "it does not begin like a rescue file"));
    }
    if let Some(format) = bytes.get(MAGIC.len()..SERVER_AT)
        && format != FORMAT
    {
        return Err(Refusal::because(Code::RescueUnreadable, "its format is of a later app"));
    }
    let Some(head) = bytes.get(..HEAD_BYTES) else { return Ok(None) };
    let field = |from: usize, to: usize| head.get(from..to).unwrap_or_default();
    let named = Uuid::from_slice(field(SERVER_AT, KEY_AT)).unwrap_or_default();
    if ServerId(named) != server || field(KEY_AT, ONCE_AT) != PublicKey::from(secret).as_bytes() {
        return Err(Refusal::because(Code::RescueOtherServer, format!("it is for server {named}")));
    }
    let once: [u8; 32] = field(ONCE_AT, HEAD_BYTES).try_into().map_err(|_| damaged("the head"))?;
    let shared = secret.diffie_hellman(&PublicKey::from(once));
    if !shared.was_contributory() {
        return Err(damaged("the file's own key is none"));
    }
    Ok(Some(Chunks::new(&shared, head)))
}

/// Opens the next chunk; returns how many bytes it took and whether it is the last; `None` while it is not all here.
fn chunk(chunks: &mut Chunks, bytes: &[u8], out: &mut Vec<u8>) -> Result<Option<(usize, bool)>, Refusal> {
    let Some(length) = bytes.first_chunk::<LENGTH_BYTES>() else { return Ok(None) };
    let number = u32::from_be_bytes(*length);
    let sealed_bytes = usize::try_from(number & !LAST).unwrap_or(usize::MAX);
    if !(TAG_BYTES..=CHUNK_BYTES + TAG_BYTES).contains(&sealed_bytes) {
        return Err(damaged("a chunk has an impossible length"));
    }
    let end = LENGTH_BYTES + sealed_bytes;
    let Some(sealed) = bytes.get(LENGTH_BYTES..end) else { return Ok(None) };
    chunks.open(sealed, *length, out)?;
    Ok(Some((end, number & LAST != 0)))
}

#[cfg(test)]
mod tests {
    use super::{CHUNK_BYTES, HEAD_BYTES, Opener, Sealer};
    use crate::ids::ServerId;
    use crate::refusal::Code;
    use uuid::Uuid;
    use x25519_dalek::{PublicKey, StaticSecret};

    const SECRET: [u8; 32] = [7; 32];

    fn server() -> ServerId {
        ServerId(Uuid::from_u128(1))
    }

    fn sealed(content: &[u8]) -> Vec<u8> {
        let key = PublicKey::from(&StaticSecret::from(SECRET));
        let mut file = Vec::new();
        let mut sealer = Sealer::begin(server(), key.as_bytes(), [9; 32], &mut file).unwrap();
        for piece in content.chunks(7_001) {
            sealer.push(piece, &mut file);
        }
        sealer.finish(&mut file);
        file
    }

    fn opened(file: &[u8], piece: usize) -> Result<Vec<u8>, Code> {
        let mut opener = Opener::new(server(), SECRET);
        let mut content = Vec::new();
        for bytes in file.chunks(piece) {
            opener.push(bytes, &mut content).map_err(|refusal| refusal.code)?;
        }
        opener.finish().map_err(|refusal| refusal.code)?;
        Ok(content)
    }

    #[test]
    fn what_goes_in_comes_out_in_whatever_pieces() {
        for length in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES] {
            let content: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
            let file = sealed(&content);
            assert_eq!(opened(&file, 999), Ok(content.clone()), "{length} bytes");
            assert_eq!(opened(&file, usize::MAX), Ok(content), "{length} bytes at once");
        }
    }

    #[test]
    fn a_file_that_is_cut_anywhere_is_incomplete() {
        let file = sealed(&[1; 2 * CHUNK_BYTES + 5]);
        let chunk = CHUNK_BYTES + 20;
        // At a chunk's border too: the chunk before it opens, and yet it is not the last one.
        for length in [12, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + chunk, HEAD_BYTES + 2 * chunk, file.len() - 1] {
            assert_eq!(opened(&file[..length], 5_000), Err(Code::RescueIncomplete), "cut at {length}");
        }
    }

    #[test]
    fn a_byte_that_changed_is_noticed_wherever_it_is() {
        let file = sealed(&[1; CHUNK_BYTES + 5]);
        for at in (0..file.len()).step_by(499).chain([12, 13, 14, 30, 62, HEAD_BYTES, file.len() - 1]) {
            let mut changed = file.clone();
            changed[at] ^= 1;
            let code = opened(&changed, 4_096).unwrap_err();
            let expected = match at {
                0..14 => Code::RescueUnreadable,
                14..62 => Code::RescueOtherServer,
                _ => Code::RescueDamaged,
            };
            // A length that was changed may reach behind the end of the file.
            assert!(code == expected || code == Code::RescueIncomplete, "byte {at}: {code}");
        }
    }

    #[test]
    fn chunks_cannot_change_places_and_nothing_can_be_added() {
        let file = sealed(&[1; 2 * CHUNK_BYTES + 5]);
        let (one, two) = (HEAD_BYTES, HEAD_BYTES + CHUNK_BYTES + 20);
        let mut swapped = file.clone();
        let (first, second) = (file[one..two].to_vec(), file[two..two + CHUNK_BYTES + 20].to_vec());
        swapped[one..two].copy_from_slice(&second);
        swapped[two..two + CHUNK_BYTES + 20].copy_from_slice(&first);
        assert_eq!(opened(&swapped, 4_096), Err(Code::RescueDamaged));
        assert_eq!(opened(&[file, vec![0]].concat(), 4_096), Err(Code::RescueDamaged));
    }

    #[test]
    fn another_servers_file_says_so() {
        let file = sealed(b"x");
        let refused = |mut opener: Opener| opener.push(&file, &mut Vec::new()).unwrap_err().code;
        assert_eq!(refused(Opener::new(ServerId(Uuid::from_u128(2)), SECRET)), Code::RescueOtherServer);
        assert_eq!(refused(Opener::new(server(), [8; 32])), Code::RescueOtherServer);
        assert_eq!(opened(b"PK\x03\x04 some other file", 99), Err(Code::RescueUnreadable));
        assert_eq!(opened(b"PK", 99), Err(Code::RescueUnreadable));
        assert_eq!(opened(b"", 99), Err(Code::RescueIncomplete));
    }

    #[test]
    fn nothing_of_the_content_can_be_read_outside() {
        let file = sealed(b"a note about a street");
        assert!(!file.windows(6).any(|part| part == b"street"));
    }
}
