//! A plan that breaks something, made as short as it goes: what is left tells the story.

use anyhow::Result;

use crate::batch::Place;
use crate::plan::Plan;
use crate::truth::Broken;

/// Leaves steps out for as long as the same invariant breaks.
pub fn shrink(place: &mut Place, plan: Plan) -> Result<Plan> {
    let Some(wrong) = wrong(place, &plan)? else { return Ok(plan) };
    let mut plan = plan;
    let mut size = plan.steps.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < plan.steps.len() {
            let mut shorter = plan.clone();
            shorter.steps.drain(at..(at + size).min(plan.steps.len()));
            if self::wrong(place, &shorter)? == Some(wrong.clone()) {
                plan = shorter;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    for simpler in [Plan { births: Vec::new(), ..plan.clone() }, Plan { split: false, ..plan.clone() }] {
        if self::wrong(place, &simpler)? == Some(wrong.clone()) {
            plan = simpler;
        }
    }
    Ok(plan)
}

/// Returns what kind of thing is broken; what is not one of the invariants is told by its first words.
fn wrong(place: &mut Place, plan: &Plan) -> Result<Option<String>> {
    let Some(error) = place.play(plan)?.wrong else { return Ok(None) };
    Ok(Some(match error.downcast_ref::<Broken>() {
        Some(broken) => {
            let words: Vec<&str> = broken.what.split(' ').filter(|word| word.len() < 20).collect();
            let shape: String = words.join(" ").chars().filter(|letter| !letter.is_ascii_digit()).collect();
            format!("{} {shape}", broken.number)
        }
        None => error.root_cause().to_string().chars().filter(|letter| !letter.is_ascii_digit()).collect(),
    }))
}
