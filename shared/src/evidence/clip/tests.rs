use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};
use proptest::sample::Index;

use super::{Format, LARGEST_BYTES, LONGEST_VOICE_MS, SLACK_MS, judge};
use crate::evidence::photo::PhotoRole;
use crate::refusal::Code;

use PhotoRole::{Video, Voice};

fn atom(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let size = u32::try_from(body.len() + 8).unwrap().to_be_bytes();
    [size.as_slice(), kind, &body].concat()
}

fn words(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// A header of version 0 with a thousand ticks a second.
fn header(kind: &[u8; 4], ticks: u32) -> Vec<u8> {
    atom(kind, &[&words(&[0, 0, 0, 1_000, ticks]), &[0; 80]])
}

fn track(id: u32, handler: &[u8; 4], ticks: u32) -> Vec<u8> {
    let head = atom(b"tkhd", &[&words(&[0, 0, 0, id]), &[0; 68]]);
    let handler = atom(b"hdlr", &[&[0; 8], handler, &[0; 13]]);
    atom(b"trak", &[&head, &atom(b"mdia", &[&header(b"mdhd", ticks), &handler])])
}

/// An MP4 whose movie header says so many milliseconds.
fn mp4(brand: &[u8; 4], handlers: &[&[u8; 4]], ms: u32) -> Vec<u8> {
    let tracks: Vec<u8> = (1..).zip(handlers).flat_map(|(id, handler)| track(id, handler, ms)).collect();
    let movie = atom(b"moov", &[&header(b"mvhd", ms), &tracks]);
    [atom(b"ftyp", &[brand, &[0; 4]]), atom(b"mdat", &[&[7; 40]]), movie].concat()
}

/// What browsers and streamers write: a movie header of no length, and fragments.
fn fragmented(mehd: Option<u32>, runs: &[Vec<u8>]) -> Vec<u8> {
    let extension = mehd.map(|ticks| atom(b"mehd", &[&words(&[0, ticks])])).unwrap_or_default();
    let defaults = atom(b"trex", &[&words(&[0, 1, 1, 40, 0, 0])]);
    let movie = atom(b"moov", &[&header(b"mvhd", 0), &track(1, b"vide", 0), &atom(b"mvex", &[&extension, &defaults])]);
    let mut file = [atom(b"ftyp", &[b"iso5", &[0; 4]]), movie].concat();
    for run in runs {
        let head = atom(b"tfhd", &[&words(&[0x02_0000, 1])]);
        let fragment = atom(b"traf", &[&head, &atom(b"trun", &[run])]);
        file.extend(atom(b"moof", &[&atom(b"mfhd", &[&words(&[0, 1])]), &fragment]));
        file.extend(atom(b"mdat", &[&[7; 12]]));
    }
    file
}

/// An element whose size is told in eight bytes; unknown where there is none.
fn element(id: &[u8], size: Option<usize>, body: &[u8]) -> Vec<u8> {
    let size = size.map_or(0x01ff_ffff_ffff_ffff, |size| 1 << 56 | u64::try_from(size).unwrap());
    [id, &size.to_be_bytes(), body].concat()
}

fn whole(id: &[u8], body: &[u8]) -> Vec<u8> {
    element(id, Some(body.len()), body)
}

const DOC: &[u8] = &[0x42, 0x82];
const SEGMENT: &[u8] = &[0x18, 0x53, 0x80, 0x67];
const CLUSTER: &[u8] = &[0x1f, 0x43, 0xb6, 0x75];

fn webm_head(duration: Option<f64>, kinds: &[u8]) -> Vec<u8> {
    let mut info = whole(&[0x2a, 0xd7, 0xb1], &1_000_000_u32.to_be_bytes());
    if let Some(duration) = duration {
        info.extend(whole(&[0x44, 0x89], &duration.to_be_bytes()));
    }
    let track = |kind: &u8| whole(&[0xae], &[whole(&[0xd7], &[1]), whole(&[0x83], &[*kind])].concat());
    let tracks: Vec<u8> = kinds.iter().flat_map(track).collect();
    [whole(&[0x15, 0x49, 0xa9, 0x66], &info), whole(&[0x16, 0x54, 0xae, 0x6b], &tracks)].concat()
}

fn block(after: i16) -> Vec<u8> {
    whole(&[0xa3], &[&[0x81], after.to_be_bytes().as_slice(), &[0x80, 1, 2, 3]].concat())
}

fn webm(duration: Option<f64>, kinds: &[u8], size: impl Fn(usize) -> Option<usize>) -> Vec<u8> {
    let mut segment = webm_head(duration, kinds);
    for start in [0_u16, 5_000, 10_000] {
        let body = [whole(&[0xe7], &start.to_be_bytes()), block(0), block(2_500)].concat();
        segment.extend(element(CLUSTER, size(body.len()), &body));
    }
    let head = whole(&[0x1a, 0x45, 0xdf, 0xa3], &whole(DOC, b"webm"));
    [head, element(SEGMENT, size(segment.len()), &segment)].concat()
}

fn page(flags: u8, samples: u64, stream: u32, body: &[u8]) -> Vec<u8> {
    let mut page = b"OggS\0".to_vec();
    page.push(flags);
    page.extend(samples.to_le_bytes());
    page.extend(stream.to_le_bytes());
    page.extend([0; 8]);
    let sizes: Vec<u8> = body.chunks(255).map(|chunk| u8::try_from(chunk.len()).unwrap()).collect();
    page.push(u8::try_from(sizes.len()).unwrap());
    [page, sizes, body.to_vec()].concat()
}

fn opus() -> Vec<u8> {
    [b"OpusHead\x01\x01".as_slice(), &312_u16.to_le_bytes(), &16_000_u32.to_le_bytes(), &[0; 3]].concat()
}

fn vorbis(rate: u32) -> Vec<u8> {
    [b"\x01vorbis\0\0\0\0\x01".as_slice(), &rate.to_le_bytes(), &[0; 14]].concat()
}

fn ogg(head: &[u8], samples: u64) -> Vec<u8> {
    [page(2, 0, 5, head), page(0, u64::MAX, 5, &[1; 300]), page(4, samples, 5, &[2; 40])].concat()
}

fn wav(bytes_per_s: u32, data: usize) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        [kind.as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
    };
    let format = [&[1, 0, 1, 0][..], &8_000_u32.to_le_bytes(), &bytes_per_s.to_le_bytes(), &[2, 0, 16, 0]].concat();
    let chunks = [chunk(b"fmt ", &format), chunk(b"data", &vec![0; data])].concat();
    [b"RIFF".as_slice(), &u32::try_from(chunks.len() + 4).unwrap().to_le_bytes(), b"WAVE", &chunks].concat()
}

