//! What is asked of the server about models, and which edition is which.

use kit::lang::Lang;
use shared::api::assessment::{ModelEdition, Models, Months, PublishModel, ScoreTable, Trial};
use shared::assessment::score::cap::Cap;
use shared::assessment::score::{Indicator, Model, Rule};

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::poll::{Polled, poll};
use crate::route::{Route, encode};
use crate::section::{Address, Section};

const MODELS: &str = "/api/v1/assessment/models";
const SECONDS: u64 = 300;

/// Follows the models.
pub fn models() -> Polled<Models> {
    poll(SECONDS, || async { bridge::get(MODELS).await })
}

/// Follows the months.
pub fn months() -> Polled<Months> {
    poll(SECONDS, || async { bridge::get("/api/v1/assessment/months").await })
}

/// Saves a draft in the place of the one before.
pub async fn keep(model: &Model) -> Result<ModelEdition, Trouble> {
    bridge::put(&path(&model.code), model).await
}

/// Lets a draft go.
pub async fn discard(code: &str) -> Result<(), Trouble> {
    bridge::delete(&path(code)).await
}

fn path(code: &str) -> String {
    format!("{MODELS}/{}", encode(code))
}

/// Publishes a draft, which was tried on a past month, as the next edition.
pub async fn publish(code: &str, wish: &PublishModel) -> Result<ModelEdition, Trouble> {
    bridge::post(&format!("{}/publish", path(code)), wish).await
}

/// Scores a month by a model that need not have been published.
pub async fn tried(model: Model, month: String) -> Result<ScoreTable, Trouble> {
    bridge::post(&format!("{MODELS}/trial"), &Trial { model, month }).await
}

/// How an edition stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It scores the month that runs.
    InForce,
    /// It counts from a month that has not come.
    Waiting,
    /// Another has followed it.
    Past,
    /// It is being written.
    Draft,
}

/// Returns the codes of the models, in the order in which they came.
pub fn codes(models: &Models) -> Vec<String> {
    let mut codes: Vec<String> = models.editions.iter().map(|one| one.model.code.clone()).collect();
    codes.dedup();
    codes
}

/// Returns the edition that scores a month.
pub fn in_force<'a>(models: &'a Models, code: &str, month: &str) -> Option<&'a ModelEdition> {
    let published = models.editions.iter().filter(|one| one.model.code == code);
    let begun = published.filter(|one| one.from_month.as_deref().is_some_and(|from| from <= month));
    begun.max_by_key(|one| one.edition)
}

/// Returns an edition by its number.
pub fn edition<'a>(models: &'a Models, code: &str, number: u32) -> Option<&'a ModelEdition> {
    models.editions.iter().find(|one| one.model.code == code && one.edition == number)
}

/// Returns the draft of a model.
pub fn draft<'a>(models: &'a Models, code: &str) -> Option<&'a ModelEdition> {
    edition(models, code, 0)
}

/// Returns the newest edition, whether it counts already or not.
pub fn newest<'a>(models: &'a Models, code: &str) -> Option<&'a ModelEdition> {
    let published = models.editions.iter().filter(|one| one.model.code == code && one.edition > 0);
    published.max_by_key(|one| one.edition)
}

/// Returns how an edition stands in a month.
pub fn standing(models: &Models, one: &ModelEdition, month: &str) -> Standing {
    let Some(from) = one.from_month.as_deref() else { return Standing::Draft };
    if from > month {
        return Standing::Waiting;
    }
    match in_force(models, &one.model.code, month) {
        Some(counting) if counting.edition == one.edition => Standing::InForce,
        Some(_) | None => Standing::Past,
    }
}

/// Returns what a model is called.
pub fn name(lang: Lang, model: &Model) -> String {
    lang.pick(&model.name, &model.name_en).to_owned()
}

/// Returns the cap that a line's points off count under.
pub fn cap<'a>(model: &'a Model, line: &Indicator) -> Option<&'a Cap> {
    let code = line.cap.as_ref()?;
    model.caps.iter().find(|cap| cap.code == *code)
}

/// Returns what a model can give at most, and what may come on top of that.
pub fn full(model: &Model) -> (i64, i64) {
    let sum = |on_top: bool| {
        let counted = model.indicators.iter().filter(|one| matches!(one.rule, Rule::Bonus) == on_top);
        counted.fold(0_i64, |sum, one| sum.saturating_add(one.full_centi))
    };
    (sum(false), sum(true))
}

/// Returns the month that runs.
pub fn this_month() -> String {
    let (year, month, _) = clock::today();
    format!("{year:04}-{month:02}")
}

/// Returns the address of the models, or of what is below them.
pub fn at(parts: &[&str]) -> Address {
    parts.iter().fold(Address::default().below("models"), |address, part| address.below(part))
}

/// Returns the way there.
pub fn way(parts: &[&str]) -> Route {
    Route::At(Section::Assessment, at(parts))
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{ModelEdition, Models};
    use shared::assessment::Subject;
    use shared::assessment::score::Model;
    use shared::time::Instant;

    use super::{Standing, codes, draft, in_force, newest, standing};

    fn edition(code: &str, edition: u32, from_month: Option<&str>) -> ModelEdition {
        let model = Model {
            code: code.to_owned(),
            name: String::new(),
            name_en: String::new(),
            source: String::new(),
            subject: Subject::Unit,
            indicators: Vec::new(),
            caps: Vec::new(),
        };
        ModelEdition {
            edition,
            model,
            from_month: from_month.map(str::to_owned),
            made_at: Instant::from_ms(0),
            made_by: String::new(),
        }
    }

    #[test]
    fn the_edition_of_a_month_is_the_last_that_began() {
        let models = Models {
            editions: vec![
                edition("a", 0, None),
                edition("a", 1, Some("2026-01")),
                edition("a", 2, Some("2026-10")),
                edition("a", 3, Some("2026-10")),
                edition("a", 4, Some("2027-01")),
                edition("b", 1, Some("2026-12")),
            ],
        };
        let of = |month: &str| in_force(&models, "a", month).map(|one| one.edition);
        assert_eq!((of("2025-12"), of("2026-09"), of("2026-11"), of("2027-03")), (None, Some(1), Some(3), Some(4)));
        let stands: Vec<Standing> = models.editions.iter().map(|one| standing(&models, one, "2026-11")).collect();
        assert_eq!(
            stands,
            [Standing::Draft, Standing::Past, Standing::Past, Standing::InForce, Standing::Waiting, Standing::Waiting]
        );
        assert_eq!(codes(&models), ["a", "b"]);
        assert_eq!((draft(&models, "a").is_some(), draft(&models, "b").is_some()), (true, false));
        assert_eq!(newest(&models, "a").map(|one| one.edition), Some(4));
    }
}
