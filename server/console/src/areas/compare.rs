//! Two editions of one jurisdiction side by side: on the map and as a list.

use kit::lang::Lang;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::areas::{AreaComparison, AreaDifference};
use shared::grid::compare::{AreaChange, AreaChanges};
use shared::grid::kind::AreaKind;
use shared::ids::Sha256;

use super::map::{AreaMap, Told, ground};
use super::{Areas, text as words};
use crate::bridge::{self, Trouble};
use crate::pieces;
use crate::text::{lang, say};

/// What is known of a comparison so far.
#[derive(Clone, Copy)]
struct Compared {
    changes: RwSignal<Option<AreaChanges>>,
    rows: RwSignal<Vec<AreaDifference>>,
    next: RwSignal<Option<usize>>,
    trouble: RwSignal<Option<Trouble>>,
    /// The difference that was pressed on the map.
    pressed: RwSignal<Option<usize>>,
}

/// Draws the tab.
pub fn view(areas: Areas) -> AnyView {
    let map = AreaMap::new();
    let to = areas.edition("to");
    let from = from(areas, to);
    let shown = ground::follow(map, to);
    let compared = Compared {
        changes: RwSignal::new(None),
        rows: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        trouble: RwSignal::new(None),
        pressed: RwSignal::new(None),
    };
    let pair = Memo::new(move |_| from.get().zip(to.get()).filter(|(from, to)| from != to));
    Effect::new(move |_| {
        compared.changes.set(None);
        compared.rows.set(Vec::new());
        compared.next.set(None);
        compared.pressed.set(None);
        let Some((from, to)) = pair.get() else { return };
        fetch(compared, pair, (from.clone(), to.clone()), None);
        draw(compared, map, pair, (from, to));
    });
    let hear = Callback::new(move |told: Told| {
        if let Told::Marked(place) = told {
            compared.pressed.set(Some(place));
        }
    });
    let lang = lang();
    view! {
        <div class="areas-bar card">
            {areas.select(words::FROM_EDITION, "from", from)}
            {areas.select(words::TO_EDITION, "to", to)}
            <p class="small" data-test="compare-changes">{move || match (pair.get(), compared.changes.get()) {
                (None, _) => lang.say(words::COMPARE_SAME).to_owned(),
                (Some(_), None) => String::new(),
                (Some(_), Some(changes)) => words::changes(lang, changes),
            }}</p>
        </div>
        {move || compared.trouble.get().map(|why| view! {
            <p class="complaint" role="alert" data-test="compare-trouble">{why.words(lang)}<small>{why.detail()}</small></p>
        })}
        <div class="areas-stage">{ground::state(shown)}{map.view(hear)}</div>
        <p class="small">{say(words::COMPARE_LEGEND)}</p>
        {table(compared, map)}
        {move || compared.next.get().map(|after| {
            let more = move |_| {
                if let Some(both) = pair.get_untracked() {
                    fetch(compared, pair, both, Some(after));
                }
            };
            view! {
                <div class="pager">
                    <button type="button" class="button" data-test="compare-more" on:click=more>{lang.say(words::MORE)}</button>
                </div>
            }
        })}
    }
    .into_any()
}

/// The edition that is compared from: the one that the other was made after, where the address names none.
fn from(areas: Areas, to: Memo<Option<Sha256>>) -> Memo<Option<Sha256>> {
    Memo::new(move |_| {
        let asked = areas.address.with(|address| address.get("from").and_then(|text| text.parse::<Sha256>().ok()));
        areas.list.with(|list| {
            let known = asked.filter(|asked| list.iter().any(|one| one.hash == *asked));
            let before = || list.iter().find(|one| Some(&one.hash) == to.get().as_ref())?.before.clone();
            let other = || list.iter().map(|one| &one.hash).find(|hash| to.get().as_ref() != Some(*hash)).cloned();
            known.or_else(before).or_else(other)
        })
    })
}

type Pair = Memo<Option<(Sha256, Sha256)>>;

fn fetch(compared: Compared, pair: Pair, both: (Sha256, Sha256), after: Option<usize>) {
    let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
    let path = format!("/api/v1/areas/compare?from={}&to={}{after}&limit=200", both.0, both.1);
    spawn_local(async move {
        let reply = bridge::get::<AreaComparison>(&path).await;
        // Two others were chosen meanwhile, or the page was left.
        if pair.try_get_untracked().flatten() != Some(both) {
            return;
        }
        match reply {
            Ok(page) => {
                compared.trouble.set(None);
                compared.changes.set(Some(page.changes));
                compared.next.set(page.next);
                compared.rows.update(|rows| {
                    let known = rows.last().map(|last| last.place);
                    rows.extend(page.differences.into_iter().filter(|one| known.is_none_or(|known| one.place > known)));
                });
            }
            Err(why) => compared.trouble.set(Some(why)),
        }
    });
}

