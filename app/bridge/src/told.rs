//! What the screen is told. Texts come in Chinese and English where the core knows both; the screen picks.

use serde::{Deserialize, Serialize};
use shared::api::session::AccountFacts;
use shared::case::State;
use shared::catalogue::CategoryKey;
use shared::evidence::PhotoRole;
use shared::grid::matched::Match;
use shared::ids::{CaseId, CaseNo, GridCode, OperationId, PhotoId, TaskId, UnitId};
use shared::place::fix::Fix;
use shared::refusal::Code;
use shared::task::{TaskKind, TaskResult, TaskState};
use shared::time::Instant;

/// The answer to an ask.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It was done.
    Told(Box<Told>),
    /// It was not; nothing was lost.
    Failed(Failure),
}

/// Why an ask was not done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Failure {
    /// A stable code of [`shared::refusal::Code`], or `offline`, `storage`, `bug`.
    pub code: String,
    /// What happened and what to do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// What exactly was wrong, small print.
    pub detail: Option<String>,
}

/// What the screen is told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "told", content = "with", rename_all = "snake_case")]
pub enum Told {
    /// What this device is.
    Start(Start),
    /// Categories found.
    Categories(Vec<CategoryCard>),
    /// One category.
    Category(CategoryCard),
    /// The answer before the question.
    Preview(Preview),
    /// A shot is safely here.
    Photo(PhotoCard),
    /// A report is saved on this phone.
    Saved(Saved),
    /// Own cases.
    Cases(Vec<CaseCard>),
    /// One case.
    Case(Box<CaseCard>),
    /// Tasks.
    Tasks(Vec<TaskCard>),
    /// One task.
    Task(Box<TaskCard>),
    /// What is only here and what has arrived.
    Status(Status),
    /// A rescue file is written.
    Rescue(Rescue),
    /// There is room for another shot.
    Room(Room),
    /// The shot is gone.
    Dropped,
}

/// What this device is and who is signed in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Start {
    /// Who is signed in; nobody before the first sign-in.
    pub account: Option<AccountFacts>,
    /// The server it belongs to.
    pub server: Option<String>,
    /// The packs are here: the phone knows grids, units and limits offline.
    pub ready: bool,
    /// It is a training city; said on every screen.
    pub training: bool,
    /// The zone in which times are shown.
    pub zone: String,
    /// Version of the app.
    pub version: String,
    /// What happened to this phone and the person has not seen yet: `database_rebuilt`, `records_recovered`, `new_device`.
    #[serde(default)]
    pub notices: Vec<Warning>,
    /// A place to start from on a desk without a receiver: the middle of the first duty grid.
    pub home: Option<Fix>,
}

/// A category as the picker shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CategoryCard {
    /// Its identity.
    pub key: CategoryKey,
    /// Its code, as people say it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// The major class.
    pub major: String,
    /// The industry layer whose unit answers for it.
    pub layer: String,
    /// What to photograph and mind; empty when there is nothing to say.
    pub hint: String,
    /// Its filing conditions.
    pub conditions: Vec<ConditionCard>,
    /// Categories that are easily mistaken for it.
    pub look_alikes: Vec<LookAlike>,
}

/// A filing condition as the picker shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConditionCard {
    /// Its number in the category.
    pub number: u32,
    /// What must be true.
    pub text: String,
    /// The limit in Chinese, such as 4工作时.
    pub limit: String,
    /// The limit as `4 work_hour`.
    pub limit_code: String,
    /// The wording is ours, for training, until the city imports its own.
    pub training_text: bool,
}

/// A category that is easily mistaken for another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LookAlike {
    /// Its identity.
    pub key: CategoryKey,
    /// Its name.
    pub name: String,
}

