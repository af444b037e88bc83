//! Do rows of different tables say the same? Pure: rows in, sentences out.
//!
//! The sentences are read on and passed on by people who are not told of blind checks: none says what somebody answered, and
//! none that a check was blind.

use std::collections::{BTreeMap, BTreeSet};

use shared::case::Case;
use shared::channel::Channel;
use shared::evidence::chain::{Link, judge};
use shared::evidence::manifest::{FileFacts, Manifest, SignedManifest};
use shared::ids::{CaseId, DeviceId, Sha256};
use shared::sync::operation::{Act, Operation};
use shared::sync::push::OutcomeKind;
use shared::task::TaskState;

use super::store::{CaseRow, FileRow, OperationRow, PhotoRow, TaskRow};

/// Every case has the operation that made it, every operation its case, and no number was given twice on a device.
pub fn operations(operations: &[OperationRow], cases: &[CaseRow], problems: &mut Vec<String>) {
    let known: BTreeSet<CaseId> = cases.iter().map(|row| row.case.id).collect();
    let mut reported: BTreeMap<CaseId, u32> = BTreeMap::new();
    let mut numbers: BTreeSet<(DeviceId, i64)> = BTreeSet::new();
    for row in operations {
        let OperationRow { id, outcome, .. } = row;
        if outcome.id != *id || outcome.result.as_str() != row.result {
            problems.push(format!("operation {id}: its outcome is not what its row says"));
        }
        if !numbers.insert((row.device, row.sequence)) {
            problems.push(format!("operation {id}: number {} of device {} comes twice", row.sequence, row.device));
        }
        let act = serde_json::from_str::<Operation>(&row.body).ok().map(|operation| Kind::of(&operation.act));
        match outcome.case {
            Some(case) if !known.contains(&case) => problems.push(format!("operation {id}: case {case} is not there")),
            None if matches!(outcome.result, OutcomeKind::Applied | OutcomeKind::Superseded)
                && act != Some(Kind::Shift) =>
            {
                problems.push(format!("operation {id}: it had its effect on no case"));
            }
            Some(_) | None => {}
        }
        if let (true, OutcomeKind::Applied, Some(case)) = (act == Some(Kind::Report), outcome.result, outcome.case) {
            *reported.entry(case).or_default() += 1;
        }
    }
    for Case { id, .. } in cases.iter().map(|row| &row.case).filter(|case| case.channel == Channel::Collector) {
        match reported.get(id) {
            Some(1) => {}
            None => problems.push(format!("case {id}: no operation reported it")),
            Some(times) => problems.push(format!("case {id}: {times} operations reported it")),
        }
    }
}

/// What an operation is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Report,
    Answer,
    Shift,
}

impl Kind {
    fn of(act: &Act) -> Self {
        match act {
            Act::Report(_) => Self::Report,
            Act::Answer(_) => Self::Answer,
            Act::Shift(_) => Self::Shift,
        }
    }
}

/// Every signed shot is in its case with the same receipt, its files are there in their sizes, and the chain of each device
/// is what its manifests say. Returns how many places of the chains have no shot here: photos that were never handed in.
pub fn photos(photos: &[PhotoRow], cases: &[CaseRow], files: &[FileRow], problems: &mut Vec<String>) -> u64 {
    let by_id: BTreeMap<CaseId, &Case> = cases.iter().map(|row| (row.case.id, &row.case)).collect();
    let sizes: BTreeMap<&Sha256, i64> = files.iter().map(|file| (&file.sha256, file.size_bytes)).collect();
    for row in photos {
        let PhotoRow { id, .. } = row;
        let shown = by_id.get(&row.case).and_then(|case| case.photos.iter().find(|photo| photo.photo == Some(*id)));
        match shown {
            None if row.is_blind => {}
            None => problems.push(format!("photo {id}: case {} does not show it", row.case)),
            Some(_) if row.is_blind => {
                problems.push(format!("photo {id}: case {} shows it and must not", row.case));
            }
            Some(photo) if photo.received_at.is_some() != row.is_received => {
                problems.push(format!("photo {id}: case {} says something else of its receipt", row.case));
            }
            Some(_) => {}
        }
    }
    for (case, photo) in by_id.values().flat_map(|case| case.photos.iter().map(move |photo| (case.id, photo))) {
        if photo.received_at.is_some() && !sizes.contains_key(&photo.working) {
            problems.push(format!("case {case}: photo {} has its receipt and no file", photo.working));
        }
    }
    chains(photos, &sizes, problems)
}

struct Chained<'a> {
    row: &'a PhotoRow,
    manifest: Manifest,
    hash: Sha256,
}

