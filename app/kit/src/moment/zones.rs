//! A moment as the clocks of a zone show it.
//!
//! In a page the browser's own zone tables are asked: the bundled ones would weigh more than all screens together.

use shared::time::Instant;

/// What a clock and a calendar on the wall show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Local {
    /// Year, month, day.
    pub day: (u32, u32, u32),
    /// Hour, minute, second.
    pub time: (u32, u32, u32),
}

impl Local {
    /// Writes `11-23`.
    pub fn month_and_day(self) -> String {
        format!("{:02}-{:02}", self.day.1, self.day.2)
    }

    /// Writes `10:24`.
    pub fn time_to_minute(self) -> String {
        format!("{:02}:{:02}", self.time.0, self.time.1)
    }
}

/// Returns what the clocks of the zone show; UTC when the zone is unknown.
#[cfg(target_arch = "wasm32")]
pub fn local(at: Instant, zone: &str) -> Local {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds lie far below 2^53")]
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.ms() as f64));
    let mut local = Local::default();
    for part in browser::clock_of(zone).format_to_parts(&date).iter() {
        let Some((kind, number)) = browser::number(&part) else { continue };
        match kind.as_str() {
            "year" => local.day.0 = number,
            "month" => local.day.1 = number,
            "day" => local.day.2 = number,
            "hour" => local.time.0 = number,
            "minute" => local.time.1 = number,
            "second" => local.time.2 = number,
            // What stands between the numbers.
            _ => {}
        }
    }
    local
}

/// Returns what the clocks of the zone show; UTC when the zone is unknown.
#[cfg(not(target_arch = "wasm32"))]
pub fn local(at: Instant, zone: &str) -> Local {
    let text = at.format_in(zone, "%Y %m %d %H %M %S");
    let mut numbers = text.split(' ').map(|number| number.parse().unwrap_or_default());
    let mut three = || (numbers.next(), numbers.next(), numbers.next());
    let whole = |(a, b, c): (Option<u32>, Option<u32>, Option<u32>)| {
        (a.unwrap_or_default(), b.unwrap_or_default(), c.unwrap_or_default())
    };
    Local { day: whole(three()), time: whole(three()) }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use js_sys::Intl::DateTimeFormat;
    use js_sys::{Array, Object, Reflect};
    use wasm_bindgen::JsValue;

    thread_local! {
        // A browser takes its time to make one, and a list asks for the same one again and again.
        static CLOCKS: RefCell<BTreeMap<String, DateTimeFormat>> = const { RefCell::new(BTreeMap::new()) };
    }

    pub fn clock_of(zone: &str) -> DateTimeFormat {
        CLOCKS.with_borrow_mut(|clocks| {
            if let Some(clock) = clocks.get(zone) {
                return clock.clone();
            }
            let clock = make(zone).or_else(|_| make("UTC")).unwrap_or_default();
            clocks.insert(zone.to_owned(), clock.clone());
            clock
        })
    }

    fn make(zone: &str) -> Result<DateTimeFormat, JsValue> {
        let options = Object::new();
        let fields = ["year", "month", "day", "hour", "minute", "second"];
        for (name, value) in fields.map(|field| (field, "numeric")).into_iter().chain([
            ("timeZone", zone),
            ("hourCycle", "h23"),
            ("calendar", "gregory"),
            ("numberingSystem", "latn"),
        ]) {
            Reflect::set(&options, &name.into(), &value.into())?;
        }
        // Made through the object's own constructor, because an unknown zone throws and must not end the page.
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let constructor = js_sys::Function::from(Reflect::get(&intl, &"DateTimeFormat".into())?);
        let arguments = Array::of2(&"en-US".into(), &options);
        Reflect::construct(&constructor, &arguments).map(DateTimeFormat::from)
    }

    pub fn number(part: &JsValue) -> Option<(String, u32)> {
        let field = |name: &str| Reflect::get(part, &name.into()).ok()?.as_string();
        Some((field("type")?, field("value")?.parse().ok()?))
    }
}
