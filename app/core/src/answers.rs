//! Which use case answers which ask. One line each: no rule is here.

use app_bridge::ask::Ask;
use app_bridge::told::{Preview, Told};
use shared::refusal::{Code, Refusal};

use crate::board::{self, Freshness};
use crate::cases::{cards, categories, look_alikes, preview, report};
use crate::core::Core;
use crate::error::Result;
use crate::session::{self, Proof};
use crate::{
    announcements, aside, assessment, base_maps, code, diagnostics, directory, drafts, duty, leaving, lock, map,
    orders, pause, rescue, room, shift, shutter, status, storage, tasks, track,
};

/// Answers an ask.
pub async fn tell(collector: &Core, ask: Ask) -> Result<Told> {
    let core = &*collector.inner;
    match ask {
        Ask::Start => session::start(core).map(Told::Start),
        Ask::SignIn { server, user, password, code } => {
            collector.sign_in(&server, Proof::Password { user, password, code }).await?;
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
            let mut found = preview::find(&packs, &fix, picked.as_ref(), now)?;
            let apart = match draft {
                Some(case) => report::apart(core, &packs, &fix, case)?,
                None => None,
            };
            let (minded, photographed_at) = apart.map(|apart| (apart.warning, apart.fix)).unzip();
            found.warnings.extend(minded);
            let alike = match &picked {
                Some(picked) => look_alikes::find(core, &packs, &fix, (&picked.category, draft), now)?,
                None => Vec::new(),
            };
            let told = preview::told(&packs, &fix, picked.as_ref(), found, alike);
            Ok(Told::Preview(Preview { photographed_at, ..told }))
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
        Ask::Status => status::status(core).map(Box::new).map(Told::Status),
        Ask::Sync => {
            collector.sync().await?;
            status::status(core).map(Box::new).map(Told::Status)
        }
        Ask::Resend { operation } => {
            aside::resend(core, operation)?;
            status::status(core).map(Box::new).map(Told::Status)
        }
        Ask::SendOriginalsOver { over } => {
            core.store.write(|w| w.choose_originals_over(over))?;
            core.something_to_send();
            status::status(core).map(Box::new).map(Told::Status)
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
        Ask::Picker { fix } => {
            categories::sections::picker(core, fix.as_ref()).map(|card| Told::Picker(Box::new(card)))
        }
        Ask::CategoriesOf { major } => categories::sections::of_major(core, &major).map(Told::Categories),
        Ask::Today { here } => crate::today::today(core, here.as_ref()).map(|card| Told::Today(Box::new(card))),
        Ask::CasesPage { place, behind } => {
            cards::page(core, place, behind).map(|page| Told::CasesPage(Box::new(page)))
        }
        Ask::CasesOfToday => crate::today::cases_of_today(core).map(Told::Cases),
        Ask::Announcements => announcements::all(core).map(Told::Announcements),
        Ask::AnnouncementsRead { ids } => announcements::read(core, &ids).map(Told::Announcements),
        Ask::Directory { query } => directory::find(core, &query).map(|card| Told::Directory(Box::new(card))),
        Ask::BaseMaps => base_maps::cards::all(core).map(Told::BaseMaps),
        Ask::KeepBaseMap { hash, keep } => base_maps::cards::keep(core, &hash, keep).map(Told::BaseMaps),
        Ask::BaseMapFetching => base_maps::waits::fetching(core).map(Told::BaseMapFetching),
        Ask::FetchBaseMapsOver { over } => base_maps::waits::choose(core, over).map(Told::BaseMapFetching),
        Ask::Enrol { link } => {
            collector.enrol(&link).await?;
            session::start(core).map(Told::Start)
        }
        Ask::ReadCode { jpeg } => code::read(core, jpeg).await.map(Told::Code),
        Ask::Pin => lock::card(core).map(Told::Pin),
        Ask::Unlock { pin } => {
            lock::uncover(core, &pin).await?;
            session::start(core).map(Told::Start)
        }
        Ask::Lock => {
            lock::cover(core);
            session::start(core).map(Told::Start)
        }
        Ask::ChoosePin { old, new } => lock::choose(core, old.as_deref(), &new).await.map(Told::Pin),
        Ask::ForgoPin { pin } => lock::forgo(core, &pin).await.map(Told::Pin),
        Ask::Leaving => leaving::told(core),
        Ask::Storage => storage::told(core).map(Told::Storage),
        Ask::FreeStorage => storage::free(core).map(Told::Storage),
        Ask::Diagnostics { page } => diagnostics::export(core, &page).map(Told::Diagnostics),
        Ask::Board { fresh } => {
            let freshness = if fresh { Freshness::Asked } else { Freshness::LastKnown };
            board::sheet(core, freshness).await.map(|sheet| Told::Board(Box::new(sheet)))
        }
        Ask::Pause { minutes } => {
            pause::pause(core, minutes)?;
            status::status(core).map(Box::new).map(Told::Status)
        }
        Ask::KeepDraft(draft) => drafts::keep(core, &draft).map(|()| Told::Kept),
        Ask::KeepTrail { trail } => drafts::keep_trail(core, &trail).map(|()| Told::Kept),
        Ask::Drafts => drafts::all(core).await.map(Told::Drafts),
        Ask::DropDraft { of } => drafts::throw_away(core, of).map(|()| Told::Kept),
        Ask::Walked { fix } => track::walk::walked(core, &fix).map(Told::Walked),
        Ask::Shift { here } => track::sheet::sheet(core, here.as_ref()).map(|sheet| Told::Shift(Box::new(sheet))),
        Ask::MapSheet => map::sheet::sheet(core).map(|sheet| Told::MapSheet(Box::new(sheet))),
        Ask::MapGround { shown_in } => map::ground::ground(core, shown_in).map(Told::MapGround),
        Ask::TasksPage { order, here, from } => {
            tasks::cards::page(core, order, here.as_ref(), from).map(|page| Told::TasksPage(Box::new(page)))
        }
        Ask::Orders => orders::all(core).map(Told::Orders),
        Ask::OrdersSeen { ids } => orders::seen(core, &ids).map(Told::Orders),
        Ask::DismissOrder { id } => orders::dismiss(core, id).map(Told::Orders),
        Ask::Assessment { fresh } => {
            let freshness = if fresh { Freshness::Asked } else { Freshness::LastKnown };
            assessment::sheet(core, freshness).await.map(|sheet| Told::Assessment(Box::new(sheet)))
        }
        Ask::AssessedCases { number, after } => {
            let cases = assessment::behind(core, &number, after.as_deref()).await;
            cases.map(|cases| Told::AssessedCases(Box::new(cases)))
        }
        Ask::OpenCamera(shot) => shutter::left::open(core, shot).await.map(Told::CameraFile),
        Ask::TakeLeft { file, sha256 } => shutter::left::take(core, &file, &sha256).await.map(Told::Photo),
    }
}
