//! Importing a rescue file at the desk.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{CaseId, CaseNo, DeviceId, OperationId, Sha256, UserName};
use crate::refusal::Code;
use crate::sync::push::OutcomeKind;
use crate::time::Instant;

/// `POST /api/v1/rescue`: what came of a rescue file. The same file again answers with nothing new.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RescueReport {
    /// The device that wrote it.
    pub device: DeviceId,
    /// Who was signed in on it.
    pub user: Option<UserName>,
    /// When it was written, by the device's best guess of the server's time.
    pub made_at: Instant,
    /// Operations in it.
    pub operations: u64,
    /// Of these, taken now.
    pub new: u64,
    /// Of these, received before; they keep their first outcome.
    pub known: u64,
    /// Of these, neither: what stood in the way is among the problems.
    pub not_taken: u64,
    /// Photo files in it.
    pub photos: u64,
    /// Of these, received now.
    pub photos_new: u64,
    /// Of these, here before.
    pub photos_known: u64,
    /// The cases that its operations made or touched.
    pub cases: Vec<RescuedCase>,
    /// What somebody should look at.
    pub problems: Vec<RescueProblem>,
}

/// What became of one operation of the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RescuedCase {
    /// The operation.
    pub operation: OperationId,
    /// Its outcome, the first one.
    pub result: OutcomeKind,
    /// It was taken now.
    pub new: bool,
    /// The case.
    pub case: Option<CaseId>,
    /// That case's number.
    pub case_no: Option<CaseNo>,
}

/// Something in the file that somebody should look at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RescueProblem {
    /// The operation it is about.
    pub operation: Option<OperationId>,
    /// The file it is about.
    pub file: Option<Sha256>,
    /// What it is.
    pub code: Code,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Small print.
    pub detail: Option<String>,
}

impl RescueProblem {
    /// Says in both languages what a code means.
    pub fn of(code: Code, detail: Option<String>) -> Self {
        Self { operation: None, file: None, code, zh: code.zh().to_owned(), en: code.en().to_owned(), detail }
    }
}
