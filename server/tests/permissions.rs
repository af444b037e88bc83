//! Who may ask what: every route as nobody, as every role, as the city and as another jurisdiction, held against one table.
//!
//! A new route is one more line of [`TABLE`]; without it the test fails.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::Value;
use server::accounts::caller::Account;
use shared::account::{Actor, Right, Role, may, may_act};
use shared::case::ActionKind;
use shared::ids::AccountId;
use shared::sync::hello::{Heartbeat, Hello};
use uuid::Uuid;

use crate::harness::city::{BEILIN, BEILIN_UNIT, WEIYANG, WEST, at};
use crate::harness::desk::ok;
use crate::harness::phone::times;
use crate::harness::{Desk, PASSWORD, Phone, World, on_both_engines};

use self::Who::{Anyone, City, CityOnly, Device, Everybody, May, MayAct, Roles};

/// Who may ask.
#[derive(Clone, Copy)]
enum Who {
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
    fn admits(self, role: Role) -> bool {
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
type Row = (&'static str, Who, &'static str, &'static str);

#[rustfmt::skip]
const TABLE: &[Row] = &[
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

#[test]
fn every_route_has_its_line() {
    let routes: BTreeSet<&str> = include_str!("routes.txt").lines().collect();
    let table: BTreeSet<&str> = TABLE.iter().map(|(route, ..)| *route).collect();
    assert_eq!(table, routes, "say in the table who may ask it");
    assert_eq!(TABLE.len(), table.len(), "a route stands there twice");
}

/// What was answered.
struct Answer {
    status: u16,
    code: String,
    text: String,
}

async fn asked(request: reqwest::RequestBuilder, body: &str) -> Answer {
    let request = if body.is_empty() {
        request
    } else {
        request.header("Content-Type", "application/json").body(body.to_owned())
    };
    let reply = request.send().await.unwrap();
    let status = reply.status().as_u16();
    let is_endless = reply.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
    let text = if is_endless { String::new() } else { String::from_utf8_lossy(&reply.bytes().await.unwrap()).into() };
    let problem: Value = serde_json::from_str(&text).unwrap_or_default();
    let code = if status < 400 { "" } else { problem["code"].as_str().unwrap_or_default() };
    assert!(status < 500, "{status} {text}");
    Answer { status, code: code.to_owned(), text }
}

/// The things of Weiyang that are asked for.
struct Things(BTreeMap<&'static str, String>);

impl Things {
    async fn make(world: &World) -> Self {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let other = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(other, 90).await;
        let boss = world.desk("boss").await;
        let task = boss.case(other).await.tasks[0].id;
        let shown = boss.case(case).await.case.photos[0].clone();
        let notice: Value = ok(world
            .desk("zheng")
            .await
            .post("/api/v1/announcements", &serde_json::json!({"title": "a", "body": "b"}))
            .await)
        .await;
        let zheng = world.desk("zheng").await;
        let view = serde_json::json!({
            "id": "0190f000-0000-7000-8000-0000000000ce", "name": "a", "query": "state=to_file", "shared": true,
        });
        let view: Value = ok(zheng.post("/api/v1/views", &view).await).await;
        let order = format!("/api/v1/devices/{}/nudge", wang.device);
        let order: Value = ok(zheng.post(&order, &serde_json::json!({"kind": "charge"})).await).await;
        let link = format!("/api/v1/accounts/{}/enrolment", wang.account);
        let server = serde_json::json!({"server": "https://desk.example.cn"});
        let link: Value = ok(boss.post(&link, &server).await).await;
        runs_low(world, &wang).await;
        server::devices::alarms::turn(&world.app).await.unwrap();
        let alarms: Value = ok(zheng.get("/api/v1/alarms").await).await;
        let pack = world.app.city().boundaries_hash(&WEIYANG.parse().unwrap()).unwrap().to_string();
        Self(BTreeMap::from([
            ("{case}", case.to_string()),
            ("{task}", task.to_string()),
            ("{photo}", shown.photo.unwrap().to_string()),
            ("{file}", shown.working.to_string()),
            ("{device}", wang.device.to_string()),
            ("{order}", named(&order)),
            ("{alarm}", named(&alarms["alarms"][0])),
            ("{notice}", named(&notice)),
            ("{account}", wang.account.to_string()),
            ("{link}", named(&link)),
            ("{view}", named(&view)),
            ("{pack}", pack),
        ]))
    }

    /// Returns the address of a line, and whether it names one of the things.
    fn address(&self, route: &str, ask: &str) -> (String, bool) {
        let path = if ask.is_empty() { route.split_once(' ').unwrap().1 } else { ask };
        let mut address = path.to_owned();
        for (name, id) in &self.0 {
            if !ask.is_empty() {
                address = address.replace(name, id);
            }
        }
        let is_named = address != path || path.contains(WEIYANG);
        (address.replace("{id}", "0").replace("{hash}", "0").replace("{sha256}", "0"), is_named)
    }
}

fn named(thing: &Value) -> String {
    thing["id"].as_str().unwrap().to_owned()
}

/// A phone says that its battery is nearly empty.
async fn runs_low(world: &World, phone: &Phone) {
    let heartbeat = Heartbeat { battery_percent: Some(3), ..Heartbeat::default() };
    let times = times(world.app.clock.now());
    let hello = Hello { protocol: 1, device: phone.device, times, heartbeat, scope_held: None, orders: Vec::new() };
    let reply = phone.request(Method::POST, "/api/v1/sync/hello").json(&hello).send().await.unwrap();
    assert_eq!(reply.status(), 200, "{}", reply.text().await.unwrap());
}

/// Adds an account of every role to a jurisdiction and returns their names.
pub async fn people(world: &World, area: &str, unit: &str, first: u128) -> Vec<(Role, String)> {
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    let mut names = Vec::new();
    for (number, role) in Role::ALL.iter().enumerate() {
        let user = format!("{area}.{}", role.as_str());
        let acts = matches!(role, Role::Unit | Role::Handler);
        let account = Account {
            id: AccountId(Uuid::from_u128(first + number as u128)),
            user: user.parse().unwrap(),
            name: user.clone(),
            role: *role,
            jurisdiction: area.parse().unwrap(),
            unit: acts.then(|| unit.parse().unwrap()),
            disabled: false,
        };
        server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
        names.push((*role, user));
    }
    tx.commit().await.unwrap();
    names
}

/// Everybody's desks. What is asked about sessions is asked in one of its own: it may be the last of it.
struct Desks<'a> {
    world: &'a World,
    open: BTreeMap<String, Desk>,
}

impl Desks<'_> {
    async fn ask(&mut self, user: &str, route: &str, address: &str, body: &str) -> Answer {
        let method: Method = route.split_once(' ').unwrap().0.parse().unwrap();
        if route.contains("/session") {
            let desk = self.world.desk(user).await;
            return asked(desk.request(method, address), body).await;
        }
        if !self.open.contains_key(user) {
            self.open.insert(user.to_owned(), self.world.desk(user).await);
        }
        asked(self.open[user].request(method, address), body).await
    }
}

fn is_turned_away(answer: &Answer) -> bool {
    answer.status == 403 && answer.code == "not_allowed"
}

on_both_engines! {
    async fn everybody_gets_what_the_table_says_and_nothing_else(world: &World) {
        let things = Things::make(world).await;
        let here = people(world, WEIYANG, WEST, 0xb000).await;
        let there = people(world, BEILIN, BEILIN_UNIT, 0xc000).await;
        let mut desks = Desks { world, open: BTreeMap::new() };
        // Sessions last: what is asked there ends some.
        let (sessions, others): (Vec<&Row>, Vec<&Row>) = TABLE.iter().partition(|row| row.0.contains("/session"));
        for (route, who, ask, body) in others.into_iter().chain(sessions) {
            let (address, is_named) = things.address(route, ask);
            let method: Method = route.split_once(' ').unwrap().0.parse().unwrap();

            let nobody = asked(world.http.request(method, format!("{}{address}", world.base)), body).await;
            match who {
                Everybody => assert_ne!(nobody.code, "not_signed_in", "{route}"),
                Anyone | Device | May(_) | City(_) | CityOnly(_) | MayAct(_) | Roles(_) => {
                    assert_eq!(nobody.status, 401, "{route} as nobody: {}", nobody.text);
                    assert!(nobody.code == "not_signed_in" || route.starts_with("HEAD "), "{route}: {}", nobody.code);
                }
            }
            if matches!(who, Everybody) {
                continue;
            }

            for (role, user) in there.iter().filter(|(role, _)| who.admits(*role)) {
                let answer = desks.ask(user, route, &address, body).await;
                let as_whom = format!("{route} as {} of another jurisdiction: {} {}", role.as_str(), answer.status, answer.text);
                if is_named {
                    assert_eq!(answer.status, 404, "{as_whom}");
                }
                for thing in things.0.values() {
                    let is_asked = address.contains(thing.as_str());
                    assert!(is_asked || !answer.text.contains(thing.as_str()), "{as_whom} tells of {thing}");
                }
            }
            for (role, user) in here.iter().filter(|(role, _)| !who.admits(*role)) {
                let answer = desks.ask(user, route, &address, body).await;
                assert!(is_turned_away(&answer), "{route} as {}: {} {}", role.as_str(), answer.status, answer.text);
            }
            for (role, user) in here.iter().filter(|(role, _)| who.admits(*role)) {
                let answer = desks.ask(user, route, &address, body).await;
                let as_whom = format!("{route} as {}: {} {}", role.as_str(), answer.status, answer.text);
                assert!(!is_turned_away(&answer) && answer.code != "not_signed_in", "{as_whom}");
                if matches!(who, Device) {
                    assert_eq!(answer.code, "device_unknown", "{as_whom}");
                }
            }
            if let City(right) | CityOnly(right) = who {
                assert!(may(Role::Admin, *right), "{route}: the city's account here is an administrator");
                let answer = desks.ask("boss", route, &address, body).await;
                let as_whom = format!("{route} as the city: {} {}", answer.status, answer.text);
                assert!(!is_turned_away(&answer) && answer.code != "not_signed_in", "{as_whom}");
                assert!(answer.status < 300 || matches!(who, CityOnly(_)), "{as_whom}");
            }
        }
    }
}
