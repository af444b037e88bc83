//! People (人员): accounts, the links that sign their devices in, their shifts, and who looked at what is personal.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Role;
use crate::ids::{AccountId, CaseId, DeviceId, JurisdictionId, TaskId, UnitId, UserName};
use crate::refusal::Code;
use crate::task::TaskKind;
use crate::time::Instant;

/// The longest name of a person, in characters.
pub const LONGEST_NAME: usize = 40;
/// So many duty grids may one person walk.
pub const MOST_GRIDS: usize = 100;
/// So many lines may be brought in at once.
pub const MOST_LINES: usize = 500;
/// An enrolment link is good for at most so many hours.
pub const MOST_HOURS: u32 = 7 * 24;

impl Role {
    /// Says whether people of this role walk duty grids.
    pub const fn walks(self) -> bool {
        matches!(self, Self::Collector | Self::Inspector)
    }

    /// Says whether people of this role act for a responsible unit.
    pub const fn is_of_unit(self) -> bool {
        matches!(self, Self::Unit | Self::Handler)
    }
}

/// `GET /api/v1/accounts`: those within the caller's reach, in the order of their user names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountList {
    /// The accounts.
    pub accounts: Vec<AccountRow>,
    /// What the next page comes behind; nothing on the last one.
    pub next: Option<String>,
}

/// An account in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountRow {
    /// The account.
    pub id: AccountId,
    /// What it signs in as.
    pub user: UserName,
    /// What people call them.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whom it works for.
    pub jurisdiction: JurisdictionId,
    /// That jurisdiction's name.
    pub jurisdiction_name: String,
    /// The responsible unit it acts for.
    pub unit: Option<UnitId>,
    /// That unit's name; empty without one.
    #[serde(default)]
    pub unit_name: String,
    /// The duty grids it walks: its planned duty.
    pub grids: Vec<String>,
    /// It may not sign in.
    pub disabled: bool,
    /// When it was made.
    pub made_at: Instant,
    /// How many devices it has that were not withdrawn.
    pub devices: u64,
    /// When it last signed in; never without it.
    pub signed_in_at: Option<Instant>,
    /// When one of its devices was last heard of.
    pub last_seen_at: Option<Instant>,
    /// Since when it is on shift; nothing when it is not.
    pub on_shift_since: Option<Instant>,
}

/// `GET /api/v1/accounts/{id}`: one account with all that belongs to it. That the caller looked is recorded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountFile {
    /// The account.
    pub account: AccountRow,
    /// Its devices, the newest first; those that were withdrawn too.
    pub devices: Vec<PersonDevice>,
    /// How many of its sessions are open.
    pub open_sessions: u64,
    /// Its shifts of the last two weeks, the newest first.
    pub shifts: Vec<ShiftSpan>,
    /// The tasks that wait for its answer, the most urgent first; at most fifty.
    pub tasks: Vec<HandedTask>,
    /// How many tasks of the last two weeks it has answered.
    pub tasks_answered: u64,
    /// How many cases it has reported in the last two weeks.
    pub cases_reported: u64,
    /// The links that still sign a device of it in.
    pub enrolments: Vec<OpenEnrolment>,
}

/// A device of somebody, and how it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PersonDevice {
    /// Which installation.
    pub device: DeviceId,
    /// When it was first signed in.
    pub enrolled_at: Instant,
    /// When the server last heard of it.
    pub last_seen_at: Option<Instant>,
    /// Operations that only the phone has, as it said last.
    pub waiting_operations: u64,
    /// Photos that only the phone has.
    pub waiting_photos: u64,
    /// The app on it; empty where it never said.
    pub app_version: String,
    /// What it runs on; empty where it never said.
    pub platform: String,
    /// What broke its last round off, as a code.
    pub last_error: Option<String>,
    /// It was withdrawn.
    pub revoked_at: Option<Instant>,
}

/// A task that was handed to somebody.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HandedTask {
    /// The task.
    pub task: TaskId,
    /// Its case.
    pub case: CaseId,
    /// What is to be found out.
    pub kind: TaskKind,
    /// When it was sent.
    pub sent_at: Instant,
    /// Until when it is to be answered.
    pub due_at: Instant,
}

