//! One score of a bulletin that is the mean of several months: what it was in each of them, each leading to its lines.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::ScoreTable;
use shared::api::bulletins::{Bulletin, BulletinSource, RankRow, Ranking};

use super::tables::{self, Ways, points};
use super::text as words;
use super::way;
use crate::bridge::{self, Trouble};
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::encode;
use crate::section::Address;
use crate::security;
use crate::text::{lang, say};

const SECONDS: u64 = 600;

/// Whose score, and by which model.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Asked {
    model: String,
    row: String,
}

/// A month, and what it came to.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Month {
    source: BulletinSource,
    /// Which edition scored it.
    edition: u32,
    /// The points; nothing where nobody was scored, or where that is none of the reader's business.
    total_centi: Option<i64>,
}

impl Asked {
    fn read(address: &Address) -> Option<Self> {
        let said = |name: &str| address.get(name).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Self { model: said("model")?, row: said("row")? })
    }

    /// Finds the ranking and the row that are meant.
    fn of<'b>(&self, bulletin: &'b Bulletin) -> Option<(&'b Ranking, &'b RankRow)> {
        let ranking = bulletin.content.rankings.iter().find(|ranking| ranking.model == self.model)?;
        ranking.rows.iter().find(|row| row.key == self.row).map(|row| (ranking, row))
    }
}

/// Draws the page.
pub fn page(id: &str, address: Memo<Address>) -> AnyView {
    let path = format!("/api/v1/bulletins/{}", encode(id));
    let found = poll::<Bulletin, _, _>(SECONDS, move || {
        let path = path.clone();
        async move { bridge::get(&path).await }
    });
    let asked = Memo::new(move |_| address.with(Asked::read));
    let sources = Memo::new(move |_| {
        found.value.with(|bulletin| bulletin.as_ref().map(|bulletin| bulletin.content.sources.clone()))
    });
    let months = RwSignal::new(None::<Vec<Month>>);
    let trouble = RwSignal::new(None::<Trouble>);
    Effect::new(move |_| {
        let (Some(sources), Some(wanted)) = (sources.get(), asked.get()) else { return };
        months.set(None);
        trouble.set(None);
        spawn_local(async move {
            let came = fetch(sources, &wanted).await;
            // What was asked for meanwhile is answered by itself.
            if asked.try_with_untracked(|now| now.as_ref() == Some(&wanted)) != Some(true) {
                return;
            }
            match came {
                Ok(all) => drop(months.try_set(Some(all))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    });
    let is_meant = Memo::new(move |_| {
        asked.with(|asked| {
            let is_in = |bulletin: &Bulletin| asked.as_ref().is_some_and(|asked| asked.of(bulletin).is_some());
            found.value.with(|bulletin| bulletin.as_ref().is_none_or(is_in))
        })
    });
    let is_waiting =
        move || months.with(Option::is_none) && trouble.with(Option::is_none) && found.trouble.with(Option::is_none);
    let drawn = move || {
        let asked = asked.get()?;
        found.value.with(|bulletin| {
            let (_, row) = asked.of(bulletin.as_ref()?)?;
            months.with(|months| months.as_ref().map(|months| table(&asked, row, months)))
        })
    };
    let title = move || {
        let whose = asked.get().and_then(|asked| {
            found.value.with(|bulletin| {
                let (ranking, row) = asked.of(bulletin.as_ref()?)?;
                Some(format!("{} · {} · {}", row.name, say(words::SCORE), words::scored_by(lang(), ranking)))
            })
        });
        // Before it is known, and where there is none.
        whose.unwrap_or_else(|| say(words::SCORE).to_owned())
    };
    let body = move || match is_meant.get() {
        false => view! { <Empty title=words::NO_SCORE more=words::NO_SCORE_MORE/> }.into_any(),
        true => view! { {move || is_waiting().then(faces::waiting)}{drawn} }.into_any(),
    };
    view! {
        <header class="page-head">
            {pieces::link(&way(id), format!("‹ {}", say(words::BACK_TO_BULLETIN)), "bulletin-back")}
            <h2 data-test="bulletin-scored" data-said="">{title}</h2>
        </header>
        <p class="lead quiet small">{say(words::SCORE_BY_MONTH)}</p>
        {faces::trouble_bar(found)}
        {security::complaint(trouble)}
        {body}
    }
    .into_any()
}

async fn fetch(sources: Vec<BulletinSource>, asked: &Asked) -> Result<Vec<Month>, Trouble> {
    let mut months = Vec::new();
    for source in sources {
        let (month, model) = (encode(&source.month), encode(&asked.model));
        let path = format!("/api/v1/assessment/scores?month={month}&version={}&model={model}", source.version);
        let table: ScoreTable = bridge::get(&path).await?;
        let row = table.rows.iter().find(|row| row.key == asked.row);
        let total_centi = row.map(|row| row.score.total_centi);
        months.push(Month { source, edition: table.edition, total_centi });
    }
    Ok(months)
}

fn table(asked: &Asked, row: &RankRow, months: &[Month]) -> AnyView {
    let lang = lang();
    let drawn = |month: &Month| {
        let Month { source, edition, total_centi } = month;
        let way = Ways::month(&source.month, source.version).score(&asked.model, &asked.row);
        let points = match (total_centi, way) {
            (Some(total), Some(way)) => {
                view! { <a class="words-link figures" data-test="month-score" href=way>{points(*total)}</a> }.into_any()
            }
            (Some(_) | None, _) => view! { <span class="quiet">{say(words::NOT_SCORED)}</span> }.into_any(),
        };
        view! {
            <tr data-test="score-month" data-month=source.month.clone()>
                <th scope="row" class="figures">{words::version(lang, &source.month, source.version)}</th>
                <td class="right figures">{edition.to_string()}</td>
                <td class="right figures">{points}</td>
            </tr>
        }
    };
    let rows = view! {
        {months.iter().map(drawn).collect_view()}
        <tr data-test="score-mean">
            <th scope="row">{say(words::MEAN)}</th><td class="right">"—"</td>
            <td class="right figures"><strong>{points(row.total_centi)}</strong></td>
        </tr>
    }
    .into_any();
    let heads = [words::MONTH, words::EDITION, words::SCORE].map(|word| say(word).to_owned()).to_vec();
    tables::table(words::MONTHS, heads, rows)
}

#[cfg(test)]
mod tests {
    use super::Asked;
    use crate::section::Address;

    #[test]
    fn an_address_says_whose_score_by_which_model() {
        let address = Address::default().below("0190").below("scores").with("model", "jinniu").with("row", "610112");
        let asked = Asked { model: "jinniu".to_owned(), row: "610112".to_owned() };
        assert_eq!(Asked::read(&address), Some(asked));
        assert_eq!(Asked::read(&address.with("row", "")), None);
    }
}
