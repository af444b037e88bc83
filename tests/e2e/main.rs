//! Stories: several phones, one server, real HTTP.

#![cfg(test)]

mod kerb_to_closed;
mod branches;
mod cut_lines;
mod one_bad_record;
mod mended;
mod two_phones;
mod originals;
mod stuck_line;
mod tls;
mod board;
mod commands;
mod scripted;
mod faulty_line;
mod both_sides;
mod scopes;
mod restored;
mod several;
mod clocks;
mod shift;
mod nudge;
mod rescue_file;
mod broken_phone;
mod full_disk;
mod restored_server;
mod areas;
mod changeover;
mod forged;
mod people;
mod picker;
mod announcements;
mod directory;
mod base_map;
mod enrolment;
mod supervisor;
mod drafts;
mod track;
mod orders;
mod blind_check;
