//! What the screen is told. Texts come in Chinese and English where the core knows both; the screen picks.

use serde::{Deserialize, Serialize};
use shared::api::assessment::AssessedCases;
use shared::api::session::AccountFacts;
use shared::case::{GoesOn, State};
use shared::evidence::PhotoRole;
use shared::grid::matched::Match;
use shared::ids::{CaseId, CaseNo, GridCode, OperationId, PhotoId, TaskId, UnitId};
use shared::place::fix::Fix;
use shared::refusal::Code;
use shared::task::{TaskKind, TaskResult, TaskState};
use shared::time::Instant;

use crate::announcement::AnnouncementCard;
use crate::aside::AsideCard;
use crate::assessment::AssessmentSheet;
use crate::base_map::{BaseMapCard, BaseMapFetching};
use crate::board::BoardSheet;
use crate::category::CategoryCard;
use crate::diagnostics::DiagnosticsFile;
use crate::directory::DirectoryCard;
use crate::draft::Drafts;
use crate::leaving::Leaving;
use crate::lock::{Lock, PinCard};
use crate::map::{Outline, Road};
use crate::near::NearCase;
use crate::order::OrderCard;
use crate::picker::PickerCard;
use crate::rescue::Rescue;
use crate::room::Room;
use crate::sheet::{MapGround, MapSheet};
use crate::shift::ShiftCard;
use crate::shots::{BeforeShot, ClipCard};
use crate::status::Status;
use crate::storage::Storage;
use crate::tasks::TasksPage;
use crate::today::{CasesPage, TodayCard};
use crate::track::{ShiftSheet, Walked};

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
///
/// Tagged from outside, like all that is told: any other tagging makes serde read every type in it in two ways, and the
/// page would carry both.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    Status(Box<Status>),
    /// One operation that was set aside, to be corrected.
    Aside(Box<AsideCard>),
    /// What of a day has arrived.
    ShiftReceipt(Box<ShiftCard>),
    /// A rescue file is written.
    Rescue(Rescue),
    /// There is room for another shot.
    Room(Room),
    /// The shot is gone.
    Dropped,
    /// What the picker shows before anything is typed.
    Picker(Box<PickerCard>),
    /// What the first page shows.
    Today(Box<TodayCard>),
    /// A page of the own cases.
    CasesPage(Box<CasesPage>),
    /// What the desk told.
    Announcements(Vec<AnnouncementCard>),
    /// Whom to call.
    Directory(Box<DirectoryCard>),
    /// The base maps that the city offers.
    BaseMaps(Vec<BaseMapCard>),
    /// How base maps come to this phone.
    BaseMapFetching(BaseMapFetching),
    /// What a code says; none was found in the picture.
    Code(Option<String>),
    /// How this phone is locked.
    Pin(PinCard),
    /// What stands against signing out.
    Leaving(Leaving),
    /// How much room everything takes.
    Storage(Storage),
    /// A diagnostics file is written.
    Diagnostics(DiagnosticsFile),
    /// A supervisor's area as it is last known.
    Board(Box<BoardSheet>),
    /// What is being filled in is in the store as it is now.
    Kept,
    /// What was being filled in, and where.
    Drafts(Drafts),
    /// What became of a position for the track.
    Walked(Walked),
    /// A shift and its day.
    Shift(Box<ShiftSheet>),
    /// What stands on the big map.
    MapSheet(Box<MapSheet>),
    /// The ground of the big map.
    MapGround(MapGround),
    /// A page of the tasks.
    TasksPage(Box<TasksPage>),
    /// What the desk asks of whoever has this phone, the newest first.
    Orders(Vec<OrderCard>),
    /// How a person's area did, as it is last known.
    Assessment(Box<AssessmentSheet>),
    /// The cases behind a number.
    AssessedCases(Box<AssessedCases>),
    /// The name of the file that the phone's camera app is to write.
    CameraFile(String),
}

/// What this device is and who is signed in.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
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
    /// What happened to this phone and the person has not seen yet: `database_rebuilt`, `records_recovered`, `new_device`,
    /// `wiped`, `photo_found`, `photo_found_apart`, `photo_lost`.
    #[serde(default)]
    pub notices: Vec<Warning>,
    /// Since when the person is on shift, by their own word.
    #[serde(default)]
    pub on_shift: Option<Instant>,
    /// Photos may come from an album or a file here.
    #[serde(default)]
    pub album: bool,
    /// In a training city a place to start from without a receiver: the middle of the first duty grid. None elsewhere.
    pub home: Option<Fix>,
    /// Whether a PIN stands before all of this.
    #[serde(default)]
    pub lock: Lock,
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
    /// Where the duty grid of the place ends, as lines for the small map.
    #[serde(default)]
    pub duty: Vec<Vec<[f64; 2]>>,
    /// The named roads around, for the small map.
    #[serde(default)]
    pub roads: Vec<Road>,
    /// Cases of the same category that were reported near by not long ago, the nearest first: perhaps the same problem.
    #[serde(default)]
    pub look_alikes: Vec<NearCase>,
    /// Where a shot of the draft was taken, when that is away from the place: perhaps the report belongs there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photographed_at: Option<Fix>,
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
    /// Stable: `outside_packs`, `look_alike`, `near_boundary`, `nearest_grid`, `boundary_remark`, `unit_overlap`, `unit_gap`,
    /// `provisional_deadline`; of a report's place `far_from_case`; of what a person wrote `number_masked`; of a rescue file `originals_left_out`,
    /// `photos_unreadable`; of a photo `no_font`, `implausible_place`, `small_photo`, `dark_photo`, `blurred_photo`, and the
    /// words of [`shared::evidence::verdict::Finding`].
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
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
    /// How long a video or voice clip lasts, milliseconds.
    #[serde(default)]
    pub clip_ms: Option<u64>,
}

/// A report is saved on this phone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Saved {
    /// The case.
    pub case: CaseId,
    /// The grid the phone found.
    pub grid: Option<GridCode>,
    /// District, street, community and grid in words.
    #[serde(default)]
    pub place: String,
    /// The unit the phone found.
    pub unit: Option<UnitCard>,
    /// The estimated deadline.
    pub deadline: Option<Instant>,
    /// What to mind.
    pub warnings: Vec<Warning>,
}

/// Where a case or an answer is, in honest words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// The same in English.
    #[serde(default)]
    pub condition_en: String,
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
    /// It is the same problem as another case, which goes on: its number, and how it ended.
    #[serde(default)]
    pub goes_on: Option<GoesOn>,
    /// Where it is.
    pub whereabouts: Whereabouts,
    /// Its shots.
    pub photos: Vec<PhotoId>,
    /// Those of them that are clips taken here.
    #[serde(default)]
    pub clips: Vec<ClipCard>,
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
    /// The same in English.
    #[serde(default)]
    pub condition_en: String,
    /// What counts as solved.
    pub closing: String,
    /// The same in English.
    #[serde(default)]
    pub closing_en: String,
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
    /// The same, each with how it was taken as far as this phone knows.
    #[serde(default)]
    pub before_shots: Vec<BeforeShot>,
    /// The unit's own after photos, by SHA-256; those that are readable offline now.
    pub after: Vec<String>,
    /// What to mind of the answer that was saved just now; nothing at any other time.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// Shots for an answer that was begun and never saved; told of one task, not in lists.
    #[serde(default)]
    pub drafts: Vec<PhotoCard>,
}
