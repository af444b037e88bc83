//! The models that come with the server. Each counts from the beginning; what was published by an edition stays as that
//! edition scores it, so a model that was published is followed by another and never changed.

use shared::api::assessment::ModelEdition;
use shared::assessment::score::Model;
use shared::time::Instant;

use crate::error::Result;

/// The first month there is: what counts from here counts always.
pub const BEGINNING: &str = "2000-01";
/// 2000-01-01T00:00:00Z.
const BEGAN: Instant = Instant::from_ms(946_684_800_000);

/// Each with the number of its edition.
const TEXTS: [(u32, &str); 5] = [
    (1, include_str!("../../packs/models/jinhua.json")),
    (2, include_str!("../../packs/models/jinhua_2.json")),
    (1, include_str!("../../packs/models/jinniu.json")),
    (1, include_str!("../../packs/models/monthly.json")),
    (1, include_str!("../../packs/models/yangzhou.json")),
];

/// Returns them.
pub fn editions() -> Result<Vec<ModelEdition>> {
    TEXTS.iter().copied().map(read).collect()
}

fn read((edition, text): (u32, &str)) -> Result<ModelEdition> {
    let model: Model = serde_json::from_str(text)?;
    let from_month = Some(BEGINNING.to_owned());
    Ok(ModelEdition { edition, model, from_month, made_at: BEGAN, made_by: String::new() })
}

#[cfg(test)]
mod tests {
    use super::{BEGAN, BEGINNING, editions};
    use crate::months::calendar::Month;

    #[test]
    fn each_is_sound_has_a_number_of_its_own_and_counts_from_the_beginning() {
        let editions = editions().unwrap();
        let numbers: Vec<(&str, u32)> = editions.iter().map(|one| (one.model.code.as_str(), one.edition)).collect();
        assert_eq!(numbers, [("jinhua", 1), ("jinhua", 2), ("jinniu", 1), ("monthly", 1), ("yangzhou", 1)]);
        assert!(editions.iter().all(|one| one.model.check().is_ok()));
        assert_eq!(Month::parse(BEGINNING).unwrap().to_string(), BEGINNING);
        assert_eq!(BEGAN, "2000-01-01T00:00:00Z".parse().unwrap());
    }
}
