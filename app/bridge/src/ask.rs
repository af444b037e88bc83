//! What the screen may ask.

use serde::{Deserialize, Serialize};
use shared::catalogue::CategoryKey;
use shared::evidence::PhotoRole;
use shared::ids::{CaseId, OperationId, PhotoId, Sha256, TaskId};
use shared::place::fix::Fix;
use shared::task::TaskResult;

use crate::rescue::WithOriginals;

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
    },
    /// Sign out; refused while work is unsent. Told: `Start`.
    SignOut,
    /// Find categories. Told: `Categories`.
    Categories {
        /// Chinese, English, pinyin initials or code; empty for the frequent ones.
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
