//! The sync board: which device has synced what, and who needs a call.
//!
//! `shared::standing` is the rule (a pure function over one row), this shows it. `rows` keeps the rows in order while `live`
//! hears what changed; `address` says what of them is looked for, `columns` what is shown of each. Start there.

pub mod rows;
pub mod live;
mod address;
pub mod text;
mod filters;
mod tiles;
mod columns;
mod table;
mod panel;
mod history;
mod alarms;
mod orders;
mod call;
mod rescue;

use leptos::prelude::*;
use shared::standing::newest::Newest;

use self::columns::Columns;
use self::live::Live;
use self::rows::Line;
use self::table::Around;
use crate::faces::{self, Empty};
use crate::text::{say, words};

/// The page.
#[component]
pub fn BoardPage() -> impl IntoView {
    let live = expect_context::<Live>();
    let (wanted, chosen) = (address::wanted(), address::chosen());
    let typed = RwSignal::new(None::<String>);
    let rows: Memo<Vec<Line>> = Memo::new(move |_| {
        let mut wanted = wanted.get();
        if let Some(words) = typed.get() {
            wanted.words = words;
        }
        let now = live.judged_at.get().unwrap_or_default();
        live.packs.with(|packs| {
            let newest = Newest::of(packs);
            let fits = |line: &&Line| wanted.fits(line.judged(), now, &newest);
            live.lines.with(|lines| lines.iter().filter(fits).cloned().collect())
        })
    });
    let chosen_line = Memo::new(move |_| live.line(chosen.get()?));
    let known = Memo::new(move |_| live.is_known());
    let is_empty = Memo::new(move |_| live.lines.with(|lines| lines.is_empty()));
    let is_troubled = Memo::new(move |_| live.trouble.with(Option::is_some));
    let columns = Columns::remembered();
    let around = Around { chosen, wanted, columns, packs: live.packs };
    let alarms = alarms::follow();
    view! {
        <section class="board" data-test="board">
            <header class="page-head">
                <h2>{say(words::BOARD)}</h2>
                {move || match live.is_lineless.get() && !is_troubled.get() {
                    true => view! { <span class="badge tone-soon">{say(text::ASKING)}</span> }.into_any(),
                    false => faces::mark(live.trouble, live.heard_at),
                }}
                {alarms::count(alarms)}
                <span class="gap"></span>
                {filters::chips(live, wanted, chosen)}
                {filters::export(wanted)}
            </header>
            {move || (live.is_lineless.get() && !is_troubled.get()).then(|| view! {
                <p class="quiet small" role="status" data-test="lineless">{say(text::LINELESS)}</p>
            })}
            {faces::bar(live.trouble, live.heard_at, known.into(), Callback::new(move |()| live.again()))}
            {move || match (known.get(), is_empty.get()) {
                (false, _) if is_troubled.get() => ().into_any(),
                (false, _) => faces::waiting(),
                (true, true) => view! { <Empty title=words::NO_DEVICES more=words::NO_DEVICES_MORE/> }.into_any(),
                (true, false) => view! {
                    {tiles::tiles(live)}
                    {filters::filters(live, wanted, chosen, typed)}
                    <div class="board-body">
                        <div class="board-main">
                            <div class="card table-card">
                                {columns::switches(columns)}
                                {table::table(rows, around)}
                                {move || rows.with(Vec::is_empty).then(|| none_fit(wanted.with(|wanted| wanted.needing)))}
                            </div>
                            {alarms::list(alarms, wanted)}
                        </div>
                        <div class="beside">{panel::panel(live, chosen, chosen_line)}{rescue::import()}</div>
                    </div>
                }.into_any(),
            }}
        </section>
    }
}

fn none_fit(needing: bool) -> AnyView {
    let word = if needing { words::NO_DEVICES_NEED } else { text::NONE_FIT };
    view! { <p class="empty small" data-test="none-fit">{say(word)}</p> }.into_any()
}
