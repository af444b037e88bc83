//! What can be wrong in a city: standards, categories, filing conditions with their limits, closing conditions.
//!
//! The content is a pack, made from CSV files that a city engineer edits, and never code. A category's key is standard,
//! kind and code together: `01001` alone is two different things. Start at [`CategoryKey`], then [`Catalogue`].

mod key;
mod category;
mod condition;
mod pack;
mod index;
mod past;
mod search;
mod table;
mod files;
mod handbook;

pub use category::{Category, Layer, LookAlike, Major, Origin, Tell};
pub use condition::{FilingCondition, Source};
pub use files::CatalogueFiles;
pub use handbook::{HandbookReport, HandbookSheet};
pub use index::Catalogue;
pub use key::{BadKey, CategoryCode, CategoryKey, Kind, StandardRef};
pub use pack::{BadCatalogue, CataloguePack, ConditionRow, FORMAT};
pub use search::sought::Span;
pub use search::{Hit, Marks};

#[cfg(test)]
mod tests;
