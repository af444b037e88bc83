//! The headings of a table: what a column is, by which day, and in which order it puts the rows when it is pressed.

use leptos::prelude::*;
use shared::assessment::Subject;

use super::Look;
use crate::assessment::asked::href;
use crate::assessment::column::{Column, Order};
use crate::assessment::text::{self, pages as words};
use crate::section::Address;
use crate::text::say;

/// Draws them.
pub fn head(columns: &'static [Column], by: Subject, look: Look) -> AnyView {
    let heads = columns.iter().map(|column| one(*column, look)).collect_view();
    view! {
        <div role="rowgroup" class="assess-head">
            <div role="row" class="assess-cells" aria-rowindex="1">
                <span role="columnheader" class="assess-name">{say(text::subject(by))}</span>
                {heads}
            </div>
        </div>
    }
    .into_any()
}

fn one(column: Column, look: Look) -> AnyView {
    let Look { address, order, .. } = look;
    let sorted = move || match order.get() {
        Order { by: Some(by), rising: true } if by == column => "ascending",
        Order { by: Some(by), rising: false } if by == column => "descending",
        Order { .. } => "none",
    };
    let mark = move || match sorted() {
        "ascending" => " ↑",
        "descending" => " ↓",
        _ => "",
    };
    let to = move || href(&ordered(address.get(), order.get().pressed(column)));
    view! {
        <span role="columnheader" class="right" aria-sort=sorted data-test="column" data-column=column.word()>
            <a href=to data-test="sort" title=format!("{} · {}", say(column.means()), say(words::SORT))>
                {say(column.name())}{mark}
            </a>
            <small>{say(text::basis(column.basis()))}</small>
        </span>
    }
    .into_any()
}

/// Writes an order into an address.
fn ordered(address: Address, order: Order) -> Address {
    let word = order.by.map(Column::word).unwrap_or_default();
    address.with("sort", &word).with("order", if order.by.is_some() && order.rising { "up" } else { "" })
}

#[cfg(test)]
mod tests {
    use shared::assessment::Rate;

    use super::{Column, Order, ordered};
    use crate::section::Address;

    #[test]
    fn an_order_stands_in_the_address_and_leaves_it_again() {
        let column = Column::Rate(Rate::Inst);
        let columns = [column];
        let read = |address: &Address| Order::read(address.get("sort"), address.get("order"), &columns);
        for order in [Order { by: Some(column), rising: false }, Order { by: Some(column), rising: true }] {
            assert_eq!(read(&ordered(Address::default(), order)), order);
        }
        let sorted = ordered(Address::default(), Order { by: Some(column), rising: true });
        assert_eq!(ordered(sorted, Order::default()), Address::default());
    }
}
