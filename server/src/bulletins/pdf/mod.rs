//! A bulletin on pages: set by Typst out of a template that comes along and of data, never out of what people wrote.
//!
//! The template is `bulletin.typ`; what it reads is a [`Leaf`] as JSON, and photos beside it. It has no network, no disk and
//! no clock, and one font: the same bulletin gives the same pages everywhere. Bars and lines are drawn by Typst's own
//! shapes. Typst (Apache-2.0) was taken over laying out by hand on a PDF writer: it breaks Chinese lines, repeats the heads of
//! tables, marks the text up for readers, and the look of a bulletin is one readable file. Its price is the time it takes to
//! compile once.

mod world;

use std::sync::{Mutex, PoisonError};

use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use self::world::Desk;
use super::leaf::Leaf;
use crate::error::Result;

/// Pages that are set one after the other: what Typst remembers of one bulletin helps no other, and takes much memory.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A bulletin on pages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Returns the name under which the template finds a photo.
pub fn photo_file(number: usize) -> String {
    format!("photos/{number}.jpg")
}

/// Sets a bulletin on pages; `photos` are JPEGs in the order of their numbers, `ident` is the bulletin's own. Blocks.
pub fn make(leaf: &Leaf, photos: Vec<Vec<u8>>, ident: &str) -> Result<Pdf> {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let desk = Desk::new(serde_json::to_vec(leaf)?, photos)?;
    let made = set(&desk, ident);
    typst::comemo::evict(0);
    made
}

fn set(desk: &Desk, ident: &str) -> Result<Pdf> {
    let document: PagedDocument = typst::compile(desk).output.map_err(|errors| fault("set", &errors))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Xunge".to_owned())),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| fault("write", &errors))?;
    Ok(Pdf { bytes, pages: document.pages().len() })
}

/// A template that comes along and data of ours: what is wrong with them is our own fault.
fn fault(what: &str, errors: &EcoVec<SourceDiagnostic>) -> anyhow::Error {
    let said: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    anyhow::anyhow!("{what} the pages of a bulletin: {}", said.join("; "))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use axum::http::header::HOST;
    use axum::http::{HeaderMap, HeaderValue, Uri};
    use shared::ids::Sha256;

    use super::{make, photo_file};
    use crate::bulletins::desk::{Desk, Ways};
    use crate::bulletins::leaf::tests::month;
    use crate::bulletins::leaf::{Files, leaf, linked};
    use crate::sheets::lang::Lang;

    fn jpeg() -> Vec<u8> {
        let picture = image::RgbImage::from_fn(320, 240, |x, y| image::Rgb([120, (x / 2) as u8, y as u8]));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    fn holds(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|window| window == text)
    }

    #[test]
    fn a_month_of_a_city_comes_out_on_pages_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let kept = month(20, 60);
            let pdf = make(&leaf(&kept, &Files::new(), lang), Vec::new(), "a").unwrap();
            assert!(pdf.bytes.starts_with(b"%PDF-"), "{lang:?}");
            // A first page with the numbers, one of rates, one of jurisdictions, two of units, one of cases; never twice as many.
            assert!((5..=9).contains(&pdf.pages), "{lang:?}: {} pages", pdf.pages);
        }
    }

    #[test]
    fn numbers_are_links_where_it_is_known_where_the_desk_is() {
        let kept = month(2, 2);
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("city.example"))]);
        let ways = Ways::of(Desk::of(true, &headers, &Uri::from_static("/")).unwrap(), kept.head.id, &kept.content);
        let pages = |ways| make(&linked(&kept, ways, &Files::new(), Lang::Zh), Vec::new(), "a").unwrap();
        let (with, without) = (pages(Some(&ways)), pages(None));
        assert!(
            with.pages.abs_diff(without.pages) <= 1,
            "links take no room, but for the line that says where the desk is"
        );
        assert!(holds(&with.bytes, b"city.example") && !holds(&without.bytes, b"city.example"));
        for case in &kept.content.poor {
            assert!(holds(&with.bytes, format!("https://city.example/#/cases/{}", case.id).as_bytes()));
        }
    }

    #[test]
    fn one_photo_two_photos_and_none_on_a_side_are_all_set() {
        let mut kept = month(1, 1);
        let photo = kept.content.poor[0].photos[0].clone();
        let more: Vec<Sha256> = (0..5_u8).map(|number| Sha256::of(&[number])).collect();
        kept.content.poor[0].photos.extend(more.iter().map(|working| {
            let mut another = photo.clone();
            another.working = working.clone();
            another
        }));
        let mut chosen = vec![Sha256::of(b"after")];
        chosen.extend(more);
        let pages = |chosen: &[Sha256]| {
            let mut kept = kept.clone();
            kept.photos = chosen.to_vec();
            let files: Files = chosen.iter().map(|photo| (photo.clone(), Some(photo_file(0)))).collect();
            make(&leaf(&kept, &files, Lang::Zh), vec![jpeg()], "a").unwrap().pages
        };
        for count in 0..=chosen.len() {
            assert!(pages(&chosen[..count]) > 0, "{count} photos");
        }
    }

    #[test]
    fn the_same_bulletin_gives_the_same_file() {
        let made = || make(&leaf(&month(2, 2), &Files::new(), Lang::Zh), Vec::new(), "a").unwrap().bytes;
        assert_eq!(made(), made());
    }

    #[test]
    fn more_units_take_more_pages() {
        let pages = |units| make(&leaf(&month(2, units), &Files::new(), Lang::Zh), Vec::new(), "a").unwrap().pages;
        let (few, many) = (pages(5), pages(400));
        assert!(many > few + 5, "{few} and {many}");
    }

    #[test]
    fn a_photo_is_in_the_file_as_it_was_handed_in() {
        let mut kept = month(1, 1);
        kept.photos = vec![Sha256::of(b"after"), Sha256::of(b"before")];
        let files: Files = [(Sha256::of(b"after"), Some(photo_file(0))), (Sha256::of(b"before"), None)].into();
        let picture = jpeg();
        let with = make(&leaf(&kept, &files, Lang::Zh), vec![picture.clone()], "a").unwrap();
        let without = make(&leaf(&month(1, 1), &Files::new(), Lang::Zh), Vec::new(), "a").unwrap();
        assert!(with.bytes.len() > without.bytes.len() + picture.len() / 2);
        assert!(holds(&with.bytes, b"DCTDecode") && !holds(&without.bytes, b"DCTDecode"));
    }

    #[test]
    fn what_people_write_is_never_read_as_markup() {
        let mut kept = month(1, 1);
        kept.remarks = "#panic() $x *b* _i_ `c` @ref <label> = 标题 \\ #import \"a\"".to_owned();
        kept.head.title = "#panic()".to_owned();
        kept.content.areas[0].name = "#read(\"/etc/passwd\")".to_owned();
        assert!(make(&leaf(&kept, &Files::new(), Lang::Zh), Vec::new(), "a").unwrap().pages > 0);
    }
}
