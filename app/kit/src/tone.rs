//! How urgent something is, as a colour. The colour never says it alone: words or a number always stand with it.

/// A colour with a meaning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Chosen, or simply ours.
    Brand,
    /// Done, arrived, time enough.
    Ok,
    /// Mind it soon.
    Soon,
    /// Too late, refused, trouble.
    Late,
    /// Nothing to do about it now.
    Rest,
}

impl Tone {
    /// Returns the class that sets the colours.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Brand => "tone-brand",
            Self::Ok => "tone-ok",
            Self::Soon => "tone-soon",
            Self::Late => "tone-late",
            Self::Rest => "tone-rest",
        }
    }
}
