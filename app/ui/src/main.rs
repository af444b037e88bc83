//! The collector's, inspector's and supervisor's phone: the screens, and nothing behind them.
//!
//! It asks the core through the shell ([`bridge`]) and knows no rule of its own beyond what `shared` says.
//! Start with [`app`], then [`pages`].
//!
//! Tests find parts by `data-test`; these names are kept:
//! - every screen: `screen-sign-in` `screen-today` `screen-tasks` `screen-report` `screen-picker` `screen-saved`
//!   `screen-cases` `screen-case` `screen-answer` `screen-mend` `screen-sync` `screen-me`; `training` `offline` `not-ready` `empty`
//!   `failed` `retry` `waiting` `back` `phone-status`; tabs `tab-today` `tab-tasks` `tab-report` `tab-map` `tab-sync`
//! - sign-in: `server` `user` `password` `sign-in` `signing-in` `sign-in-failed` `what-is-kept` `language`
//! - today and me: `me` `go-tasks` `go-cases` `today-board` `no-open-tasks` `sign-out` `sign-out-failed`
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
//! - lists that go on: `more`; the picker's: `last-used` `common-here` `most-used` `everything` `major` (`data-about`,
//!   `data-no`); on the report `look-alikes` with `look-alike` (`data-code`)
//! - a report in four taps, where the page can show a camera: `tab-report` `camera-shutter` `category` `save`; between
//!   them by itself `camera-view` and `screen-picker`; the button at the bottom else `take-photo` or `pick`; after the
//!   save `report-like`; `camera-again` where another app has the camera; `record-video` `film-view` `film-shutter`
//!   `film-time` `film-close` `film-again`
//! - drafts: `draft-not-kept` `shot-coming` `begun` `begun-go-on` `begun-not-read` `discard` `discard-asked`
//!   `discard-yes` `discard-no`
//! - the shift: `screen-shift` `mark-shift` `go-shift` `track-sign` `outside-sign` `outside-ask` `mark-anyway` `mark-not-now`
//!   `shift-failed` `shift-since` `began-in` `walked` (`data-metres`) `on-shift-for` (`data-minutes`) `walk-map` `coverage`
//!   (`data-duty`, `data-visited`, `data-total`) `day-figures` `day-reports` `day-arrived` `day-valid` `day-in-time` `day-late`
//!   `day-photos` `put-away` `shift-receipt` `not-put-away` `go-sync` `track-points-waiting`; `menu-shift`
//! - the link: `enrol-link` `enrol` `paste` `no-paste` `scan` `scan-view` `scan-says` `scan-close`; the PIN: `screen-lock` `pin` `unlock`
//!   `unlock-failed` `unlock-wait` `pin-forgotten` `pin-forgotten-words`
//! - settings: `menu-settings` `screen-settings` `language-zh` `language-en` `theme-…` `contrast-…` `text-…` `text-sample`
//!   `hand-…` `opens-on-today` `opens-on-camera` `pin-settings` `pin-set` `pin-change` `pin-remove` `pin-old` `pin-new`
//!   `pin-again` `pin-save` `pin-cancel` `pin-failed` `pin-done` `lock-after-…`; `storage` `storage-…` `storage-free`
//!   `clear` `nothing-to-clear`; `walk-again` `to-rescue` `diagnostics` `diagnostics-written` `about` `version`
//! - the first steps: `screen-welcome` `welcome-step` (`data-step`) `welcome-next` `welcome-skip` `welcome-practise`
//!   `nothing-counts`
//! - the way out: `sign-out` `sign-out-blocked` `sign-out-to-sync` `sign-out-drafts` `sign-out-set-aside` `what-stays`
//!   `sign-out-now` `stay` `sign-out-failed`
//! - what happened to the phone, on today and sign-in: `notices` `notice` `notices-seen`; of a case `earlier-no`
//! - what the desk tells: `screen-announcements` `announcement` (`data-announcement`, `data-read`) `announcement-open`
//!   `announcement-mark` `announcement-body` `read-failed`; on today `urgent-announcements` `urgent-announcement`; in the
//!   menu `menu-announcements` `unread-announcements` `menu-directory` `menu-hints`
//! - `screen-directory`: `directory-search` `directory-unit` (`data-unit`) `directory-person` (`data-name`) `call`
//!   (`data-number`); `screen-hints`: `capture-rules` `hint-search` `category-hint` (`data-code`); in the report `hints`
//! - base maps, from the menu (`menu-base-maps`): `screen-base-maps` `base-map` `base-map-standing` (`data-stands`:
//!   `offered`, `coming`, `ready`) `keep-base-map` `base-maps-over` `base-maps-unmetered` `base-maps-any_network`
//!   `base-map-failed`
//! - the map: `screen-map` `screen-tasks-on-map` `big-map` `map-find-me` `map-my-grids` `map-open-layers` `map-as-list`
//!   `map-as-map` `map-nowhere` `map-no-ground` `map-without`; the card `map-card` `map-card-head` `map-close`; things
//!   `map-thing` (`data-kind`) `map-distance`; the list `map-list` `map-kind` (`data-kind`); the panel `map-layers`
//!   `map-show-tasks` … `map-show-grids` … `map-base-plain` `map-base-own` `map-base-tianditu` `map-tianditu-offline`
//!   `map-layer-none` `map-layer-…` (an industry layer's code);
//!   `tasks-on-map` on the tasks; of a report `place-on-map`, then `screen-place-on-map` `map-place` (`data-grid`)
//!   `map-use-place`
//! - what the page costs: on the root element `data-receiver-seconds` `data-receiver-exact-seconds` (today's) `data-asks`
//!   (since the page was opened) `data-asks-a-minute`, each ten seconds; in the settings `spent-today`; of a position in the
//!   report `old-fix` `uncertain-fix`
//! - what the desk asks of whoever has the phone, on today and sync: `orders` `order` (`data-kind`, `data-order`)
//!   `order-note` `order-step` `order-dismiss` `order-failed`; the order to erase it: `wipe` (`data-unsent`)
//!   `wipe-reason` `wipe-stands` `wipe-sync` `wipe-failed`
//! - how the area did, from the menu (`menu-assessment`, `today-assessment`): `screen-assessment` `as-of` `assess-running`
//!   `assess-published` `none-published` `assess-rate` (`data-rate`) `assess-number` (`data-counter`) `assess-unit`
//!   (`data-unit`) `no-late-units` `assess-cases` `assess-case` (`data-case`) `assess-cases-failed` `assess-more`
//!   `assess-more-failed` `assess-old` `assess-again`
//! - why the page broke, where it did: on the root element `data-broke`

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
mod remembered;
mod opening;
mod whereabouts;
mod drafts;
mod beginning;
mod layout;
mod pages;
mod app;
mod more;
mod announcements;
mod directory;
mod hints;
mod track;
#[cfg(test)]
mod styles;
mod sight;
mod receiver;
mod looking;
mod orders;

fn main() {
    // Of a page that broke the console says else no more than that it did, and only to whoever listened by then.
    std::panic::set_hook(Box::new(|why| {
        let why = why.to_string();
        kit::remember::mark("data-broke", Some(&why));
        leptos::logging::error!("{why}");
    }));
    leptos::mount::mount_to_body(app::Root);
}
