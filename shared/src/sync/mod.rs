//! The protocol between a phone and the server, version 1.
//!
//! A round, top to bottom; each step can be cut anywhere and repeated:
//!
//! 1. `POST /api/v1/sync/hello` with [`hello::Hello`]: who I am, what waits here, my three times. The answer names the
//!    server, its epoch, its time, the scope's version and the packs of the scope by hash.
//! 2. `POST /api/v1/sync/push` with [`push::Push`]: operations, verbatim bytes in strings. Each gets an outcome; a
//!    repeat gets the first outcome again.
//! 3. `GET /api/v1/sync/pull?cursor=…`: changes of the scope in pages, [`pull::PullReply`].
//! 4. `GET /api/v1/packs/{hash}` for each pack whose hash is not held; with `?from={held}` the answer may be the steps
//!    from a pack that is held, [`delta`].
//! 5. tus 1.0 under `/api/v1/media/uploads` for each file; a receipt is the `204` (or `201`) that ends it. Working copies
//!    first, all of them; then originals, by the jurisdiction's setting or where a case or task says that the desk asked.
//! 6. `POST /api/v1/sync/digest` with [`digest::DigestAsk`]: is what I hold what you hold? Where not, finer ranges are
//!    compared until the rows that differ are found and mended. A round is complete when this agrees.
//! 7. `GET /api/v1/base-maps` when the hello named another list than before, and `GET /api/v1/base-maps/{hash}` by ranges
//!    for each base map that the person keeps: last of all, a few pieces in a round.
//!
//! At the end of a shift `POST /api/v1/sync/shift-receipt` with [`shift::ShiftAsk`] says over the server's signature what
//! it holds of the day. During it `POST /api/v1/sync/track` with [`track::TrackPiece`] hands in where the person walked, a
//! few minutes at a time, and no round waits for it. `GET /api/v1/sync/events` is a nudge and nothing more.
//!
//! Rows travel before files. Unknown kinds of changes are kept by the phone and unknown operations by the server.

pub mod hello;
pub mod push;
pub mod operation;
pub mod pull;
pub mod delta;
pub mod digest;
pub mod shift;
pub mod track;

/// The version of the protocol that this build speaks.
pub const PROTOCOL: u32 = 1;
