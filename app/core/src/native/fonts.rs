//! A font with Chinese in it, from where systems keep theirs.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::photo::Font;

/// Free fonts with Chinese, the smaller first; on Debian, other Linuxes and Android.
const KNOWN: &[&str] = &[
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJKsc-Regular.otf",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/system/fonts/NotoSansCJK-Regular.ttc",
    "/system/fonts/NotoSansSC-Regular.otf",
    "/system/fonts/DroidSansFallback.ttf",
];

/// Returns the font that a person named, else the first known one that is there and can be read.
pub fn find(named: Option<&Path>) -> Option<Arc<Font>> {
    let paths = named.into_iter().chain(KNOWN.iter().map(Path::new));
    paths.filter_map(|path| Font::from_bytes(fs::read(path).ok()?)).next().map(Arc::new)
}
