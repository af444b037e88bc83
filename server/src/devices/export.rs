//! The board as a sheet: what the desk shows, in columns that a clerk goes on working with.

use shared::api::devices::{DeviceBoard, PackName};
use shared::ids::Sha256;
use shared::standing::newest::Newest;
use shared::standing::said::error_words;
use shared::standing::wanted::Wanted;
use shared::standing::{Judged, is_on_shift, judge_all, photos_total};
use shared::time::Instant;

use super::actions;
use crate::accounts::caller::Caller;
use crate::accounts::people::looks::{self, Taken};
use crate::app::App;
use crate::error::Result;
use crate::sheets::lang::Lang;
use crate::sheets::{Cell, Sheet};

const NAME: (&str, &str) = ("同步状态", "Sync");
const COLUMNS: [(&str, &str); 26] = [
    ("姓名", "Name"),
    ("用户名", "User"),
    ("角色", "Role"),
    ("辖区", "Jurisdiction"),
    ("责任网格", "Duty grids"),
    ("在班", "On shift"),
    ("最后联系", "Last seen"),
    ("多久没联系", "Silence"),
    ("上次传完", "Last complete"),
    ("原因", "Reason"),
    ("未传记录", "Records waiting"),
    ("被退回", "Sent back"),
    ("照片已到", "Photos received"),
    ("照片总数", "Photos in all"),
    ("未传字节", "Bytes waiting"),
    ("未传原图", "Originals waiting"),
    ("最早未传", "Oldest waiting"),
    ("电量%", "Battery %"),
    ("剩余空间 MB", "Free space MB"),
    ("时钟偏差秒", "Clock off by s"),
    ("应用版本", "App version"),
    ("目录版本", "Catalogue version"),
    ("网格版本", "Boundaries version"),
    ("最近错误", "Last error"),
    ("系统", "System"),
    ("设备编号", "Device"),
];
const YES: (&str, &str) = ("是", "yes");
const NO: (&str, &str) = ("否", "no");

/// Returns the rows of the board that are looked for as a sheet. Who took it away is recorded.
pub async fn sheet(app: &App, caller: &Caller, wanted: &Wanted, lang: Lang) -> Result<Sheet> {
    let board = actions::board(app, caller).await?;
    let zone = app.city().settings(&caller.account.jurisdiction).zone.clone();
    let newest = Newest::of(&board.packs);
    let found: Vec<Judged> =
        judge_all(&board).into_iter().filter(|judged| wanted.fits(judged, board.time, &newest)).collect();
    let detail = format!("{} of {} devices", found.len(), board.devices.len());
    looks::took(app, caller, Taken { list: "devices", detail }).await?;
    Ok(Sheet {
        name: said(lang, NAME).to_owned(),
        columns: COLUMNS.iter().map(|words| said(lang, *words).to_owned()).collect(),
        rows: found.iter().map(|judged| row(judged, &board, &zone, lang)).collect(),
    })
}

const fn said(lang: Lang, (zh, en): (&'static str, &'static str)) -> &'static str {
    lang.say(zh, en)
}

fn row(judged: &Judged, board: &DeviceBoard, zone: &str, lang: Lang) -> Vec<Cell> {
    let Judged { row, standing } = judged;
    let beat = &row.heartbeat;
    let moment = |at: Option<Instant>| Cell::moment(at, zone);
    let version =
        |hash: Option<&Sha256>| Cell::words(&hash.map_or_else(String::new, |hash| version(&board.packs, hash)));
    vec![
        Cell::words(&row.name),
        Cell::words(row.user.as_str()),
        Cell::words(row.role.as_str()),
        Cell::words(&row.jurisdiction_name),
        Cell::words(&row.grids.join(" ")),
        Cell::words(said(lang, if is_on_shift(row, board.time) { YES } else { NO })),
        moment(row.last_seen_at),
        Cell::words(said(lang, standing.silence.words())),
        moment(row.last_complete_at),
        Cell::words(said(lang, standing.reason.words())),
        number(beat.waiting_operations),
        number(beat.set_aside),
        number(row.photos_received),
        number(photos_total(row)),
        number(beat.waiting_bytes),
        number(beat.waiting_originals),
        moment(beat.oldest_waiting),
        beat.battery_percent.map_or(Cell::Empty, |percent| Cell::Number(f64::from(percent))),
        beat.free_disk_bytes.map_or(Cell::Empty, |bytes| number(bytes / 1_000_000)),
        row.clock_skew_ms.map_or(Cell::Empty, seconds),
        Cell::words(&beat.app_version),
        version(beat.catalogue.as_ref()),
        version(beat.boundaries.as_ref()),
        Cell::words(beat.last_error.as_deref().map_or("", |code| error(lang, code))),
        Cell::words(&beat.platform),
        Cell::words(&row.device.to_string()),
    ]
}

/// Says what broke the last round off; one of a later app keeps its own word.
fn error(lang: Lang, code: &str) -> &str {
    error_words(code).map_or(code, |words| said(lang, words))
}

/// Says the version of a pack; the beginning of its hash where nobody here knows it.
fn version(packs: &[PackName], hash: &Sha256) -> String {
    let known = packs.iter().find(|pack| pack.hash == *hash);
    known.map_or_else(|| hash.as_str().chars().take(8).collect(), |pack| pack.version.clone())
}

#[expect(clippy::cast_precision_loss, reason = "exact up to nine quadrillion, and nothing here is counted so far")]
fn number(value: u64) -> Cell {
    Cell::Number(value as f64)
}

/// Writes milliseconds as seconds with a tenth.
#[expect(clippy::cast_precision_loss, reason = "exact up to nine quadrillion, and no clock is off by so much")]
fn seconds(ms: i64) -> Cell {
    Cell::Number((ms / 100) as f64 / 10.0)
}
