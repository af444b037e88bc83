//! What stands in a bulletin, gathered once: sums, rankings, the course of months, and the cases that were handled poorly.
//!
//! All numbers are asked for as a desk asks for them, so that each is the number whose cases a page lists. Of months that are
//! not its own only what was published is looked at: a bulletin never tells what nobody was told yet. Start with [`gather`];
//! `beside` are the other times that stand beside its own.

mod beside;

use std::collections::BTreeMap;

use jiff::civil::Date;
use shared::api::assessment::{AssessmentRow, AssessmentTable, ScoreTable, Source};
use shared::api::bulletins::{
    BulletinContent, BulletinKind, BulletinMonth, BulletinSource, MOST_MODELS, MakeBulletin, RankRow, Ranking,
    ScoredMonth,
};
use shared::assessment::{Basis, Counter, Subject, Sums};
use shared::ids::JurisdictionId;
use shared::privacy::words;
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::plan::{self, Plan};
use super::poor;
use super::store::poor::{Among, Within};
use super::store::versions::{self, Version};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::assessment::actions as assessment;
use crate::assessment::asked::{self, Asked};
use crate::error::{Result, refuse};
use crate::months;
use crate::months::calendar::Month;
use crate::scores::actions as scores;

/// So many categories are printed.
const MOST_CATEGORIES: usize = 10;

/// By which basis sums are kept.
type By = BTreeMap<Basis, Sums>;

/// What was gathered.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// What stands in it.
    pub content: BulletinContent,
    /// The row of the frozen version, where it is made from one month.
    pub version_id: String,
}

/// What everything that is gathered has in common.
struct Asking<'a> {
    app: &'a App,
    caller: &'a Caller,
    city: JurisdictionId,
    zone: String,
    training: bool,
    at: Instant,
}

/// One stretch of days, and from where its numbers come.
#[derive(Clone, Copy, Debug)]
struct Stretch<'a> {
    from: Date,
    to: Date,
    version: Option<&'a Version>,
}

/// Gathers what stands in a bulletin.
pub async fn gather(app: &App, caller: &Caller, wish: &MakeBulletin) -> Result<Gathered> {
    let city = app.city();
    let home = city.city_id().unwrap_or(&caller.account.jurisdiction).clone();
    let zone = city.settings(&home).zone.clone();
    let (training, at) = (city.counts_training(&home), app.clock.now());
    let asking = Asking { app, caller, city: home, zone, training, at };
    let plan = plan::read(wish, at.day_in(&asking.zone))?;
    let frozen = asking.frozen(&plan, wish.version).await?;
    let stretches = stretches(&plan, &frozen);
    let (areas, total) = asking.summed(&stretches, Subject::Jurisdiction).await?;
    let (units, _) = asking.summed(&stretches, Subject::Unit).await?;
    let (categories, _) = asking.summed(&stretches, Subject::Category).await?;
    let trend = asking.course(&plan, &frozen).await?;
    let beside = asking.beside(&plan).await?;
    let rankings = asking.rankings(wish, &frozen).await?;
    let among = stretches.iter().filter_map(|stretch| asking.within(*stretch)).collect::<Vec<_>>();
    let poor = poor::pick(app, &mut *app.db.read().await?, &city, &among).await?;
    let centre = city.jurisdiction(&asking.city);
    let content = BulletinContent {
        centre: city.name_of(&asking.city),
        centre_en: centre.map(|one| one.name_en.clone()).unwrap_or_default(),
        kind: wish.kind,
        from: plan.from,
        to: plan.to,
        zone: asking.zone.clone(),
        at: frozen.last().map_or(at, |version| version.at),
        sources: frozen.iter().map(source).collect(),
        training,
        total,
        areas,
        units,
        categories: most_filed(categories),
        trend,
        rankings,
        poor,
        compared: beside.compared,
        uncompared: beside.uncompared,
    };
    let version_id = match frozen.as_slice() {
        [only] => only.id.clone(),
        _ => String::new(),
    };
    Ok(Gathered { content, version_id })
}

fn source(version: &Version) -> BulletinSource {
    // What is printed says no numbers of people.
    let mut reason = version.reason.clone();
    words::text(&mut reason);
    let (month, number) = (version.month.clone(), version.number);
    BulletinSource { month, version: number, at: version.at, frozen_at: Some(version.frozen_at), reason }
}

/// Returns the frozen months of a plan; its own days where none are.
fn stretches<'v>(plan: &Plan, frozen: &'v [Version]) -> Vec<Stretch<'v>> {
    if frozen.is_empty() {
        return vec![Stretch { from: plan.from, to: plan.to, version: None }];
    }
    frozen.iter().filter_map(stretch).collect()
}

