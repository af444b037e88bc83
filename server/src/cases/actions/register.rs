//! A report that comes by telephone, from a citizen, by video or from a leader: taken down at a desk.

use shared::account::{Actor, Right};
use shared::api::cases::NewCase;
use shared::case::{ActionKind, Before, Beginning, Case, State};
use shared::channel::Channel;
use shared::privacy;
use shared::refusal::Code;

use super::desk::hand_in;
use super::{check_words, reaches};
use crate::accounts::caller::{Caller, Reach};
use crate::cases::facts::{self, About};
use crate::cases::store::cases;
use crate::cases::store::numbers::Numbers;
use crate::cases::turn::{Turn, Words};
use crate::db::Tx;
use crate::error::{Result, refuse};

/// Takes a report down. The same one again changes nothing and is answered with the case as it is.
pub async fn register(turn: Turn<'_>, tx: &mut Tx, caller: &Caller, new: &NewCase) -> Result<Case> {
    caller.may(Right::Register)?;
    let mut new = new.clone();
    privacy::words::new_case(&mut new);
    check_words(&[&new.note, &new.address], new.photos.len())?;
    if new.channel == Channel::Collector {
        return refuse(Code::BadValue, "channel: a collector reports from a phone");
    }
    if let Some(known) = cases::lock(tx, new.id).await? {
        let is_same = known.channel == new.channel && known.category == new.category && known.note == new.note.trim();
        return if is_same && reaches(&caller.reach, &known) {
            Ok(known)
        } else {
            refuse(Code::OperationChanged, format!("case {} is there with other content", new.id))
        };
    }
    let about = About { category: &new.category, condition_no: new.condition_no, fix: &new.fix };
    let facts = facts::judge(turn.city, &about, turn.now)?;
    if let Reach::Jurisdiction(own) = &caller.reach
        && *own != facts.jurisdiction
    {
        let name = turn.city.name_of(&facts.jurisdiction);
        return refuse(Code::OutsideCity, format!("the place is in {name}; its desk, or the city's, takes it down"));
    }
    let settings = turn.city.settings(&facts.jurisdiction);
    let day = turn.now.format_in(&settings.zone, "%Y%m%d");
    let number = Numbers::default().next(tx, &settings.case_prefix, &day).await?;
    let beginning = Beginning {
        id: new.id,
        jurisdiction: facts.jurisdiction,
        division: Some(facts.division),
        category: new.category.clone(),
        condition_no: new.condition_no,
        channel: new.channel,
        reporter: None,
        device: None,
        note: new.note.trim().to_owned(),
        address: new.address.trim().to_owned(),
        fix: new.fix.clone(),
        grid: Some(facts.grid),
        grid_match: facts.how,
        duty_grid: facts.duty_grid,
        unit: facts.unit,
        reported_at: turn.now,
        limit: facts.limit,
        packs: facts.packs,
    };
    let mut case = Case::begin(beginning, State::Reported);
    case.case_no = Some(number.clone());
    case.training = settings.training;
    case.received_at = Some(turn.now);
    turn.begun(&mut case)?;
    cases::insert(tx, &case, &number, turn.now).await?;
    hand_in(turn, tx, caller.account.id, &mut case, &new.photos).await?;
    let actor: Actor = caller.account.actor();
    let words = Words { opinion: case.note.clone(), ..Words::default() };
    let record = turn.flow(&Before::NOTHING, &case, &actor, ActionKind::Report, words)?;
    turn.write(tx, &case, record, format!("channel {}", new.channel.as_str())).await?;
    let case = turn.go_on(tx, case, ActionKind::Report).await?;
    turn.done(tx, &case).await?;
    Ok(case)
}