/// How a new account first signs in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FirstSignIn {
    /// With a password that the server makes and says once.
    #[default]
    Password,
    /// By an enrolment link alone: until another password is made nobody knows one.
    Link,
}

/// `POST /api/v1/accounts`: add an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewAccount {
    /// What it signs in as.
    pub user: UserName,
    /// What people call them.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whom it works for; whom the caller works for where none is named.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// The responsible unit it acts for: only for a unit's people, and needed for them.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// The duty grids it walks: only for those who walk any.
    #[serde(default)]
    pub grids: Vec<String>,
    /// How it first signs in.
    #[serde(default)]
    pub first: FirstSignIn,
}

/// The answer to it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeAccount {
    /// The account.
    pub account: AccountRow,
    /// Its first password, said here and never again; nothing where it signs in by a link.
    pub password: Option<String>,
}

/// `PUT /api/v1/accounts/{id}`: what the account is from now on, all of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountChange {
    /// What people call them.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whom it works for.
    pub jurisdiction: JurisdictionId,
    /// The responsible unit it acts for.
    pub unit: Option<UnitId>,
    /// The duty grids it walks.
    pub grids: Vec<String>,
    /// It may not sign in.
    pub disabled: bool,
}

/// `POST /api/v1/accounts/{id}/password`: another password, said here and never again. Sessions of desks end.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GivenPassword {
    /// The password.
    pub password: String,
}

/// `POST /api/v1/accounts/import`: many accounts from a sheet.
///
/// Columns are found by their names: `user`, `name`, `role`, `jurisdiction`, `unit`, `grids` (with spaces between them),
/// or the same in Chinese. Who is known by the user name is changed, who is not is added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AccountImport {
    /// The sheet, as CSV with a first line of names.
    pub csv: String,
    /// Only look, or take it.
    pub wish: AccountImportWish,
    /// How those that are added first sign in.
    #[serde(default)]
    pub first: FirstSignIn,
}

/// What is to be done with a sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountImportWish {
    /// Only say what would become of it.
    Look,
    /// Take it, if no line is wrong.
    Take,
}

/// The answer to it: what became of each line, or would.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AccountImportReport {
    /// It was taken; otherwise nothing was changed.
    pub taken: bool,
    /// How many are added.
    pub added: u64,
    /// How many are changed.
    pub changed: u64,
    /// How many are what they were.
    pub same: u64,
    /// How many lines are wrong.
    pub wrong: u64,
    /// The lines.
    pub lines: Vec<AccountImportLine>,
}

/// A line of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AccountImportLine {
    /// Which line of the sheet, the first one being 1.
    pub line: u64,
    /// The user name as it stands there.
    pub user: String,
    /// The name as it stands there.
    pub name: String,
    /// What becomes of it.
    pub outcome: AccountLineOutcome,
    /// Why it is wrong.
    pub code: Option<Code>,
    /// What exactly is wrong with it, or what changes.
    pub detail: String,
    /// The first password of one that was added, said here and never again.
    pub password: Option<String>,
}

/// What becomes of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountLineOutcome {
    /// An account is added.
    Add,
    /// An account is changed.
    Change,
    /// The account is what the line says.
    Same,
    /// The line is wrong.
    Wrong,
}

/// `POST /api/v1/accounts/{id}/enrolment`: a link that signs one device in, once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewEnrolment {
    /// The address of the server as the phone reaches it: `https://desk.example.cn`.
    pub server: String,
    /// For how many hours it is good; a day without it.
    #[serde(default)]
    pub hours: Option<u32>,
}

/// The answer to it. Whoever has the link has the key: it is said here, never again, and written down nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnrolmentLink {
    /// What it is taken back by.
    pub id: String,
    /// Whose device it signs in.
    pub user: UserName,
    /// What people call them.
    pub name: String,
    /// The link.
    pub link: String,
    /// The link as a picture (SVG) that a phone's camera reads.
    pub picture: String,
    /// When it is no longer good.
    pub expires: Instant,
}

/// `GET /api/v1/enrolments`: links that still sign a device in, those that end first before the others.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct EnrolmentList {
    /// The links, without their codes.
    pub enrolments: Vec<OpenEnrolment>,
    /// What the next page comes behind; nothing on the last one.
    pub next: Option<String>,
}

