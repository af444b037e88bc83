//! People at desks and at units, over the server's own HTTP. Their line is good; what they were told is kept.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use app_core::ports::{Method, Reply, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::account::{Role, may_act};
use shared::api::problem::Problem;
use shared::api::session::{Session, SignIn};
use shared::case::state::next;
use shared::case::{Action, ActionKind, Case, Closing, OrderKind, State};
use shared::evidence::{PhotoRef, PhotoRole};
use shared::ids::{CaseId, Sha256};

use crate::history::Event;
use crate::phone::SERVER;
use crate::run::Run;
use crate::town;
use crate::truth::rows;

/// Sessions of people at desks.
#[derive(Default)]
pub struct Desks {
    tokens: BTreeMap<String, String>,
    /// What somebody did and was told to be done: the case, and the word.
    pub done: Vec<(CaseId, ActionKind)>,
}

impl Desks {
    /// Lets everybody sign in anew.
    pub fn forget(&mut self) {
        self.tokens.clear();
    }
}

/// What a person may think of doing, the most usual first and more than once.
const USUAL: [ActionKind; 29] = [
    ActionKind::Finish,
    ActionKind::Finish,
    ActionKind::Dispatch,
    ActionKind::CheckRework,
    ActionKind::SendCheck,
    ActionKind::ReviewPass,
    ActionKind::Return,
    ActionKind::ApplyExtend,
    ActionKind::ApproveExtend,
    ActionKind::ApplySuspend,
    ActionKind::ApproveSuspend,
    ActionKind::Resume,
    ActionKind::Close,
    ActionKind::Reopen,
    ActionKind::CheckPass,
    ActionKind::ReturnToAccept,
    ActionKind::SendVerify,
    ActionKind::Accept,
    ActionKind::File,
    ActionKind::Assign,
    ActionKind::Supervise,
    ActionKind::ReplySupervision,
    ActionKind::WaiveCheck,
    ActionKind::CloseSpecial,
    ActionKind::Appeal,
    ActionKind::Link,
    ActionKind::Void,
    ActionKind::PassSelfHandled,
    ActionKind::RefuseSelfHandled,
];

impl Run {
    /// Somebody does something to a case.
    pub fn at_desk(&mut self, pick: usize, choice: usize) -> Result<()> {
        if !self.server.is_running() {
            return Ok(());
        }
        let cases = rows::server(&self.server)?.cases;
        let open: Vec<&Case> = cases.iter().map(|row| &row.case).filter(|case| case.state != State::Void).collect();
        let Some(case) = open.iter().cycle().nth(pick % open.len().max(1)).map(|case| (*case).clone()) else {
            return Ok(());
        };
        if case.state == State::Checking && choice.is_multiple_of(4) {
            return self.redraw(&case);
        }
        let possible: Vec<ActionKind> = USUAL.into_iter().filter(|kind| next(case.state, *kind).is_ok()).collect();
        // The usual more often than the rest.
        let place = if choice < 6 { 0 } else { choice % possible.len().max(1) };
        let Some(kind) = possible.get(place).copied() else { return Ok(()) };
        let Some(user) = who(kind, &case) else { return Ok(()) };
        let Some(action) = self.action(kind, &case, user)? else { return Ok(()) };
        let path = format!("/api/v1/cases/{}/actions", case.id);
        let what = format!("{} {}", kind.as_str(), case.id);
        if self.post(user, &path, &serde_json::to_value(&action)?, what)? {
            self.desks.done.push((case.id, kind));
        }
        Ok(())
    }

    fn redraw(&mut self, case: &Case) -> Result<()> {
        let (Some(task), Some(user)) = (case.open_task, town::at_desk(Role::ShiftLeader, &case.jurisdiction)) else {
            return Ok(());
        };
        let path = format!("/api/v1/tasks/{task}/redraw");
        let body = serde_json::json!({"reason": "nobody came"});
        self.post(user, &path, &body, format!("redraw {task}")).map(drop)
    }

