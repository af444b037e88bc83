//! The collector's, inspector's and supervisor's phone: the screens, and nothing behind them.
//!
//! It asks the core through the shell ([`bridge`]) and knows no rule of its own beyond what `shared` says.
//! Start with [`app`], then [`pages`].
//!
//! Tests find parts by `data-test`; these names are kept:
//! - every screen: `screen-sign-in` `screen-today` `screen-tasks` `screen-report` `screen-picker` `screen-saved`
//!   `screen-cases` `screen-case` `screen-answer` `screen-mend` `screen-sync` `screen-me`; `training` `offline` `not-ready` `empty`
//!   `failed` `retry` `waiting` `back` `phone-status`; tabs `tab-today` `tab-tasks` `tab-report` `tab-cases` `tab-sync`
//! - sign-in: `server` `user` `password` `sign-in` `signing-in` `sign-in-failed` `what-is-kept` `language`
//! - today and me: `me` `go-tasks` `go-cases` `no-open-tasks` `sign-out` `sign-out-failed`
//! - report: `camera-near` `camera-far` `camera-reference` (buttons that open the view, else file inputs) `no-camera`
//!   `from-album`; `taken` (`data-role`) `drop-photo` `play-clip` `player` `photo-warning` `take-again` `photo-failed`;
//!   file inputs `clip-video` `clip-voice`, or `record-voice`; `photo-count` `capture-hint` `number-hint`
//!   `number-masked`; `simulated-place` with `fix-good` `fix-mock` `fix-jumpy` `fix-stale` `fix-far` `fix-heading`
//!   `fix-uncertain`; `choose-category` `chosen-category` (`data-code`) `change-category` `condition` (`data-no`)
//!   `look-alike`; `place` `mini-map` `grid` (`data-grid`) `unit` `due` `accuracy` `pointed` `warning` `remark`
//!   `edit-place` `address` `lon` `lat` `use-place` `my-place` `preview-failed`; `note` `lacking` `save` `save-failed`;
//!   `saved` (`data-case`) `saved-grid` (`data-grid`) `saved-unit` `saved-deadline` `see-case` `report-another`
//! - picker: `category-search` `category` (`data-code`, `data-key`)
//! - cases: `case` (`data-case`) `whereabouts` `filter-all` `filter-only-here` `filter-underway` `filter-arrived`
//!   `filter-sent-back`; one case: `case-no` `state` (`data-state`) `photos-received` `mend`;
//!   a report that came back: `mend-why` `mend-send` `resend`
//! - tasks: `task` (`data-task`, `data-kind`, `data-state`) `time-left` `task-whereabouts` `order-time`
//!   `order-distance`; the view: `camera-view` `camera-cancel` `camera-lamp` `camera-before` `camera-next-before`
//!   `camera-fade` `camera-distance` `camera-turn` `camera-heading` `camera-shutter`; answering: `camera-task`,
//!   `show-before` `before-after` `photo-now` `compare-beside`
//!   `compare-overlay` `fade` `from-the-spot` `answer-note` `needs-photo` `answer-exists` `answer-absent`
//!   `answer-unable` `answer-pass` `answer-fail` `answer-failed` `answered` `answer-whereabouts` `answer-sent-back`
//! - sync: `sync-now` `sync-failed` `last-contact` `last-error` `still-here` `count-operations` (cases)
//!   `count-answers` `count-photos` `count-set-aside` `doing` `all-arrived` `underway` `arrived` `set-aside`
//!   (`data-code`) `set-aside-why` `set-aside-detail` `mend`; `rescue` `rescue-write` `rescue-written`
//!   (`data-operations`, `data-photos`) `rescue-warning` `rescue-failed`
//! - what happened to the phone, on today and sign-in: `notices` `notice` `notices-seen`; of a case `earlier-no`

mod text;
mod state;
mod bridge;
mod place;
mod reading;
mod simulation;
mod heard;
mod frame;
mod camera;
mod clip;
mod fetch;
mod whereabouts;
mod layout;
mod pages;
mod app;

fn main() {
    leptos::mount::mount_to_body(app::Root);
}
