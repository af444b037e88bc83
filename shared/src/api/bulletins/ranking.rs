//! Who did how well by a model, in one month or in several.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assessment::Subject;

/// Who did how well by a model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Ranking {
    /// The model's code.
    pub model: String,
    /// Which edition; of several months the last one's.
    pub edition: u32,
    /// What it is called, in Chinese.
    pub name: String,
    /// … and in English.
    pub name_en: String,
    /// Whom it scores.
    pub subject: Subject,
    /// The best first; equal scores have equal ranks.
    pub rows: Vec<RankRow>,
    /// Of several months each with its edition, the oldest first; of one month nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<ScoredMonth>,
}

/// A month of several, and by which edition it was scored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ScoredMonth {
    /// `2026-10`.
    pub month: String,
    /// Which version of it.
    pub version: u32,
    /// Which edition of the model.
    pub edition: u32,
}

impl Ranking {
    /// Returns which months were scored by which edition, the first and the last of those that follow each other by the same
    /// one; nothing where one edition scored all.
    pub fn editions(&self) -> Vec<(&str, &str, u32)> {
        let mut found: Vec<(&str, &str, u32)> = Vec::new();
        for ScoredMonth { month, edition, .. } in &self.months {
            match found.last_mut() {
                Some((_, last, known)) if *known == *edition => *last = month.as_str(),
                Some(_) | None => found.push((month.as_str(), month.as_str(), *edition)),
            }
        }
        if found.len() > 1 { found } else { Vec::new() }
    }
}

/// What one came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RankRow {
    /// 1 for the best; two that are equal share a rank and the next one is left out.
    pub rank: u32,
    /// Its id or code.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// In hundredths of a point; of several months the mean of those it was scored in.
    pub total_centi: i64,
    /// In how many months it was scored.
    pub months: u32,
}

#[cfg(test)]
mod tests {
    use super::{Ranking, ScoredMonth, Subject};

    #[track_caller]
    fn check(months: &[(&str, u32)], expected: &[(&str, &str, u32)]) {
        let month =
            |(month, edition): &(&str, u32)| ScoredMonth { month: (*month).to_owned(), version: 1, edition: *edition };
        let ranking = Ranking {
            model: "m".to_owned(),
            edition: 2,
            name: String::new(),
            name_en: String::new(),
            subject: Subject::Unit,
            rows: Vec::new(),
            months: months.iter().map(month).collect(),
        };
        assert_eq!(ranking.editions(), expected);
    }

    #[test]
    fn each_month_stands_under_its_own_edition() {
        check(&[], &[]);
        check(&[("2026-07", 2), ("2026-08", 2)], &[]);
        let several = [("2026-01", 1), ("2026-02", 1), ("2026-04", 2), ("2026-05", 3), ("2026-06", 3)];
        let told = [("2026-01", "2026-02", 1), ("2026-04", "2026-04", 2), ("2026-05", "2026-06", 3)];
        check(&several, &told);
        // An older one again, where a month was published by it: it does not run together with what was before.
        check(
            &[("2026-01", 1), ("2026-02", 2), ("2026-03", 1)],
            &[("2026-01", "2026-01", 1), ("2026-02", "2026-02", 2), ("2026-03", "2026-03", 1)],
        );
    }

    #[test]
    fn a_ranking_from_before_the_months_were_kept_is_read() {
        let told = serde_json::json!({
            "model": "m", "edition": 2, "name": "", "name_en": "", "subject": "unit", "rows": [],
        });
        let ranking: Ranking = serde_json::from_value(told.clone()).unwrap();
        assert!(ranking.months.is_empty());
        assert_eq!(serde_json::to_value(&ranking).unwrap(), told, "and written as it was");
    }
}
