//! A request leaves a phone: what the plan lets happen to it, and what comes back.

use anyhow::Result;
use app_core::ports::{Cut, Method, Reply, Request};
use shared::api::problem::{MEDIA_TYPE, Problem};
use shared::refusal::{Code, Refusal};

use crate::history::Event;
use crate::line::Answer;
use crate::phone::{Done, SERVER};
use crate::plan::Fault;
use crate::run::Run;

/// A round has no more requests than this; a phone that asks on and on never comes to an end.
const MOST_REQUESTS: u32 = 2_000;

impl Run {
    /// Lets a phone go on until it is done with what it is busy with, or dead.
    pub fn until_done(&mut self, phone: usize) -> Result<Option<Done>> {
        for _ in 0..MOST_REQUESTS {
            if let Some(done) = self.until_it_asks(phone)? {
                return Ok(Some(done));
            }
            if !self.let_one_go(phone)? {
                return Ok(None);
            }
        }
        anyhow::bail!("phone {phone} asks on and on")
    }

    /// Lets a phone go on until it asks for something, is done, or is dead.
    pub fn until_it_asks(&mut self, number: usize) -> Result<Option<Done>> {
        let Some(phone) = self.phones.get_mut(number) else { return Ok(None) };
        let done = phone.go_on();
        if phone.is_dead()? {
            // Whatever it has found out it has taken to its grave.
            self.claims.has_not_heard(number);
            self.dies(number)?;
            return Ok(None);
        }
        self.claims.has_heard(number);
        if let Some(done) = &done {
            self.history.add(Event::Done { phone: number, text: done.to_string() });
            self.after(number, done);
        }
        if self.phone(number)?.is_over() {
            // As the host does: another device begins in its place.
            self.restart(number)?;
        }
        Ok(done)
    }

    /// Lets the request go that has waited longest; says whether there was one.
    pub fn let_one_go(&mut self, number: usize) -> Result<bool> {
        let Some((waiting, fault)) = self.phones.get(number).and_then(|phone| phone.line.take()) else {
            return Ok(false);
        };
        let took_ms = self.pace.between(20, 900);
        self.time.pass_ms(i64::try_from(took_ms).unwrap_or(0));
        let answer = self.fare(&waiting.request, fault)?;
        let fate = match (&answer, fault) {
            (Ok(reply), None) => reply.status.to_string(),
            (Ok(reply), Some(fault)) => format!("{} ({})", reply.status, fault.word()),
            (Err(cut), _) => cut.0.clone(),
        };
        if waiting.request.url.ends_with("/sync/hello") {
            if answer.as_ref().is_ok_and(|reply| reply.status == 200) {
                self.claims.is_told(number);
                let heard_at = self.history.events().len();
                self.phone(number)?.heard_at = heard_at;
            }
            self.may_die_erased(number)?;
        }
        self.history.add(Event::Request { phone: number, what: words(&waiting.request), fate });
        waiting.answer(answer);
        Ok(true)
    }

    fn fare(&mut self, request: &Request, fault: Option<Fault>) -> Result<Answer> {
        if !self.plan.compares && request.url.ends_with("/sync/digest") {
            // As a server from before there were comparisons.
            return Ok(Ok(problem(Code::NotFound, 404)));
        }
        let Some(fault) = fault else { return self.ask(request) };
        self.count(fault.word());
        let lost = |why: &str| Ok(Err(Cut(why.to_owned())));
        match fault {
            Fault::Lost => lost("the request was lost"),
            Fault::ReplyLost => {
                drop(self.ask(request)?);
                lost("the reply was lost")
            }
            Fault::Twice => {
                drop(self.ask(request)?);
                self.ask(request)
            }
            Fault::Late(steps) => {
                self.late.push((self.step + usize::try_from(steps)?, request.clone()));
                lost("nothing came back in time")
            }
            Fault::CutUp(byte) => {
                let byte = usize::try_from(byte)?;
                drop(self.server.answer_cut(request, byte));
                self.server_may_die()?;
                lost("the line was cut on the way up")
            }
            Fault::CutDown(byte) => match self.ask(request)? {
                Ok(reply) if reply.body.len() <= usize::try_from(byte)? => Ok(Ok(reply)),
                Ok(_) => lost("the line was cut on the way down"),
                Err(cut) => Ok(Err(cut)),
            },
            Fault::StrangeDoor => {
                Ok(Ok(Reply { status: 401, body: b"<html>pay for the network</html>".to_vec(), ..Reply::default() }))
            }
            Fault::TokenOver => Ok(Ok(problem(Code::TokenExpired, 401))),
            Fault::FailsBefore => Ok(Ok(problem(Code::Internal, 500))),
            Fault::FailsAfter => Ok(self.ask(request)?.map(|_| problem(Code::Internal, 500))),
        }
    }

    /// Asks the server. One that dies over it says nothing more.
    pub fn ask(&mut self, request: &Request) -> Result<Answer> {
        let answer = self.server.answer(request);
        if self.server_may_die()? {
            return Ok(Err(Cut("the server died".to_owned())));
        }
        Ok(answer)
    }

    /// What phones gave up on arrives after all.
    pub fn deliver_late(&mut self, upto: usize) -> Result<()> {
        let (due, still): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.late).into_iter().partition(|(at, _)| *at <= upto);
        self.late = still;
        for (_, request) in due {
            let fate = match self.ask(&request)? {
                Ok(reply) => reply.status.to_string(),
                Err(cut) => cut.0,
            };
            self.history.add(Event::Acted { user: "late".to_owned(), what: words(&request), fate });
        }
        Ok(())
    }
}

fn problem(code: Code, status: u16) -> Reply {
    let body = serde_json::to_vec(&Problem::of(&Refusal::from(code), status)).unwrap_or_default();
    Reply { status, headers: vec![("content-type".to_owned(), MEDIA_TYPE.to_owned())], body, ..Reply::default() }
}

fn words(request: &Request) -> String {
    let verb = match request.method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Patch => "PATCH",
    };
    let path = request.url.strip_prefix(SERVER).unwrap_or(&request.url);
    format!("{verb} {} {}", path.strip_prefix("/api/v1").unwrap_or(path), request.body.len())
}
