//! The parts of the morning, in order.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use app_core::ports::Method;
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use shared::place::fix::Fix;
use shared::task::{TaskResult, TaskState};

use crate::collector::Draft;
use crate::line::Weather;
use crate::morning::Plan;
use crate::morning::cast::Cast;
use crate::morning::told::{Teller, short};
use crate::photos::Roll;
use crate::table::Table;

/// What a city's collectors report most.
const COMMON: &[(&str, &str)] = &[
    ("event:06010", "路边两袋垃圾"),
    ("event:06012", "路面有油污"),
    ("event:09005", "店外摆放货物"),
    ("event:06013", "路面破损"),
    ("event:09010", "单车堵住人行道"),
    ("event:07001", "墙上贴满小广告"),
    ("event:06036", "人行道堆放杂物"),
    ("event:01037", "路灯不亮"),
];

/// The morning as far as it went.
pub struct Morning {
    cast: Cast,
    roll: Roll,
    teller: Teller,
    walkers: Vec<String>,
    per_person: usize,
    cases: Vec<Reported>,
}

/// A problem somebody reported.
struct Reported {
    case: CaseId,
    by: String,
    what: &'static str,
}

impl Morning {
    /// The collectors sign in at the office, where there is a network.
    pub async fn begin(plan: &Plan) -> Result<Self> {
        let mut cast = Cast::gather(plan)?;
        let roll = Roll::of(&plan.photos)?;
        let teller = Teller::begin();
        let [grids, units, categories, conditions] = cast.city();
        println!(
            "训练城市 · training city: {grids} 网格 grids, {units} 责任单位 units, {categories} 类别 categories, {conditions} 立案条件 conditions"
        );
        teller.part("签到，领取网格、目录和日历", "sign in, packs arrive");
        let walkers = cast.collectors(plan.collectors)?;
        for user in &walkers {
            let start = cast.phone(user).await?.start().await?;
            ensure!(start.ready, "{user} signed in but has no packs");
            let home = start.account.map(|account| account.jurisdiction_name).unwrap_or_default();
            teller.say(user, &format!("{home} · 离线数据齐全 ready to work offline"));
        }
        Ok(Self { cast, roll, teller, walkers, per_person: plan.reports, cases: Vec::new() })
    }

    /// No network: photographs, saves, and knows grid, unit and deadline at once.
    pub async fn report_offline(&mut self) -> Result<()> {
        self.teller.part("断网，拍照，保存", "no network: photograph, save");
        let mut topics = COMMON.iter().cycle();
        for user in self.walkers.clone() {
            let phone = self.cast.phone(&user).await?;
            phone.offline();
            let start = phone.start().await?;
            let here = start.home.context("a collector has a duty grid to stand in")?;
            for number in 0..self.per_person {
                let fix = stepped(&here, number);
                let mut picked = None;
                // The next topic whose unit the rule knows here: disputed ground is for a dispatcher, not for a demo.
                for (category, what) in topics.by_ref().take(COMMON.len()) {
                    if phone.preview(&fix, category, 1).await?.unit.is_some() {
                        picked = Some((*category, *what));
                        break;
                    }
                }
                let (category, what) = picked.with_context(|| format!("{user} found no problem with one unit"))?;
                let (near, far) = (self.roll.shoot()?, self.roll.shoot()?);
                let photos = [(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())];
                let draft = Draft { category, condition_no: 1, fix, note: what, photos: &photos };
                let saved = phone.report(&draft).await?;
                let unit = saved.unit.map(|unit| unit.name).unwrap_or_default();
                let due = saved.deadline.map(|due| due.format_in(&start.zone, "%m-%d %H:%M")).unwrap_or_default();
                let grid = saved.grid.map(|grid| grid.to_string()).unwrap_or_default();
                self.teller.say(&user, &format!("{what} → {grid} · {unit} · {due} · 只在本机 only here"));
                self.cases.push(Reported { case: saved.case, by: user.clone(), what });
            }
            ensure!(phone.sync().await.is_err(), "{user} synced without a network");
            let status = phone.status().await?;
            ensure!(!status.all_arrived, "{user}'s phone says everything arrived while nothing could");
        }
        Ok(())
    }

