//! A list of cases as a table that leaves the system. That it left is recorded: who took it, and by which filter.

use shared::account::Right;
use shared::api::cases::CaseNames;
use shared::api::lists::MOST_EXPORTED;
use shared::case::{Closing, State};
use shared::channel::Channel;
use shared::evidence::verdict::Verdict;
use shared::refusal::Code;
use shared::time::Instant;

use super::actions::reaches;
use super::file;
use super::store::lists::{self, Filter, Listed, Total};
use crate::accounts::caller::Caller;
use crate::accounts::people::looks::{self, Taken};
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::{Result, refuse};
use crate::sheets::lang::Lang;
use crate::sheets::{Cell, Sheet};

/// So many cases are read at once.
const AT_ONCE: u32 = 500;

/// Returns the cases of a filter as a table; refuses more than fit into one.
pub async fn sheet(app: &App, caller: &Caller, mut filter: Filter, lang: Lang, said: &str) -> Result<Sheet> {
    caller.may(Right::SeeCases)?;
    let city = app.city();
    let mut reader = app.db.read().await?;
    let total = lists::count(&mut reader, &filter).await?;
    if total == Total::MoreThan(lists::MOST_COUNTED) {
        return refuse(Code::TooManyRows, format!("more than {MOST_EXPORTED} cases match"));
    }
    filter.limit = AT_ONCE;
    filter.after = None;
    let mut rows = Vec::new();
    loop {
        let page = lists::page(&mut reader, &filter, total).await?;
        filter.after = page.last().map(|listed| listed.place);
        let is_last = page.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
        for listed in page.into_iter().filter(|listed| reaches(&caller.reach, &listed.case)) {
            let names = file::of(app, &mut reader, &city, &listed.case).await?;
            rows.push(row(&city, &listed, &names, lang));
        }
        // Cases that came meanwhile may make it more than were counted.
        if is_last || rows.len() >= usize::try_from(MOST_EXPORTED).unwrap_or(usize::MAX) {
            break;
        }
    }
    drop(reader);
    looks::took(app, caller, Taken { list: "cases", detail: format!("{} rows: {said}", rows.len()) }).await?;
    Ok(Sheet { name: lang.say("案件", "Cases").to_owned(), columns: columns(lang), rows })
}

fn columns(lang: Lang) -> Vec<String> {
    let columns = [
        ("案卷号", "Case number"),
        ("状态", "State"),
        ("类别编码", "Category code"),
        ("类别", "Category"),
        ("立案条件", "Filing condition"),
        ("地点", "Place"),
        ("单元网格", "Unit grid"),
        ("责任网格", "Duty grid"),
        ("管辖", "Jurisdiction"),
        ("责任单位", "Unit"),
        ("来源", "Source"),
        ("自行处置", "Self-handled"),
        ("上报人", "Reporter"),
        ("上报时间", "Reported"),
        ("服务器收到", "Received"),
        ("处置截止", "Deadline"),
        ("结案方式", "Closed how"),
        ("结案时间", "Closed"),
        ("返工次数", "Reworks"),
        ("照片证据", "Photo evidence"),
        ("照片", "Photos"),
        ("说明", "Note"),
        ("经度", "Longitude"),
        ("纬度", "Latitude"),
        ("训练", "Training"),
    ];
    columns.iter().map(|(zh, en)| lang.say(zh, en).to_owned()).collect()
}

