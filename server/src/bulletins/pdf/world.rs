//! All that the template can reach: itself, its data, its photos, one font. No disk, no network, no clock.

use std::path::PathBuf;
use std::sync::LazyLock;

use shared::font::NOTO_SANS_SC;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

use super::photo_file;
use crate::error::Result;

const TEMPLATE: &str = include_str!("bulletin.typ");
const TEMPLATE_FILE: &str = "bulletin.typ";
const DATA_FILE: &str = "bulletin.json";

/// What is the same for every bulletin.
struct Common {
    library: LazyHash<Library>,
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

static COMMON: LazyLock<Common> = LazyLock::new(|| {
    let fonts: Vec<Font> = Font::new(Bytes::new(NOTO_SANS_SC), 0).into_iter().collect();
    let book = FontBook::from_fonts(&fonts);
    Common { library: LazyHash::new(Library::default()), fonts, book: LazyHash::new(book) }
});

/// What lies before the template.
pub struct Desk {
    template: Source,
    data: (FileId, Bytes),
    photos: Vec<(FileId, Bytes)>,
}

impl Desk {
    /// Lays a bulletin's data and photos out.
    pub fn new(data: Vec<u8>, photos: Vec<Vec<u8>>) -> Result<Self> {
        let mut laid = Vec::new();
        for (number, photo) in photos.into_iter().enumerate() {
            laid.push((file(&photo_file(number))?, Bytes::new(photo)));
        }
        let template = Source::new(file(TEMPLATE_FILE)?, TEMPLATE.to_owned());
        Ok(Self { template, data: (file(DATA_FILE)?, Bytes::new(data)), photos: laid })
    }
}

/// Names a file. Names are kept for as long as the process lives: they are few, and the same for every bulletin.
fn file(path: &str) -> Result<FileId> {
    let path = VirtualPath::new(path).map_err(|error| anyhow::anyhow!("name the file {path}: {error:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &COMMON.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &COMMON.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let known = std::iter::once(&self.data).chain(&self.photos).find(|(known, _)| *known == id);
        known.map(|(_, bytes)| bytes.clone()).ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        COMMON.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMON, TEMPLATE};
    use crate::bulletins::leaf::tests::month;
    use crate::bulletins::leaf::{Files, leaf};
    use crate::sheets::lang::Lang;

    #[test]
    fn the_font_has_every_letter_that_a_bulletin_writes_by_itself() {
        let coverage = &COMMON.fonts.first().unwrap().info().coverage;
        for lang in [Lang::Zh, Lang::En] {
            let said = serde_json::to_string(&leaf(&month(3, 3), &Files::new(), lang)).unwrap();
            let letters = said.chars().chain(TEMPLATE.chars()).chain("–−‐…·％℃".chars());
            for letter in letters.filter(|letter| !letter.is_control()) {
                assert!(coverage.contains(u32::from(letter)), "{letter} {:x} in {lang:?}", u32::from(letter));
            }
        }
    }
}
