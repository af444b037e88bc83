//! The devices of the board with what was made of them, kept in order while news comes in.
//!
//! Plain data without a page: thousands of rows, of which a word from the field changes a few.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::api::devices::{DeviceBoard, DeviceNews, DeviceRow};
use shared::ids::{DeviceId, Sha256};
use shared::standing::{Judged, is_older, newest_version};
use shared::time::Instant;

/// When more rows changed, putting all in order anew is quicker than finding each one's place.
const MOST_PLACED: usize = 64;

/// A judged row that many hold; it is another one as soon as anything of it is.
#[derive(Clone, Debug)]
pub struct Line {
    judged: Arc<Judged>,
    /// No two lines have the same.
    number: u64,
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Line {
    /// Returns the row with what was made of it.
    pub fn judged(&self) -> &Judged {
        &self.judged
    }

    /// Returns the row.
    pub fn row(&self) -> &DeviceRow {
        &self.judged.row
    }

    /// Returns what no other line is known by, nor this device's next one.
    pub fn key(&self) -> String {
        self.number.to_string()
    }
}

/// All rows, what needs a call first.
#[derive(Default)]
pub struct Rows {
    ordered: Vec<Line>,
    catalogue: Option<Sha256>,
    newest: String,
    made: u64,
    /// When all of them were judged; what news brings is judged by itself alone.
    judged_all_at: Option<Instant>,
}

impl Rows {
    /// Returns the rows in their order.
    pub fn ordered(&self) -> &[Line] {
        &self.ordered
    }

    /// Says whether it was before a moment that all rows were judged; of none, nothing is to be judged.
    pub fn were_judged_before(&self, moment: Instant) -> bool {
        self.judged_all_at.is_some_and(|at| at < moment)
    }

    /// Begins with a whole board.
    pub fn begin(&mut self, board: DeviceBoard) {
        self.begin_with(board.devices, board.catalogue, board.time);
    }

    /// Takes in what happened since.
    pub fn take(&mut self, news: DeviceNews) {
        if news.whole {
            self.begin_with(news.devices, news.catalogue, news.time);
            return;
        }
        let newest = newest_version(news.devices.iter().map(|row| row.heartbeat.app_version.as_str()));
        let has_newer = is_older(&self.newest, &newest);
        let changed: BTreeSet<DeviceId> = news.devices.iter().map(|row| row.device).collect();
        self.ordered.retain(|line| !changed.contains(&line.row().device));
        // What the others should have is another thing now: all are judged by it.
        if has_newer || news.catalogue != self.catalogue {
            let kept = std::mem::take(&mut self.ordered).into_iter().map(|line| line.row().clone());
            let all = kept.chain(news.devices).collect();
            self.begin_with(all, news.catalogue, news.time);
            return;
        }
        let is_few = news.devices.len() <= MOST_PLACED;
        for row in news.devices {
            let line = self.judge(row, news.time);
            if is_few {
                let place = self.ordered.partition_point(|other| other.judged.before(&line.judged).is_lt());
                self.ordered.insert(place, line);
            } else {
                self.ordered.push(line);
            }
        }
        if !is_few {
            self.sort();
        }
    }

    /// Lets devices go.
    pub fn let_go(&mut self, gone: &[DeviceId]) {
        self.ordered.retain(|line| !gone.contains(&line.row().device));
    }

    /// Judges all rows by a later moment: silence grows without a word from anybody. Says whether any is another now.
    pub fn judge_again(&mut self, now: Instant) -> bool {
        self.judged_all_at = Some(now);
        let mut is_other = false;
        for line in std::mem::take(&mut self.ordered) {
            let again = Judged::of(line.row().clone(), now, self.catalogue.as_ref(), &self.newest);
            if again.standing == line.judged.standing {
                self.ordered.push(line);
            } else {
                is_other = true;
                let line = self.line(again);
                self.ordered.push(line);
            }
        }
        if is_other {
            self.sort();
        }
        is_other
    }

    fn begin_with(&mut self, devices: Vec<DeviceRow>, catalogue: Option<Sha256>, now: Instant) {
        // One row for a device, whatever came twice on the way.
        let devices: BTreeMap<DeviceId, DeviceRow> = devices.into_iter().map(|row| (row.device, row)).collect();
        self.newest = newest_version(devices.values().map(|row| row.heartbeat.app_version.as_str()));
        self.catalogue = catalogue;
        self.judged_all_at = Some(now);
        self.ordered = Vec::with_capacity(devices.len());
        for row in devices.into_values() {
            let line = self.judge(row, now);
            self.ordered.push(line);
        }
        self.sort();
    }

    fn judge(&mut self, row: DeviceRow, now: Instant) -> Line {
        let judged = Judged::of(row, now, self.catalogue.as_ref(), &self.newest);
        self.line(judged)
    }

    fn line(&mut self, judged: Judged) -> Line {
        self.made = self.made.wrapping_add(1);
        Line { judged: Arc::new(judged), number: self.made }
    }

