//! Bulletins (通报): what was found of a month, a week or half a year, kept as it was and printed.
//!
//! A bulletin is made from frozen months, or for a week from the cases as they are at that moment; from then on it holds its
//! numbers itself and asks nobody again. Nothing goes into print that names a collector, and no photo that nobody let in.
//! [`plan`] says of which days, [`content`] gathers what stands in it, [`poor`] picks the cases; [`actions`] makes, changes
//! and publishes. [`leaf`] writes it in a language, [`pdf`] sets that on pages, [`book`] as a workbook with live formulas, whose
//! numbers lead back to the [`desk`].

pub mod plan;
pub mod store;
pub mod content;
pub mod poor;
pub mod actions;
pub mod words;
pub mod numbers;
pub mod leaf;
pub mod photos;
pub mod pdf;
pub mod desk;
pub mod book;
pub mod http;
