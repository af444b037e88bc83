//! Every page of the desk: where it is, whose work it is, and what must be there. A new page is a line here.

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// What it is called in pictures and complaints.
    pub name: &'static str,
    /// Its address behind `#/`; what stands in braces is one of the ground's.
    pub address: &'static str,
    /// Whose work it is: they look at it in combinations, everybody else who finds it at the side once.
    pub role: &'static str,
    /// What must be there by its name: first what the page is known by, then what it shows to those whose work it is.
    pub there: &'static [&'static str],
}

const fn page(name: &'static str, address: &'static str, role: &'static str, there: &'static [&'static str]) -> Page {
    Page { name, address, role, there }
}

/// The pages.
pub const PAGES: &[Page] = &[
    page("board", "devices", "supervisor", &["board", "device-row"]),
    page("board-panel", "devices/{device}", "supervisor", &["board", "device-panel", "history"]),
    page("chain", "devices/{device}/chain", "supervisor", &["chain", "chain-row"]),
    page("alarms", "alarms?which=all", "supervisor", &["past-alarms"]),
    page("announcements", "announcements", "supervisor", &["announcements", "announcement"]),
    page("desk", "desk", "acceptor", &["desk", "work-row"]),
    page("desk-dispatch", "desk/dispatch", "dispatcher", &["desk", "work-row"]),
    page("cases", "cases", "dispatcher", &["cases"]),
    page("case", "cases/{case}", "dispatcher", &["case", "state"]),
    page("case-map", "map", "dispatcher", &["case-map"]),
    page("figures", "figures", "dispatcher", &["figures", "figures-row"]),
    page(
        "figure-cases",
        "figures/cases?by=jurisdiction&from=2026-01-01&to=2099-12-31&figure=reported",
        "dispatcher",
        &["figure-cases", "case-row"],
    ),
    page("verify", "verify", "dispatcher", &["verify"]),
    page("directory", "directory", "dispatcher", &["directory"]),
    page("permissions", "permissions", "dispatcher", &["permissions", "rights"]),
    page("security", "security", "dispatcher", &["security", "sessions"]),
    page("handling", "handling", "unit", &["handling", "work"]),
    page("people", "people", "admin", &["people", "person"]),
    page("people-new", "people/new", "admin", &["people", "account-form"]),
    page("people-import", "people/import", "admin", &["people"]),
    page("people-links", "people/links", "admin", &["people", "open-enrolment"]),
    page("people-shifts", "people/shifts", "admin", &["people"]),
    page("people-looks", "people/looks", "admin", &["people"]),
    page("person", "people/{person}", "admin", &["people", "person-file"]),
    page("jurisdictions", "jurisdictions", "admin", &["jurisdictions", "jurisdiction"]),
    page("jurisdiction", "jurisdictions/{area}", "admin", &["jurisdictions", "jurisdiction-settings"]),
    page("areas", "areas", "admin", &["areas", "areas-map"]),
    page("areas-editions", "areas/editions?j={area}", "admin", &["areas", "edition"]),
    page("areas-compare", "areas/compare?j={area}", "admin", &["areas"]),
    page("areas-import", "areas/import?j={area}", "admin", &["areas"]),
    page("areas-draw", "areas/draw?j={area}", "admin", &["areas", "duty-grid"]),
    page("catalogue", "catalogue", "admin", &["catalogue"]),
    page(
        "catalogue-major",
        "catalogue?major=GB%2FT%2047678.5-2026%20event%3A06",
        "admin",
        &["catalogue", "category-row", "major-card"],
    ),
    page("catalogue-category", "catalogue/category/event:06010", "admin", &["catalogue", "category", "look-alikes"]),
    page("catalogue-calendar", "catalogue/calendar", "admin", &["catalogue", "calendar"]),
    page("catalogue-draft", "catalogue/draft", "admin", &["catalogue", "draft-line", "publish-form"]),
    page("catalogue-versions", "catalogue/versions", "admin", &["catalogue", "compare"]),
    page("directory-changes", "directory/changes", "admin", &["directory"]),
    page("directory-editors", "directory/editors", "admin", &["directory", "editor-form"]),
    page("audit", "audit", "admin", &["audit"]),
    page("health", "health", "admin", &["health"]),
    page("models", "assessment/models", "evaluator", &["models", "model"]),
    page("model-sheet", "assessment/models/jinniu/1", "evaluator", &["models", "model-sheet"]),
    page("model-draft", "assessment/models/jinniu/draft", "evaluator", &["models", "model-draft", "model-trial"]),
    page("scores", "assessment/scores", "evaluator", &["scores", "score-month"]),
    page("assessment", "assessment", "evaluator", &["assessment", "tiles", "past"]),
    page("assessment-units", "assessment/table?by=unit", "evaluator", &["assessment", "table-row", "table-total"]),
    page("assessment-posts", "assessment/table?by=collector", "evaluator", &["assessment", "table-row"]),
    page("assessment-street", "assessment/table?by=street&family=reports", "evaluator", &["assessment", "row-within"]),
    page(
        "assessment-cases",
        "assessment/cases?basis=reported&counter=report",
        "evaluator",
        &["assessment", "assessed-case"],
    ),
    page("assessment-months", "assessment/months", "evaluator", &["assessment", "month-row"]),
    page("assessment-month", "assessment/months/2026-01", "evaluator", &["assessment", "no-version"]),
    page("honesty", "honesty", "evaluator", &["honesty"]),
    page("honesty-agreement", "honesty/agreement", "evaluator", &["honesty", "agreement-counted"]),
    page("bulletins", "bulletins", "evaluator", &["bulletins"]),
    page("bulletins-new", "bulletins/new", "evaluator", &["bulletins", "bulletin-form"]),
    page("bulletin", "bulletins/{bulletin}", "evaluator", &["bulletins", "bulletin", "bulletin-edit"]),
    page("posts", "assessment/posts?post=collector", "evaluator", &["posts", "post-row", "post-total"]),
    page("posts-acceptor", "assessment/posts?post=acceptor", "evaluator", &["posts", "posts-meanings"]),
    page("posts-list", "assessment/posts/list?post=collector&figure=report", "evaluator", &["posts-list", "post-work"]),
    page(
        "bulletin-score",
        "bulletins/{bulletin}/scores?model=jinniu&row=610112",
        "evaluator",
        &["bulletins", "bulletin-back"],
    ),
    page("honesty-behind", "honesty/agreement/cases?said=agreed", "evaluator", &["honesty", "agreement-cases"]),
];

/// Who sits at a desk, those whose own pages are looked at first.
pub const ROLES: &[&str] =
    &["supervisor", "acceptor", "dispatcher", "unit", "admin", "shift_leader", "leader", "evaluator", "handler"];

impl Page {
    /// Returns the page that an entry of the side leads to.
    pub fn at_the_side(address: &str) -> Option<&'static Self> {
        PAGES.iter().find(|page| page.address == address)
    }

    /// Says whether it has an entry at the side; otherwise it is reached from one that has.
    pub fn has_entry(&self) -> bool {
        !self.address.contains(['/', '?'])
    }
}

#[test]
fn every_page_is_somebodys_and_has_a_name_of_its_own() {
    let mut names: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), PAGES.len());
    for page in PAGES {
        assert!(ROLES.contains(&page.role) && !page.there.is_empty(), "{page:?}");
    }
}
