//! How a device fared: its contacts as points of a line, thinned to what a screen shows, and where it stopped.

use shared::api::devices::{DeviceHistory, HistoryPoint};
use shared::ids::DeviceId;
use shared::time::Instant;

use super::store::Beat;

/// An hour.
pub const HOUR_MS: i64 = 3_600_000;
/// The most points that are told.
const MOST: usize = 300;
/// Without a word for so long, the line has a gap.
const GAP_MS: i64 = 30 * 60_000;
/// What waits for longer without getting less has stopped.
const STOPPED_MS: i64 = HOUR_MS;

/// Returns the history that some heartbeats make, the oldest first.
pub fn of(device: DeviceId, beats: &[Beat], from: Instant, until: Instant) -> DeviceHistory {
    let points = points(beats);
    DeviceHistory {
        device,
        from,
        until,
        contacts: u64::try_from(points.len()).unwrap_or(u64::MAX),
        stopped_at: stopped_at(&points, until),
        points: thinned(points, from, until),
    }
}

fn points(beats: &[Beat]) -> Vec<HistoryPoint> {
    let mut before: Option<Instant> = None;
    let point = |beat: &Beat| {
        let after_gap = before.is_some_and(|before| beat.at.since(before) > GAP_MS);
        before = Some(beat.at);
        HistoryPoint {
            at: beat.at,
            after_gap,
            operations: beat.said.waiting_operations,
            photos: beat.said.waiting_photos,
            battery_percent: beat.said.battery_percent,
            free_disk_bytes: beat.said.free_disk_bytes,
            clock_skew_ms: beat.clock_skew_ms,
            error: beat.said.last_error.clone(),
        }
    };
    beats.iter().map(point).collect()
}

/// Returns since when there is no word; or, where there is, since when nothing that waits has become less.
fn stopped_at(points: &[HistoryPoint], until: Instant) -> Option<Instant> {
    let last = points.last()?;
    if until.since(last.at) > GAP_MS {
        return Some(last.at);
    }
    let waits = |point: &HistoryPoint| point.operations.saturating_add(point.photos);
    let (mut since, mut least) = (last.at, waits(last));
    if least == 0 {
        return None;
    }
    for point in points.iter().rev() {
        let here = waits(point);
        // Going back, there never was more: with each contact as much waited, or more did.
        if here == 0 || here > least {
            break;
        }
        (since, least) = (point.at, here);
    }
    (until.since(since) > STOPPED_MS).then_some(since)
}

/// Keeps the last point of each of as many spans of equal length as can be told; a gap in a span stays one.
fn thinned(points: Vec<HistoryPoint>, from: Instant, until: Instant) -> Vec<HistoryPoint> {
    if points.len() <= MOST {
        return points;
    }
    let spans = i64::try_from(MOST).unwrap_or(i64::MAX);
    let length_ms = until.since(from).max(1);
    let span = |at: Instant| at.since(from).saturating_mul(spans).checked_div(length_ms).unwrap_or(0).min(spans - 1);
    let mut kept: Vec<HistoryPoint> = Vec::with_capacity(MOST);
    for point in points {
        match kept.last_mut() {
            Some(last) if span(last.at) == span(point.at) => {
                let after_gap = last.after_gap || point.after_gap;
                // An error that was told in the span is not lost with its contact.
                let error = point.error.clone().or_else(|| last.error.take());
                *last = HistoryPoint { after_gap, error, ..point };
            }
            Some(_) | None => kept.push(point),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use shared::sync::hello::Heartbeat;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Beat, HOUR_MS, of};

    const NOON: Instant = Instant::from_ms(1_764_000_000_000);
    const MINUTE_MS: i64 = 60_000;

    fn beat(minute: i64, waiting: u64) -> Beat {
        let said = Heartbeat { waiting_operations: waiting, ..Heartbeat::default() };
        Beat { at: NOON.plus_ms(minute * MINUTE_MS), clock_skew_ms: None, said }
    }

    #[track_caller]
    fn check(beats: &[(i64, u64)], until: i64, stopped: Option<i64>) {
        let beats: Vec<Beat> = beats.iter().map(|(minute, waiting)| beat(*minute, *waiting)).collect();
        let history = of(shared::ids::DeviceId(Uuid::nil()), &beats, NOON, NOON.plus_ms(until * MINUTE_MS));
        assert_eq!(history.stopped_at, stopped.map(|minute| NOON.plus_ms(minute * MINUTE_MS)));
    }

    #[test]
    fn it_stopped_where_the_last_word_came_or_where_nothing_became_less() {
        check(&[], 60, None);
        check(&[(0, 0), (5, 2)], 36, Some(5));
        check(&[(0, 0), (20, 0), (40, 0), (60, 0)], 61, None);
        check(&[(0, 3), (20, 0), (40, 2), (60, 2), (80, 5), (100, 5)], 101, Some(40));
        check(&[(0, 9), (20, 5), (40, 4), (60, 3), (80, 2), (100, 1)], 101, None);
        check(&[(50, 2), (70, 2), (100, 2)], 101, None);
    }

    #[test]
    fn a_long_silence_is_a_gap() {
        let beats = [beat(0, 0), beat(30, 0), beat(61, 0)];
        let history = of(shared::ids::DeviceId(Uuid::nil()), &beats, NOON, NOON.plus_ms(2 * HOUR_MS));
        assert_eq!(history.points.iter().map(|point| point.after_gap).collect::<Vec<_>>(), [false, false, true]);
    }

    #[test]
    fn a_thousand_contacts_are_told_as_three_hundred_with_their_gaps_and_errors() {
        let mut beats: Vec<Beat> = (0..1_000).map(|minute| beat(minute, u64::try_from(minute).unwrap())).collect();
        beats[500].said.last_error = Some("device_full".to_owned());
        beats.drain(100..140);
        let history = of(shared::ids::DeviceId(Uuid::nil()), &beats, NOON, NOON.plus_ms(1_000 * MINUTE_MS));
        assert_eq!(history.contacts, 960);
        assert!((250..=300).contains(&history.points.len()), "{}", history.points.len());
        assert_eq!(history.points.iter().filter(|point| point.after_gap).count(), 1);
        assert_eq!(history.points.iter().filter(|point| point.error.is_some()).count(), 1);
        assert_eq!(history.points.last().unwrap().operations, 999);
        assert!(history.points.is_sorted_by_key(|point| point.at));
    }
}