/// What the phone knows of a place and, once picked, of a category there.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Preview {
    /// The unit grid.
    pub grid: Option<GridCode>,
    /// District, street, community and grid in words.
    pub place: String,
    /// How the point met the grid.
    pub grid_match: Match,
    /// The responsible unit, when the rule gives exactly one.
    pub unit: Option<UnitCard>,
    /// The candidates when it gives several.
    pub candidates: Vec<UnitCard>,
    /// The estimated deadline.
    pub due: Option<Instant>,
    /// The calendar does not reach that far.
    pub provisional: bool,
    /// The limit in Chinese.
    pub limit: String,
    /// Boundary remarks near by.
    pub remarks: Vec<String>,
    /// What to mind.
    pub warnings: Vec<Warning>,
    /// The grids around, for the small map; WGS-84.
    pub outlines: Vec<Outline>,
}

/// A responsible unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UnitCard {
    /// Its identity.
    pub id: UnitId,
    /// Its name.
    pub name: String,
}

/// Something to mind. Never blocks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Warning {
    /// Stable: `outside_packs`, `near_boundary`, `nearest_grid`, `boundary_remark`, `unit_overlap`, `unit_gap`,
    /// `provisional_deadline`; of a rescue file `originals_left_out`, `photos_unreadable`; of a photo `no_font`, `implausible_place`, `small_photo`, `dark_photo`.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A grid's outline for the small map.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Outline {
    /// The grid.
    pub grid: GridCode,
    /// It is the one the point lies in.
    pub chosen: bool,
    /// Its corners, `[lon, lat]`, closed.
    pub points: Vec<[f64; 2]>,
}

/// A shot that is safely on this phone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PhotoCard {
    /// The shot.
    pub photo: PhotoId,
    /// What it shows.
    pub role: PhotoRole,
    /// The case id of the draft it was taken for.
    pub draft: Option<CaseId>,
    /// When it was taken.
    pub taken_at: Instant,
    /// Bytes of the working copy.
    pub size_bytes: u64,
    /// What to mind.
    pub warnings: Vec<Warning>,
}

/// A report is saved on this phone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Saved {
    /// The case.
    pub case: CaseId,
    /// The grid the phone found.
    pub grid: Option<GridCode>,
    /// The unit the phone found.
    pub unit: Option<UnitCard>,
    /// The estimated deadline.
    pub deadline: Option<Instant>,
    /// What to mind.
    pub warnings: Vec<Warning>,
}

/// Where a case or an answer is, in honest words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "where", rename_all = "snake_case")]
pub enum Whereabouts {
    /// Only on this phone.
    OnlyHere,
    /// The server has the row; photos are still on their way.
    RowArrived,
    /// The server has it and every photo.
    Arrived,
    /// The server sent it back.
    SentBack {
        /// The stable code.
        code: Code,
        /// Why and what to do, in Chinese.
        zh: String,
        /// The same in English.
        en: String,
        /// To send it again.
        operation: OperationId,
    },
}

/// An own case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CaseCard {
    /// The case.
    pub case: CaseId,
    /// Its number, once the server gave one.
    pub case_no: Option<CaseNo>,
    /// The number that it had before, when a restored server gave it another.
    #[serde(default)]
    pub earlier_no: Option<CaseNo>,
    /// The category's name.
    pub name: String,
    /// The category's name in English.
    pub name_en: String,
    /// The category's code.
    pub code: String,
    /// The filing condition.
    pub condition: String,
    /// The address or the place in words.
    pub place: String,
    /// The grid.
    pub grid: Option<GridCode>,
    /// The responsible unit's name.
    pub unit: String,
    /// What the collector wrote.
    pub note: String,
    /// When it was saved.
    pub saved_at: Instant,
    /// The deadline: the server's once known, the estimate before.
    pub due: Option<Instant>,
    /// The deadline is still this phone's estimate.
    pub estimated: bool,
    /// Where the case stands, as far as this phone has heard; `None` while only here.
    pub state: Option<State>,
    /// Where it is.
    pub whereabouts: Whereabouts,
    /// Its shots.
    pub photos: Vec<PhotoId>,
    /// How many shots it has.
    pub photos_total: u64,
    /// Of these, receipted.
    pub photos_received: u64,
}

