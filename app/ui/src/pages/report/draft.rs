//! A report as it is being filled in: plain data, and what is still lacking.

use app_bridge::aside::{AsideCard, AsideWords};
use app_bridge::ask::{Ask, Corrected, MendForm, ReportForm, Shot, Subject};
use app_bridge::category::CategoryCard;
use app_bridge::told::{PhotoCard, Saved};
use shared::evidence::PhotoRole;
use shared::evidence::amount::MOST_PHOTOS;
use shared::ids::{CaseId, OperationId, PhotoId};
use shared::place::fix::Fix;

use crate::clip::length::photos;

/// A report as it is being filled in.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Draft {
    /// The case id the core made with the first shot.
    pub case: Option<CaseId>,
    /// What it is.
    pub category: Option<CategoryCard>,
    /// Which filing condition is met.
    pub condition_no: Option<u32>,
    /// A place pointed at; the person's own position when none.
    pub pointed: Option<Fix>,
    /// The address as words.
    pub address: String,
    /// What the person wrote.
    pub note: String,
    /// The shots, in order; clips are among them.
    pub photos: Vec<PhotoCard>,
    /// 自行处置: fixed on the spot by whoever reports it.
    pub self_handled: bool,
    /// What it corrects; nothing when it is a new report.
    pub corrects: Option<SentBack>,
    /// It was saved: what the core said.
    pub saved: Option<Saved>,
}

/// A report that the server sent back, and that is being corrected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentBack {
    /// The operation that was sent back.
    pub operation: OperationId,
    /// The shots that it holds: they may be left out, but never thrown away.
    pub held: Vec<PhotoId>,
}

/// What is to be done next for a report; the main action at the bottom of its screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// A photo is to be taken.
    Photograph(PhotoRole),
    /// It is to be said what it is.
    Pick,
    /// Nothing that the person must do first lacks.
    Save,
}

/// What a report cannot be saved without.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lacking {
    /// A photo.
    Photo,
    /// What it is.
    Category,
    /// Which filing condition.
    Condition,
    /// Where it is.
    Place,
    /// A photo from after the handling.
    After,
}

impl Draft {
    /// Begins to correct a report that was sent back; nothing when it was no report.
    pub fn correcting(card: AsideCard) -> Option<Self> {
        let AsideWords::Report { case, category, condition_no, fix, note, address, self_handled } = card.says else {
            return None;
        };
        let held = card.photos.iter().map(|photo| photo.photo).collect();
        Some(Self {
            case: Some(case),
            category,
            condition_no: Some(condition_no),
            pointed: Some(fix),
            address,
            note,
            photos: card.photos,
            self_handled,
            corrects: Some(SentBack { operation: card.aside.operation, held }),
            saved: None,
        })
    }

    /// Says whether a shot belongs to what was sent back.
    pub fn holds(&self, photo: PhotoId) -> bool {
        self.corrects.as_ref().is_some_and(|sent_back| sent_back.held.contains(&photo))
    }

    /// Takes in the chosen category; its first condition stands until the person corrects it.
    pub fn choose(&mut self, category: CategoryCard) {
        self.condition_no = category.conditions.first().map(|condition| condition.number);
        self.category = Some(category);
    }

    /// Returns the case that the next shot belongs to; nothing before the first one, and nothing once it is saved.
    pub fn open_case(&self) -> Option<CaseId> {
        self.case.filter(|_| self.saved.is_none())
    }

    /// Takes in a shot.
    pub fn took(&mut self, photo: PhotoCard) {
        if self.case.is_none() {
            self.case = photo.draft;
        }
        self.photos.push(photo);
    }

    /// Takes in a shot that was found, where it is of this report and not here yet.
    pub fn took_if_its(&mut self, photo: PhotoCard) {
        let is_its = self.saved.is_none() && (self.case.is_none() || self.case == photo.draft);
        if is_its && self.photos.iter().all(|held| held.photo != photo.photo) {
            self.took(photo);
        }
    }

    /// Lets a shot go.
    pub fn dropped(&mut self, photo: PhotoId) {
        self.photos.retain(|held| held.photo != photo);
    }

