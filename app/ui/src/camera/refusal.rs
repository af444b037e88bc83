//! Why a camera did not open, and whether it may be tried again.

use js_sys::Reflect;
use kit::lang::Words;
use wasm_bindgen::JsValue;

use super::text;

/// Why a camera did not open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Another app has it: when that one lets go of it, it opens.
    InUse,
    /// The person, or whoever set up the device, does not allow it.
    NotAllowed,
    /// The platform gives none.
    None,
}

impl Refusal {
    /// Reads why from what the platform threw.
    pub fn of(thrown: &JsValue) -> Self {
        let name = Reflect::get(thrown, &JsValue::from_str("name")).ok().and_then(|name| name.as_string());
        Self::named(name.as_deref().unwrap_or_default())
    }

    /// The names are those of the standard, and two older ones.
    fn named(name: &str) -> Self {
        match name {
            "NotReadableError" | "TrackStartError" | "AbortError" => Self::InUse,
            "NotAllowedError" | "PermissionDeniedError" | "SecurityError" => Self::NotAllowed,
            _ => Self::None,
        }
    }

    /// Says it to the person.
    pub const fn words(self) -> Words {
        match self {
            Self::InUse => text::IN_USE,
            Self::NotAllowed => text::REFUSED,
            Self::None => text::NONE_OPENS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn a_camera_that_another_app_has_is_not_one_that_is_not_allowed() {
        assert_eq!(Refusal::named("NotReadableError"), Refusal::InUse);
        assert_eq!(Refusal::named("NotAllowedError"), Refusal::NotAllowed);
        for name in ["NotFoundError", "OverconstrainedError", ""] {
            assert_eq!(Refusal::named(name), Refusal::None, "{name}");
        }
    }
}
