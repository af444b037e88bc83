//! With which codes each operation is refused. The description of the API is made from this table.
//!
//! What an operation or anything below it may refuse stands here; the statuses are those of [`super::error::status`] and
//! the words those of the codes. Every test that asks a server holds its answers against this.

use std::collections::BTreeSet;

use shared::refusal::Code;

/// Whoever asks for whatever: the request cannot be read, or the server fails.
const EVERYWHERE: &[Code] = &[Code::BadRequest, Code::Internal];
/// The database is asked.
const DATABASE: &[Code] = &[Code::DiskFull, Code::Busy];
/// Somebody has to be signed in.
const CALLER: &[Code] = &[
    Code::NotSignedIn,
    Code::TokenExpired,
    Code::TokenRevoked,
    Code::DeviceRevoked,
    Code::AccountDisabled,
    Code::SecondFactorMissing,
    Code::TooManyRequests,
];
/// A caller does something to their own sign-in: also one who still has to set up a second factor.
const KNOWN: &[Code] = &[
    Code::NotSignedIn,
    Code::TokenExpired,
    Code::TokenRevoked,
    Code::DeviceRevoked,
    Code::AccountDisabled,
    Code::TooManyRequests,
];
/// A password or a code is asked for once more.
const PROOF: &[Code] = &[Code::TooManyTries];
/// Something is changed: a browser's cookie alone does not do.
const CHANGES: &[Code] = &[Code::CsrfMissing];
/// The body is JSON.
const JSON: &[Code] = &[Code::BadValue, Code::TooLarge];
/// The role may not.
const ROLE: &[Code] = &[Code::NotAllowed];
/// Something is named that may not be there.
const NAMED: &[Code] = &[Code::NotFound];
/// The session has to be a device's.
const OWN_DEVICE: &[Code] = &[Code::DeviceUnknown];
/// A device is made known, or says which one it is.
const DEVICE_KEY: &[Code] = &[Code::BadSignature, Code::DeviceRevoked];
/// A report is judged by the city's packs.
const PLACE: &[Code] = &[Code::UnknownCategory, Code::UnknownCondition, Code::OutsideCity];
/// Files are handed in that were uploaded before.
const PHOTOS: &[Code] = &[
    Code::PhotoRequired,
    Code::NotAPhoto,
    Code::PhotoIncomplete,
    Code::PhotoTooLarge,
    Code::NotAClip,
    Code::ClipTooLong,
    Code::ClipTooLarge,
];
/// An upload is gone on with.
const UPLOAD: &[Code] = &[Code::UploadGone, Code::OffsetMismatch];
/// Bytes of an upload come along.
const BYTES: &[Code] = &[Code::TooLarge, Code::HashMismatch];

/// What the rules of a case forbid somebody at a desk or a unit.
const RULES: &[Code] = &[
    Code::OtherLevel,
    Code::UnitFinishes,
    Code::NotFromHere,
    Code::ReasonRequired,
    Code::UnitRequired,
    Code::UnknownCondition,
    Code::OutsideCity,
    Code::NotVerified,
    Code::NoSecondDispatch,
    Code::SecondDispatchFirst,
    Code::RequestNotPossible,
    Code::ExtensionsUsedUp,
    Code::SuspensionsUsedUp,
    Code::SuspendedTooLong,
    Code::CheckNotPassed,
    Code::NoSuchOrder,
    Code::AppealNotPossible,
];

/// What keeps a whole rescue file out.
const RESCUE: &[Code] = &[
    Code::DeviceUnknown,
    Code::TooLarge,
    Code::RescueUnreadable,
    Code::RescueIncomplete,
    Code::RescueDamaged,
    Code::RescueOtherServer,
    Code::RescueBadSignature,
];

/// Why one operation of a phone is refused, or not taken.
const OUTCOMES: &[Code] = &[
    Code::HashMismatch,
    Code::OperationChanged,
    Code::WrongSender,
    Code::UnknownOperation,
    Code::BadRequest,
    Code::BadValue,
    Code::NotAllowed,
    Code::NotFound,
    Code::NotYourTask,
    Code::WrongAnswer,
    Code::UnknownCategory,
    Code::UnknownCondition,
    Code::OutsideCity,
    Code::PhotoRequired,
    Code::ManifestInvalid,
    Code::AlbumNotAllowed,
];

