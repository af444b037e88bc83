//! What the screen may ask.

use serde::{Deserialize, Serialize};
use shared::catalogue::CategoryKey;
use shared::evidence::PhotoRole;
use shared::ids::{AnnouncementId, CaseId, OperationId, OrderId, PhotoId, Sha256, TaskId};
use shared::place::crs::Crs;
use shared::place::fix::Fix;
use shared::task::TaskResult;

use crate::assessment::NumberBehind;
use crate::base_map::MapsOver;
use crate::draft::{DraftOf, KeptDraft};
use crate::picker::MajorKey;
use crate::rescue::WithOriginals;
use crate::tasks::TaskOrder;
use crate::today::{Behind, CasesWhere};

/// One question or command. Each is answered with a [`crate::told::Answer`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// What is this device and who is signed in? Told: `Start`.
    Start,
    /// Sign in and fetch the packs of the scope. Told: `Start`.
    SignIn {
        /// Address of the server, such as `https://xunge.example.cn`.
        server: String,
        /// User name.
        user: String,
        /// Password; never stored.
        password: String,
        /// The code of a second factor; refused with `second_factor_needed` where one is missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
    /// Sign out; refused while work is unsent. Told: `Start`.
    SignOut,
    /// Find categories. Told: `Categories`.
    Categories {
        /// Chinese, English, pinyin or its initials, code, or a mixture; empty for the frequent ones.
        query: String,
    },
    /// One category with its conditions. Told: `Category`.
    Category {
        /// Which.
        key: CategoryKey,
    },
    /// The answer before the question: grid, unit, deadline for a point and, when chosen, a category. Told: `Preview`.
    Preview {
        /// Where.
        fix: Fix,
        /// What, once it is picked.
        category: Option<CategoryKey>,
        /// Which filing condition.
        condition_no: Option<u32>,
        /// The case it is for, when it has an id already: a report sent back is no duplicate of itself.
        draft: Option<CaseId>,
    },
    /// Save a report. Told: `Saved`.
    SaveReport(ReportForm),
    /// The own cases, newest first. Told: `Cases`.
    Cases,
    /// One own case. Told: `Case`.
    Case {
        /// Which.
        case: CaseId,
    },
    /// The open tasks and those answered here. Told: `Tasks`.
    Tasks {
        /// Where the person stands, for distances.
        here: Option<Fix>,
    },
    /// One task. Told: `Task`.
    Task {
        /// Which.
        task: TaskId,
    },
    /// Answer a task. Told: `Tasks`.
    Answer(AnswerForm),
    /// What is only here, what has arrived. Told: `Status`.
    Status,
    /// Run a round of sync now; answered when it ends. Told: `Status`.
    Sync,
    /// Send an operation that was set aside once more, as a new one with the same words and photos. Told: `Status`.
    Resend {
        /// Which.
        operation: OperationId,
    },
    /// Choose over which networks originals travel from this phone. Told: `Status`.
    SendOriginalsOver {
        /// Which.
        over: OriginalsOver,
    },
    /// An operation that was set aside, with its words and photos, to be read and corrected. Told: `Aside`.
    Aside {
        /// Which.
        operation: OperationId,
    },
    /// Send what was set aside again, corrected, as a new operation; the old one stays in the log. Told: `Saved` for a
    /// report, `Tasks` for an answer.
    Mend(MendForm),
    /// A shift begins or ends, by the person's own word. Told: `Start`.
    MarkShift {
        /// It begins.
        begins: bool,
        /// Where the person stands.
        fix: Option<Fix>,
    },
    /// What of a day has arrived, with the server's signed receipt for it. Told: `ShiftReceipt`.
    ShiftReceipt {
        /// `2026-11-23`; today where none is named.
        #[serde(default)]
        day: Option<String>,
    },
    /// Write what has not arrived into one sealed file that the desk can import; needs no network. Told: `Rescue`.
    Rescue {
        /// Whether the camera's own files go along.
        #[serde(default)]
        originals: WithOriginals,
    },
    /// Is there room for another shot? Asked before the camera opens; refused with `device_full` when there is not.
    /// Told: `Room`.
    Room,
    /// The notices of `Start` were seen. Told: `Start`.
    NoticesSeen,
    /// Throw away a shot that no saved report or answer holds. Told: `Dropped`.
    DropPhoto {
        /// Which.
        photo: PhotoId,
    },
    /// What the picker shows before anything is typed. Told: `Picker`.
    Picker {
        /// Where the problem is.
        fix: Option<Fix>,
    },
    /// The categories of a major class that are offered today, in the order of their codes. Told: `Categories`.
    CategoriesOf {
        /// Which.
        major: MajorKey,
    },
    /// What the first page shows. Told: `Today`.
    Today {
        /// Where the person stands, for distances.
        here: Option<Fix>,
    },
    /// The own cases page by page, newest first. Told: `CasesPage`.
    CasesPage {
        /// Where they are.
        #[serde(default)]
        place: CasesWhere,
        /// Behind which case the page begins; the first page without.
        #[serde(default)]
        behind: Option<Behind>,
    },
    /// The own cases that are not all at the server, however old, and those saved today; the newest first, and no more
    /// than anybody looks through. Told: `Cases`.
    CasesOfToday,
    /// What the desk told, the newest first. Told: `Announcements`.
    Announcements,
    /// These were read. Told: `Announcements`.
    AnnouncementsRead {
        /// Which.
        ids: Vec<AnnouncementId>,
    },
    /// Whom to call. Told: `Directory`.
    Directory {
        /// Name, initials, post, unit or number; empty for everybody.
        query: String,
    },
    /// The base maps that the city offers. Told: `BaseMaps`.
    BaseMaps,
    /// Keep a base map on this phone, or let go of it. Told: `BaseMaps`.
    KeepBaseMap {
        /// Which.
        hash: Sha256,
        /// It is kept.
        keep: bool,
    },
    /// How base maps come to this phone, and what they wait for. Told: `BaseMapFetching`.
    BaseMapFetching,
    /// Choose over which networks base maps come. Told: `BaseMapFetching`.
    FetchBaseMapsOver {
        /// Which.
        over: MapsOver,
    },
    /// Sign in with the link that a desk gave and fetch the packs of the scope. Told: `Start`.
    Enrol {
        /// As it was pasted, scanned or opened: `https://…/enroll#code`, or `xunge://enroll?link=…`.
        link: String,
    },
    /// Read a code off a camera picture. Told: `Code`.
    ReadCode {
        /// JPEG in base64.
        jpeg: String,
    },
    /// Has this phone a PIN, and may one be entered now? Answered while it is locked, too. Told: `Pin`.
    Pin,
    /// Open what a PIN locks; counted, and refused with `pin_wrong` or `pin_wait`. Told: `Start`.
    Unlock {
        /// Digits.
        pin: String,
    },
    /// Cover the screen until the PIN is entered again. Sending goes on, and what is being saved is saved. Told: `Start`.
    Lock,
    /// Set a PIN, or another one. Told: `Pin`.
    ChoosePin {
        /// The one until now, where there is one.
        old: Option<String>,
        /// The new one.
        new: String,
    },
    /// Do without a PIN from now on. Told: `Pin`.
    ForgoPin {
        /// The one until now.
        pin: String,
    },
    /// What stands against signing out, and what would be lost by it. Told: `Leaving`.
    Leaving,
    /// How much room everything takes here. Told: `Storage`.
    Storage,
    /// Give up what can be had again: thumbnails of what has arrived, pictures no task needs. Told: `Storage`.
    FreeStorage,
    /// Write what may be wrong with this phone into one file, without names, places or keys. Told: `Diagnostics`.
    Diagnostics {
        /// What the page is set to, in words of its own such as `text` = `150`.
        #[serde(default)]
        page: std::collections::BTreeMap<String, String>,
    },
    /// Who has not synced and what is overdue in the person's area. Told: `Board`.
    Board {
        /// The server is asked first; otherwise as it is known here.
        fresh: bool,
    },
    /// Send nothing by itself for a while; what a person asks for goes all the same. Told: `Status`.
    Pause {
        /// For so many minutes from now; 0 goes on at once.
        minutes: u32,
    },
    /// Keep what is being filled in, as it is now. What was saved in the meantime is not brought back. Told: `Kept`.
    KeepDraft(KeptDraft),
    /// Keep which screens are open, in the screen's own words. Told: `Kept`.
    KeepTrail {
        /// The screens.
        trail: String,
    },
    /// What was being filled in, and where. Told: `Drafts`.
    Drafts,
    /// Throw away what is being filled in, with the shots that nothing saved holds. Told: `Kept`.
    DropDraft {
        /// Which.
        of: DraftOf,
    },
    /// The receiver says where the person is; kept while a shift runs and at no other time. Told: `Walked`.
    Walked {
        /// Where.
        fix: Fix,
    },
    /// The shift and its day: where it began, what was walked, the own figures. Told: `Shift`.
    Shift {
        /// Where the person stands, to say whether that is in an own duty grid.
        #[serde(default)]
        here: Option<Fix>,
    },
    /// What stands on the big map. Told: `MapSheet`.
    MapSheet,
    /// The ground of the big map. Told: `MapGround`.
    MapGround {
        /// The system that its coordinates are wanted in: that of the base map they are drawn over.
        shown_in: Crs,
    },
    /// The open tasks and those answered here, page by page. Told: `TasksPage`.
    TasksPage {
        /// Which stand first.
        #[serde(default)]
        order: TaskOrder,
        /// Where the person stands, for distances.
        here: Option<Fix>,
        /// How many stand before the page.
        #[serde(default)]
        from: usize,
    },
    /// What the desk asks of whoever has this phone. Told: `Orders`.
    Orders,
    /// Some of that was shown. Told: `Orders`.
    OrdersSeen {
        /// Which.
        ids: Vec<OrderId>,
    },
    /// Put one of them away. Told: `Orders`.
    DismissOrder {
        /// Which.
        id: OrderId,
    },
    /// How the person's area did in this month and in the last published one. Told: `Assessment`.
    Assessment {
        /// The server is asked first; otherwise as it is known here.
        fresh: bool,
    },
    /// The cases behind one of its numbers, of which only the server knows, a page of them. Told: `AssessedCases`.
    AssessedCases {
        /// Which number.
        number: NumberBehind,
        /// `next` of the page before; none for the first.
        after: Option<String>,
    },
    /// The phone's own camera app is about to be opened for this shot: what it is for is kept before, should the system end
    /// this app meanwhile. Told: `CameraFile`.
    OpenCamera(Shot),
    /// That camera has closed and left a photo. Told: `Photo`.
    TakeLeft {
        /// The file's name, as it was told.
        file: String,
        /// Of its bytes, made by the phone's own code when the camera had closed it and before anybody else opened it.
        sha256: Sha256,
    },
}

