//! A report as the core keeps it while it is filled in, and what the next one of its kind has in common with it.

use app_bridge::category::CategoryCard;
use app_bridge::draft::KeptReport;

use super::draft::Draft;

impl Draft {
    /// Says whether anything was put in.
    pub fn is_begun(&self) -> bool {
        self.saved.is_none() && *self != Self::default()
    }

    /// Says whether photos or words would be lost with it: nobody misses a category.
    pub fn holds_something(&self) -> bool {
        let has_words = !self.note.trim().is_empty() || !self.address.trim().is_empty();
        self.saved.is_none() && (has_words || !self.photos.is_empty())
    }

    /// Returns it as the core keeps it.
    pub fn kept(&self) -> KeptReport {
        KeptReport {
            corrects: self.corrects.as_ref().map(|sent_back| sent_back.operation),
            case: self.case,
            category: self.category.as_ref().map(|category| category.key.clone()),
            condition_no: self.condition_no,
            pointed: self.pointed.clone(),
            address: self.address.clone(),
            note: self.note.clone(),
            photos: self.photos.clone(),
            self_handled: self.self_handled,
        }
    }

    /// Makes it again from what the core kept. What it corrects is known by whoever asked for it.
    pub fn restored(kept: KeptReport, category: Option<CategoryCard>) -> Self {
        // A condition belongs to its category; without one it says nothing.
        let condition_no = kept.condition_no.filter(|_| category.is_some());
        Self {
            case: kept.case,
            category,
            condition_no,
            pointed: kept.pointed,
            address: kept.address,
            note: kept.note,
            photos: kept.photos,
            self_handled: kept.self_handled,
            corrects: None,
            saved: None,
        }
    }

    /// Returns the beginning of one more of its kind: what it is and how it is handled. Place, words and photos are
    /// another one's.
    pub fn one_more_like_it(&self) -> Self {
        Self {
            category: self.category.clone(),
            condition_no: self.condition_no,
            self_handled: self.self_handled,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::category::{CategoryCard, ConditionCard};
    use app_bridge::told::{PhotoCard, Saved};
    use shared::evidence::PhotoRole;
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::time::Instant;

    use super::Draft;

    fn filled() -> Draft {
        let case = Some("0190f000-0000-7000-8000-0000000000aa".parse().unwrap());
        let condition = ConditionCard {
            number: 2,
            text: "条件".into(),
            text_en: String::new(),
            limit: "4工作时".into(),
            limit_code: "4 work_hour".into(),
            training_text: true,
        };
        Draft {
            case,
            category: Some(CategoryCard {
                key: "event:06010".parse().unwrap(),
                code: "06010".into(),
                name: "暴露垃圾".into(),
                name_en: "exposed litter".into(),
                major: "市容环境".into(),
                major_en: String::new(),
                layer: "sanitation".into(),
                hint: String::new(),
                hint_en: String::new(),
                least_photos: 1,
                conditions: vec![condition],
                look_alikes: Vec::new(),
                tell: String::new(),
                tell_en: String::new(),
                fitted: None,
            }),
            condition_no: Some(2),
            pointed: Some(Fix {
                lon: Degree::new(108.9423).unwrap(),
                lat: Degree::new(34.261).unwrap(),
                crs: Crs::Wgs84,
                source: Source::MapPick,
                accuracy_m: None,
                fix_time: Instant::from_ms(1_764_000_000_000),
                provider: None,
                is_mock: false,
                heading_deg: None,
            }),
            address: "凤城八路".into(),
            note: " 两袋 ".into(),
            photos: vec![PhotoCard {
                photo: "0190f000-0000-7000-8000-000000000001".parse().unwrap(),
                role: PhotoRole::Near,
                draft: case,
                taken_at: Instant::from_ms(1_764_000_000_000),
                size_bytes: 400_000,
                warnings: Vec::new(),
                clip_ms: None,
            }],
            self_handled: true,
            corrects: None,
            saved: None,
        }
    }

    #[test]
    fn what_was_kept_is_restored_to_the_letter() {
        let draft = filled();
        let kept = serde_json::to_string(&draft.kept()).unwrap();
        let kept = serde_json::from_str(&kept).unwrap();
        assert_eq!(Draft::restored(kept, draft.category.clone()), draft, "the spaces too: somebody is still typing");
    }

    #[test]
    fn a_category_that_is_gone_from_the_catalogue_takes_its_condition_along() {
        let restored = Draft::restored(filled().kept(), None);
        assert_eq!((restored.category, restored.condition_no), (None, None));
    }

    #[test]
    fn it_is_begun_with_the_first_letter_and_over_with_the_save() {
        assert!(!Draft::default().is_begun());
        assert!(Draft { note: "两".into(), ..Draft::default() }.is_begun());
        let case = "0190f000-0000-7000-8000-0000000000aa".parse().unwrap();
        let (place, warnings) = (String::new(), Vec::new());
        let saved = Some(Saved { case, grid: None, place, unit: None, deadline: None, warnings });
        let saved = Draft { saved, ..filled() };
        assert!(!saved.is_begun() && !saved.holds_something());
    }

    #[test]
    fn photos_and_words_are_something_and_a_category_alone_is_nothing() {
        assert!(filled().holds_something());
        assert!(Draft { photos: Vec::new(), note: String::new(), ..filled() }.holds_something(), "the address");
        assert!(!filled().one_more_like_it().holds_something());
        assert!(!Draft { note: " ".into(), ..Draft::default() }.holds_something());
    }

    #[test]
    fn one_more_of_its_kind_has_its_category_and_none_of_its_photos_place_or_words() {
        let draft = filled();
        let more = draft.one_more_like_it();
        assert_eq!((&more.category, more.condition_no, more.self_handled), (&draft.category, Some(2), true));
        assert_eq!((more.case, more.pointed, more.photos.len()), (None, None, 0));
        assert_eq!((more.address.as_str(), more.note.as_str()), ("", ""));
    }
}
