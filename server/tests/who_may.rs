//! The table that [`crate::permissions`] holds the routes against: each of them, who may ask it, and what is asked.

use shared::account::{Right, Role, may, may_act};
use shared::case::ActionKind;

use self::Who::{Anyone, City, CityOnly, Device, Everybody, May, MayAct, Roles};

/// Who may ask.
#[derive(Clone, Copy)]
pub enum Who {
    /// Nobody need be signed in.
    Everybody,
    /// Whoever is signed in.
    Anyone,
    /// Only a device's session; a desk's is told that it has none, whatever its role.
    Device,
    /// Whoever has the right.
    May(Right),
    /// Whoever has the right and works for the whole city.
    City(Right),
    /// The same, of a draft that nobody has: they are not turned away, and told what is wrong with what they ask.
    CityOnly(Right),
    /// Whoever may take the action on a case.
    MayAct(ActionKind),
    /// These roles.
    Roles(&'static [Role]),
}

impl Who {
    /// Says whether a role of one jurisdiction is let in.
    pub fn admits(self, role: Role) -> bool {
        match self {
            Everybody | Anyone | Device => true,
            May(right) => may(role, right),
            // Asked by accounts of jurisdictions first: none of them is let in.
            City(_) | CityOnly(_) => false,
            MayAct(action) => may_act(role, action),
            Roles(roles) => roles.contains(&role),
        }
    }
}

/// Route, who may, what is asked in the place of the route's own path, and the JSON that goes with it.
///
/// What stands in braces in the second path is a thing of Weiyang: `{case}`, `{task}`, `{photo}` (signed, of the case),
/// `{file}` (the photo's working copy), `{device}`, `{order}` (to the device), `{alarm}` (about it), `{notice}`, `{account}`,
/// `{link}` (that signs a device of the account in), `{view}` (that a supervisor shares), `{pack}` (boundaries), and so is its
/// own number. Where one is named, an account of another jurisdiction gets "not found", whatever its role may do at home;
/// where none is, it sees nothing of them.
pub type Row = (&'static str, Who, &'static str, &'static str);

#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    ("POST /api/v1/session", Everybody, "", "{}"),
    ("GET /api/v1/session", Anyone, "", ""),
    ("DELETE /api/v1/session", Anyone, "", ""),
    ("POST /api/v1/session/challenge", Everybody, "", "{}"),
    ("POST /api/v1/session/renew", Everybody, "", "{}"),
    ("POST /api/v1/session/enroll", Everybody, "", "{}"),
    ("GET /api/v1/session/all", Anyone, "", ""),
    ("DELETE /api/v1/session/all", Anyone, "", ""),
    ("DELETE /api/v1/session/{id}", Anyone, "/api/v1/session/none", ""),
    ("POST /api/v1/session/password", Anyone, "", r#"{"old": "wrong", "new": "another long one"}"#),
    ("POST /api/v1/session/second-factor", Anyone, "", r#"{"password": "wrong"}"#),
    ("POST /api/v1/session/second-factor/confirm", Anyone, "", r#"{"code": "000000"}"#),
    ("POST /api/v1/session/second-factor/end", Anyone, "", r#"{"code": "000000"}"#),
    ("GET /api/v1/session/guards", May(Right::ManageAccounts), "", ""),
    ("POST /api/v1/accounts/{id}/unlock", May(Right::ManageAccounts), "/api/v1/accounts/{account}/unlock", ""),
    ("DELETE /api/v1/accounts/{id}/second-factor", City(Right::ManageAccounts), "/api/v1/accounts/{account}/second-factor", ""),
    ("POST /api/v1/sync/hello", Device, "", r#"{"protocol": 1, "device": "0190f000-0000-7000-8000-0000000000d0", "times": {"wall": "2026-11-23T02:24:51.000Z", "monotonic_ms": 1, "boot": "a"}, "heartbeat": {}}"#),
    ("POST /api/v1/sync/push", Device, "", r#"{"device": "0190f000-0000-7000-8000-0000000000d0", "operations": []}"#),
    ("GET /api/v1/sync/pull", Anyone, "", ""),
    ("POST /api/v1/sync/digest", Anyone, "", "{}"),
    ("POST /api/v1/sync/shift-receipt", Device, "", r#"{"day": "2026-11-23", "items": {"cases": [], "answers": [], "photos": []}}"#),
    ("GET /api/v1/sync/events", Anyone, "", ""),
    ("POST /api/v1/sync/track", Device, "", r#"{"shift": "2026-11-23T02:24:51.000Z", "number": 1, "packed": ""}"#),
    ("GET /api/v1/tracks", May(Right::SeeTracks), "/api/v1/tracks?account={account}", ""),
    ("GET /api/v1/packs/{hash}", Anyone, "/api/v1/packs/{pack}", ""),
    ("OPTIONS /api/v1/media/uploads", Everybody, "", ""),
    ("POST /api/v1/media/uploads", Anyone, "", ""),
    ("HEAD /api/v1/media/uploads/{id}", Anyone, "", ""),
    ("PATCH /api/v1/media/uploads/{id}", Anyone, "", ""),
    ("DELETE /api/v1/media/uploads/{id}", Anyone, "", ""),
    ("GET /api/v1/media/{sha256}", Anyone, "/api/v1/media/{file}", ""),
    ("GET /api/v1/cases", May(Right::SeeCases), "", ""),
    ("POST /api/v1/cases", May(Right::Register), "", CALL),
    ("GET /api/v1/cases/{id}", May(Right::SeeCases), "/api/v1/cases/{case}", ""),
    ("GET /api/v1/cases/{id}/duplicates", May(Right::SeeCases), "/api/v1/cases/{case}/duplicates", ""),
    ("GET /api/v1/cases/{id}/units", MayAct(ActionKind::Dispatch), "/api/v1/cases/{case}/units", ""),
    ("POST /api/v1/cases/{id}/actions", MayAct(ActionKind::ReviewPass), "/api/v1/cases/{case}/actions", r#"{"action": "review_pass"}"#),
    ("POST /api/v1/cases/{id}/photos/{photo}/original", May(Right::SeeCases), "/api/v1/cases/{case}/photos/{photo}/original", ""),
    ("GET /api/v1/evidence/{sha256}", May(Right::SeeCases), "/api/v1/evidence/{file}", ""),
    ("GET /api/v1/figures", May(Right::SeeCases), "", ""),
    ("GET /api/v1/figures/cases", May(Right::SeeCases), "/api/v1/figures/cases?figure=reported", ""),
    ("GET /api/v1/tasks", Anyone, "", ""),
    ("POST /api/v1/tasks/{id}/redraw", Roles(&[Role::Acceptor, Role::ShiftLeader]), "/api/v1/tasks/{task}/redraw", r#"{"reason": "换人"}"#),
    ("GET /api/v1/devices", May(Right::SeeDevices), "", ""),
    ("GET /api/v1/devices/{id}/chain", May(Right::SeeDevices), "/api/v1/devices/{device}/chain", ""),
    ("GET /api/v1/devices/events", May(Right::SeeDevices), "", ""),
    ("GET /api/v1/devices/export", May(Right::SeeDevices), "", ""),
    ("GET /api/v1/devices/{id}/history", May(Right::SeeDevices), "/api/v1/devices/{device}/history", ""),
    ("GET /api/v1/devices/{id}/orders", May(Right::SeeDevices), "/api/v1/devices/{device}/orders", ""),
    ("POST /api/v1/devices/{id}/nudge", May(Right::NudgeDevices), "/api/v1/devices/{device}/nudge", r#"{"kind": "sync_now"}"#),
    ("POST /api/v1/devices/{id}/wipe", May(Right::ManageDevices), "/api/v1/devices/{device}/wipe", r#"{"reason": "丢了"}"#),
    ("POST /api/v1/devices/{id}/orders/{order}/withdraw", May(Right::NudgeDevices), "/api/v1/devices/{device}/orders/{order}/withdraw", ""),
    ("GET /api/v1/alarms", May(Right::SeeDevices), "", ""),
    ("POST /api/v1/alarms/{id}/acknowledge", May(Right::NudgeDevices), "/api/v1/alarms/{alarm}/acknowledge", r#"{"why": "打过电话"}"#),
    ("POST /api/v1/devices/{id}/revoke", May(Right::ManageDevices), "/api/v1/devices/{device}/revoke", ""),
    ("POST /api/v1/rescue", May(Right::ImportRescue), "", ""),
    ("GET /api/v1/announcements", Anyone, "", ""),
    ("POST /api/v1/announcements", May(Right::Announce), "", r#"{"title": "汛期", "body": "加密巡查"}"#),
    ("POST /api/v1/announcements/{id}/withdraw", May(Right::Announce), "/api/v1/announcements/{notice}/withdraw", ""),
    ("POST /api/v1/announcements/read", Anyone, "", r#"{"ids": []}"#),
    ("GET /api/v1/directory", Anyone, "", ""),
    ("GET /api/v1/cases/choices", May(Right::SeeCases), "", ""),
    ("GET /api/v1/cases/points", May(Right::SeeCases), "", ""),
    ("GET /api/v1/cases/ground", May(Right::SeeCases), "", ""),
    ("GET /api/v1/cases/export", May(Right::SeeCases), "", ""),
    ("GET /api/v1/cases/{id}/surroundings", May(Right::SeeCases), "/api/v1/cases/{case}/surroundings", ""),
    ("POST /api/v1/cases/actions", MayAct(ActionKind::ReviewPass), "", MANY),
    ("GET /api/v1/work", May(Right::SeeCases), "", ""),
    ("GET /api/v1/work/{queue}", Roles(&[Role::Acceptor]), "/api/v1/work/accept", ""),
    ("GET /api/v1/views", May(Right::KeepViews), "", ""),
    ("POST /api/v1/views", May(Right::KeepViews), "", r#"{"id": "0190f000-0000-7000-8000-0000000000cb", "name": "待立案", "query": "state=to_file"}"#),
    ("DELETE /api/v1/views/{id}", Roles(&[Role::Supervisor, Role::Leader, Role::Admin]), "/api/v1/views/{view}", ""),
    ("GET /api/v1/accounts", May(Right::SeePeople), "", ""),
    ("POST /api/v1/accounts", May(Right::ManageAccounts), "", r#"{"user": "newcomer", "name": "新人", "role": "collector", "first": "link"}"#),
    ("POST /api/v1/accounts/import", May(Right::ManageAccounts), "", r#"{"csv": "user,name,role\nsecond,新人,collector\n", "wish": "look"}"#),
    ("GET /api/v1/accounts/{id}", May(Right::SeePeople), "/api/v1/accounts/{account}", ""),
    ("PUT /api/v1/accounts/{id}", May(Right::ManageAccounts), "/api/v1/accounts/{account}", WANG),
    ("POST /api/v1/accounts/{id}/password", May(Right::ManageAccounts), "/api/v1/accounts/{account}/password", ""),
    ("POST /api/v1/accounts/{id}/enrolment", May(Right::ManageDevices), "/api/v1/accounts/{account}/enrolment", r#"{"server": "https://desk.example.cn"}"#),
    ("GET /api/v1/enrolments", May(Right::ManageDevices), "", ""),
    ("DELETE /api/v1/enrolments/{id}", May(Right::ManageDevices), "/api/v1/enrolments/{link}", ""),
    ("GET /api/v1/shifts", May(Right::SeePeople), "", ""),
    ("GET /api/v1/looks", May(Right::SeeAudit), "", ""),
    ("GET /api/v1/jurisdictions", May(Right::SeePeople), "", ""),
    ("GET /api/v1/jurisdictions/{id}", May(Right::ManageSettings), "/api/v1/jurisdictions/610112", ""),
    ("PUT /api/v1/jurisdictions/{id}", May(Right::ManageSettings), "/api/v1/jurisdictions/610112", r#"{"seen": "another", "name": "未央区", "settings": {}}"#),
    ("GET /api/v1/jurisdictions/{id}/duty", May(Right::SeePeople), "/api/v1/jurisdictions/610112/duty", ""),
    ("GET /api/v1/areas/editions", May(Right::ManageAreas), "", ""),
    ("POST /api/v1/areas/editions/{hash}/withdraw", May(Right::ManageAreas), "/api/v1/areas/editions/{pack}/withdraw", ""),
    ("GET /api/v1/areas/compare", May(Right::ManageAreas), "/api/v1/areas/compare?from={pack}&to={pack}", ""),
    ("GET /api/v1/areas/compare/shapes", May(Right::ManageAreas), "/api/v1/areas/compare/shapes?from={pack}&to={pack}", ""),
    ("GET /api/v1/areas/shapes", May(Right::ManageAreas), "/api/v1/areas/shapes?kind=grids&jurisdiction=610112", ""),
    ("POST /api/v1/areas/look", May(Right::ManageAreas), "/api/v1/areas/look?kind=grids", NO_AREAS),
    ("POST /api/v1/areas", May(Right::ManageAreas), "/api/v1/areas?kind=grids", NO_AREAS),
    ("GET /api/v1/areas/drawing", May(Right::ManageAreas), "/api/v1/areas/drawing?jurisdiction=610112", ""),
    ("PUT /api/v1/areas/drawing", May(Right::ManageAreas), "/api/v1/areas/drawing?jurisdiction=610112", DRAWING),
    ("POST /api/v1/areas/drawing/look", May(Right::ManageAreas), "/api/v1/areas/drawing/look?jurisdiction=610112&seen=0", ""),
    ("POST /api/v1/areas/drawing/take", May(Right::ManageAreas), "/api/v1/areas/drawing/take?jurisdiction=610112&seen=0", ""),
    ("DELETE /api/v1/areas/drawing", May(Right::ManageAreas), "/api/v1/areas/drawing?jurisdiction=610112&seen=0", ""),
    ("GET /api/v1/base-maps", Anyone, "", ""),
    ("GET /api/v1/base-maps/{hash}", Anyone, "", ""),
    ("GET /healthz", Everybody, "", ""),
    ("GET /metrics", Everybody, "", ""),
    ("GET /api/v1/directory/tree", May(Right::ReadDirectory), "", ""),
    ("GET /api/v1/directory/entries", May(Right::ReadDirectory), "", ""),
    ("POST /api/v1/directory/entries", Roles(&[Role::Admin]), "", r#"{"entry": {"unit": "中心", "office_phone": "029-0000-0001"}}"#),
    ("PUT /api/v1/directory/entries/{id}", May(Right::EditDirectory), "", r#"{"entry": {"unit": "中心", "office_phone": "029-0000-0001"}, "version": 1}"#),
    ("DELETE /api/v1/directory/entries/{id}", May(Right::EditDirectory), "", ""),
    ("POST /api/v1/directory/entries/{id}/place", May(Right::EditDirectory), "", r#"{"version": 1}"#),
    ("POST /api/v1/directory/units/move", Roles(&[Role::Admin]), "", r#"{"from": "a", "to": "b", "entries": 1}"#),
    ("POST /api/v1/directory/units/remove", Roles(&[Role::Admin]), "", r#"{"unit": "a", "entries": 1}"#),
    ("GET /api/v1/directory/changes", May(Right::EditDirectory), "", ""),
    ("POST /api/v1/directory/changes/{id}/undo", May(Right::EditDirectory), "", ""),
    ("GET /api/v1/directory/admins", Roles(&[Role::Admin]), "", ""),
    ("POST /api/v1/directory/admins", Roles(&[Role::Admin]), "", r#"{"unit": "a", "user": "nobody"}"#),
    ("POST /api/v1/directory/admins/remove", Roles(&[Role::Admin]), "", r#"{"unit": "a", "user": "nobody"}"#),
    ("GET /api/v1/directory/export", May(Right::ReadDirectory), "", ""),
    ("GET /api/v1/cases/{id}/clocks", May(Right::SeeCases), "/api/v1/cases/{case}/clocks", ""),
    ("GET /api/v1/catalogue", May(Right::ManageCatalogue), "", ""),
    ("GET /api/v1/catalogue/categories", May(Right::ManageCatalogue), "", ""),
    ("GET /api/v1/catalogue/category", May(Right::ManageCatalogue), "/api/v1/catalogue/category?key=event:06010", ""),
    ("GET /api/v1/catalogue/calendar", May(Right::ManageCatalogue), "/api/v1/catalogue/calendar?year=2026", ""),
    ("GET /api/v1/catalogue/deadline", May(Right::ManageCatalogue), "/api/v1/catalogue/deadline?start=2026-11-23T02:00:00Z&category=event:06010&condition=1", ""),
    ("GET /api/v1/catalogue/editions", May(Right::ManageCatalogue), "", ""),
    ("GET /api/v1/catalogue/editions/{hash}/cases", May(Right::ManageCatalogue), "", ""),
    ("POST /api/v1/catalogue/editions/{hash}/withdraw", May(Right::ManageCatalogue), "", ""),
    ("GET /api/v1/catalogue/compare", May(Right::ManageCatalogue), "/api/v1/catalogue/compare?from=a&to=b", ""),
    ("GET /api/v1/catalogue/draft", May(Right::ManageCatalogue), "", ""),
    ("GET /api/v1/catalogue/draft/preview", May(Right::ManageCatalogue), "", ""),
    ("POST /api/v1/catalogue/draft/edits", City(Right::ManageCatalogue), "", r#"{"ledger": "catalogue", "version": 0, "edit": {"edit": "category", "category": "event:06010", "field": "name", "to": "暴露的垃圾"}}"#),
    ("POST /api/v1/catalogue/draft/take-back", CityOnly(Right::ManageCatalogue), "", r#"{"ledger": "catalogue", "version": 0, "line": 1}"#),
    ("POST /api/v1/catalogue/draft/discard", CityOnly(Right::ManageCatalogue), "", r#"{"ledger": "catalogue", "version": 0}"#),
    ("POST /api/v1/catalogue/draft/move", CityOnly(Right::ManageCatalogue), "", r#"{"ledger": "catalogue", "version": 0}"#),
    ("POST /api/v1/catalogue/draft/publish", CityOnly(Right::ManageCatalogue), "", r#"{"ledger": "catalogue", "version": 0, "name": "a"}"#),
    ("POST /api/v1/catalogue/handbook", CityOnly(Right::ManageCatalogue), "/api/v1/catalogue/handbook?name=a.csv", "{}"),
    ("GET /api/v1/audit", May(Right::SeeAudit), "", ""),
    ("GET /api/v1/audit/{id}", May(Right::SeeAudit), "", ""),
    ("GET /api/v1/audit/export", May(Right::SeeAudit), "", ""),
    ("GET /api/v1/audit/chain", May(Right::SeeAudit), "", ""),
    ("POST /api/v1/audit/verify", City(Right::SeeAudit), "", ""),
    ("GET /api/v1/health", City(Right::SeeHealth), "", ""),
    ("GET /api/v1/health/samples", City(Right::SeeHealth), "", ""),
    ("GET /api/v1/assessment/models", May(Right::SeeAssessment), "", ""),
    // The city's evaluator alone; that it succeeds is the scores' own test.
    ("PUT /api/v1/assessment/models/{code}", Roles(&[]), "/api/v1/assessment/models/own", MODEL),
    ("DELETE /api/v1/assessment/models/{code}", Roles(&[]), "/api/v1/assessment/models/own", ""),
    ("POST /api/v1/assessment/models/{code}/publish", Roles(&[]), "/api/v1/assessment/models/own/publish", r#"{"from_month": "2026-12", "tried_month": "2026-11"}"#),
    ("POST /api/v1/assessment/models/trial", Roles(&[]), "", TRIAL),
    ("GET /api/v1/assessment/scores", May(Right::SeeAssessment), "/api/v1/assessment/scores?month=2026-11&version=live&model=jinniu", ""),
    ("GET /api/v1/assessment/given", May(Right::SeeAssessment), "/api/v1/assessment/given?month=2026-11&model=jinhua", ""),
    ("PUT /api/v1/assessment/given", Roles(&[]), "", r#"{"month": "2026-11", "model": "jinhua", "indicator": "organisation", "key": "610112-HW-1", "points_centi": 400, "reason": "会议纪要"}"#),
    ("GET /api/v1/assessment/months", May(Right::SeeAssessment), "", ""),
    // The city's evaluator alone; that it succeeds is the months' own test.
    ("POST /api/v1/assessment/months/{month}/versions", Roles(&[]), "/api/v1/assessment/months/2026-10/versions", r#"{"reason": "补录"}"#),
    ("POST /api/v1/assessment/months/{month}/versions/{number}/publish", Roles(&[]), "/api/v1/assessment/months/2026-10/versions/1/publish", r#"{"model": "a"}"#),
    ("GET /api/v1/assessment/months/{month}/versions/{number}/check", CityOnly(Right::SeeAssessment), "/api/v1/assessment/months/2026-10/versions/1/check", ""),
    ("GET /api/v1/assessment", May(Right::SeeAssessment), "", ""),
    ("GET /api/v1/assessment/cases", May(Right::SeeAssessment), "/api/v1/assessment/cases?counter=report&basis=reported", ""),
    ("GET /api/v1/assessment/cases/export", May(Right::SeeAssessment), "/api/v1/assessment/cases/export?counter=report&basis=reported&format=csv", ""),
    ("GET /api/v1/assessment/months/{month}/versions/{number}/cases", May(Right::SeeAssessment), "/api/v1/assessment/months/2026-10/versions/1/cases", ""),
    ("GET /api/v1/assessment/months/{month}/versions/{number}/cases/export", May(Right::SeeAssessment), "/api/v1/assessment/months/2026-10/versions/1/cases/export", ""),
    ("GET /api/v1/honesty/hints", May(Right::SeeHonesty), "", ""),
    ("GET /api/v1/honesty/hints/{id}", May(Right::SeeHonesty), "", ""),
    ("POST /api/v1/honesty/hints/{id}/judge", May(Right::SeeHonesty), "", r#"{"verdict": "explained", "reason": "市集"}"#),
    ("GET /api/v1/honesty/agreement", May(Right::SeeHonesty), "", ""),
    ("GET /api/v1/honesty/agreement/cases", May(Right::SeeHonesty), "", ""),
    ("GET /api/v1/bulletins", May(Right::SeeAssessment), "", ""),
    // Made for the whole city: nobody of a jurisdiction may.
    ("POST /api/v1/bulletins", Roles(&[]), "", r#"{"kind": "monthly", "month": "2026-10"}"#),
    ("GET /api/v1/bulletins/{id}", May(Right::SeeAssessment), "", ""),
    ("PUT /api/v1/bulletins/{id}", Roles(&[]), "", r#"{"seen": 1, "title": "", "remarks": "", "photos": []}"#),
    ("DELETE /api/v1/bulletins/{id}", Roles(&[]), "", ""),
    ("POST /api/v1/bulletins/{id}/publish", Roles(&[]), "", r#"{"seen": 1}"#),
    ("GET /api/v1/bulletins/{id}/pdf", May(Right::SeeAssessment), "", ""),
    ("GET /api/v1/bulletins/{id}/xlsx", May(Right::SeeAssessment), "", ""),
    ("GET /api/v1/bulletins/{id}/photos/{sha256}", May(Right::SeeAssessment), "", ""),
    // When people were there is no unit's business.
    ("GET /api/v1/posts", Roles(LOOK_AFTER_PEOPLE), "", ""),
    ("GET /api/v1/posts/list", Roles(LOOK_AFTER_PEOPLE), "/api/v1/posts/list?figure=shifts", ""),
    ("GET /api/v1/posts/list/export", Roles(LOOK_AFTER_PEOPLE), "/api/v1/posts/list/export?figure=shifts&format=csv", ""),
];

/// Who sees the assessment, but for units and their handlers.
const LOOK_AFTER_PEOPLE: &[Role] = &[
    Role::Acceptor,
    Role::ShiftLeader,
    Role::Dispatcher,
    Role::Evaluator,
    Role::Supervisor,
    Role::Leader,
    Role::Admin,
];

/// A call that lies nowhere: whoever may take one down is told so.
const CALL: &str = r#"{"id": "0190f000-0000-7000-8000-0000000000ca", "channel": "hotline", "category": "event:06010",
    "condition_no": 1, "note": "有垃圾", "fix": {"lon": 1.0, "lat": 1.0, "crs": "wgs84", "source": "map_pick",
    "fix_time": "2026-11-23T10:00:00+08:00"}}"#;

/// One action on a case that is nowhere: whoever may take it is told so of that case.
const MANY: &str = r#"{"id": "0190f000-0000-7000-8000-0000000000cc",
    "cases": [{"case": "0190f000-0000-7000-8000-0000000000cd"}], "action": {"action": "review_pass"}}"#;

/// Wang as he is.
const WANG: &str = r#"{"name": "wang先生", "role": "collector", "jurisdiction": "610112", "unit": null,
    "grids": ["610112-Z0", "610112-Z1"], "disabled": false}"#;

/// A file that nothing is in: whoever may hand one in is told so.
const NO_AREAS: &str = r#"{"type": "FeatureCollection", "features": []}"#;

/// A drawing on an edition that is nowhere.
const DRAWING: &str = r#"{"base": "0000000000000000000000000000000000000000000000000000000000000000", "version": 0,
    "duty_grids": []}"#;

/// A model of one line.
const MODEL: &str = r#"{"code": "own", "name": "本市", "name_en": "Our own", "source": "", "subject": "unit",
    "indicators": [{"code": "a", "name": "结案率", "name_en": "Closed", "basis": "due", "full_centi": 10000,
    "rule": {"kind": "share", "rate": "archive"}}]}"#;

/// The same, tried on a month.
const TRIAL: &str = r#"{"month": "2026-11", "model": {"code": "own", "name": "本市", "name_en": "Our own", "source": "",
    "subject": "unit", "indicators": [{"code": "a", "name": "结案率", "name_en": "Closed", "basis": "due",
    "full_centi": 10000, "rule": {"kind": "share", "rate": "archive"}}]}}"#;
