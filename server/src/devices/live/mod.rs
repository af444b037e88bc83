//! The board, made once for all who look at it, and told on to those who watch.
//!
//! One look asks the database for a cheap mark; only when that is another one are rows read, and only those that changed.
//! Whoever watches gets the rows of their area that others' words changed, as text that was written once. Nothing here is
//! kept beyond the process: another server, or this one after its next start, makes its own, and a mark of another run
//! leads to everything being told again.

pub mod whole;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::Stream;
use futures_util::stream::unfold;
use shared::api::devices::PackName;
use shared::ids::{DeviceId, JurisdictionId, Sha256};
use shared::sync::hello::PackKind;
use shared::time::Instant;
use sqlx::AnyConnection;
use tokio::sync::broadcast::{self, Receiver};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::{Instant as Moment, Interval};

use self::whole::{Gone, Line, Told, Whole, gone, is_within, packs_within, rows};
use super::actions;
use super::store::board::{self as store, Mark, Revised};
use crate::accounts::caller::Caller;
use crate::accounts::lines::Line as Held;
use crate::accounts::session;
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::Result;
use crate::world::Random;

/// How often is looked while anybody watches.
const LOOK: Duration = Duration::from_secs(1);
/// How often everything is read anew for what the mark does not show: names of people.
const ANEW: Duration = Duration::from_secs(60);
/// How often it is asked whether a watcher's session still holds.
const ASKED: Duration = Duration::from_secs(5);
/// After so many of these it is said that nothing happened; a page that hears nothing for longer knows that its line broke.
const ALIVE: u32 = 3;
/// How long a line stays open before it is to be opened anew.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// How many looks a slow line may miss before it is told everything.
const MISSED: usize = 64;
/// When more rows changed, all are read at once.
const MOST_SINGLE: usize = 100;

/// The board of this process.
pub struct Board {
    /// Names this run of the server: the numbers of another one say nothing here.
    run: String,
    kept: Mutex<Kept>,
    news: broadcast::Sender<Arc<News>>,
    is_watching: AtomicBool,
}

#[derive(Default)]
struct Kept {
    whole: Arc<Whole>,
    seen: Option<Seen>,
    versions: BTreeMap<Sha256, Option<PackName>>,
}

/// What was seen at the last look.
struct Seen {
    mark: Mark,
    city: String,
    /// When everything was last read.
    all_at: Moment,
}

/// What one look found.
struct News {
    number: u64,
    time: Instant,
    lines: Vec<Arc<Line>>,
    gone: Vec<Gone>,
    catalogue: Option<Sha256>,
    /// None where they are the same as before.
    packs: Option<Arc<[PackName]>>,
}

impl Board {
    /// Makes an empty one.
    pub fn new(random: &dyn Random) -> Self {
        Self {
            run: hex::encode(random.bytes::<8>()),
            kept: Mutex::default(),
            news: broadcast::channel(MISSED).0,
            is_watching: AtomicBool::new(false),
        }
    }

    /// Writes up to where somebody knows everything.
    pub fn mark(&self, number: u64) -> String {
        format!("{}-{number}", self.run)
    }

    fn read(&self, mark: &str) -> Option<u64> {
        mark.strip_prefix(self.run.as_str())?.strip_prefix('-')?.parse().ok()
    }

    /// Returns how many watch.
    pub fn watchers(&self) -> usize {
        self.news.receiver_count()
    }
}

/// Returns the devices as they are now, and tells those who watch what changed since the last look.
pub async fn look(app: &App) -> Result<Arc<Whole>> {
    let mut kept = app.board.kept.lock().await;
    let city = app.city();
    let mut reader = app.db.read().await?;
    let mark = store::mark(&mut reader).await?;
    let (is_same, needs_all) = match &kept.seen {
        None => (false, true),
        Some(seen) => {
            let needs_all = seen.city != city.mark || seen.mark.scopes != mark.scopes || seen.all_at.elapsed() > ANEW;
            (!needs_all && seen.mark == mark, needs_all)
        }
    };
    if is_same {
        return Ok(kept.whole.clone());
    }
    let single = if needs_all { None } else { changed(&mut reader, &kept.whole).await? };
    let is_all = single.is_none();
    let read = match single {
        Some(read) => read,
        None => store::all(&mut reader).await?,
    };
    let all_at = kept.seen.as_ref().filter(|_| !is_all).map_or_else(Moment::now, |seen| seen.all_at);
    take(app, &mut kept, &mut reader, &city, (read, is_all)).await?;
    kept.seen = Some(Seen { mark, city: city.mark.clone(), all_at });
    Ok(kept.whole.clone())
}