fn stretch(version: &Version) -> Option<Stretch<'_>> {
    let (from, to) = plan::days_of(&version.month)?;
    Some(Stretch { from, to, version: Some(version) })
}

/// Returns the version that a bulletin stands on: the published one, the newest where none is.
pub fn standing(versions: Vec<Version>) -> Option<Version> {
    let published = versions.iter().rev().find(|version| version.is_published).cloned();
    published.or_else(|| versions.into_iter().next_back())
}

/// Returns the version of a month that was published last; nothing where none was.
fn published(versions: Vec<Version>) -> Option<Version> {
    versions.into_iter().rev().find(|version| version.is_published)
}

impl Asking<'_> {
    /// Returns the frozen version of each month; refuses a month that has none, but for those of several in which there was
    /// no case: such a month is never frozen.
    async fn frozen(&self, plan: &Plan, wanted: Option<u32>) -> Result<Vec<Version>> {
        let mut frozen = Vec::new();
        let mut reader = self.app.db.read().await?;
        for month in &plan.months {
            let all = versions::of_month(&mut reader, &self.city, month).await?;
            let found = match wanted.filter(|_| plan.months.len() == 1) {
                Some(number) => all.into_iter().find(|version| version.number == number),
                None => standing(all),
            };
            let Some(version) = found else {
                if plan.months.len() > 1 && self.is_without_cases(&mut reader, month).await? {
                    continue;
                }
                return refuse(Code::BadValue, format!("month: no such version of {month} is frozen"));
            };
            frozen.push(version);
        }
        if frozen.is_empty() && !plan.months.is_empty() {
            return refuse(Code::BadValue, "month: none of these months has a case");
        }
        Ok(frozen)
    }

    async fn is_without_cases(&self, connection: &mut AnyConnection, month: &str) -> Result<bool> {
        match Month::parse(month) {
            Some(month) => months::freeze::is_without_cases(self.app, connection, month).await,
            None => Ok(false),
        }
    }

    async fn table(&self, stretch: Stretch<'_>, by: Subject) -> Result<AssessmentTable> {
        let source = match stretch.version {
            Some(version) => asked::From::Frozen { version_id: version.id.clone() },
            None => asked::From::Live { at: self.at },
        };
        let (from, to, training) = (stretch.from, stretch.to, self.training);
        assessment::table(self.app, self.caller, Asked { from, to, source, by, area: None, unit: None, training }).await
    }

    /// Returns the sums of all stretches together, row by row, and of everybody.
    async fn summed(&self, stretches: &[Stretch<'_>], by: Subject) -> Result<(Vec<AssessmentRow>, By)> {
        let (mut rows, mut total) = (BTreeMap::new(), By::new());
        for stretch in stretches {
            let table = self.table(*stretch, by).await?;
            add(&mut total, &table.total);
            for row in table.rows {
                gain(&mut rows, row);
            }
        }
        Ok((rows.into_values().collect(), total))
    }

    /// Returns the course of months: its own, and others as far as they are published.
    async fn course(&self, plan: &Plan, own: &[Version]) -> Result<Vec<BulletinMonth>> {
        let mut course = Vec::new();
        for month in plan.course() {
            let version = match own.iter().find(|version| version.month == month) {
                Some(version) => Some(version.clone()),
                None => published(versions::of_month(&mut *self.app.db.read().await?, &self.city, &month).await?),
            };
            let Some(version) = version else { continue };
            let Some(stretch) = stretch(&version) else { continue };
            let sums = self.table(stretch, Subject::Jurisdiction).await?.total;
            course.push(BulletinMonth { month, version: version.number, sums });
        }
        Ok(course)
    }

    /// Returns a ranking by each model. Days that were not frozen have none: what is open there may still end either way.
    async fn rankings(&self, wish: &MakeBulletin, frozen: &[Version]) -> Result<Vec<Ranking>> {
        let published = frozen.last().map(|version| version.model.clone()).filter(|model| !model.is_empty());
        let mut models = wish.models.clone();
        if models.is_empty() {
            models.extend(published);
        }
        if models.len() > MOST_MODELS {
            return refuse(Code::BadValue, format!("models: at most {MOST_MODELS}"));
        }
        if wish.kind == BulletinKind::Weekly && !wish.models.is_empty() {
            return refuse(Code::BadValue, "models: a week gives no scores");
        }
        let mut rankings = Vec::new();
        for model in &models {
            let mut tables = Vec::new();
            for version in frozen {
                let (month, number) = (version.month.as_str(), Some(version.number));
                tables.push(scores::scores(self.app, self.caller, month, number, model).await?);
            }
            rankings.extend(ranking(&tables));
        }
        Ok(rankings)
    }

    /// Returns within what poorly handled cases are looked for, and when it was so.
    fn within<'v>(&self, stretch: Stretch<'v>) -> Option<(Within<'v>, Instant)> {
        let (begins, ends) = Instant::days(stretch.from, stretch.to, &self.zone)?;
        let (among, at) = match stretch.version {
            Some(version) => (Among::Frozen(&version.id), version.at),
            None => (Among::Live(self.at), self.at),
        };
        Some((Within { among, begins, ends, training: self.training, most: poor::MOST }, at))
    }
}