/// Over which networks originals travel. Working copies and records travel over every one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginalsOver {
    /// Those that are not paid by the byte, such as Wi-Fi.
    #[default]
    Unmetered,
    /// Every one.
    AnyNetwork,
}

impl OriginalsOver {
    /// Returns the word it is stored as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unmetered => "unmetered",
            Self::AnyNetwork => "any_network",
        }
    }
}

/// A report as it is filled in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReportForm {
    /// What it is.
    pub category: CategoryKey,
    /// Which filing condition is met.
    pub condition_no: u32,
    /// Where it is.
    pub fix: Fix,
    /// What the collector wrote; may be empty.
    pub note: String,
    /// The address as words; may be empty.
    pub address: String,
    /// The shots taken for it, in order.
    pub photos: Vec<PhotoId>,
    /// The case id that the shots were taken under ([`Subject::Draft`]); a new one when there are none.
    pub draft: Option<CaseId>,
    /// 自行处置: the collector fixed it on the spot; needs a photo from after the handling beside those from before.
    #[serde(default)]
    pub self_handled: bool,
}

/// An answer as it is filled in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AnswerForm {
    /// Which task.
    pub task: TaskId,
    /// What was found.
    pub result: TaskResult,
    /// What the person wrote; may be empty.
    pub note: String,
    /// Where the person stands.
    pub fix: Option<Fix>,
    /// The shots taken for it, in order.
    pub photos: Vec<PhotoId>,
}