#[track_caller]
fn check(bytes: &[u8], role: PhotoRole, expected: Result<(Format, u64, &str), Code>) {
    let judged = judge(bytes, role).map(|clip| (clip.format, clip.duration_ms, clip.media_type()));
    assert_eq!(judged.map_err(|refusal| refusal.code), expected);
}

#[track_caller]
fn refuses(bytes: &[u8], role: PhotoRole, word: &str) {
    let refusal = judge(bytes, role).unwrap_err();
    assert_eq!(refusal.code, Code::NotAClip);
    assert!(refusal.detail.as_ref().unwrap().contains(word), "{refusal}");
}

#[test]
fn an_iso_file_tells_its_length_and_kind() {
    check(&mp4(b"isom", &[b"vide", b"soun"], 12_345), Video, Ok((Format::Mp4, 12_345, "video/mp4")));
    check(&mp4(b"qt  ", &[b"vide"], 3_000), Video, Ok((Format::QuickTime, 3_000, "video/quicktime")));
    check(&mp4(b"3gp5", &[b"vide", b"soun"], 9_000), Video, Ok((Format::ThreeGp, 9_000, "video/3gpp")));
    check(&mp4(b"M4A ", &[b"soun"], 50_000), Voice, Ok((Format::M4a, 50_000, "audio/mp4")));
    check(&mp4(b"3gp4", &[b"soun"], 5_000), Voice, Ok((Format::ThreeGp, 5_000, "audio/3gpp")));
}