fn row(city: &City, listed: &Listed, names: &CaseNames, lang: Lang) -> Vec<Cell> {
    let case = &listed.case;
    let zone = &city.settings(&case.jurisdiction).zone;
    let moment = |at: Option<Instant>| Cell::moment(at, zone);
    let point = case.fix.point().ok();
    let count = |count: usize| Cell::Number(u32::try_from(count).map_or(0.0, f64::from));
    let yes = |is_so: bool| if is_so { Cell::words(lang.say("是", "yes")) } else { Cell::Empty };
    vec![
        Cell::words(case.case_no.as_ref().map_or("", |number| number.as_str())),
        Cell::words(state(case.state, lang)),
        Cell::words(&case.category.to_string()),
        Cell::words(lang.pick(&names.category, &names.category_en)),
        Cell::words(lang.pick(&names.condition, &names.condition_en)),
        Cell::words(if case.address.is_empty() { &names.place } else { &case.address }),
        Cell::words(case.grid.as_ref().map_or("", |grid| grid.as_str())),
        Cell::words(case.duty_grid.as_ref().map_or("", |grid| grid.as_str())),
        Cell::words(&names.jurisdiction),
        Cell::words(&names.unit),
        Cell::words(channel(case.channel, lang)),
        yes(shared::figures::counts::Counts::of(case).self_handled),
        Cell::words(&listed.reporter),
        moment(Some(case.reported_at)),
        moment(case.received_at),
        moment(case.clock.due_at),
        Cell::words(case.closing.map_or("", |how| closing(how, lang))),
        moment(case.closed_at),
        Cell::Number(f64::from(case.rework_count)),
        Cell::words(listed.evidence.map_or("", |found| verdict(found, lang))),
        count(case.photos.len()),
        Cell::words(&case.note),
        point.map_or(Cell::Empty, |point| Cell::Number(point.lon())),
        point.map_or(Cell::Empty, |point| Cell::Number(point.lat())),
        yes(case.training),
    ]
}

/// Names where a case stands.
pub(crate) const fn state(state: State, lang: Lang) -> &'static str {
    match state {
        State::Reported => lang.say("已上报", "reported"),
        State::Verifying => lang.say("核实中", "being verified"),
        State::ToFile => lang.say("待立案", "to file"),
        State::ToDispatch => lang.say("待派遣", "to dispatch"),
        State::ToSecondDispatch => lang.say("待二次派遣", "to dispatch in the district"),
        State::ToHandle => lang.say("待处置", "to handle"),
        State::Handling => lang.say("处置中", "being handled"),
        State::Suspended => lang.say("挂账", "suspended"),
        State::ToReview => lang.say("待督查", "to review"),
        State::ToCheck => lang.say("待核查", "to check"),
        State::Checking => lang.say("核查中", "being checked"),
        State::ToClose => lang.say("待结案", "to close"),
        State::Closed => lang.say("已结案", "closed"),
        State::Void => lang.say("作废", "void"),
        State::Merged => lang.say("已并案", "linked"),
        State::SelfReview => lang.say("自行处置待审", "self-handled, to look at"),
    }
}

const fn channel(channel: Channel, lang: Lang) -> &'static str {
    match channel {
        Channel::Collector => lang.say("采集员", "collector"),
        Channel::Hotline => lang.say("12345 热线", "12345 hotline"),
        Channel::Citizen => lang.say("市民", "citizen"),
        Channel::Video => lang.say("视频巡查", "video patrol"),
        Channel::SocialGovernance => lang.say("社会治理平台", "social governance"),
        Channel::Leader => lang.say("领导交办", "leader"),
    }
}

const fn closing(how: Closing, lang: Lang) -> &'static str {
    match how {
        Closing::Normal => lang.say("正常结案", "in time"),
        Closing::Overdue => lang.say("超期结案", "late"),
        Closing::Error => lang.say("错误结案", "as an error"),
        Closing::Special => lang.say("特殊结案", "by decision"),
        Closing::Direct => lang.say("当即办理", "answered at once"),
        Closing::SelfHandled => lang.say("自行处置", "self-handled"),
    }
}

const fn verdict(found: Verdict, lang: Lang) -> &'static str {
    match found {
        Verdict::Unjudged => lang.say("待核", "not looked at yet"),
        Verdict::Sound => lang.say("可信", "sound"),
        Verdict::Noted => lang.say("有说明", "noted"),
        Verdict::Doubtful => lang.say("存疑", "doubtful"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, columns};

    #[test]
    fn both_languages_have_the_same_columns() {
        let (zh, en) = (columns(Lang::Zh), columns(Lang::En));
        assert_eq!(zh.len(), en.len());
        assert!(en.iter().all(|name| name.is_ascii()) && zh.iter().all(|name| !name.is_ascii()));
    }
}
