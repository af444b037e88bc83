//! The letters that everything is written in which is drawn without a browser: watermarks on photos, printed bulletins.
//!
//! `noto-sans-sc.otf` is a part of Noto Sans CJK SC under the SIL Open Font License (`OFL.txt` beside it): the 8,105
//! characters of the national standard list (通用规范汉字表, Unihan's kTGH), all of GB/T 2312, what place names here need
//! beyond them, Latin with its accents, and the dashes and the minus of figures. Nothing here draws; whoever never names it
//! does not carry it.

/// The font, an OpenType file of one face in one weight.
pub static NOTO_SANS_SC: &[u8] = include_bytes!("noto-sans-sc.otf");

#[cfg(test)]
mod tests {
    use super::NOTO_SANS_SC;

    #[test]
    fn it_is_an_opentype_file_with_outlines() {
        assert_eq!(NOTO_SANS_SC.get(..4), Some(&b"OTTO"[..]));
        assert!(NOTO_SANS_SC.len() > 1_000_000, "a part of a font would lack names of places and people");
    }
}
