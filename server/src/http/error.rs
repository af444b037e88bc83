//! Errors as problem documents. Status codes exist here and nowhere else.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::api::problem::{MEDIA_TYPE, Problem};
use shared::refusal::{Code, Refusal};

use crate::error::Error;

/// An error on its way out.
#[derive(Debug)]
pub struct Failure(pub Error);

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// Something was made.
pub const MADE: StatusCode = StatusCode::CREATED;

/// A part of what was asked for, because a part was asked for.
pub const PART: StatusCode = StatusCode::PARTIAL_CONTENT;

/// Returns the HTTP status of a reason.
pub fn status(code: Code) -> StatusCode {
    match code {
        Code::BadCredentials
        | Code::NotSignedIn
        | Code::TokenExpired
        | Code::TokenRevoked
        | Code::DeviceRevoked
        | Code::DeviceUnknown
        | Code::SecondFactorNeeded
        | Code::SecondFactorWrong
        | Code::BadSignature => StatusCode::UNAUTHORIZED,
        Code::AccountDisabled
        | Code::NotAllowed
        | Code::OtherLevel
        | Code::UnitFinishes
        | Code::CsrfMissing
        | Code::SecondFactorMissing
        | Code::NotYourTask
        | Code::WrongSender => StatusCode::FORBIDDEN,
        Code::TooManyTries | Code::TooManyRequests | Code::TooManyLines => StatusCode::TOO_MANY_REQUESTS,
        Code::NotFound | Code::FileUnknown => StatusCode::NOT_FOUND,
        Code::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        Code::BadRequest
        | Code::BadValue
        | Code::ProtocolUnknown
        | Code::UnknownCategory
        | Code::UnknownCondition
        | Code::OutsideCity
        | Code::SuspendedTooLong
        | Code::ReasonRequired
        | Code::PhotoRequired
        | Code::UnitRequired
        | Code::WrongAnswer
        | Code::UnknownOperation
        | Code::ManifestInvalid
        | Code::AlbumNotAllowed
        | Code::TooManyShots
        | Code::RescueUnreadable
        | Code::RescueIncomplete
        | Code::RescueDamaged
        | Code::RescueBadSignature => StatusCode::BAD_REQUEST,
        Code::NotAPhoto
        | Code::PhotoIncomplete
        | Code::PhotoTooLarge
        | Code::NotAClip
        | Code::ClipTooLong
        | Code::ClipTooLarge => StatusCode::UNPROCESSABLE_ENTITY,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::RangeUnsatisfiable => StatusCode::RANGE_NOT_SATISFIABLE,
        Code::NotFromHere
        | Code::CheckNotPassed
        | Code::RequestNotPossible
        | Code::NotVerified
        | Code::NoSecondDispatch
        | Code::SecondDispatchFirst
        | Code::ExtensionsUsedUp
        | Code::SuspensionsUsedUp
        | Code::AppealNotPossible
        | Code::NoSuchOrder
        | Code::OperationChanged
        | Code::OffsetMismatch
        | Code::RescueOtherServer
        | Code::UnsentWork
        | Code::NotHeld
        | Code::PacksMissing
        | Code::PinNeeded
        | Code::PinWrong
        | Code::PinWait
        | Code::PinWeak
        | Code::LinkSpent
        | Code::NotALink
        | Code::QuotaFull
        | Code::MovedOn
        | Code::DrawingChanged
        | Code::TooManyRows
        | Code::TooManyViews
        | Code::OrderTaken
        | Code::DeviceWiped
        | Code::DraftChanged
        | Code::DraftUnsound
        | Code::DraftOutdated
        | Code::DirectoryChanged => StatusCode::CONFLICT,
        // tus 1.0 gives a checksum that does not fit a number of its own.
        Code::HashMismatch => StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST),
        Code::UploadGone => StatusCode::GONE,
        Code::DiskFull | Code::DeviceFull => StatusCode::INSUFFICIENT_STORAGE,
        Code::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::UserTaken | Code::OwnAccount | Code::LastAdmin | Code::SettingsChanged => StatusCode::CONFLICT,
        Code::MonthPublished => StatusCode::CONFLICT,
        Code::MonthOpen | Code::VersionPast => StatusCode::CONFLICT,
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let refusal = match self.0 {
            Error::Refused(refusal) => refusal,
            Error::Transient { code, cause } => {
                tracing::warn!(code = code.as_str(), cause = format!("{cause:#}"), "Not now: {code}");
                code.into()
            }
            Error::Fault(cause) => {
                tracing::error!(cause = format!("{cause:#}"), "Fault: {cause:#}");
                Code::Internal.into()
            }
        };
        problem(&refusal)
    }
}

/// Writes a refusal as a problem document.
pub fn problem(refusal: &Refusal) -> Response {
    let status = status(refusal.code);
    let body = serde_json::to_string(&Problem::of(refusal, status.as_u16())).unwrap_or_default();
    let mut response = (status, body).into_response();
    // For what stands around the routes and does not read bodies.
    response.extensions_mut().insert(refusal.code);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if matches!(refusal.code, Code::Busy | Code::DiskFull) {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("30"));
    }
    if let Some(seconds) = refusal.wait_seconds() {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Returns the reason behind a status that a framework gave while it read a body.
pub fn unread(status: StatusCode) -> Code {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Code::TooLarge } else { Code::BadRequest }
}

/// Says a framework's own refusal (a query it cannot read, a path that is no text) the way all others are said.
pub fn in_our_words(response: Response) -> Response {
    let status = response.status();
    let ours = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == MEDIA_TYPE);
    if !status.is_client_error() || ours {
        return response;
    }
    problem(&unread(status).into())
}

/// Answers that nothing changed since the caller last asked.
pub fn not_modified() -> Response {
    StatusCode::NOT_MODIFIED.into_response()
}

/// Answers that it was done and there is nothing more to say.
pub fn no_content() -> Response {
    StatusCode::NO_CONTENT.into_response()
}
