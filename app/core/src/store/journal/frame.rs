//! The file: a head, then sealed entries that can be found again behind one that is damaged.
//!
//! Head: `XUNGEJ01` and 16 bytes that name this journal. An entry: the four bytes `XJE1`, the number of the entry in eight
//! bytes and the length of what is sealed in four (both little-endian), and the sealed JSON (nonce first). The name it is
//! sealed under holds the journal's name and the entry's number: entries cannot be exchanged. Do not reorder: written files.

use super::entry::Entry;
use crate::error::{Error, Result};
use crate::home::FileKey;

const MAGIC: &[u8; 8] = b"XUNGEJ01";
const MARK: &[u8; 4] = b"XJE1";
const FRAME_BYTES: usize = 16;
/// The bytes of the head.
pub const HEAD_BYTES: usize = 24;
/// No entry is longer; an operation with twenty photos is a thirtieth of it.
const LONGEST: usize = 1 << 20;

/// What could be read.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Read {
    /// The entries, in their order.
    pub entries: Vec<Entry>,
    /// There are bytes that are no entries, or entries are missing: what stood there is not known.
    pub is_damaged: bool,
    /// At least one entry opened: the key is the right one.
    pub opens: bool,
}

/// Returns the head of a journal of that name.
pub fn head(id: &[u8; 16]) -> Vec<u8> {
    [MAGIC.as_slice(), id].concat()
}

/// Returns the name of a journal.
pub fn id(bytes: &[u8]) -> Option<String> {
    let rest = bytes.strip_prefix(MAGIC)?;
    rest.get(..16).map(hex::encode)
}

fn name(id: &str, number: u64) -> String {
    format!("journal {id} {number}")
}

/// Writes an entry.
pub fn write(entry: &Entry, id: &str, number: u64, key: &FileKey, nonce: [u8; 24], out: &mut Vec<u8>) -> Result<()> {
    let sealed = key.seal(&name(id, number), &serde_json::to_vec(entry)?, nonce)?;
    let length = u32::try_from(sealed.len()).ok().filter(|_| sealed.len() <= LONGEST);
    let length = length.ok_or_else(|| Error::Bug("an entry of the journal is too long".to_owned()))?;
    out.extend_from_slice(MARK);
    out.extend_from_slice(&number.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&sealed);
    Ok(())
}

/// Reads a whole journal.
pub fn read(bytes: &[u8], key: &FileKey) -> Read {
    match (id(bytes), bytes.get(HEAD_BYTES..)) {
        (Some(id), Some(rest)) => {
            let mut read = read_entries(rest, &id, key);
            read.is_damaged |= !rest.is_empty() && !read.opens;
            read
        }
        (_, _) => Read { is_damaged: true, ..Read::default() },
    }
}

/// Reads entries; behind one that is damaged it looks for the next one that opens.
pub fn read_entries(bytes: &[u8], id: &str, key: &FileKey) -> Read {
    let mut read = Read::default();
    let mut expected = None;
    let mut rest = bytes;
    while !rest.is_empty() {
        match first(rest, id, key) {
            Some((number, entry, after)) => {
                read.is_damaged |= expected.is_some_and(|expected| expected != number);
                expected = Some(number + 1);
                read.opens = true;
                read.entries.push(entry);
                rest = after;
            }
            None => {
                read.is_damaged = true;
                let next = rest.get(1..).and_then(|rest| find(rest).and_then(|at| rest.get(at..)));
                rest = next.unwrap_or_default();
            }
        }
    }
    read
}

fn first<'a>(bytes: &'a [u8], id: &str, key: &FileKey) -> Option<(u64, Entry, &'a [u8])> {
    let (frame, rest) = bytes.split_first_chunk::<FRAME_BYTES>()?;
    let frame = frame.strip_prefix(MARK)?;
    let number = u64::from_le_bytes(frame.get(..8)?.try_into().ok()?);
    let length = usize::try_from(u32::from_le_bytes(frame.get(8..12)?.try_into().ok()?)).ok()?;
    if length > LONGEST {
        return None;
    }
    let (sealed, after) = rest.split_at_checked(length)?;
    let json = key.open(&name(id, number), sealed).ok()?;
    let entry = serde_json::from_slice(&json).unwrap_or(Entry::Unknown);
    Some((number, entry, after))
}

fn find(bytes: &[u8]) -> Option<usize> {
    bytes.windows(MARK.len()).position(|window| window == MARK)
}

#[cfg(test)]
mod tests {
    use super::{HEAD_BYTES, Read, head, read, write};
    use crate::home::FileKey;
    use crate::store::journal::entry::Entry;

    fn journal(entries: usize) -> (Vec<u8>, FileKey) {
        let key = FileKey::for_tests([3; 32]);
        let mut bytes = head(&[9; 16]);
        for number in 0..entries {
            let entry = Entry::Counted { sequence: number as u64, place: 0, hash: String::new() };
            write(&entry, &hex::encode([9; 16]), number as u64, &key, [number as u8; 24], &mut bytes).unwrap();
        }
        (bytes, key)
    }

    #[test]
    fn what_is_entered_is_read_in_its_order() {
        let (bytes, key) = journal(5);
        let read = read(&bytes, &key);
        assert_eq!((read.entries.len(), read.is_damaged, read.opens), (5, false, true));
        assert_eq!(read.entries[4], Entry::Counted { sequence: 4, place: 0, hash: String::new() });
        assert!(!bytes.windows(8).any(|part| part == b"sequence"), "nothing is readable at rest");
    }

    #[test]
    fn a_damaged_entry_costs_itself_and_no_other() {
        let (bytes, key) = journal(5);
        let one = (bytes.len() - HEAD_BYTES) / 5;
        for at in (HEAD_BYTES..bytes.len()).step_by(7) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x10;
            let read = read(&changed, &key);
            assert!(read.is_damaged, "byte {at}");
            assert_eq!(read.entries.len(), 4, "byte {at} lies in entry {}", (at - HEAD_BYTES) / one);
        }
    }

    #[test]
    fn a_cut_end_is_noticed_unless_it_is_at_an_entrys_end() {
        let (bytes, key) = journal(3);
        assert!(read(&bytes[..bytes.len() - 1], &key).is_damaged);
        assert_eq!(read(&bytes[..bytes.len() - 1], &key).entries.len(), 2);
        assert!(!read(&bytes[..HEAD_BYTES], &key).is_damaged, "an empty journal is whole");
    }

    #[test]
    fn another_key_opens_nothing() {
        let (bytes, _) = journal(3);
        let read = read(&bytes, &FileKey::for_tests([4; 32]));
        assert_eq!(read, Read { entries: Vec::new(), is_damaged: true, opens: false });
    }

    #[test]
    fn an_entry_of_a_later_app_is_passed_over() {
        let entry: Entry = serde_json::from_str(r#"{"entry":"weather","wind":3}"#).unwrap();
        assert_eq!(entry, Entry::Unknown);
    }
}