    /// The network is back, badly: a reply is lost, an upload is cut. Everything arrives once.
    pub async fn network_comes_back(&mut self) -> Result<()> {
        self.teller.part("恢复网络，断续同步", "the network is back, with gaps");
        for (number, user) in self.walkers.clone().iter().enumerate() {
            let phone = self.cast.phone(user).await?;
            let trouble = match number % 3 {
                0 => Weather::LosesReplies(Method::Post, 2),
                1 => Weather::CutsUploadsAt(100_000, 1),
                _ => Weather::Clear,
            };
            phone.line.set(trouble);
            let mut rounds = 0;
            loop {
                rounds += 1;
                ensure!(rounds < 20, "{user} could not sync in {rounds} rounds");
                match phone.sync().await {
                    Ok(round) if round.left == 0 => break,
                    Ok(round) => self.teller.say(user, &format!("还有 {} 项 {} left", round.left, round.left)),
                    Err(error) => self.teller.say(user, &format!("中断，重试 cut, again: {error}")),
                }
            }
            let status = phone.status().await?;
            ensure!(status.all_arrived, "{user} has something left: {status:?}");
            for card in phone.cases().await? {
                let no = card.case_no.map(|no| no.to_string()).unwrap_or_default();
                let photos = format!("{}/{}", card.photos_received, card.photos_total);
                self.teller.say(user, &format!("{no} {} · 照片 photos {photos} · 服务器已收到 arrived", card.name));
            }
        }
        Ok(())
    }

    /// The units say done, with an after photo.
    pub async fn units_handle(&mut self) -> Result<()> {
        self.teller.part("责任单位处置，传处置后照片", "units handle, with after photos");
        for place in 0..self.cases.len() {
            self.unit_finishes(place).await?;
        }
        Ok(())
    }

    async fn unit_finishes(&mut self, place: usize) -> Result<()> {
        let case = self.cases.get(place).context("the case is there")?.case;
        let file = self.cast.admin().await?.file(case).await?;
        ensure!(file.case.state == State::Handling, "case {} is {:?}, not with its unit", short(case), file.case.state);
        let unit = file.case.unit.context("a dispatched case has a unit")?;
        let after = self.roll.shoot()?;
        let file = self.cast.unit(unit.as_str()).await?.finish(case, &after, "已处置").await?;
        let drawn =
            file.draws.last().and_then(|draw| draw.drawn.clone()).unwrap_or_else(|| "受理台 the desk".to_owned());
        let no = file.case.case_no.map(|no| no.to_string()).unwrap_or_default();
        self.teller.say(&file.names.unit, &format!("{no} 处置完毕 done → 核查抽到 check drawn: {drawn}"));
        Ok(())
    }

    /// Whoever was drawn goes there, compares and answers offline. The first check fails, and the unit does it again.
    pub async fn checks(&mut self) -> Result<()> {
        self.teller.part("现场核查（离线作答）", "checks on site, answered offline");
        for place in 0..self.cases.len() {
            let result = if place == 0 { TaskResult::Fail } else { TaskResult::Pass };
            self.check(place, result).await?;
        }
        let Some(first) = self.cases.first() else { return Ok(()) };
        let (case, by) = (first.case, first.by.clone());
        let file = self.cast.admin().await?.file(case).await?;
        ensure!(file.case.state != State::Closed, "a case whose check failed was closed");
        self.teller.say(&by, "核查未通过，返工 the check failed: rework");
        self.rework(case).await?;
        self.unit_finishes(0).await?;
        self.check(0, TaskResult::Pass).await
    }

    /// The desk sends a case whose check failed back to its unit.
    async fn rework(&mut self, case: CaseId) -> Result<()> {
        use shared::case::Action;
        let file = self.cast.admin().await?.file(case).await?;
        let area = file.case.jurisdiction.to_string();
        let unit = file.case.unit.clone().context("the case had a unit")?;
        if file.case.state == State::ToCheck {
            let acceptor = self.cast.of(shared::account::Role::Acceptor, &area)?;
            let reason = "核查未通过，请再处置".to_owned();
            self.cast.desk(&acceptor).await?.act(case, &Action::CheckRework { reason }).await?;
        }
        let file = self.cast.admin().await?.file(case).await?;
        if file.case.state == State::ToDispatch {
            let dispatcher = self.cast.of(shared::account::Role::Dispatcher, &area)?;
            self.cast.desk(&dispatcher).await?.act(case, &Action::Dispatch { unit: unit.clone() }).await?;
        }
        let file = self.cast.admin().await?.file(case).await?;
        if file.case.state == State::ToHandle {
            self.cast.unit(unit.as_str()).await?.act(case, &Action::Assign).await?;
        }
        Ok(())
    }

