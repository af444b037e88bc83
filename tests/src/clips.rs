//! Small videos and voice notes, made of nothing: whole files of a few kilobytes that last as long as they say.
//!
//! [`webm`], [`ogg`] and [`wav`] also play: a grey film, silence, a hum. [`mp4`] and [`m4a`] have every box that tells
//! of a clip, and no picture or sound that could be decoded.

/// A film frame stands so long, milliseconds.
const FRAME_MS: u32 = 500;
/// How wide and high the grey film is, pixels.
const FILM: (u16, u16) = (160, 120);
/// Samples of the hum in a millisecond.
const HUM_RATE: u32 = 8;
/// Opus counts 48 samples in a millisecond, whatever was recorded.
const OPUS_RATE: u64 = 48;
/// What an Opus decoder throws away at the beginning, samples.
const OPUS_SKIP: u16 = 312;

/// A grey film that a browser plays: VP8 in WebM.
pub fn webm(duration_ms: u32) -> Vec<u8> {
    let head = [
        element(&[0x42, 0x86], &[1]),
        element(&[0x42, 0xf7], &[1]),
        element(&[0x42, 0xf2], &[4]),
        element(&[0x42, 0xf3], &[8]),
        element(&[0x42, 0x82], b"webm"),
        element(&[0x42, 0x87], &[2]),
        element(&[0x42, 0x85], &[2]),
    ];
    let info = [
        element(&[0x2a, 0xd7, 0xb1], &1_000_000_u32.to_be_bytes()),
        element(&[0x44, 0x89], &f64::from(duration_ms).to_be_bytes()),
        element(&[0x4d, 0x80], b"xunge"),
        element(&[0x57, 0x41], b"xunge"),
    ];
    let (width, height) = FILM;
    let size = [element(&[0xb0], &width.to_be_bytes()), element(&[0xba], &height.to_be_bytes())];
    let track = [
        element(&[0xd7], &[1]),
        element(&[0x73, 0xc5], &[1]),
        element(&[0x83], &[1]),
        element(&[0x9c], &[0]),
        element(&[0x86], b"V_VP8"),
        element(&[0xe0], &size.concat()),
    ];
    let mut segment = element(&[0x15, 0x49, 0xa9, 0x66], &info.concat());
    segment.extend(element(&[0x16, 0x54, 0xae, 0x6b], &element(&[0xae], &track.concat())));
    let frame = grey_frame();
    for at_ms in (0..duration_ms).step_by(usize::try_from(FRAME_MS).unwrap_or(500)) {
        // Track 1, no time beyond the cluster's own, a key frame.
        let block = [&[0x81, 0, 0, 0x80][..], &frame].concat();
        let cluster = [element(&[0xe7], &at_ms.to_be_bytes()), element(&[0xa3], &block)];
        segment.extend(element(&[0x1f, 0x43, 0xb6, 0x75], &cluster.concat()));
    }
    let mut file = element(&[0x1a, 0x45, 0xdf, 0xa3], &head.concat());
    file.extend(element(&[0x18, 0x53, 0x80, 0x67], &segment));
    file
}

/// An element of EBML: its name, its size in eight bytes, what is in it.
fn element(name: &[u8], content: &[u8]) -> Vec<u8> {
    let size = u64::try_from(content.len()).unwrap_or(0) | 1 << 56;
    [name, &size.to_be_bytes()[..], content].concat()
}

/// A key frame of VP8. The coder of its two parts reads noughts as "nothing special" at every turn: no coefficient
/// anywhere, and so the grey that prediction begins with.
fn grey_frame() -> Vec<u8> {
    const PART_BYTES: u32 = 256;
    let tag = PART_BYTES << 5 | 1 << 4;
    let [a, b, c, _] = tag.to_le_bytes();
    let (width, height) = FILM;
    let mut frame = vec![a, b, c, 0x9d, 0x01, 0x2a];
    frame.extend(width.to_le_bytes());
    frame.extend(height.to_le_bytes());
    frame.resize(frame.len() + 2 * usize::try_from(PART_BYTES).unwrap_or(256), 0);
    frame
}

/// The boxes of a film in MP4.
pub fn mp4(duration_ms: u32) -> Vec<u8> {
    iso(*b"isom", *b"vide", duration_ms)
}

/// The boxes of a voice note in M4A.
pub fn m4a(duration_ms: u32) -> Vec<u8> {
    iso(*b"M4A ", *b"soun", duration_ms)
}