    fn action(&mut self, kind: ActionKind, case: &Case, user: &str) -> Result<Option<Action>> {
        let reason = format!("step {}", self.step);
        Ok(Some(match kind {
            ActionKind::Finish => {
                let picture = self.camera.shoot(self.plan.seed)?;
                let Some(working) = self.upload(user, &picture)? else { return Ok(None) };
                let photos = vec![PhotoRef { photo: None, working, role: PhotoRole::After }];
                Action::Finish { note: reason, photos }
            }
            ActionKind::Dispatch => {
                let units = town::units_of(&case.jurisdiction);
                let unit = units.get(self.step % units.len().max(1)).context("a town has units")?;
                Action::Dispatch { unit: unit.parse()? }
            }
            ActionKind::CheckRework => Action::CheckRework { reason },
            ActionKind::SendCheck => Action::SendCheck { task: shared::ids::TaskId(uuid::Uuid::nil()) },
            ActionKind::ReviewPass => Action::ReviewPass,
            ActionKind::Return => Action::Return { reason },
            ActionKind::ApplyExtend => Action::ApplyExtend { reason },
            ActionKind::ApproveExtend => Action::ApproveExtend,
            ActionKind::ApplySuspend => {
                let until = self.server.clock.shows().plus_ms(3 * 86_400_000);
                Action::ApplySuspend { reason, until }
            }
            ActionKind::ApproveSuspend => Action::ApproveSuspend,
            ActionKind::Resume => Action::Resume,
            ActionKind::Close => Action::Close,
            ActionKind::Reopen => Action::Reopen { reason },
            ActionKind::CheckPass => Action::CheckPass,
            ActionKind::ReturnToAccept => Action::ReturnToAccept { reason },
            ActionKind::Void => Action::Void { reason },
            ActionKind::Supervise => {
                Action::Supervise { kind: OrderKind::Important, requirement: reason, due_at: None }
            }
            ActionKind::ReplySupervision => {
                let waits = case.orders.iter().find(|order| order.replied_at.is_none());
                let Some(order) = waits else { return Ok(None) };
                Action::ReplySupervision { number: order.number, reply: reason }
            }
            ActionKind::PassSelfHandled => Action::PassSelfHandled,
            ActionKind::RefuseSelfHandled => Action::RefuseSelfHandled { reason },
            ActionKind::WaiveCheck => Action::WaiveCheck { reason },
            ActionKind::CloseSpecial => Action::CloseSpecial { closing: Closing::Special, reason },
            ActionKind::Appeal => Action::Appeal { reason },
            ActionKind::Link => {
                let cases = rows::server(&self.server)?.cases;
                let other = cases.iter().map(|row| &row.case).find(|other| {
                    other.id != case.id && other.jurisdiction == case.jurisdiction && !other.state.is_over()
                });
                let Some(other) = other else { return Ok(None) };
                Action::Link { into: other.id }
            }
            ActionKind::Accept => Action::Accept,
            ActionKind::SendVerify => Action::SendVerify { task: shared::ids::TaskId(uuid::Uuid::nil()) },
            ActionKind::File => Action::File { condition_no: case.condition_no },
            ActionKind::Assign => Action::Assign,
            ActionKind::Report
            | ActionKind::VerifyResult
            | ActionKind::Reject
            | ActionKind::Refuse
            | ActionKind::DeclineExtend
            | ActionKind::DeclineSuspend
            | ActionKind::ReviewRework
            | ActionKind::CheckResult
            | ActionKind::TakeBack
            | ActionKind::ReportSelfHandled
            | ActionKind::HandleDirectly
            | ActionKind::Unlink
            | ActionKind::DispatchToDistrict
            | ActionKind::ReturnToCity
            | ActionKind::MarkUnowned
            | ActionKind::ForwardAppeal
            | ActionKind::DeclineAppeal
            | ActionKind::UpholdAppeal
            | ActionKind::DismissAppeal
            | ActionKind::WarnDue
            | ActionKind::MarkOverdue
            | ActionKind::Reassign
            | ActionKind::Recount => return Ok(None),
        }))
    }

    /// Brings a file; none when that did not go through.
    fn upload(&mut self, user: &str, bytes: &[u8]) -> Result<Option<Sha256>> {
        let sha256 = Sha256::of(bytes);
        let promise = format!("sha256 {}", BASE64.encode(sha256.as_str()));
        let headers = vec![
            ("tus-resumable", "1.0.0".to_owned()),
            ("upload-length", bytes.len().to_string()),
            ("upload-metadata", promise),
            ("content-type", "application/offset+octet-stream".to_owned()),
        ];
        let reply = self.request(user, Method::Post, "/api/v1/media/uploads", headers, bytes.to_vec())?;
        Ok(reply.is_some_and(|reply| reply.status == 201).then_some(sha256))
    }

    /// Sends JSON; says whether it was done.
    pub fn post(&mut self, user: &str, path: &str, body: &serde_json::Value, what: String) -> Result<bool> {
        let headers = vec![("content-type", "application/json".to_owned())];
        let reply = self.request(user, Method::Post, path, headers, serde_json::to_vec(body)?)?;
        let fate = match &reply {
            None => "nothing".to_owned(),
            Some(reply) if reply.status == 200 => "done".to_owned(),
            Some(reply) => match serde_json::from_slice::<Problem>(&reply.body) {
                Ok(problem) => format!("{} {}", reply.status, problem.code),
                Err(_) => reply.status.to_string(),
            },
        };
        self.history.add(Event::Acted { user: user.to_owned(), what, fate });
        Ok(reply.is_some_and(|reply| reply.status == 200))
    }

    /// Sends a request of somebody who signs in when it must be; none when the server did not answer.
    pub fn request(
        &mut self,
        user: &str,
        method: Method,
        path: &str,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> Result<Option<Reply>> {
        for _ in 0..2 {
            let Some(token) = self.token(user)? else { return Ok(None) };
            let mut headers = headers.clone();
            headers.push(("authorization", format!("Bearer {token}")));
            let request = Request { method, url: format!("{SERVER}{path}"), headers, body: body.clone() };
            let Ok(reply) = self.ask(&request)? else { return Ok(None) };
            if reply.status != 401 {
                return Ok(Some(reply));
            }
            self.desks.tokens.remove(user);
        }
        Ok(None)
    }

    fn token(&mut self, user: &str) -> Result<Option<String>> {
        if let Some(token) = self.desks.tokens.get(user) {
            return Ok(Some(token.clone()));
        }
        let sign_in = SignIn { user: user.to_owned(), password: town::PASSWORD.to_owned(), device: None, code: None };
        let headers = vec![("content-type", "application/json".to_owned())];
        let url = format!("{SERVER}/api/v1/session");
        let request = Request { method: Method::Post, url, headers, body: serde_json::to_vec(&sign_in)? };
        let Ok(reply) = self.ask(&request)? else { return Ok(None) };
        let session: Session = serde_json::from_slice(&reply.body).with_context(|| format!("{user} signs in"))?;
        self.desks.tokens.insert(user.to_owned(), session.token.clone());
        Ok(Some(session.token))
    }
}

/// Returns who does that to the case.
fn who(kind: ActionKind, case: &Case) -> Option<&'static str> {
    if may_act(Role::Unit, kind) {
        return town::of_unit(case.unit.as_ref()?.as_str());
    }
    let role = [Role::Acceptor, Role::Dispatcher, Role::ShiftLeader].into_iter().find(|role| may_act(*role, kind))?;
    town::at_desk(role, &case.jurisdiction)
}
