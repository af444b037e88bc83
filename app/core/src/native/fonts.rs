//! Another font than the one that comes along, where a person names one.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::photo::Font;

/// Reads the font that a person named; none when nobody did, or it has no Chinese.
pub fn find(named: Option<&Path>) -> Option<Arc<Font>> {
    Font::from_bytes(fs::read(named?).ok()?).map(Arc::new)
}
