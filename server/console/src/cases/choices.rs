//! What filters are chosen from: fetched once, when somebody first wants a list.

use kit::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::lists::Choices;

use crate::bridge::{self, Trouble};

/// What there is to choose from, once it has come.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// The choices.
    pub choices: RwSignal<Option<Choices>>,
    /// Why they did not come.
    pub trouble: RwSignal<Option<Trouble>>,
}

/// Fetches the choices.
pub fn fetch() -> Chosen {
    let chosen = Chosen { choices: RwSignal::new(None), trouble: RwSignal::new(None) };
    spawn_local(async move {
        match bridge::get::<Choices>("/api/v1/cases/choices").await {
            Ok(choices) => drop(chosen.choices.try_set(Some(choices))),
            Err(trouble) => drop(chosen.trouble.try_set(Some(trouble))),
        }
    });
    chosen
}

/// One thing to choose: what stands in the address, and what people read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What stands in the address.
    pub key: String,
    /// What people read, and type a part of.
    pub words: String,
}

/// Returns the categories and the classes they belong to, the classes first.
pub fn categories(lang: Lang, choices: &Choices) -> Vec<Choice> {
    let code = |key: &str| key.split_once(':').map_or(key, |(_, code)| code).to_owned();
    let majors = choices.majors.iter().map(|major| {
        let name = lang.pick(&major.name, &major.name_en);
        Choice { key: major.key.clone(), words: format!("{} {name}", code(&major.key)) }
    });
    let categories = choices.categories.iter().map(|category| {
        let (key, name) = (category.key.to_string(), lang.pick(&category.name, &category.name_en));
        Choice { words: format!("{} {name}", code(&key)), key }
    });
    majors.chain(categories).collect()
}

/// Returns the units.
pub fn units(choices: &Choices) -> Vec<Choice> {
    let unit = |unit: &shared::api::lists::UnitEntry| named(unit.id.as_str(), &unit.name);
    choices.units.iter().map(unit).collect()
}

/// Returns the duty grids.
pub fn duty_grids(choices: &Choices) -> Vec<Choice> {
    let duty = |duty: &shared::api::lists::DutyEntry| named(duty.id.as_str(), &duty.name);
    choices.duty_grids.iter().map(duty).collect()
}

/// Returns the jurisdictions.
pub fn jurisdictions(choices: &Choices) -> Vec<Choice> {
    let one = |one: &shared::api::lists::JurisdictionChoice| named(one.id.as_str(), &one.name);
    choices.jurisdictions.iter().map(one).collect()
}

fn named(id: &str, name: &str) -> Choice {
    let words = if name.is_empty() || name == id { id.to_owned() } else { format!("{name} {id}") };
    Choice { key: id.to_owned(), words }
}

/// Returns the one thing that was meant by what was typed: written whole, or the only one that holds it.
pub fn meant<'c>(choices: &'c [Choice], typed: &str) -> Option<&'c Choice> {
    let typed = typed.trim().to_lowercase();
    let whole =
        choices.iter().find(|choice| choice.words.to_lowercase() == typed || choice.key.to_lowercase() == typed);
    // A whole code means its category, whatever else its digits stand in.
    let by_code = || choices.iter().find(|choice| choice.words.split(' ').any(|word| word.to_lowercase() == typed));
    whole.or_else(by_code).or_else(|| {
        let mut holding = choices.iter().filter(|choice| choice.words.to_lowercase().contains(&typed));
        holding.next().filter(|_| holding.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::{Choice, meant};

    fn choices() -> Vec<Choice> {
        let one = |key: &str, words: &str| Choice { key: key.to_owned(), words: words.to_owned() };
        vec![
            one("event:06", "06 市容环境"),
            one("event:06010", "06010 暴露垃圾"),
            one("event:06011", "06011 积存垃圾渣土"),
        ]
    }

    #[track_caller]
    fn check(typed: &str, key: Option<&str>) {
        let choices = choices();
        assert_eq!(meant(&choices, typed).map(|choice| choice.key.as_str()), key, "{typed}");
    }

    #[test]
    fn what_is_written_whole_or_holds_it_alone_is_meant() {
        check("06010 暴露垃圾", Some("event:06010"));
        check("06011", Some("event:06011"));
        check(" event:06 ", Some("event:06"));
        check("06", Some("event:06"));
        check("渣土", Some("event:06011"));
    }

    #[test]
    fn what_could_be_several_or_none_is_not_guessed() {
        check("垃圾", None);
        check("井盖", None);
    }
}
