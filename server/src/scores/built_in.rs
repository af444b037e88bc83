//! The models that come with the server: the first edition of each counts from the beginning.

use shared::api::assessment::ModelEdition;
use shared::assessment::score::Model;
use shared::time::Instant;

use crate::error::Result;

/// The first month there is: what counts from here counts always.
pub const BEGINNING: &str = "2000-01";
/// 2000-01-01T00:00:00Z.
const BEGAN: Instant = Instant::from_ms(946_684_800_000);

const TEXTS: [&str; 4] = [
    include_str!("../../packs/models/jinhua.json"),
    include_str!("../../packs/models/jinniu.json"),
    include_str!("../../packs/models/monthly.json"),
    include_str!("../../packs/models/yangzhou.json"),
];

/// Returns them.
pub fn editions() -> Result<Vec<ModelEdition>> {
    TEXTS.iter().copied().map(first).collect()
}

fn first(text: &str) -> Result<ModelEdition> {
    let model: Model = serde_json::from_str(text)?;
    let from_month = Some(BEGINNING.to_owned());
    Ok(ModelEdition { edition: 1, model, from_month, made_at: BEGAN, made_by: String::new() })
}

#[cfg(test)]
mod tests {
    use super::{BEGAN, BEGINNING, editions};
    use crate::months::calendar::Month;

    #[test]
    fn each_is_sound_has_a_code_of_its_own_and_counts_from_the_beginning() {
        let editions = editions().unwrap();
        let codes: Vec<&str> = editions.iter().map(|one| one.model.code.as_str()).collect();
        assert_eq!(codes, ["jinhua", "jinniu", "monthly", "yangzhou"]);
        assert!(editions.iter().all(|one| one.model.check().is_ok() && one.edition == 1));
        assert_eq!(Month::parse(BEGINNING).unwrap().to_string(), BEGINNING);
        assert_eq!(BEGAN, "2000-01-01T00:00:00Z".parse().unwrap());
    }
}