    fn sort(&mut self) {
        self.ordered.sort_by(|one, other| one.judged.before(&other.judged));
    }
}

#[cfg(test)]
mod tests {
    use shared::account::Role;
    use shared::api::devices::{DeviceBoard, DeviceNews, DeviceRow};
    use shared::ids::DeviceId;
    use shared::standing::judge_all;
    use shared::sync::hello::Heartbeat;
    use shared::time::Instant;

    use super::Rows;

    const NOW: Instant = Instant::from_ms(1_764_000_000_000);

    fn row(number: u128, seen_minutes_ago: i64, version: &str) -> DeviceRow {
        DeviceRow {
            device: DeviceId(uuid::Uuid::from_u128(number)),
            user: format!("u{number}").parse().unwrap(),
            name: "王".to_owned(),
            role: Role::Collector,
            jurisdiction: "610112".parse().unwrap(),
            jurisdiction_name: String::new(),
            grids: Vec::new(),
            enrolled_at: NOW,
            last_seen_at: Some(NOW.plus_ms(-seen_minutes_ago * 60_000)),
            last_complete_at: None,
            clock_skew_ms: None,
            heartbeat: Heartbeat { app_version: version.to_owned(), ..Heartbeat::default() },
            photos_total: 0,
            photos_received: 0,
            operations: 0,
            operations_refused: 0,
            revoked_at: None,
            scope_version: 1,
            scope_held: 1,
            shift_began_at: None,
            shift_ended_at: None,
            orders_open: 0,
        }
    }

    fn board(devices: Vec<DeviceRow>) -> DeviceBoard {
        DeviceBoard { time: NOW, catalogue: None, devices, mark: None, packs: Vec::new() }
    }

    fn news(devices: Vec<DeviceRow>) -> DeviceNews {
        DeviceNews { time: NOW, whole: false, catalogue: None, packs: Vec::new(), devices }
    }

    /// What was taken in bit by bit stands as if it had come at once.
    #[track_caller]
    fn check(rows: &Rows, devices: Vec<DeviceRow>) {
        let expected: Vec<_> = judge_all(&board(devices));
        let found: Vec<_> = rows.ordered().iter().map(|line| line.judged().clone()).collect();
        assert_eq!(found, expected);
    }

    fn many() -> Vec<DeviceRow> {
        (0..5_000).map(|number| row(number, (i64::try_from(number).unwrap() * 37) % 200, "1.0.0")).collect()
    }

    #[test]
    fn few_and_many_changed_rows_come_to_their_places() {
        for count in [1, 3, 64, 65, 900] {
            let (mut rows, mut all) = (Rows::default(), many());
            rows.begin(board(all.clone()));
            let changed: Vec<_> = (0..count).map(|number| row(number * 5, 500, "1.0.0")).collect();
            for other in &changed {
                *all.iter_mut().find(|row| row.device == other.device).unwrap() = other.clone();
            }
            rows.take(news(changed));
            check(&rows, all);
        }
    }

    #[test]
    fn a_newer_app_makes_all_others_old() {
        let mut rows = Rows::default();
        rows.begin(board(vec![row(1, 1, "1.0.0"), row(2, 1, "1.0.0")]));
        rows.take(news(vec![row(2, 1, "1.10.0"), row(3, 1, "1.9.0")]));
        check(&rows, vec![row(1, 1, "1.0.0"), row(2, 1, "1.10.0"), row(3, 1, "1.9.0")]);
    }

    #[test]
    fn silence_grows_by_itself_and_what_stays_as_it_was_is_the_same_line() {
        let mut rows = Rows::default();
        rows.begin(board(vec![row(1, 1, "1"), row(2, 110, "1")]));
        let before = rows.ordered().to_vec();
        assert!(!rows.judge_again(NOW));
        assert_eq!(rows.ordered(), before);
        assert!(rows.judge_again(NOW.plus_ms(11 * 60_000)));
        assert!(rows.ordered()[0] != before[0] && rows.ordered()[1] == before[1], "only one was silent for two hours");
        rows.let_go(&[row(2, 0, "").device]);
        assert_eq!(rows.ordered().len(), 1);
    }

    #[test]
    fn while_others_call_a_phone_that_does_not_is_judged_all_the_same() {
        let mut rows = Rows::default();
        assert!(!rows.were_judged_before(NOW), "nothing is here yet");
        rows.begin(board(vec![row(1, 1, "1"), row(2, 110, "1")]));
        for minute in 1..=11 {
            let time = NOW.plus_ms(minute * 60_000);
            rows.take(DeviceNews { time, ..news(vec![row(1, -minute, "1")]) });
            assert!(rows.were_judged_before(time), "one that called says nothing of the others");
        }
        let later = NOW.plus_ms(11 * 60_000);
        assert!(rows.judge_again(later) && !rows.were_judged_before(later));
        assert_eq!(rows.ordered()[0].row().device, row(2, 0, "").device, "it has been silent for two hours");
    }

    #[test]
    fn a_whole_board_takes_the_place_of_the_one_before() {
        let mut rows = Rows::default();
        rows.begin(board(many()));
        rows.take(DeviceNews { whole: true, ..news(vec![row(9, 1, "1.0.0")]) });
        check(&rows, vec![row(9, 1, "1.0.0")]);
    }
}