/// What a draft would hold is read: it may contradict itself.
const DRAFTED: &[&[Code]] = &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue, Code::DraftUnsound]];
/// A draft is changed, that somebody else may have changed.
const EDITED: &[&[Code]] = &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::DraftChanged]];

/// What an operation is called, and with which codes it is refused.
type Entry = (&'static str, &'static [&'static [Code]]);

const REFUSED: &[Entry] = &[
    (
        "POST /api/v1/session",
        &[
            DATABASE,
            JSON,
            DEVICE_KEY,
            PROOF,
            &[Code::BadCredentials, Code::AccountDisabled, Code::SecondFactorNeeded, Code::SecondFactorWrong],
        ],
    ),
    ("GET /api/v1/session", &[DATABASE, KNOWN]),
    ("DELETE /api/v1/session", &[DATABASE, KNOWN, CHANGES]),
    ("POST /api/v1/session/challenge", &[DATABASE, JSON, &[Code::DeviceUnknown, Code::DeviceRevoked]]),
    (
        "POST /api/v1/session/renew",
        &[DATABASE, JSON, DEVICE_KEY, &[Code::DeviceUnknown, Code::NotSignedIn, Code::AccountDisabled]],
    ),
    (
        "POST /api/v1/session/enroll",
        &[
            DATABASE,
            JSON,
            DEVICE_KEY,
            &[Code::BadCredentials, Code::AccountDisabled, Code::UnsentWork],
            &[Code::SecondFactorNeeded, Code::SecondFactorMissing],
        ],
    ),
    (
        "POST /api/v1/sync/hello",
        &[DATABASE, CALLER, CHANGES, JSON, OWN_DEVICE, &[Code::ProtocolUnknown, Code::WrongSender]],
    ),
    ("POST /api/v1/sync/push", &[DATABASE, CALLER, CHANGES, JSON, OWN_DEVICE, &[Code::WrongSender]]),
    ("GET /api/v1/sync/pull", &[DATABASE, CALLER, &[Code::BadValue]]),
    ("POST /api/v1/sync/digest", &[DATABASE, CALLER, CHANGES, JSON]),
    ("POST /api/v1/sync/shift-receipt", &[DATABASE, CALLER, CHANGES, JSON, OWN_DEVICE, &[Code::NotHeld]]),
    ("GET /api/v1/sync/events", &[DATABASE, CALLER, &[Code::TooManyLines]]),
    ("GET /api/v1/packs/{hash}", &[DATABASE, CALLER, NAMED]),
    ("OPTIONS /api/v1/media/uploads", &[]),
    ("POST /api/v1/media/uploads", &[DATABASE, CALLER, CHANGES, UPLOAD, BYTES, &[Code::BadValue, Code::QuotaFull]]),
    ("HEAD /api/v1/media/uploads/{id}", &[DATABASE, CALLER, NAMED, UPLOAD]),
    ("PATCH /api/v1/media/uploads/{id}", &[DATABASE, CALLER, CHANGES, NAMED, UPLOAD, BYTES]),
    ("DELETE /api/v1/media/uploads/{id}", &[DATABASE, CALLER, CHANGES, NAMED, UPLOAD]),
    (
        "GET /api/v1/media/{sha256}",
        &[DATABASE, CALLER, NAMED, &[Code::BadValue, Code::NotAPhoto, Code::RangeUnsatisfiable]],
    ),
    ("GET /api/v1/cases", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("POST /api/v1/cases", &[DATABASE, CALLER, CHANGES, JSON, ROLE, PLACE, PHOTOS, &[Code::OperationChanged]]),
    ("GET /api/v1/cases/{id}", &[DATABASE, CALLER, ROLE, NAMED]),
    ("GET /api/v1/cases/{id}/duplicates", &[DATABASE, CALLER, ROLE, NAMED]),
    ("GET /api/v1/cases/{id}/units", &[DATABASE, CALLER, ROLE, NAMED]),
    ("POST /api/v1/cases/{id}/actions", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, RULES, PHOTOS]),
    ("POST /api/v1/cases/{id}/photos/{photo}/original", &[DATABASE, CALLER, CHANGES, ROLE, NAMED]),
    ("GET /api/v1/evidence/{sha256}", &[DATABASE, CALLER, ROLE, NAMED, &[Code::FileUnknown]]),
    ("GET /api/v1/figures", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/figures/cases", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/tasks", &[DATABASE, CALLER, &[Code::BadValue]]),
    (
        "POST /api/v1/tasks/{id}/redraw",
        &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::ReasonRequired, Code::NotFromHere, Code::OtherLevel]],
    ),
    ("GET /api/v1/devices", &[DATABASE, CALLER, ROLE]),
    ("GET /api/v1/devices/{id}/chain", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("POST /api/v1/devices/{id}/revoke", &[DATABASE, CALLER, CHANGES, ROLE, NAMED]),
    ("POST /api/v1/rescue", &[DATABASE, CALLER, CHANGES, ROLE, NAMED, RESCUE]),
    ("GET /healthz", &[DATABASE]),
    ("GET /metrics", &[DATABASE]),
    ("GET /api/v1/announcements", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("POST /api/v1/announcements", &[DATABASE, CALLER, CHANGES, JSON, ROLE]),
    ("POST /api/v1/announcements/{id}/withdraw", &[DATABASE, CALLER, CHANGES, ROLE, NAMED]),
    ("POST /api/v1/announcements/read", &[DATABASE, CALLER, CHANGES, JSON]),
    ("GET /api/v1/directory", &[DATABASE, CALLER]),
    ("POST /api/v1/sync/track", &[DATABASE, CALLER, CHANGES, JSON, ROLE, OWN_DEVICE, &[Code::OperationChanged]]),
    ("GET /api/v1/tracks", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/base-maps", &[DATABASE, CALLER]),
    ("GET /api/v1/base-maps/{hash}", &[DATABASE, CALLER, NAMED, &[Code::RangeUnsatisfiable]]),
    ("GET /api/v1/work", &[DATABASE, CALLER, ROLE]),
    ("GET /api/v1/work/{queue}", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("POST /api/v1/cases/actions", &[DATABASE, CALLER, CHANGES, JSON, ROLE, &[Code::OperationChanged]]),
    ("GET /api/v1/cases/{id}/surroundings", &[DATABASE, CALLER, ROLE, NAMED]),
    ("GET /api/v1/session/all", &[DATABASE, KNOWN]),
    ("DELETE /api/v1/session/all", &[DATABASE, KNOWN, CHANGES]),
    ("DELETE /api/v1/session/{id}", &[DATABASE, KNOWN, CHANGES, NAMED]),
    ("POST /api/v1/session/password", &[DATABASE, KNOWN, CHANGES, JSON, PROOF, &[Code::BadCredentials]]),
    ("POST /api/v1/session/second-factor", &[DATABASE, KNOWN, CHANGES, JSON, PROOF, &[Code::BadCredentials]]),
    (
        "POST /api/v1/session/second-factor/confirm",
        &[DATABASE, KNOWN, CHANGES, JSON, PROOF, &[Code::SecondFactorWrong]],
    ),
    ("POST /api/v1/session/second-factor/end", &[DATABASE, KNOWN, CHANGES, JSON, PROOF, &[Code::SecondFactorWrong]]),
    ("GET /api/v1/session/guards", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("POST /api/v1/accounts/{id}/unlock", &[DATABASE, CALLER, CHANGES, ROLE, NAMED]),
    ("DELETE /api/v1/accounts/{id}/second-factor", &[DATABASE, CALLER, CHANGES, ROLE, NAMED]),
    ("GET /api/v1/devices/events", &[DATABASE, CALLER, ROLE, &[Code::TooManyLines]]),
    ("GET /api/v1/devices/export", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/devices/{id}/history", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/alarms", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("POST /api/v1/alarms/{id}/acknowledge", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED]),
    ("GET /api/v1/accounts", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("POST /api/v1/accounts", &[DATABASE, CALLER, CHANGES, JSON, ROLE, &[Code::UserTaken]]),
    ("POST /api/v1/accounts/import", &[DATABASE, CALLER, CHANGES, JSON, ROLE]),
    ("GET /api/v1/accounts/{id}", &[DATABASE, CALLER, ROLE, NAMED]),
    (
        "PUT /api/v1/accounts/{id}",
        &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::OwnAccount, Code::LastAdmin]],
    ),
    ("POST /api/v1/accounts/{id}/password", &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::OwnAccount]]),
    (
        "POST /api/v1/accounts/{id}/enrolment",
        &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::SecondFactorNeeded]],
    ),
    ("GET /api/v1/enrolments", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("DELETE /api/v1/enrolments/{id}", &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/shifts", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/looks", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/jurisdictions", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/jurisdictions/{id}", &[DATABASE, CALLER, ROLE, NAMED]),
    ("PUT /api/v1/jurisdictions/{id}", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::SettingsChanged]]),
    ("GET /api/v1/jurisdictions/{id}/duty", &[DATABASE, CALLER, ROLE, NAMED]),
    ("GET /api/v1/areas/editions", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("POST /api/v1/areas/editions/{hash}/withdraw", &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/areas/compare", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/areas/compare/shapes", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/areas/shapes", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("POST /api/v1/areas/look", &[DATABASE, CALLER, CHANGES, JSON, ROLE]),
    ("POST /api/v1/areas", &[DATABASE, CALLER, CHANGES, JSON, ROLE]),
    ("GET /api/v1/areas/drawing", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("PUT /api/v1/areas/drawing", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::DrawingChanged]]),
    (
        "DELETE /api/v1/areas/drawing",
        &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::BadValue, Code::DrawingChanged]],
    ),
    (
        "POST /api/v1/areas/drawing/look",
        &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::BadValue, Code::DrawingChanged]],
    ),
    (
        "POST /api/v1/areas/drawing/take",
        &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::BadValue, Code::DrawingChanged]],
    ),
    ("GET /api/v1/cases/choices", &[DATABASE, CALLER, ROLE]),
    ("GET /api/v1/cases/points", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/cases/ground", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/cases/export", &[DATABASE, CALLER, ROLE, &[Code::BadValue, Code::TooManyRows]]),
    ("GET /api/v1/views", &[DATABASE, CALLER, ROLE]),
    ("POST /api/v1/views", &[DATABASE, CALLER, CHANGES, JSON, ROLE, &[Code::OperationChanged, Code::TooManyViews]]),
    ("DELETE /api/v1/views/{id}", &[DATABASE, CALLER, CHANGES, ROLE, NAMED]),
    ("GET /api/v1/devices/{id}/orders", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("POST /api/v1/devices/{id}/nudge", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED]),
    ("POST /api/v1/devices/{id}/wipe", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::ReasonRequired]]),
    (
        "POST /api/v1/devices/{id}/orders/{order}/withdraw",
        &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::OrderTaken]],
    ),
    ("GET /api/v1/catalogue", DRAFTED),
    ("GET /api/v1/catalogue/categories", DRAFTED),
    ("GET /api/v1/catalogue/category", DRAFTED),
    ("GET /api/v1/catalogue/calendar", DRAFTED),
    ("GET /api/v1/catalogue/deadline", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue, Code::UnknownCondition]]),
    ("GET /api/v1/catalogue/editions", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/catalogue/editions/{hash}/cases", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("POST /api/v1/catalogue/editions/{hash}/withdraw", &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/catalogue/compare", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/catalogue/draft", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/catalogue/draft/preview", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("POST /api/v1/catalogue/draft/edits", EDITED),
    ("POST /api/v1/catalogue/draft/take-back", EDITED),
    ("POST /api/v1/catalogue/draft/discard", EDITED),
    ("POST /api/v1/catalogue/draft/move", EDITED),
    (
        "POST /api/v1/catalogue/draft/publish",
        &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::DraftChanged, Code::DraftUnsound, Code::DraftOutdated]],
    ),
    ("POST /api/v1/catalogue/handbook", EDITED),
    ("GET /api/v1/cases/{id}/clocks", &[DATABASE, CALLER, ROLE, NAMED]),
    ("GET /api/v1/directory/tree", &[DATABASE, CALLER, ROLE]),
    ("GET /api/v1/directory/entries", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("POST /api/v1/directory/entries", &[DATABASE, CALLER, CHANGES, JSON, ROLE]),
    ("PUT /api/v1/directory/entries/{id}", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::DirectoryChanged]]),
    (
        "DELETE /api/v1/directory/entries/{id}",
        &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::BadValue, Code::DirectoryChanged]],
    ),
    (
        "POST /api/v1/directory/entries/{id}/place",
        &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::DirectoryChanged]],
    ),
    ("POST /api/v1/directory/units/move", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::DirectoryChanged]]),
    ("POST /api/v1/directory/units/remove", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::DirectoryChanged]]),
    ("GET /api/v1/directory/changes", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    (
        "POST /api/v1/directory/changes/{id}/undo",
        &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::BadValue, Code::DirectoryChanged]],
    ),
    ("GET /api/v1/directory/admins", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("POST /api/v1/directory/admins", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED]),
    ("POST /api/v1/directory/admins/remove", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED]),
    ("GET /api/v1/directory/export", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/audit", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/audit/{id}", &[DATABASE, CALLER, ROLE, NAMED]),
    ("GET /api/v1/audit/export", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/audit/chain", &[DATABASE, CALLER, ROLE]),
    ("POST /api/v1/audit/verify", &[DATABASE, CALLER, CHANGES, ROLE]),
    ("GET /api/v1/health", &[DATABASE, CALLER, ROLE]),
    ("GET /api/v1/health/samples", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("GET /api/v1/assessment/models", &[DATABASE, CALLER, ROLE]),
    ("PUT /api/v1/assessment/models/{code}", &[DATABASE, CALLER, CHANGES, JSON, ROLE]),
    ("DELETE /api/v1/assessment/models/{code}", &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::BadValue]]),
    (
        "POST /api/v1/assessment/models/{code}/publish",
        &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::MonthPublished, Code::DraftChanged]],
    ),
    ("POST /api/v1/assessment/models/trial", &[DATABASE, CALLER, CHANGES, JSON, ROLE]),
    ("GET /api/v1/assessment/scores", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/assessment/given", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    (
        "PUT /api/v1/assessment/given",
        &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::ReasonRequired, Code::MonthPublished]],
    ),
    ("GET /api/v1/assessment/months", &[DATABASE, CALLER, ROLE]),
    (
        "POST /api/v1/assessment/months/{month}/versions",
        &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::ReasonRequired, Code::MonthOpen]],
    ),
    (
        "POST /api/v1/assessment/months/{month}/versions/{number}/publish",
        &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::VersionPast]],
    ),
    ("GET /api/v1/assessment/months/{month}/versions/{number}/check", &[DATABASE, CALLER, ROLE, NAMED]),
    ("GET /api/v1/assessment", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/assessment/cases", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/assessment/cases/export", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue, Code::TooManyRows]]),
    (
        "GET /api/v1/assessment/months/{month}/versions/{number}/cases",
        &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]],
    ),
    (
        "GET /api/v1/assessment/months/{month}/versions/{number}/cases/export",
        &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue, Code::TooManyRows]],
    ),
    ("GET /api/v1/honesty/hints", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/honesty/hints/{id}", &[DATABASE, CALLER, ROLE, NAMED]),
    ("POST /api/v1/honesty/hints/{id}/judge", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::ReasonRequired]]),
    ("GET /api/v1/honesty/agreement", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/honesty/agreement/cases", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/bulletins", &[DATABASE, CALLER, ROLE, &[Code::BadValue]]),
    ("POST /api/v1/bulletins", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED]),
    ("GET /api/v1/bulletins/{id}", &[DATABASE, CALLER, ROLE, NAMED]),
    ("PUT /api/v1/bulletins/{id}", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::DraftChanged]]),
    ("DELETE /api/v1/bulletins/{id}", &[DATABASE, CALLER, CHANGES, ROLE, NAMED, &[Code::DraftChanged]]),
    ("POST /api/v1/bulletins/{id}/publish", &[DATABASE, CALLER, CHANGES, JSON, ROLE, NAMED, &[Code::DraftChanged]]),
    ("GET /api/v1/bulletins/{id}/pdf", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/bulletins/{id}/xlsx", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/bulletins/{id}/photos/{sha256}", &[DATABASE, CALLER, ROLE, NAMED]),
    ("GET /api/v1/posts", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/posts/list", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue]]),
    ("GET /api/v1/posts/list/export", &[DATABASE, CALLER, ROLE, NAMED, &[Code::BadValue, Code::TooManyRows]]),
];