#[test]
fn a_movie_header_of_64_bits_is_read() {
    let long = [&[1, 0, 0, 0][..], &[0; 16], &90_000_u32.to_be_bytes(), &900_000_u64.to_be_bytes(), &[0; 80]].concat();
    let movie = atom(b"moov", &[&atom(b"mvhd", &[&long]), &track(1, b"vide", 0)]);
    let large = [words(&[1]).as_slice(), b"mdat", &20_u64.to_be_bytes(), &[7; 4]].concat();
    let file = [atom(b"ftyp", &[b"isom", &[0; 4]]), movie, large].concat();
    check(&file, Video, Ok((Format::Mp4, 10_000, "video/mp4")));
}

#[test]
fn fragments_are_summed_where_the_movie_header_says_nothing() {
    // 25 samples of the track's usual length, then two that tell their own.
    let usual = words(&[0, 25]);
    let own = words(&[0x301, 2, 8, 700, 9, 300, 9]);
    check(&fragmented(None, &[usual.clone(), own]), Video, Ok((Format::Mp4, 2_000, "video/mp4")));
    check(&fragmented(Some(8_000), std::slice::from_ref(&usual)), Video, Ok((Format::Mp4, 8_000, "video/mp4")));
    refuses(&fragmented(None, &[]), Video, "no time");
    refuses(&fragmented(None, &[words(&[0x100, 1_000, 5])]), Video, "too short");
    let cut = fragmented(None, &[usual]);
    refuses(&cut[..cut.len() - 20], Video, "ends before");
}

#[test]
fn webm_tells_its_length_or_lasts_from_its_first_block_to_its_last() {
    let (known, unknown) = (Some::<usize>, |_: usize| None::<usize>);
    check(&webm(Some(14_000.0), &[1, 2], known), Video, Ok((Format::Webm, 14_000, "video/webm")));
    check(&webm(None, &[1, 2], known), Video, Ok((Format::Webm, 12_500, "video/webm")));
    check(&webm(None, &[2], unknown), Voice, Ok((Format::Webm, 12_500, "audio/webm")));
    let mut matroska = webm(None, &[2], unknown);
    let at = matroska.windows(4).position(|bytes| bytes == b"webm").unwrap();
    matroska[at..at + 4].copy_from_slice(b"matr");
    check(&matroska, Voice, Ok((Format::Matroska, 12_500, "audio/x-matroska")));
    check(&webm(Some(f64::NAN), &[1], known), Video, Ok((Format::Webm, 12_500, "video/webm")));
    check(&webm(Some(1e300), &[1], known), Video, Err(Code::ClipTooLong));
}

#[test]
fn ogg_lasts_up_to_its_last_sample() {
    check(&ogg(&opus(), 48_000 * 7 + 312), Voice, Ok((Format::Ogg, 7_000, "audio/ogg")));
    check(&ogg(&vorbis(44_100), 44_100 * 3), Voice, Ok((Format::Ogg, 3_000, "audio/ogg")));
    let chained = [ogg(&opus(), 48_000 * 40 + 312), ogg(&opus(), 48_000 * 40 + 312)].concat();
    check(&chained, Voice, Err(Code::ClipTooLong));
    refuses(&ogg(b"\x80theora", 9), Video, "not read");
    refuses(&ogg(b"Speex   ", 9), Voice, "no sound");
    refuses(&ogg(&vorbis(0), 9), Voice, "samples a second");
}

#[test]
fn wav_lasts_as_long_as_its_bytes() {
    check(&wav(16_000, 32_000), Voice, Ok((Format::Wav, 2_000, "audio/wav")));
    let mut streamed = wav(16_000, 32_000);
    let at = streamed.windows(4).position(|bytes| bytes == b"data").unwrap();
    streamed[at + 4..at + 8].copy_from_slice(&[0xff; 4]);
    check(&streamed, Voice, Ok((Format::Wav, 2_000, "audio/wav")));
    refuses(&wav(0, 100), Voice, "bytes a second");
    refuses(&wav(16_000, 0), Voice, "no time");
}

#[test]
fn a_video_has_pictures_and_a_voice_note_has_none() {
    refuses(&mp4(b"isom", &[b"soun"], 1_000), Video, "no picture track");
    refuses(&mp4(b"isom", &[b"vide", b"soun"], 1_000), Voice, "no picture track");
    refuses(&mp4(b"isom", &[b"text"], 1_000), Voice, "no sound");
    refuses(&wav(16_000, 32_000), Video, "no picture track");
    refuses(&mp4(b"isom", &[b"vide"], 1_000), PhotoRole::Near, "photo");
}

