//! The catalogue and the calendars at a desk: what holds, what a draft would change, and from when.

mod editions;
mod contents;
mod calendar;
mod drafting;

pub use self::calendar::{CalendarChoice, CalendarFacts, DayFacts, DayKind, HolidayFacts, HoursFacts, NoticeFacts};
pub use self::contents::{
    CategoryFacts, CategoryRow, CategoryRows, Contents, LayerFacts, LookAlikeGroup, MajorFacts, TellFacts, is_training,
};
pub use self::drafting::{
    Calculation, Contradiction, Counted, Draft, DraftLine, EditDraft, Effect, ImportReport, MOST_HANDBOOK_BYTES, Moved,
    Preview, Publish, TakeBack, WholeDraft,
};
pub use self::editions::{Comparison, EditionFacts, EditionList, EditionStanding, Ledger, Referring};
