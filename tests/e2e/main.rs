//! Stories: several phones, one server, real HTTP.

#![cfg(test)]

mod kerb_to_closed;
mod cut_lines;
mod one_bad_record;
mod two_phones;
mod tls;
mod board;
mod commands;
mod people;