/// A link that was made and not used yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OpenEnrolment {
    /// What it is taken back by.
    pub id: String,
    /// Whose device it signs in.
    pub account: AccountId,
    /// What they sign in as.
    pub user: UserName,
    /// What people call them.
    pub name: String,
    /// When it was made.
    pub made_at: Instant,
    /// Who made it; empty where that is not known.
    pub made_by: String,
    /// When it is no longer good.
    pub expires: Instant,
}

/// `GET /api/v1/shifts`: who is or was on shift on a day, and who was not. A line for everybody who walks duty grids.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ShiftBoard {
    /// The server's clock when it answered; lengths of shifts that go on are counted to it.
    pub time: Instant,
    /// The day, as 2026-11-23.
    pub day: String,
    /// The zone that the day is of.
    pub zone: String,
    /// The people, in the order of their user names.
    pub people: Vec<ShiftRow>,
    /// What the next page comes behind; nothing on the last one.
    pub next: Option<String>,
}

/// Somebody's shifts on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ShiftRow {
    /// Who.
    pub account: AccountId,
    /// What they sign in as.
    pub user: UserName,
    /// What people call them.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// For whom.
    pub jurisdiction: JurisdictionId,
    /// That jurisdiction's name.
    pub jurisdiction_name: String,
    /// Where they are to walk: the planned duty.
    pub grids: Vec<String>,
    /// Their shifts that touch the day, the first one first.
    pub shifts: Vec<ShiftSpan>,
    /// When one of their devices was last heard of.
    pub last_seen_at: Option<Instant>,
}

/// One shift.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ShiftSpan {
    /// When it began.
    pub started_at: Instant,
    /// When it ended; nothing while it goes on.
    pub ended_at: Option<Instant>,
    /// It was not signed out of and ended by itself.
    pub is_forgotten: bool,
    /// On which device they signed in.
    pub device: DeviceId,
    /// Where they stood then.
    pub place: ShiftPlace,
    /// The own duty grid that they stood in; empty where they stood in none.
    pub duty_grid: String,
}

/// Where somebody stood when their shift began.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShiftPlace {
    /// In an own duty grid.
    Inside,
    /// Somewhere else.
    Outside,
    /// The phone had no position.
    Unknown,
}

/// What of it was looked at. A closed list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LookKind {
    /// The original of a photo: what the camera took, without a watermark and with all that it says of itself.
    Original,
    /// Where somebody walked.
    Track,
    /// Somebody's account with devices and shifts.
    Person,
    /// The directory with its numbers, at a desk.
    Directory,
    /// A list that was taken out of the house.
    Export,
    /// A hint at dishonest work, or how well people's answers agree.
    Honesty,
}

impl LookKind {
    /// Every kind, in the order of this list.
    pub const ALL: &[Self] = &[Self::Original, Self::Track, Self::Person, Self::Directory, Self::Export, Self::Honesty];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Track => "track",
            Self::Person => "person",
            Self::Directory => "directory",
            Self::Export => "export",
            Self::Honesty => "honesty",
        }
    }

    /// Returns the kind that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }
}

/// `GET /api/v1/looks`: who looked at what is personal, the newest first. One line for an account, a subject and an hour.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LookList {
    /// The looks.
    pub looks: Vec<LookRow>,
    /// What the next page comes behind; nothing on the last one.
    pub next: Option<String>,
}

/// Somebody looked at something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LookRow {
    /// When, for the first time in that hour.
    pub at: Instant,
    /// Who.
    pub account: AccountId,
    /// What they sign in as.
    pub user: UserName,
    /// What people call them.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// What of it.
    pub kind: LookKind,
    /// At what: `case …`, `account …`, `directory …`, `export …`.
    pub subject: String,
    /// Which part of it, such as a photo or a day.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::LookKind;
    use crate::account::{Right, Role, may};

    #[test]
    fn a_kind_of_look_survives_its_own_word() {
        for kind in LookKind::ALL {
            assert_eq!(LookKind::parse(kind.as_str()), Some(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
        assert_eq!(LookKind::parse("glance"), None);
    }

    #[test]
    fn who_walks_reports_and_acts_for_no_unit() {
        for role in Role::ALL {
            assert_eq!(role.walks(), may(*role, Right::Report), "{role:?}");
            assert!(!(role.walks() && role.is_of_unit()), "{role:?}");
        }
    }
}