fn iso(brand: [u8; 4], handler: [u8; 4], duration_ms: u32) -> Vec<u8> {
    let kind = boxed(b"ftyp", &[&brand[..], &[0, 0, 2, 0], &brand, b"mp42"].concat());
    let data = boxed(b"mdat", &[0x11, 0x22, 0x33, 0x44]);
    let first_byte = u32::try_from(kind.len()).unwrap_or(0) + 8;
    let scale = 1_000_u32.to_be_bytes();
    let duration = duration_ms.to_be_bytes();
    let matrix: Vec<u8> =
        [0x0001_0000_u32, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000].iter().flat_map(|n| n.to_be_bytes()).collect();
    let movie =
        [&[0; 12][..], &scale, &duration, &[0, 1, 0, 0, 1, 0], &[0; 10], &matrix, &[0; 24], &2_u32.to_be_bytes()];
    let is_film = handler == *b"vide";
    let (width, height) = if is_film { FILM } else { (0, 0) };
    let track = [
        &[0, 0, 0, 7][..],
        &[0; 8],
        &1_u32.to_be_bytes(),
        &[0; 4],
        &duration,
        &[0; 12],
        if is_film { &[0, 0] } else { &[1, 0] },
        &[0; 2],
        &matrix,
        &(u32::from(width) << 16).to_be_bytes(),
        &(u32::from(height) << 16).to_be_bytes(),
    ];
    let media = [&[0; 12][..], &scale, &duration, &[0x55, 0xc4, 0, 0]];
    let handles = [&[0; 8][..], &handler, &[0; 12], &[0]];
    let kind_of_media =
        if is_film { boxed(b"vmhd", &[0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]) } else { boxed(b"smhd", &[0; 8]) };
    let here = [&[0, 0, 0, 0, 0, 0, 0, 1][..], &boxed(b"url ", &[0, 0, 0, 1])].concat();
    let table = [
        boxed(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &sample_entry(is_film)].concat()),
        boxed(b"stts", &[&[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1][..], &duration].concat()),
        boxed(b"stsc", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]),
        boxed(b"stsz", &[0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1]),
        boxed(b"stco", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &first_byte.to_be_bytes()].concat()),
    ];
    let inside = [kind_of_media, boxed(b"dinf", &boxed(b"dref", &here)), boxed(b"stbl", &table.concat())];
    let media = [boxed(b"mdhd", &media.concat()), boxed(b"hdlr", &handles.concat()), boxed(b"minf", &inside.concat())];
    let track = [boxed(b"tkhd", &track.concat()), boxed(b"mdia", &media.concat())];
    let movie = [boxed(b"mvhd", &movie.concat()), boxed(b"trak", &track.concat())];
    [kind, data, boxed(b"moov", &movie.concat())].concat()
}

/// A box of an ISO media file: its size, its name, what is in it.
fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len()).unwrap_or(0) + 8;
    [&size.to_be_bytes()[..], name, content].concat()
}

/// What the one sample of a track is written in.
fn sample_entry(is_film: bool) -> Vec<u8> {
    let begins = [0_u8, 0, 0, 0, 0, 0, 0, 1];
    if !is_film {
        let sound = [&begins[..], &[0; 8], &[0, 1, 0, 16, 0, 0, 0, 0, 0x3e, 0x80, 0, 0]];
        return boxed(b"mp4a", &sound.concat());
    }
    let (width, height) = FILM;
    let film = [
        &begins[..],
        &[0; 16],
        &width.to_be_bytes(),
        &height.to_be_bytes(),
        &[0, 0x48, 0, 0, 0, 0x48, 0, 0, 0, 0, 0, 0, 0, 1],
        &[0; 32],
        &[0, 0x18, 0xff, 0xff],
    ];
    boxed(b"avc1", &film.concat())
}

/// Silence that a browser plays: Opus in Ogg.
pub fn ogg(duration_ms: u32) -> Vec<u8> {
    const PACKET_MS: u64 = 20;
    const A_SECOND: u64 = 50;
    let head = [&b"OpusHead"[..], &[1, 1], &OPUS_SKIP.to_le_bytes(), &16_000_u32.to_le_bytes(), &[0, 0, 0]].concat();
    let tags = [&b"OpusTags"[..], &5_u32.to_le_bytes(), b"xunge", &0_u32.to_le_bytes()].concat();
    let mut pages = vec![page(2, 0, 0, &[head]), page(0, 0, 1, &[tags])];
    let end = u64::from(OPUS_SKIP) + u64::from(duration_ms) * OPUS_RATE;
    let packets = end.div_ceil(PACKET_MS * OPUS_RATE);
    let mut sent = 0;
    for number in 2.. {
        let some = A_SECOND.min(packets - sent);
        sent += some;
        // Twenty milliseconds of nothing, as an encoder writes them.
        let silence = vec![vec![0xf8, 0xff, 0xfe]; usize::try_from(some).unwrap_or(0)];
        let is_last = sent == packets;
        let stands_at = if is_last { end } else { sent * PACKET_MS * OPUS_RATE };
        pages.push(page(if is_last { 4 } else { 0 }, stands_at, number, &silence));
        if is_last {
            break;
        }
    }
    pages.concat()
}

/// A page of Ogg with whole packets, each shorter than 255 bytes.
fn page(flags: u8, stands_at: u64, number: u32, packets: &[Vec<u8>]) -> Vec<u8> {
    let count = u8::try_from(packets.len()).unwrap_or(u8::MAX);
    let sizes: Vec<u8> = packets.iter().map(|packet| u8::try_from(packet.len()).unwrap_or(254)).collect();
    let begins = [&b"OggS"[..], &[0, flags], &stands_at.to_le_bytes(), &7_u32.to_le_bytes(), &number.to_le_bytes()];
    let rest = [&[count][..], &sizes, &packets.concat()].concat();
    let sum = checksum(&[&begins.concat()[..], &[0; 4], &rest].concat());
    [&begins.concat()[..], &sum.to_le_bytes(), &rest].concat()
}

/// Ogg's own CRC.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum: u32, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { sum << 1 ^ 0x04c1_1db7 }
        })
    })
}

/// A hum that a browser plays: plain samples in WAV.
pub fn wav(duration_ms: u32) -> Vec<u8> {
    let count = duration_ms * HUM_RATE;
    let per_second = HUM_RATE * 1_000;
    let format = [&[1, 0, 1, 0][..], &per_second.to_le_bytes(), &per_second.to_le_bytes(), &[1, 0, 8, 0]].concat();
    let hum = (0..count).map(|at| if at / 20 % 2 == 0 { 0x60 } else { 0xa0 }).collect();
    let chunk = |name: &[u8; 4], content: Vec<u8>| {
        let size = u32::try_from(content.len()).unwrap_or(0).to_le_bytes();
        [&name[..], &size, &content].concat()
    };
    let inside = [b"WAVE".to_vec(), chunk(b"fmt ", format), chunk(b"data", hum)].concat();
    chunk(b"RIFF", inside)
}