    /// Returns the roles a camera is offered for: near and far until each is there, then a reference.
    pub fn roles_to_take(&self) -> Vec<PhotoRole> {
        let lacks = |role: &PhotoRole| !self.has(*role);
        let usual: &[PhotoRole] =
            if self.self_handled { &[PhotoRole::Before, PhotoRole::After] } else { &[PhotoRole::Near, PhotoRole::Far] };
        let asked: Vec<_> = usual.iter().copied().filter(lacks).collect();
        match (asked.is_empty(), photos(&self.photos)) {
            (false, _) => asked,
            (true, ..MOST_PHOTOS) => vec![PhotoRole::Reference],
            (true, _) => Vec::new(),
        }
    }

    /// Returns what is to be done next: photograph, pick, save, in this order, and photograph again where the category or
    /// the handling wants to see more.
    pub fn next_step(&self) -> Step {
        let next = || self.roles_to_take().first().copied().unwrap_or(PhotoRole::Reference);
        if photos(&self.photos) == 0 {
            Step::Photograph(next())
        } else if self.category.is_none() {
            Step::Pick
        } else if self.lacks_after() {
            Step::Photograph(PhotoRole::After)
        } else if self.lacks_photos() {
            Step::Photograph(next())
        } else {
            Step::Save
        }
    }

    /// Returns what a shot taken now shows.
    pub fn next_role(&self) -> PhotoRole {
        match self.next_step() {
            Step::Photograph(role) => role,
            Step::Pick | Step::Save => self.roles_to_take().first().copied().unwrap_or(PhotoRole::Reference),
        }
    }

    /// Returns how many photos there are, and how many the category wants at least; nothing before one is chosen.
    pub fn counted(&self) -> Option<(usize, usize)> {
        self.category.is_some().then(|| (photos(&self.photos), self.least()))
    }

    fn least(&self) -> usize {
        usize::from(self.category.as_ref().map_or(1, |category| category.least_photos.max(1)))
    }

    fn lacks_photos(&self) -> bool {
        photos(&self.photos) < self.least()
    }

    fn has(&self, role: PhotoRole) -> bool {
        self.photos.iter().any(|photo| photo.role == role)
    }

    /// Says whether what was handled is not shown as it is now.
    fn lacks_after(&self) -> bool {
        self.self_handled && !self.has(PhotoRole::After)
    }

    /// Describes a shot about to be taken for it.
    pub fn shot(&self, role: PhotoRole, here: Option<Fix>) -> Shot {
        Shot {
            role,
            subject: Subject::Draft { case: self.case },
            fix: here.or_else(|| self.pointed.clone()),
            address: self.address.clone(),
            imported: false,
            pair: None,
            poster: None,
        }
    }

    /// Returns where the problem is: the place pointed at, else where the person stands.
    pub fn fix(&self, here: Option<Fix>) -> Option<Fix> {
        self.pointed.clone().or(here)
    }

    /// Returns what to ask the core to save it, or all that lacks for it.
    pub fn ask(&self, here: Option<Fix>) -> Result<Ask, Vec<Lacking>> {
        let form = self.form(here)?;
        Ok(match &self.corrects {
            None => Ask::SaveReport(form),
            Some(SentBack { operation, .. }) => {
                Ask::Mend(MendForm { operation: *operation, corrected: Corrected::Report(form) })
            }
        })
    }

