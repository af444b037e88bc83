//! The posts: what each person did in a time, and when they were there; every number opens what is behind it.
//!
//! `asked` is what the address asks for, `column` what a table of a post shows, `table` and `list` are the two pages. A
//! number of cases leads to the assessment's own list. The server sums; nothing is counted here.

pub mod text;
mod asked;
mod column;
mod table;
mod list;

use leptos::prelude::*;

use crate::section::Address;

/// The page; the address is that of the whole section.
pub fn page(address: Memo<Address>) -> AnyView {
    let is_list = Memo::new(move |_| address.with(|address| address.part(1) == Some("list")));
    (move || if is_list.get() { list::page(address) } else { table::page(address) }).into_any()
}