/// Reads the rows whose revision is another one; none where these are so many that all are better read at once.
async fn changed(connection: &mut AnyConnection, whole: &Whole) -> Result<Option<Vec<Revised>>> {
    let revisions = store::revisions(connection).await?;
    let is_known = |id: &DeviceId, revision: i64| whole.lines.get(id).is_some_and(|line| line.revision == revision);
    let others: Vec<DeviceId> =
        revisions.into_iter().filter(|(id, revision)| !is_known(id, *revision)).map(|(id, _)| id).collect();
    if others.len() > MOST_SINGLE {
        return Ok(None);
    }
    let mut read = Vec::with_capacity(others.len());
    for id in others {
        read.extend(store::one(connection, id).await?);
    }
    Ok(Some(read))
}

async fn take(
    app: &App,
    kept: &mut MutexGuard<'_, Kept>,
    connection: &mut AnyConnection,
    city: &City,
    (read, is_all): (Vec<Revised>, bool),
) -> Result<()> {
    let mut whole = Whole { catalogue: city.catalogue_hash().cloned(), ..Whole::clone(&kept.whole) };
    let (lines, left) = whole.take(read, is_all)?;
    if is_all {
        // A pack that nobody knew may have been imported since.
        kept.versions.retain(|_, name| name.is_some());
    }
    let packs: Arc<[PackName]> = packs(&mut kept.versions, connection, city, &whole).await?.into();
    let has_other_packs = packs != whole.packs;
    whole.packs = packs;
    if lines.is_empty() && left.is_empty() && !has_other_packs && whole.catalogue == kept.whole.catalogue {
        kept.whole = Arc::new(whole);
        return Ok(());
    }
    whole.number = whole.number.saturating_add(1);
    let news = News {
        number: whole.number,
        time: app.clock.now(),
        lines,
        gone: left,
        catalogue: whole.catalogue.clone(),
        packs: has_other_packs.then(|| whole.packs.clone()),
    };
    kept.whole = Arc::new(whole);
    if app.board.news.send(Arc::new(news)).is_err() {
        tracing::trace!("Nobody watches the board");
    }
    Ok(())
}

/// Returns the packs that are in force or on a device, by the versions that people say.
async fn packs(
    known: &mut BTreeMap<Sha256, Option<PackName>>,
    connection: &mut AnyConnection,
    city: &City,
    whole: &Whole,
) -> Result<Vec<PackName>> {
    let boundaries = city.jurisdictions().filter_map(|one| city.boundaries_hash(&one.id));
    let current: BTreeSet<&Sha256> = boundaries.chain(city.catalogue_hash()).collect();
    let held = whole.rows().flat_map(|row| [row.heartbeat.catalogue.as_ref(), row.heartbeat.boundaries.as_ref()]);
    let wanted: BTreeSet<&Sha256> = held.flatten().chain(current.iter().copied()).collect();
    // What no device holds any more is forgotten: a phone may say any hash it likes.
    known.retain(|hash, _| wanted.contains(hash));
    let mut named = Vec::with_capacity(wanted.len());
    for hash in wanted {
        if !known.contains_key(hash) {
            let found = store::pack_version(connection, hash).await?;
            known.insert(hash.clone(), found.and_then(|found| name(hash, found)));
        }
        if let Some(Some(name)) = known.get(hash) {
            named.push(PackName { current: current.contains(hash), ..name.clone() });
        }
    }
    Ok(named)
}

fn name(hash: &Sha256, found: store::PackVersion) -> Option<PackName> {
    let kind = [PackKind::Catalogue, PackKind::Boundaries].into_iter().find(|kind| kind.as_str() == found.kind)?;
    let store::PackVersion { jurisdiction, version, .. } = found;
    Some(PackName { hash: hash.clone(), kind, jurisdiction, version, current: false })
}

/// One open line.
struct Watcher {
    app: App,
    caller: Caller,
    held: Held,
    area: Option<JurisdictionId>,
    news: Receiver<Arc<News>>,
    waiting: VecDeque<Told>,
    number: u64,
    until: Moment,
    asked: Interval,
    quiet: u32,
    /// It was said that the session is over; nothing is said after that.
    is_over: bool,
}