fn chains(photos: &[PhotoRow], sizes: &BTreeMap<&Sha256, i64>, problems: &mut Vec<String>) -> u64 {
    let mut by_device: BTreeMap<DeviceId, BTreeMap<u64, Vec<Chained<'_>>>> = BTreeMap::new();
    for row in photos {
        let signed = SignedManifest { manifest: row.manifest.clone(), signature: row.signature.clone() };
        // One that cannot be read is told where signatures are verified.
        let Ok(bytes) = signed.bytes() else { continue };
        let Ok(manifest) = Manifest::decode(&bytes) else { continue };
        let is_other =
            |file: &FileFacts| sizes.get(&file.sha256).is_some_and(|size| u64::try_from(*size) != Ok(file.size_bytes));
        if row.is_received && is_other(&manifest.working) {
            problems.push(format!("photo {}: its file has another size than was signed", row.id));
        }
        if row.original_is_received && is_other(&manifest.original) {
            problems.push(format!("photo {}: its original has another size than was signed", row.id));
        }
        if row.original_is_received && !sizes.contains_key(&manifest.original.sha256) {
            problems.push(format!("photo {}: its original has its receipt and no file", row.id));
        }
        let hash = Sha256::of(&bytes);
        let places = by_device.entry(row.device).or_default();
        places.entry(manifest.index).or_default().push(Chained { row, manifest, hash });
    }
    for (device, places) in &by_device {
        for (place, shots) in places {
            if shots.len() > 1 {
                problems.push(format!("device {device}: its chain of photos forks at {place}"));
                continue;
            }
            for shot in shots {
                chain_of_one(shot, places, problems);
            }
        }
    }
    by_device.values().map(gaps).fold(0, u64::saturating_add)
}

/// Counts the places up to a device's last shot here that have none: it is on the phone still, or was taken away.
fn gaps(places: &BTreeMap<u64, Vec<Chained<'_>>>) -> u64 {
    let known = u64::try_from(places.len()).unwrap_or(u64::MAX);
    places.last_key_value().map_or(0, |(last, _)| last.saturating_sub(known))
}

fn chain_of_one(shot: &Chained<'_>, places: &BTreeMap<u64, Vec<Chained<'_>>>, problems: &mut Vec<String>) {
    let Chained { row, manifest, .. } = shot;
    let before = places.get(&manifest.index.saturating_sub(1)).map_or(&[] as &[_], Vec::as_slice);
    let named = before.iter().find(|other| Some(&other.hash) == manifest.previous.as_ref()).or(before.first());
    let link = judge(manifest.index, manifest.previous.as_ref(), named.map(|other| &other.hash));
    let word = match link {
        Link::Fits => "fits",
        Link::Waits => "waits",
        Link::Broken => "broken",
    };
    if row.link != word {
        problems.push(format!("photo {}: its place in the chain is {word} and its row says {}", row.id, row.link));
    }
    if link == Link::Broken {
        problems.push(format!("photo {}: it does not follow the photo before it on its device", row.id));
    }
}

/// A task stands where its list says, its case is there, and an open task is the one its case waits for; for a blind one
/// no case waits.
pub fn tasks(tasks: &[TaskRow], cases: &[CaseRow], problems: &mut Vec<String>) {
    let by_id: BTreeMap<CaseId, &Case> = cases.iter().map(|row| (row.case.id, &row.case)).collect();
    for TaskRow { task, state, is_blind } in tasks {
        if task.state.as_str() != state {
            problems.push(format!("task {}: its list says {state}, its row {}", task.id, task.state.as_str()));
        }
        match by_id.get(&task.case) {
            None => problems.push(format!("task {}: case {} is not there", task.id, task.case)),
            Some(case) if *is_blind && case.open_task == Some(task.id) => {
                problems.push(format!("task {}: case {} waits for it and must not", task.id, task.case));
            }
            Some(case) if !is_blind && task.state == TaskState::Open && case.open_task != Some(task.id) => {
                problems.push(format!("task {}: it is open and case {} does not wait for it", task.id, task.case));
            }
            Some(_) => {}
        }
    }
    let is_open = |row: &&TaskRow| row.task.state == TaskState::Open;
    let open: BTreeSet<_> = tasks.iter().filter(is_open).map(|row| row.task.id).collect();
    for case in by_id.values() {
        if case.open_task.is_some_and(|task| !open.contains(&task)) {
            problems.push(format!("case {}: it waits for a task that is not open", case.id));
        }
    }
}

/// The ledger that phones follow has every number up to its counter.
pub fn areas(areas: &[(String, i64, i64, i64)], problems: &mut Vec<String>) {
    for (area, value, newest, count) in areas {
        if value != newest || newest != count {
            problems.push(format!("area {area}: its counter stands at {value}, its ledger has {count} up to {newest}"));
        }
    }
}
