//! Duty grids drawn on the map: unit grids are picked and put into one; kept as a drawing on the server, and published as
//! an edition by the way that a file goes.
//!
//! `drawing` is the rule of the hand (plain, with tests), `tools` picks and assigns, `beats` lists, `publish` keeps, looks
//! and publishes. What is kept survives this page; of two who draw at once the second hears of the first.

pub mod drawing;
mod tools;
mod beats;
mod publish;

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::areas::{AreaImport, DutyDrawing};

use self::drawing::Drawing;
use super::map::ground::{self, Shown};
use super::map::{AreaMap, Told};
use super::{Areas, report};
use crate::bridge::{self, Trouble};
use crate::faces;
use crate::route::encode;
use crate::text::{lang, say, words as common};

/// So many steps can be taken back.
const MOST_STEPS: usize = 50;

/// What a pointer does on the map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tool {
    Look,
    Click,
    Rectangle,
    Lasso,
}

impl Tool {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Click => "click",
            Self::Rectangle => "rectangle",
            Self::Lasso => "lasso",
        }
    }
}

/// The state of the tab.
#[derive(Clone, Copy)]
struct Draw {
    areas: Areas,
    map: AreaMap,
    shown: Shown,
    /// What the server keeps.
    kept: RwSignal<Option<DutyDrawing>>,
    /// What is drawn here.
    drawing: RwSignal<Drawing>,
    past: RwSignal<Vec<Drawing>>,
    picked: RwSignal<BTreeSet<String>>,
    tool: RwSignal<Tool>,
    report: RwSignal<Option<AreaImport>>,
    /// Under what name and for which days it was looked at, so that it is not taken under others.
    looked: RwSignal<Option<String>>,
    trouble: RwSignal<Option<Trouble>>,
    is_busy: RwSignal<bool>,
}

impl Draw {
    /// The address of the drawing on the server.
    fn path(self, below: &str) -> String {
        format!("/api/v1/areas/drawing{below}?jurisdiction={}", encode(self.areas.id.get_value().as_str()))
    }

    /// Fetches what the server keeps and begins with that.
    fn begin(self) {
        let path = self.path("");
        spawn_local(async move {
            match bridge::get::<DutyDrawing>(&path).await {
                Ok(kept) => self.take(kept),
                Err(why) => drop(self.trouble.try_set(Some(why))),
            }
        });
    }

    /// Goes on from what the server keeps now.
    fn take(self, kept: DutyDrawing) {
        // The page may have been left while the answer was on its way.
        let began = self.drawing.try_set(Drawing::of(&kept.duty_grids)).is_none();
        if began {
            self.kept.set(Some(kept));
            self.past.set(Vec::new());
            self.trouble.set(None);
        }
    }

    /// Changes the drawing; the step can be taken back.
    fn change(self, change: impl FnOnce(&mut Drawing)) {
        let before = self.drawing.get_untracked();
        self.drawing.update(change);
        if self.drawing.with_untracked(|drawing| *drawing == before) {
            return;
        }
        self.past.update(|past| {
            past.push(before);
            if past.len() > MOST_STEPS {
                past.remove(0);
            }
        });
        self.report.set(None);
    }

    /// Says whether something was drawn that the server does not keep.
    fn is_unsaved(self) -> bool {
        let drawing = self.drawing.get();
        self.kept.with(|kept| kept.as_ref().is_some_and(|kept| Drawing::of(&kept.duty_grids) != drawing))
    }
}

/// Draws the tab.
pub fn view(areas: Areas) -> AnyView {
    let map = AreaMap::new();
    let kept = RwSignal::new(None::<DutyDrawing>);
    let base = Memo::new(move |_| kept.with(|kept| kept.as_ref().map(|kept| kept.base.clone())));
    let draw = Draw {
        areas,
        map,
        shown: ground::follow(map, base),
        kept,
        drawing: RwSignal::new(Drawing::default()),
        past: RwSignal::new(Vec::new()),
        picked: RwSignal::new(BTreeSet::new()),
        tool: RwSignal::new(Tool::Click),
        report: RwSignal::new(None),
        looked: RwSignal::new(None),
        trouble: RwSignal::new(None),
        is_busy: RwSignal::new(false),
    };
    draw.begin();
    follow(draw);
    report::mark(map, draw.report);
    let is_known = Memo::new(move |_| kept.with(Option::is_some));
    let lang = lang();
    view! {
        {move || draw.trouble.get().map(|why| {
            let again = move |_| draw.begin();
            view! {
                <div class="trouble" role="alert" data-test="draw-trouble" data-code=why.code()>
                    <strong>{why.words(lang)}</strong><span>{why.detail()}</span>
                    {(!is_known.get()).then(|| view! {
                        <button type="button" class="button small" on:click=again>{say(common::TRY_AGAIN)}</button>
                    })}
                </div>
            }
        })}
        {move || match is_known.get() {
            false if draw.trouble.with(Option::is_some) => ().into_any(),
            false => faces::waiting(),
            true => body(draw),
        }}
    }
    .into_any()
}

/// Brings what is drawn and picked to the map, and hears what is picked there.
fn follow(draw: Draw) {
    Effect::new(move |_| {
        // Again once the outlines are there: names stand in the middle of their grids.
        draw.shown.facts.track();
        draw.map.with(|drawn| {
            draw.drawing.with(|drawing| {
                let names: BTreeMap<&str, &str> =
                    drawing.0.iter().map(|(id, beat)| (id.as_str(), beat.name.as_str())).collect();
                drawn.beats(&json(&drawing.by_grid()), &json(&names))
            })
        });
    });
    Effect::new(move |_| draw.map.with(|drawn| draw.picked.with(|picked| drawn.pick(&json(picked)))));
    Effect::new(move |_| draw.map.with(|drawn| drawn.tool(draw.tool.get().as_str())));
}

fn json(value: &impl serde::Serialize) -> String {
    // Only maps with keys that are no text cannot be written, and there are none here.
    serde_json::to_string(value).unwrap_or_default()
}

fn body(draw: Draw) -> AnyView {
    let hear = Callback::new(move |told: Told| {
        if let Told::Picked { codes, toggles } = told {
            draw.picked.update(|picked| pick(picked, codes, toggles));
        }
    });
    view! {
        {tools::bar(draw)}
        <div class="areas-body">
            <div class="areas-stage">
                {ground::state(draw.shown)}
                {draw.map.view(hear)}
                {beats::table(draw)}
                {beats::merge(draw)}
                {move || draw.report.with(|found| found.as_ref().map(|found| report::view(found, draw.map)))}
            </div>
            <div class="areas-side">
                {tools::assign(draw)}
                {beats::check(draw)}
                {publish::view(draw)}
            </div>
        </div>
    }
    .into_any()
}

/// Adds to what is picked; a press on what is picked already lets it go.
fn pick(picked: &mut BTreeSet<String>, codes: Vec<String>, toggles: bool) {
    for code in codes {
        let is_new = picked.insert(code.clone());
        if !is_new && toggles {
            picked.remove(&code);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::pick;

    #[test]
    fn a_press_picks_and_lets_go_and_a_lasso_only_picks() {
        let one = || vec!["1".to_owned()];
        let mut picked = BTreeSet::new();
        pick(&mut picked, one(), true);
        pick(&mut picked, one(), false);
        assert_eq!(picked.len(), 1);
        pick(&mut picked, one(), true);
        assert!(picked.is_empty());
    }
}