fn add(to: &mut By, more: &By) {
    for (basis, sums) in more {
        *to.entry(*basis).or_default() += sums;
    }
}

/// Adds a row to the one of the same object; it keeps the name that it has in the last stretch.
fn gain(rows: &mut BTreeMap<String, AssessmentRow>, row: AssessmentRow) {
    match rows.get_mut(&row.key) {
        Some(known) => {
            add(&mut known.sums, &row.sums);
            known.name = row.name;
        }
        None => drop(rows.insert(row.key.clone(), row)),
    }
}

/// Returns the rows that most cases were filed in.
fn most_filed(mut rows: Vec<AssessmentRow>) -> Vec<AssessmentRow> {
    let filed = |row: &AssessmentRow| row.sums.get(&Basis::Filed).map_or(0, |sums| sums.get(Counter::Inst));
    rows.retain(|row| filed(row) > 0);
    rows.sort_by(|one, other| filed(other).cmp(&filed(one)).then_with(|| one.key.cmp(&other.key)));
    rows.truncate(MOST_CATEGORIES);
    rows
}

/// Makes one ranking of the scores of one or several months: of each object the mean of the months it was scored in.
fn ranking(tables: &[ScoreTable]) -> Option<Ranking> {
    let last = tables.last()?;
    let mut sums: BTreeMap<&str, (&str, i64, u32)> = BTreeMap::new();
    for row in tables.iter().flat_map(|table| &table.rows) {
        let (name, total, months) = sums.entry(row.key.as_str()).or_default();
        *name = row.name.as_str();
        *total = total.saturating_add(row.score.total_centi);
        *months = months.saturating_add(1);
    }
    let mut rows: Vec<RankRow> = sums
        .into_iter()
        .map(|(key, (name, total, months))| RankRow {
            rank: 0,
            key: key.to_owned(),
            name: name.to_owned(),
            total_centi: mean(total, i64::from(months)),
            months,
        })
        .collect();
    rows.sort_by(|one, other| other.total_centi.cmp(&one.total_centi).then_with(|| one.key.cmp(&other.key)));
    let mut before: Option<(i64, u32)> = None;
    for (number, row) in (1_u32..).zip(&mut rows) {
        row.rank = match before {
            Some((total, rank)) if total == row.total_centi => rank,
            Some(_) | None => number,
        };
        before = Some((row.total_centi, row.rank));
    }
    Some(Ranking {
        model: last.model.code.clone(),
        edition: last.edition,
        name: last.model.name.clone(),
        name_en: last.model.name_en.clone(),
        subject: last.model.subject,
        rows,
        months: if tables.len() > 1 { tables.iter().filter_map(scored_month).collect() } else { Vec::new() },
    })
}

/// Says by which edition a month of several was scored.
fn scored_month(table: &ScoreTable) -> Option<ScoredMonth> {
    match &table.source {
        Source::Live => None,
        Source::Frozen { month, version, .. } => {
            Some(ScoredMonth { month: month.clone(), version: *version, edition: table.edition })
        }
    }
}