#[test]
fn a_video_has_thirty_seconds_and_a_voice_note_sixty() {
    check(&mp4(b"isom", &[b"vide"], 31_000), Video, Ok((Format::Mp4, 31_000, "video/mp4")));
    check(&mp4(b"isom", &[b"vide"], 31_001), Video, Err(Code::ClipTooLong));
    check(&mp4(b"isom", &[b"soun"], 61_000), Voice, Ok((Format::Mp4, 61_000, "audio/mp4")));
    check(&mp4(b"isom", &[b"soun"], 61_001), Voice, Err(Code::ClipTooLong));
    check(&mp4(b"isom", &[b"soun"], u32::MAX - 1), Voice, Err(Code::ClipTooLong));
    refuses(&mp4(b"isom", &[b"vide"], u32::MAX), Video, "no time");
}

#[test]
fn a_clip_has_twenty_megabytes() {
    let mut bytes = mp4(b"isom", &[b"vide"], 1_000);
    let rest = usize::try_from(LARGEST_BYTES).unwrap() - bytes.len();
    bytes.extend(atom(b"free", &[&vec![0; rest - 8]]));
    check(&bytes, Video, Ok((Format::Mp4, 1_000, "video/mp4")));
    bytes.push(0);
    check(&bytes, Video, Err(Code::ClipTooLarge));
}

#[test]
fn what_is_no_clip_is_said_so() {
    refuses(b"", Voice, "no bytes");
    refuses(b"\xff\xd8\xff\xe0 a photo", Video, "neither");
    refuses(b"\0\0\0\x10ftypheic\0\0\0\0", Video, "tracks");
    refuses(b"\0\0\0\x04moov", Video, "smaller");
}

/// One whole file of each container with its role.
fn samples() -> Vec<(Vec<u8>, PhotoRole)> {
    vec![
        (mp4(b"isom", &[b"vide", b"soun"], 12_000), Video),
        (fragmented(None, &[words(&[0, 25]), words(&[0x301, 2, 8, 700, 9, 300, 9])]), Video),
        (webm(None, &[1, 2], Some), Video),
        (webm(None, &[2], |_: usize| None), Voice),
        (ogg(&opus(), 48_000), Voice),
        (wav(16_000, 4_000), Voice),
    ]
}

#[test]
fn a_file_that_is_cut_is_no_clip_or_a_shorter_one() {
    for (bytes, role) in samples() {
        let all = judge(&bytes, role).unwrap();
        for length in 0..bytes.len() {
            match judge(&bytes[..length], role) {
                // Only where the rest could as well never have been recorded.
                Ok(clip) => assert!(clip.duration_ms <= all.duration_ms, "{length}"),
                Err(refusal) => assert_eq!(refusal.code, Code::NotAClip, "{length}"),
            }
        }
        refuses(&bytes[..bytes.len() - 1], role, "ends before");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_are_judged_all_the_same(
        which in any::<Index>(),
        changes in vec((any::<Index>(), any::<u8>()), 0..12),
        cut in any::<Index>(),
        is_cut in any::<bool>(),
    ) {
        let samples = samples();
        let (mut bytes, _) = samples[which.index(samples.len())].clone();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        for role in [Video, Voice] {
            if let Ok(clip) = judge(&bytes, role) {
                prop_assert!((1..=LONGEST_VOICE_MS + SLACK_MS).contains(&clip.duration_ms));
            }
        }
    }

    #[test]
    fn any_bytes_behind_any_beginning_are_judged(head in any::<Index>(), tail in vec(any::<u8>(), 0..400)) {
        let heads: [&[u8]; 5] = [b"\0\0\0\x08moov", b"\0\0\0\0moov", &[0x1a, 0x45, 0xdf, 0xa3, 0x80], b"OggS\0\x02", b"RIFF\0\0\0\0WAVE"];
        let bytes = [heads[head.index(heads.len())], &tail].concat();
        for role in [Video, Voice] {
            drop(judge(&bytes, role));
        }
    }
}