/// Returns what there is to say to the caller for as long as the line may stay open and the session holds; first what
/// changed after the mark, or everything where that cannot be told.
pub async fn watch(app: &App, caller: Caller, after: Option<&str>) -> Result<impl Stream<Item = Told> + use<>> {
    let area = actions::area(&caller)?.cloned();
    let held = Held::open(app, &caller)?;
    // Before the look: what comes in between is heard and passed over.
    let news = app.board.news.subscribe();
    if !app.board.is_watching.swap(true, Ordering::SeqCst) {
        tokio::spawn(look_on(app.clone()));
    }
    let whole = look(app).await?;
    let known = after.and_then(|mark| app.board.read(mark));
    let mark = app.board.mark(whole.number);
    let waiting = whole.since(known, area.as_ref(), app.clock.now(), &mark).into();
    let watcher = Watcher {
        app: app.clone(),
        caller,
        held,
        area,
        news,
        waiting,
        number: whole.number,
        until: Moment::now() + LONGEST,
        asked: tokio::time::interval_at(Moment::now() + ASKED, ASKED),
        quiet: 0,
        is_over: false,
    };
    Ok(unfold(watcher, |mut watcher| async move {
        let told = watcher.next().await?;
        Some((told, watcher))
    }))
}

impl Watcher {
    async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some(told) = self.waiting.pop_front() {
                self.quiet = 0;
                return Some(told);
            }
            if self.is_over {
                return None;
            }
            let heard = tokio::select! {
                news = self.news.recv() => Some(news),
                _ = self.asked.tick() => None,
                () = self.held.let_go() => return None,
                () = self.app.stopping.cancelled() => return None,
                () = tokio::time::sleep_until(self.until) => return None,
            };
            match heard {
                Some(Ok(news)) => self.hear(&news),
                Some(Err(broadcast::error::RecvError::Lagged(_))) => self.hear_everything().await,
                Some(Err(broadcast::error::RecvError::Closed)) => return None,
                None => {
                    // A database that cannot answer just now says nothing of the session.
                    if !session::holds(&self.app, &self.caller).await.unwrap_or(true) {
                        self.is_over = true;
                        self.waiting.push_back(self.bare("over"));
                        continue;
                    }
                    self.quiet += 1;
                    if self.quiet >= ALIVE {
                        self.waiting.push_back(self.bare("alive"));
                    }
                }
            }
        }
    }

    fn hear(&mut self, news: &News) {
        if news.number <= self.number {
            return;
        }
        self.number = news.number;
        let (area, mark) = (self.area.as_ref(), self.app.board.mark(news.number));
        let own: Vec<&str> = news
            .lines
            .iter()
            .filter(|line| is_within(area, &line.row.jurisdiction))
            .map(|line| line.json.as_str())
            .collect();
        if !own.is_empty() || news.packs.is_some() {
            let packs = news.packs.as_ref().map(|packs| packs_within(packs, area));
            let data = rows(news.time, news.catalogue.as_ref(), packs, false, own.into_iter());
            self.waiting.push_back(Told { event: "rows", mark: mark.clone(), data });
        }
        self.waiting.extend(gone(news.gone.iter(), area, &mark));
    }

    async fn hear_everything(&mut self) {
        match look(&self.app).await {
            Ok(whole) => {
                self.number = whole.number;
                let mark = self.app.board.mark(whole.number);
                self.waiting.extend(whole.since(None, self.area.as_ref(), self.app.clock.now(), &mark));
            }
            Err(error) => tracing::warn!(error = %error, "The board cannot be looked at"),
        }
    }

    /// Writes a word that says nothing of any device.
    fn bare(&self, event: &'static str) -> Told {
        let data = format!(r#"{{"time":"{}"}}"#, self.app.clock.now());
        Told { event, mark: self.app.board.mark(self.number), data }
    }
}

/// Looks until the server stops. While nobody watches there is nothing to look for.
async fn look_on(app: App) {
    loop {
        if app.board.watchers() > 0
            && let Err(error) = look(&app).await
        {
            tracing::warn!(error = %error, "The board cannot be looked at");
        }
        tokio::select! {
            () = app.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