/// Brings the differences to the map, as soon as that is there.
fn draw(compared: Compared, map: AreaMap, pair: Pair, both: (Sha256, Sha256)) {
    let path = format!("/api/v1/areas/compare/shapes?from={}&to={}", both.0, both.1);
    let drawn = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        map.with(|map| drawn.with(|text| text.as_ref().map_or(Ok(()), |text| map.mark(text))));
    });
    spawn_local(async move {
        let reply = bridge::text_of(&path).await;
        if pair.try_get_untracked().flatten() != Some(both) {
            return;
        }
        match reply {
            Ok(text) => drop(drawn.try_set(Some(text))),
            Err(why) => compared.trouble.set(Some(why)),
        }
    });
}

fn table(compared: Compared, map: AreaMap) -> AnyView {
    view! {
        <div class="card table-card wide-table areas-list" tabindex="0" role="region" aria-label=say(words::TAB_COMPARE)>
            <table class="rows compact" data-test="differences">
                <thead>
                    <tr>
                        <th scope="col">{say(words::WHAT)}</th>
                        <th scope="col">{say(words::CHANGE)}</th>
                        <th scope="col">{say(words::CODE)}</th>
                        <th scope="col">{say(words::DETAIL)}</th>
                        <th scope="col" class="right">{say(words::AREA)}</th>
                        <th scope="col">{say(words::LOOK_AT)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || compared.rows.get() key=|one| one.place
                        children=move |one| row(compared, map, one)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

const fn tone(change: AreaChange) -> Tone {
    match change {
        AreaChange::Added => Tone::Ok,
        AreaChange::Gone => Tone::Late,
        AreaChange::Changed => Tone::Soon,
    }
}

fn row(compared: Compared, map: AreaMap, one: AreaDifference) -> AnyView {
    let lang = lang();
    let detail = detail(lang, &one);
    let AreaDifference { place, kind, change, code, name, area_m2, at, .. } = one;
    let size = if kind == AreaKind::Remarks { String::new() } else { words::area(lang, area_m2) };
    let is_pressed = move || compared.pressed.get() == Some(place);
    let go = at.map(|at| {
        let go = move |_| {
            compared.pressed.set(Some(place));
            map.fly(at.lon(), at.lat());
        };
        let label = format!("{} {code}", lang.say(words::LOOK_AT));
        view! {
            <button type="button" class="button small" data-test="difference-look" aria-label=label on:click=go>
                {lang.say(words::LOOK_AT)}
            </button>
        }
    });
    view! {
        <tr class:chosen=is_pressed data-test="difference" data-kind=kind.as_str() data-change=change.as_str()
            data-code=code.clone()>
            <td>{lang.say(words::kind(kind))}</td>
            <td>{pieces::badge(tone(change), lang.say(words::change(change)), "change", change.as_str())}</td>
            <td class="code">{code.clone()}</td>
            <td><span lang="zh" data-said="">{name}</span><small data-said="">{detail}</small></td>
            <td class="right figures">{size}</td>
            <td>{go}</td>
        </tr>
    }
    .into_any()
}

/// Says what exactly changed.
fn detail(lang: Lang, one: &AreaDifference) -> String {
    let mut said: Vec<String> = Vec::new();
    said.extend(one.moved_m2.map(|moved| words::moved(lang, moved)));
    if one.came + one.went > 0 {
        said.push(words::exchanged(lang, one.came, one.went));
    }
    if let (Some(was), Some(is)) = (&one.was, &one.is) {
        let word = |text: &str| match (one.kind, text) {
            (AreaKind::Grids, "fine") => lang.say(words::FINE).to_owned(),
            (AreaKind::Grids, "coarse") => lang.say(words::COARSE).to_owned(),
            (AreaKind::Grids | AreaKind::DutyGrids | AreaKind::Industry | AreaKind::Remarks, text) => text.to_owned(),
        };
        said.push(format!("{} → {}", word(was), word(is)));
    }
    said.join(" · ")
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::api::areas::AreaDifference;
    use shared::grid::compare::AreaChange;
    use shared::grid::kind::AreaKind;

    use super::detail;

    #[test]
    fn a_change_says_how_much_moved_and_into_whose_hands() {
        let one = AreaDifference {
            place: 0,
            kind: AreaKind::Grids,
            change: AreaChange::Changed,
            code: "610112001007001".to_owned(),
            name: String::new(),
            was: Some("coarse".to_owned()),
            is: Some("fine".to_owned()),
            area_m2: 10_212.0,
            moved_m2: Some(1_021.0),
            came: 0,
            went: 0,
            at: None,
        };
        assert_eq!(detail(Lang::Zh, &one), "边界变动 1021 平方米 · 粗 → 细");
        let beat = AreaDifference { kind: AreaKind::DutyGrids, was: None, is: None, moved_m2: None, came: 4, ..one };
        assert_eq!(detail(Lang::En, &beat), "4 grids in, 0 out");
    }
}
