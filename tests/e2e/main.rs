//! Stories: several phones, one server, real HTTP.

#![cfg(test)]

mod kerb_to_closed;
mod cut_lines;
mod one_bad_record;
mod two_phones;
mod both_sides;
mod scopes;
mod clocks;
mod shift;
mod nudge;
mod people;