    async fn check(&mut self, place: usize, result: TaskResult) -> Result<()> {
        let (case, reporter) =
            self.cases.get(place).map(|one| (one.case, one.by.clone())).context("the case is there")?;
        let file = self.cast.admin().await?.file(case).await?;
        let drawn = file.draws.last().and_then(|draw| draw.drawn.clone());
        let user = drawn.with_context(|| format!("nobody was drawn for case {}", short(case)))?;
        ensure!(user != reporter, "{user} was drawn to check what they reported");
        let photo = self.roll.shoot()?;
        let phone = self.cast.phone(&user).await?;
        phone.online();
        phone.sync().await?;
        let open = |task: &&app_bridge::told::TaskCard| task.case == case && task.state == TaskState::Open;
        let tasks = phone.tasks().await?;
        let task = tasks.iter().find(open).with_context(|| format!("{user} has no task for case {}", short(case)))?;
        ensure!(!task.before.is_empty(), "{user} has no before photo to compare with");
        phone.offline();
        phone.answer(task, result, &photo, "到现场看过").await?;
        phone.online();
        let round = phone.sync().await?;
        ensure!(round.left == 0, "{user} has {} things left", round.left);
        let no = task.case_no.as_ref().map(ToString::to_string).unwrap_or_default();
        let word = if result == TaskResult::Pass { "通过 pass" } else { "未解决 fail" };
        self.teller.say(&user, &format!("{no} 核查 check → {word}"));
        Ok(())
    }

    /// Prints the table, and says whether every case ended where it should.
    pub async fn end(&mut self) -> Result<bool> {
        self.teller.part("这一上午", "the morning");
        let mut table = Table::new(&[
            "案件 case",
            "问题 problem",
            "上报 by",
            "网格 grid",
            "责任单位 unit",
            "照片 photos",
            "核查 checked by",
            "状态 state",
        ]);
        let mut well = true;
        let mut numbers = BTreeSet::new();
        for place in 0..self.cases.len() {
            let (case, by, what) =
                self.cases.get(place).map(|one| (one.case, one.by.clone(), one.what)).context("the case is there")?;
            let file = self.cast.admin().await?.file(case).await?;
            let no = file.case.case_no.as_ref().map(ToString::to_string).unwrap_or_default();
            let total = file.case.photos.len();
            let received = file.case.photos.iter().filter(|photo| photo.received_at.is_some()).count();
            let checkers: Vec<String> = file.draws.iter().filter_map(|draw| draw.drawn.clone()).collect();
            well &= file.case.state == State::Closed && received == total && numbers.insert(no.clone());
            well &= !checkers.contains(&by);
            let grid = file.case.grid.map(|grid| grid.to_string()).unwrap_or_default();
            let photos = format!("{received}/{total}");
            table.row(vec![
                no,
                what.to_owned(),
                by,
                grid,
                file.names.unit,
                photos,
                checkers.join(" "),
                file.case.state.as_str().to_owned(),
            ]);
        }
        println!("{table}");
        well &= self.board().await?;
        Ok(well)
    }

    /// What a supervisor sees at the end: every device of the morning with nothing left on it.
    async fn board(&mut self) -> Result<bool> {
        for phone in self.cast.phones() {
            phone.online();
            phone.sync().await?;
        }
        let mine: BTreeSet<_> = self.cast.phones().map(|phone| phone.core.device()).collect();
        let board = self.cast.admin().await?.board().await?;
        let mut table = Table::new(&["设备 device", "人员 person", "未传 waiting", "照片 photos", "记录 operations"]);
        let mut well = true;
        for row in board.devices.iter().filter(|row| mine.contains(&row.device)) {
            let waiting = row.heartbeat.waiting_operations + row.heartbeat.waiting_photos;
            well &= waiting == 0 && row.photos_received == row.photos_total;
            table.row(vec![
                short(row.device),
                row.user.to_string(),
                waiting.to_string(),
                format!("{}/{}", row.photos_received, row.photos_total),
                row.operations.to_string(),
            ]);
        }
        println!("{table}");
        ensure!(!mine.is_empty(), "the board shows no device of this morning");
        Ok(well)
    }
}

/// A few steps along the street: about ten metres for each problem.
fn stepped(here: &Fix, number: usize) -> Fix {
    let step = i32::try_from(number).unwrap_or(0) * 900;
    let mut fix = here.clone();
    fix.lon.0 += step;
    fix.lat.0 -= step / 2;
    fix
}
