//! Any bytes as a signed manifest: read or refused; what was read is written again as it was meant.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::evidence::manifest::Manifest;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(manifest) = Manifest::decode(bytes) {
        let again = Manifest::decode(&manifest.encode());
        assert_eq!(again.as_ref().map(Manifest::encode).ok(), Some(manifest.encode()));
    }
});