/// Returns the codes that an operation, named by method and path, is refused with; nothing for one that is not known.
pub fn of(operation: &str) -> Option<BTreeSet<Code>> {
    let (_, sets) = REFUSED.iter().find(|(name, _)| *name == operation)?;
    Some(sets.iter().copied().flatten().chain(EVERYWHERE).copied().collect())
}

/// Codes that stand inside an answer to something that was done.
#[derive(Clone, Debug)]
pub struct Inside {
    /// Where they stand.
    pub words: &'static str,
    /// The codes.
    pub codes: BTreeSet<Code>,
}

/// Returns the codes that stand inside an operation's success, where there are any.
pub fn inside(operation: &str) -> Option<Inside> {
    let (words, more): (_, &[Code]) = match operation {
        "POST /api/v1/sync/push" => (
            "A push that is read is a success; each operation has an outcome of its own in it. The outcome of one that \
             is refused or not taken carries, in `code`, the same codes that elsewhere are refusals:",
            &[],
        ),
        "POST /api/v1/cases/{id}/actions" => (
            "What a phone does to a case comes as operations of `POST /api/v1/sync/push` and is judged by the same \
             rules. There the refusal is an outcome inside the success, and carries the same codes in `code`:",
            &[],
        ),
        "POST /api/v1/cases/actions" => {
            let words = "A request that is read is a success; each case has an outcome of its own in it. The outcome of \
                         one that is refused carries, in `code`, what acting on that case alone would have been refused \
                         with, or that the case moved on since it was chosen:";
            let codes = [ROLE, NAMED, RULES, &[Code::BadValue, Code::MovedOn]];
            return Some(Inside { words, codes: codes.into_iter().flatten().copied().collect() });
        }
        "POST /api/v1/rescue" => (
            "A file that is whole is imported as far as it can be. What stood in the way of single operations and \
             photos is among the `problems` of the report, with the codes of a push and those of importing:",
            &[Code::DeviceRevoked],
        ),
        _ => return None,
    };
    Some(Inside { words, codes: OUTCOMES.iter().chain(more).copied().collect() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{REFUSED, inside, of};
    use crate::http::openapi::operations;
    use crate::http::router::description;

    #[test]
    fn every_operation_has_one_entry_and_every_entry_is_an_operation() {
        let mut api = description();
        let mut described = BTreeSet::new();
        for (path, item) in &mut api.paths.paths {
            described.extend(operations(item).map(|(method, _)| format!("{method} {path}")));
        }
        let entries: BTreeSet<String> = REFUSED.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(entries, described, "what a handler and all below it may refuse stands in this table");
        assert_eq!(entries.len(), REFUSED.len(), "an operation stands here twice");
    }

    #[test]
    fn an_operation_that_is_not_known_is_refused_with_nothing() {
        assert!(of("GET /api/v1/nothing").is_none() && inside("GET /api/v1/nothing").is_none());
    }
}
