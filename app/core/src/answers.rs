//! Which use case answers which ask. One line each: no rule is here.

use app_bridge::ask::Ask;
use app_bridge::told::Told;
use shared::refusal::{Code, Refusal};

use crate::board::{self, Freshness};
use crate::cases::{cards, categories, look_alikes, preview, report};
use crate::core::Core;
use crate::error::Result;
use crate::session::{self, Proof};
use crate::{aside, duty, pause, rescue, room, shift, shutter, status, tasks};

/// Answers an ask.
pub async fn tell(collector: &Core, ask: Ask) -> Result<Told> {
    let core = &*collector.inner;
    match ask {
        Ask::Start => session::start(core).map(Told::Start),
        Ask::SignIn { server, user, password } => {
            collector.sign_in(&server, Proof::Password { user, password }).await?;
            session::start(core).map(Told::Start)
        }
        Ask::SignOut => {
            session::sign_out(core)?;
            session::start(core).map(Told::Start)
        }
        Ask::Categories { query } => {
            let (packs, now) = (core.packs()?, core.times()?.corrected());
            Ok(Told::Categories(categories::search(&packs, &query, now.day_in(&packs.settings.zone))))
        }
        Ask::Category { key } => categories::one(&*core.packs()?, &key).map(Told::Category),
        Ask::Preview { fix, category, condition_no, draft } => {
            let (packs, now) = (core.packs()?, core.times()?.corrected());
            let day = now.day_in(&packs.settings.zone);
            let picked = match category {
                Some(category) => Some(preview::pick(&packs, &category, condition_no.unwrap_or(1), day)?),
                None => None,
            };
            let found = preview::find(&packs, &fix, picked.as_ref(), now)?;
            let alike = match &picked {
                Some(picked) => look_alikes::find(core, &packs, &fix, (&picked.category, draft), now)?,
                None => Vec::new(),
            };
            Ok(Told::Preview(preview::told(&packs, &fix, picked.as_ref(), found, alike)))
        }
        Ask::SaveReport(form) => report::save(core, form).map(Told::Saved),
        Ask::Cases => cards::all(core).map(Told::Cases),
        Ask::Case { case } => cards::one(core, case).map(|card| Told::Case(Box::new(card))),
        Ask::Tasks { here } => tasks::cards::all(core, here.as_ref()).map(Told::Tasks),
        Ask::Task { task } => tasks::cards::one(core, task).map(|card| Told::Task(Box::new(card))),
        Ask::Answer(form) => {
            let (task, here) = (form.task, form.fix.clone());
            let warnings = tasks::answer::save(core, form)?;
            tasks::cards::after_answer(core, here.as_ref(), task, &warnings).map(Told::Tasks)
        }
        Ask::Status => status::status(core).map(Told::Status),
        Ask::Sync => {
            collector.sync().await?;
            status::status(core).map(Told::Status)
        }
        Ask::Resend { operation } => {
            aside::resend(core, operation)?;
            status::status(core).map(Told::Status)
        }
        Ask::SendOriginalsOver { over } => {
            core.store.write(|w| w.choose_originals_over(over))?;
            core.something_to_send();
            status::status(core).map(Told::Status)
        }
        Ask::Aside { operation } => aside::one(core, operation).map(|card| Told::Aside(Box::new(card))),
        Ask::Mend(form) => aside::mend(core, form),
        Ask::MarkShift { begins, fix } => {
            duty::mark(core, begins, fix)?;
            session::start(core).map(Told::Start)
        }
        Ask::ShiftReceipt { day } => {
            let day = day.map(|day| day.parse().map_err(|_| Refusal::because(Code::BadValue, "day: YYYY-MM-DD")));
            shift::receipt(core, day.transpose()?).await.map(|card| Told::ShiftReceipt(Box::new(card)))
        }
        Ask::Rescue { originals } => rescue::export(core, originals).await.map(Told::Rescue),
        Ask::Room => room::before_the_camera(core).map(Told::Room),
        Ask::NoticesSeen => {
            session::notices_seen(core)?;
            session::start(core).map(Told::Start)
        }
        Ask::DropPhoto { photo } => shutter::drop_draft(core, photo).map(|()| Told::Dropped),
        Ask::Board { fresh } => {
            let freshness = if fresh { Freshness::Asked } else { Freshness::LastKnown };
            board::sheet(core, freshness).await.map(|sheet| Told::Board(Box::new(sheet)))
        }
        Ask::Pause { minutes } => {
            pause::pause(core, minutes)?;
            status::status(core).map(Told::Status)
        }
    }
}