/// Returns the mean, rounded half away from nought.
const fn mean(total: i64, of: i64) -> i64 {
    if of == 0 {
        return 0;
    }
    let half = if total < 0 { -of / 2 } else { of / 2 };
    (total + half) / of
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{AssessmentRow, ScoreRow, ScoreTable, Source};
    use shared::assessment::score::{Model, Score};
    use shared::assessment::{Basis, Counter, Subject, Sums};
    use shared::time::Instant;

    use super::{BTreeMap, Version, gain, mean, most_filed, published, ranking, source, standing};

    fn row(key: &str, filed: u64) -> AssessmentRow {
        let mut sums = Sums::default();
        sums.set(Counter::Inst, filed);
        AssessmentRow { key: key.to_owned(), name: format!("{key} 号"), sums: [(Basis::Filed, sums)].into() }
    }

    #[test]
    fn months_are_added_object_by_object() {
        let mut rows = BTreeMap::new();
        for (key, filed) in [("a", 3), ("b", 1), ("a", 4)] {
            gain(&mut rows, row(key, filed));
        }
        let filed: Vec<u64> = rows.values().map(|row| row.sums[&Basis::Filed].get(Counter::Inst)).collect();
        assert_eq!(filed, [7, 1]);
    }

    #[test]
    fn the_categories_with_most_cases_come_first_and_those_without_do_not() {
        let rows: Vec<AssessmentRow> = (0..15).map(|number| row(&format!("{number:02}"), number)).collect();
        let keys: Vec<String> = most_filed(rows).into_iter().map(|row| row.key).collect();
        assert_eq!(keys.len(), 10);
        assert_eq!((keys[0].as_str(), keys[9].as_str()), ("14", "05"));
        assert!(most_filed(vec![row("a", 0)]).is_empty());
    }

    fn scored(rows: &[(&str, i64)]) -> ScoreTable {
        let row = |(key, total): &(&str, i64)| ScoreRow {
            rank: 0,
            key: (*key).to_owned(),
            name: (*key).to_owned(),
            score: Score { lines: Vec::new(), total_centi: *total },
        };
        let model = Model {
            code: "m".to_owned(),
            name: "模型".to_owned(),
            name_en: "Model".to_owned(),
            source: String::new(),
            subject: Subject::Unit,
            indicators: Vec::new(),
            caps: Vec::new(),
        };
        let rows = rows.iter().map(row).collect();
        ScoreTable { month: "2026-10".to_owned(), source: Source::Live, model, edition: 2, rows }
    }

    #[test]
    fn several_months_give_the_mean_of_those_somebody_was_scored_in() {
        let tables = [scored(&[("a", 8_000), ("b", 9_000)]), scored(&[("a", 9_001), ("b", 8_001), ("c", 7_000)])];
        let ranking = ranking(&tables).unwrap();
        let told: Vec<(u32, &str, i64, u32)> =
            ranking.rows.iter().map(|row| (row.rank, row.key.as_str(), row.total_centi, row.months)).collect();
        assert_eq!(told, [(1, "a", 8_501, 2), (1, "b", 8_501, 2), (3, "c", 7_000, 1)]);
        assert_eq!((ranking.edition, ranking.subject), (2, Subject::Unit));
        assert!(super::ranking(&[]).is_none());
        assert!(ranking.months.is_empty(), "live scores are of no version");
    }

    #[test]
    fn each_month_of_several_keeps_its_own_edition() {
        let month = |month: &str, version: u32, edition: u32| {
            let source = Source::Frozen { month: month.to_owned(), version, published: true };
            ScoreTable { month: month.to_owned(), source, edition, ..scored(&[("a", 8_000)]) }
        };
        let tables = [month("2026-01", 1, 1), month("2026-02", 3, 2)];
        let half = ranking(&tables).unwrap();
        let told: Vec<(&str, u32, u32)> =
            half.months.iter().map(|one| (one.month.as_str(), one.version, one.edition)).collect();
        assert_eq!((told, half.edition), (vec![("2026-01", 1, 1), ("2026-02", 3, 2)], 2));
        assert!(ranking(&tables[..1]).unwrap().months.is_empty(), "of one month its edition says it");
    }

    #[test]
    fn a_mean_is_rounded_half_away_from_nought() {
        for (total, of, expected) in [(17_001, 2, 8_501), (-5, 2, -3), (5, 2, 3), (4, 3, 1), (-4, 3, -1), (7, 0, 0)] {
            assert_eq!(mean(total, of), expected, "{total} / {of}");
        }
    }

    #[test]
    fn what_a_version_is_for_is_printed_without_numbers_of_people() {
        let version = Version {
            id: "v".to_owned(),
            month: "2026-10".to_owned(),
            number: 2,
            at: Instant::from_ms(1),
            frozen_at: Instant::from_ms(2),
            reason: "补录，问 13912345678".to_owned(),
            model: String::new(),
            is_published: true,
        };
        let source = source(&version);
        assert_eq!((source.version, source.frozen_at), (2, Some(Instant::from_ms(2))));
        assert!(source.reason.starts_with("补录") && !source.reason.contains("13912345678"), "{}", source.reason);
    }

    #[test]
    fn a_bulletin_stands_on_what_was_published_last_and_else_on_the_newest() {
        let version = |number: u32, is_published: bool| Version {
            id: number.to_string(),
            month: "2026-10".to_owned(),
            number,
            at: Instant::from_ms(0),
            frozen_at: Instant::from_ms(0),
            reason: String::new(),
            model: String::new(),
            is_published,
        };
        let found = |all: Vec<Version>| standing(all).map(|version| version.number);
        assert_eq!(found(vec![version(1, true), version(2, true), version(3, false)]), Some(2));
        assert_eq!(found(vec![version(1, false), version(2, false)]), Some(2));
        assert_eq!(found(Vec::new()), None);
        let told = |all: Vec<Version>| published(all).map(|version| version.number);
        assert_eq!(told(vec![version(1, true), version(2, true), version(3, false)]), Some(2));
        assert_eq!(told(vec![version(1, false), version(2, false)]), None, "nobody was told of either");
    }
}
