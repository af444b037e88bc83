//! Stories: several phones, one server, real HTTP.

#![cfg(test)]

mod kerb_to_closed;
mod cut_lines;
mod one_bad_record;
mod two_phones;
mod rescue_file;
mod broken_phone;
mod full_disk;
mod restored_server;
mod people;
