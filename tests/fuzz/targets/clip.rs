//! Any bytes as a video or a voice note: judged or refused, quickly.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::evidence::{PhotoRole, clip};

fuzz_target!(|bytes: &[u8]| {
    for role in [PhotoRole::Video, PhotoRole::Voice] {
        if let Ok(clip) = clip::judge(bytes, role) {
            assert!(clip.duration_ms <= 60_000);
        }
    }
});
