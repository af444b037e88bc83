//! Any bytes as a camera's file: developed or refused, never a crash, a hang or memory without end.
#![no_main]

use app_core::photo::{self, Claim, Rules, Stamp};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let stamp = Stamp { time: "2026-11-23 10:24:51".to_owned(), ..Stamp::default() };
    // Small: what is interesting happens before the picture is scaled.
    let rules = Rules { working_edge_px: 64 };
    if let Ok(developed) = photo::develop(bytes, &stamp, &Claim::Own, None, rules) {
        assert!(developed.width.max(developed.height) <= 64);
        let again = photo::Facts::read(&developed.working);
        assert_eq!(again.orientation, Some(1), "a working copy is upright");
        assert!(photo::thumbnail(&developed.working).is_ok(), "what we write, we read");
    }
});
