//! The bones of a film: what its structure says, and bytes in the place of pictures and sound.

fn atom(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let size = u32::try_from(body.len() + 8).unwrap().to_be_bytes();
    [size.as_slice(), kind, &body].concat()
}

/// A header with a thousand ticks a second.
fn header(kind: &[u8; 4], ms: u32) -> Vec<u8> {
    let words: Vec<u8> = [0, 0, 0, 1_000, ms].iter().flat_map(|word: &u32| word.to_be_bytes()).collect();
    atom(kind, &[&words, &[0; 80]])
}

/// An MP4 of so many milliseconds with one track: of pictures, `vide`, or of sound, `soun`. Another for each number.
pub fn mp4(handler: &[u8; 4], ms: u32, number: u8) -> Vec<u8> {
    let head = atom(b"tkhd", &[&[0; 12], &[0, 0, 0, 1], &[0; 68]]);
    let handler = atom(b"hdlr", &[&[0; 8], handler, &[0; 13]]);
    let track = atom(b"trak", &[&head, &atom(b"mdia", &[&header(b"mdhd", ms), &handler])]);
    let movie = atom(b"moov", &[&header(b"mvhd", ms), &track]);
    [atom(b"ftyp", &[b"isom", &[0; 4]]), movie, atom(b"mdat", &[&[number; 5_000]])].concat()
}