/// A task.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TaskCard {
    /// The task.
    pub task: TaskId,
    /// Verify or check.
    pub kind: TaskKind,
    /// The case it is about.
    pub case: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// The category's name.
    pub name: String,
    /// The category's name in English.
    pub name_en: String,
    /// The filing condition.
    pub condition: String,
    /// What counts as solved.
    pub closing: String,
    /// What to look for.
    pub requirement: String,
    /// The address or the place in words.
    pub place: String,
    /// Where to stand.
    pub fix: Fix,
    /// How far away, metres.
    pub distance_m: Option<f64>,
    /// In which direction, degrees clockwise from north.
    pub bearing_deg: Option<f64>,
    /// When it was sent.
    pub sent_at: Instant,
    /// When the answer is due.
    pub due: Instant,
    /// Where it stands.
    pub state: TaskState,
    /// The answer given on this phone or elsewhere.
    pub result: Option<TaskResult>,
    /// Where the answer is, once given here.
    pub whereabouts: Option<Whereabouts>,
    /// Working copies to compare with, by SHA-256; those that are readable offline now.
    pub before: Vec<String>,
    /// The unit's own after photos, by SHA-256; those that are readable offline now.
    pub after: Vec<String>,
}

/// What is only here and what has arrived.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Status {
    /// Operations that the server has not answered.
    pub unsent_operations: u64,
    /// When the oldest of them was made.
    pub oldest_unsent: Option<Instant>,
    /// Shots whose working copy has no receipt.
    pub photos_waiting: u64,
    /// Their bytes.
    pub waiting_bytes: u64,
    /// Operations the server sent back.
    pub set_aside: Vec<SetAside>,
    /// When the server last answered.
    pub last_contact: Option<Instant>,
    /// Why the last round ended early.
    pub last_error: Option<Failure>,
    /// A round is running.
    pub syncing: bool,
    /// What the running round is doing, in Chinese and English.
    pub doing: Option<(String, String)>,
    /// When the next round is tried by itself.
    pub next_try_at: Option<Instant>,
    /// What the last round did.
    pub last_round: Option<Round>,
    /// Everything is at the server: the phone can be put away.
    pub all_arrived: bool,
}

/// An operation that the server sent back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SetAside {
    /// The operation.
    pub operation: OperationId,
    /// What it was, such as 上报 · 暴露垃圾.
    pub title: String,
    /// The stable code.
    pub code: Code,
    /// Why and what to do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// Small print.
    pub detail: Option<String>,
    /// When it was made.
    pub made_at: Instant,
}

/// How much room there is before the camera opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Room {
    /// Bytes that are free, if that can be told.
    pub free_bytes: Option<u64>,
    /// About how many more shots fit; `None` when that cannot be told.
    pub shots_left: Option<u64>,
}

/// A rescue file that was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rescue {
    /// Where it lies, in words of this device.
    pub place: String,
    /// Its bytes.
    pub size_bytes: u64,
    /// Operations in it.
    pub operations: u64,
    /// Of these, those that the server sent back.
    pub set_aside: u64,
    /// Working copies in it.
    pub photos: u64,
    /// The camera's own files in it.
    pub originals: u64,
    /// Photo files that should be in it and could not be read.
    pub unreadable: u64,
    /// What to mind: `originals_left_out`, `photos_unreadable`.
    pub warnings: Vec<Warning>,
}

/// What a round of sync did. The fields of `xunge sync --json`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Round {
    /// Operations that got their outcome.
    pub pushed: u64,
    /// Changes applied.
    pub pulled: u64,
    /// Working copies receipted.
    pub photos_sent: u64,
    /// Bytes of requests.
    pub bytes_sent: u64,
    /// Bytes of replies.
    pub bytes_received: u64,
    /// Operations and photos that still wait.
    pub left: u64,
}