/// What was set aside, corrected.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MendForm {
    /// The operation that was set aside.
    pub operation: OperationId,
    /// How it is to be.
    pub corrected: Corrected,
}

/// A corrected report or answer. Its photos may be those of the operation that was set aside, and new ones.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Corrected {
    /// The report; it stays the same case.
    Report(ReportForm),
    /// The answer to the same task.
    Answer(AnswerForm),
}

/// What goes beside the raw bytes of a photo. Told: `Photo`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Shot {
    /// What it shows.
    pub role: PhotoRole,
    /// What it is taken for.
    pub subject: Subject,
    /// Where the device is.
    pub fix: Option<Fix>,
    /// The address as words, for the watermark.
    pub address: String,
    /// The file came from the album or a desk and not from the app's own camera.
    pub imported: bool,
    /// The before photo that was laid over the view while it was framed, by the hash of its working copy.
    #[serde(default)]
    pub pair: Option<Sha256>,
    /// A still of a video, JPEG in base64, as the screen drew it; without one the core draws a card. The bytes of the
    /// shot are then the clip's, and its role says whether it is video or voice.
    #[serde(default)]
    pub poster: Option<String>,
}

/// What a photo is taken for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Subject {
    /// A report that is being filled in; the core makes its case id when none is given and tells it back.
    Draft {
        /// The case id told with the first shot.
        case: Option<CaseId>,
    },
    /// The answer to a task.
    Task {
        /// Which.
        task: TaskId,
    },
}