    fn form(&self, here: Option<Fix>) -> Result<ReportForm, Vec<Lacking>> {
        match (&self.category, self.condition_no, self.fix(here)) {
            (Some(category), Some(condition_no), Some(fix)) if !self.lacks_photos() && !self.lacks_after() => {
                Ok(ReportForm {
                    category: category.key.clone(),
                    condition_no,
                    fix,
                    note: self.note.trim().to_owned(),
                    address: self.address.trim().to_owned(),
                    photos: self.photos.iter().map(|photo| photo.photo).collect(),
                    draft: self.case,
                    self_handled: self.self_handled,
                })
            }
            (category, condition_no, fix) => {
                let mut lacking = Vec::new();
                if self.lacks_photos() {
                    lacking.push(Lacking::Photo);
                }
                match (category, condition_no) {
                    (None, _) => lacking.push(Lacking::Category),
                    (Some(_), None) => lacking.push(Lacking::Condition),
                    (Some(_), Some(_)) => {}
                }
                if self.lacks_after() && photos(&self.photos) > 0 {
                    lacking.push(Lacking::After);
                }
                if fix.is_none() {
                    lacking.push(Lacking::Place);
                }
                Err(lacking)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::aside::{AsideCard, AsideWords};
    use app_bridge::ask::{Ask, Corrected, MendForm};
    use app_bridge::category::{CategoryCard, ConditionCard};
    use app_bridge::status::SetAside;
    use app_bridge::told::{PhotoCard, Saved};
    use shared::evidence::PhotoRole;
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::refusal::Code;
    use shared::time::Instant;

    use super::{Draft, Lacking, Step};

    fn here() -> Fix {
        Fix {
            lon: Degree::new(108.9423).unwrap(),
            lat: Degree::new(34.261).unwrap(),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(6.0),
            fix_time: Instant::from_ms(1_764_000_000_000),
            provider: None,
            is_mock: false,
            heading_deg: None,
        }
    }

    fn litter() -> CategoryCard {
        let condition = |number| ConditionCard {
            number,
            text: format!("条件{number}"),
            text_en: String::new(),
            limit: "4工作时".into(),
            limit_code: "4 work_hour".into(),
            training_text: true,
        };
        CategoryCard {
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
            conditions: vec![condition(1), condition(2)],
            look_alikes: Vec::new(),
            tell: String::new(),
            tell_en: String::new(),
            fitted: None,
        }
    }

    fn shot(role: PhotoRole) -> PhotoCard {
        PhotoCard {
            photo: "0190f000-0000-7000-8000-000000000001".parse().unwrap(),
            role,
            draft: Some("0190f000-0000-7000-8000-0000000000aa".parse().unwrap()),
            taken_at: Instant::from_ms(1_764_000_000_000),
            size_bytes: 400_000,
            warnings: Vec::new(),
            clip_ms: role.is_clip().then_some(12_000),
        }
    }

    #[test]
    fn an_empty_report_says_all_that_it_lacks() {
        assert_eq!(Draft::default().form(None), Err(vec![Lacking::Photo, Lacking::Category, Lacking::Place]));
        let mut draft = Draft::default();
        draft.took(shot(PhotoRole::Near));
        assert_eq!(draft.form(Some(here())), Err(vec![Lacking::Category]));
    }

    #[test]
    fn what_was_begun_before_the_first_shot_belongs_to_its_case_until_the_report_is_saved() {
        let mut draft = Draft::default();
        assert_eq!(draft.open_case(), None);
        draft.took(shot(PhotoRole::Near));
        assert_eq!(draft.open_case(), shot(PhotoRole::Near).draft);
        let case = draft.case.unwrap();
        let (place, warnings) = (String::new(), Vec::new());
        draft.saved = Some(Saved { case, grid: None, place, unit: None, deadline: None, warnings });
        assert_eq!(draft.open_case(), None, "the next shot begins another report");
    }

    #[test]
    fn a_shot_that_was_found_comes_into_its_own_report_and_only_once() {
        let near = shot(PhotoRole::Near);
        let other = PhotoCard {
            photo: "0190f000-0000-7000-8000-000000000002".parse().unwrap(),
            draft: Some("0190f000-0000-7000-8000-0000000000ab".parse().unwrap()),
            ..near.clone()
        };
        let mut draft = Draft::default();
        for found in [near.clone(), near.clone(), other] {
            draft.took_if_its(found);
        }
        assert_eq!(draft.photos, [near]);
    }

    #[test]
    fn a_category_without_its_condition_is_not_enough() {
        let mut draft = Draft { photos: vec![shot(PhotoRole::Near)], ..Draft::default() };
        draft.choose(litter());
        draft.condition_no = None;
        assert_eq!(draft.form(Some(here())), Err(vec![Lacking::Condition]));
    }

    #[test]
    fn the_first_condition_stands_until_corrected_and_the_words_are_trimmed() {
        let mut draft = Draft { note: " 一袋 ".into(), photos: vec![shot(PhotoRole::Near)], ..Draft::default() };
        draft.choose(litter());
        let form = draft.form(Some(here())).unwrap();
        assert_eq!((form.condition_no, form.note.as_str()), (1, "一袋"));
    }

    #[test]
    fn a_place_pointed_at_wins_over_where_one_stands() {
        let pointed = Some(Fix { source: Source::MapPick, ..here() });
        let mut draft = Draft { pointed, photos: vec![shot(PhotoRole::Near)], ..Draft::default() };
        draft.choose(litter());
        assert_eq!(draft.form(Some(here())).unwrap().fix.source, Source::MapPick);
    }

    #[test]
    fn the_camera_is_offered_for_near_and_far_and_then_for_more() {
        let mut draft = Draft::default();
        assert_eq!(draft.roles_to_take(), [PhotoRole::Near, PhotoRole::Far]);
        draft.took(shot(PhotoRole::Far));
        assert_eq!(draft.roles_to_take(), [PhotoRole::Near]);
        draft.took(shot(PhotoRole::Near));
        assert_eq!(draft.roles_to_take(), [PhotoRole::Reference]);
        for _ in 0..4 {
            draft.took(shot(PhotoRole::Reference));
        }
        assert_eq!(draft.roles_to_take(), [], "six are the most");
    }

    #[test]
    fn the_next_step_is_to_photograph_then_to_pick_then_to_save() {
        let mut draft = Draft::default();
        assert_eq!(draft.next_step(), Step::Photograph(PhotoRole::Near));
        draft.took(shot(PhotoRole::Voice));
        assert_eq!(draft.next_step(), Step::Photograph(PhotoRole::Near), "a voice shows nothing");
        draft.took(shot(PhotoRole::Near));
        assert_eq!((draft.next_step(), draft.next_role()), (Step::Pick, PhotoRole::Far));
        draft.choose(litter());
        assert_eq!(draft.next_step(), Step::Save);
        draft.choose(CategoryCard { least_photos: 2, ..litter() });
        assert_eq!(draft.next_step(), Step::Photograph(PhotoRole::Far), "the category wants two");
        draft.self_handled = true;
        assert_eq!(draft.next_step(), Step::Photograph(PhotoRole::After));
        draft.took(shot(PhotoRole::After));
        assert_eq!(draft.next_step(), Step::Save);
    }

    #[test]
    fn all_shots_of_a_report_are_taken_for_one_case() {
        let mut draft = Draft::default();
        draft.took(shot(PhotoRole::Near));
        let second = draft.shot(PhotoRole::Far, Some(here()));
        assert_eq!(serde_json::to_value(second.subject).unwrap()["case"], "0190f000-0000-7000-8000-0000000000aa");
    }

    #[test]
    fn a_clip_is_no_photo_of_the_scene() {
        let mut draft = Draft::default();
        draft.took(shot(PhotoRole::Video));
        draft.took(shot(PhotoRole::Voice));
        draft.choose(litter());
        assert_eq!(draft.form(Some(here())), Err(vec![Lacking::Photo]));
        assert_eq!(draft.counted(), Some((0, 1)));
        for _ in 0..5 {
            draft.took(shot(PhotoRole::Near));
        }
        draft.took(shot(PhotoRole::Far));
        assert_eq!(draft.roles_to_take(), [], "six photos are the most");
        assert_eq!(draft.form(Some(here())).unwrap().photos.len(), 8, "the clips go along");
    }

    #[test]
    fn a_category_that_wants_two_photos_lacks_one_until_there_are_two() {
        let mut draft = Draft::default();
        draft.took(shot(PhotoRole::Near));
        assert_eq!(draft.counted(), None, "nobody knows what is wanted before there is a category");
        draft.choose(CategoryCard { least_photos: 2, ..litter() });
        assert_eq!(draft.counted(), Some((1, 2)));
        assert_eq!(draft.form(Some(here())), Err(vec![Lacking::Photo]), "the core and the server refuse it too");
        draft.took(shot(PhotoRole::Far));
        assert_eq!(draft.counted(), Some((2, 2)));
        assert!(draft.form(Some(here())).is_ok());
    }

    #[test]
    fn what_was_sent_back_is_corrected_as_the_same_case_and_keeps_its_shots() {
        let operation = "0190f000-0000-7000-8000-0000000000cc".parse().unwrap();
        let case = "0190f000-0000-7000-8000-0000000000aa".parse().unwrap();
        let aside = SetAside {
            operation,
            title: String::new(),
            title_en: String::new(),
            place: String::new(),
            photo: None,
            case: Some(case),
            task: None,
            code: Code::OutsideCity,
            zh: String::new(),
            en: String::new(),
            detail: None,
            made_at: Instant::from_ms(0),
        };
        let says = AsideWords::Report {
            case,
            category: Some(litter()),
            condition_no: 2,
            fix: here(),
            note: "两袋".into(),
            address: String::new(),
            self_handled: false,
        };
        let near = shot(PhotoRole::Near);
        let draft = Draft::correcting(AsideCard { aside, says, photos: vec![near.clone()] }).unwrap();
        assert!(draft.holds(near.photo));
        let Ok(Ask::Mend(MendForm { operation: mended, corrected: Corrected::Report(form) })) = draft.ask(None) else {
            panic!("it is mended and not reported anew");
        };
        assert_eq!((mended, form.draft, form.condition_no), (operation, Some(case), 2));
    }
}
