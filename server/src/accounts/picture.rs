//! Links drawn as pictures that a camera reads: what signs a device in, what an app makes one-time codes of.

use anyhow::anyhow;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};

use crate::error::Result;

/// Draws a link. A fault never says what was to be drawn: it is a key.
pub fn picture(link: &str) -> Result<String> {
    let drawn = QRBuilder::new(link).ecl(ECL::M).build().map_err(|_| anyhow!("a link is too long to be drawn"))?;
    Ok(SvgBuilder::default().to_str(&drawn))
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_link_is_drawn_and_not_written() {
        let drawn = picture("https://desk.example.cn/enroll#0123456789abcdef0123456789abcdef").unwrap();
        assert!(drawn.starts_with("<svg viewBox") && drawn.ends_with("</svg>") && !drawn.contains("0123456789abcdef"));
        assert!(picture(&"a".repeat(10_000)).is_err());
    }
}
