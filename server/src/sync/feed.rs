//! The nudge: one look at the counters for everybody who listens, and to each only what concerns them.
//!
//! A nudge says that something changed and nothing more; what it was is for a pull to say. Nothing here is kept: who was
//! not listening finds out by asking now and then. The same look finds who is turned away since: their lines end.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::Stream;
use futures_util::stream::unfold;
use shared::ids::{AccountId, JurisdictionId};
use tokio::sync::broadcast::{self, Receiver};
use tokio::time::Instant;

use super::scope::Scope;
use crate::accounts;
use crate::accounts::caller::Caller;
use crate::accounts::lines::{self, Line, TurnedAway};
use crate::accounts::session;
use crate::app::App;
use crate::changes::{self, Touched};
use crate::error::Result;

/// How often the counters are looked at while anybody listens.
const LOOK: Duration = Duration::from_secs(1);
/// How long a line stays open before it is to be opened anew: with another scope, or not at all.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// How many looks a slow line may miss before it is only told that something changed.
const MISSED: usize = 16;

/// What there is to say to a listener.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Nudge {
    /// A neighbour's case changed, or a desk told people something: it can wait a minute, and not all come at once.
    Near,
    /// Something in the scope changed, or may have.
    Changed,
}

impl Nudge {
    /// Returns the word it travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::Changed => "changed",
        }
    }
}

/// Where looks are handed on to who listens.
#[derive(Debug)]
pub struct Feed {
    looks: broadcast::Sender<Arc<Look>>,
    is_watching: AtomicBool,
}

impl Default for Feed {
    fn default() -> Self {
        Self { looks: broadcast::channel(MISSED).0, is_watching: AtomicBool::new(false) }
    }
}

impl Feed {
    /// Returns how many lines are open.
    pub fn listeners(&self) -> usize {
        self.looks.receiver_count()
    }
}

/// What one look found.
#[derive(Debug)]
struct Look {
    touched: Touched,
    /// Who is turned away; none where they are the same as at the look before.
    away: Option<Arc<TurnedAway>>,
}

/// Which changes concern a listener.
#[derive(Debug)]
enum Concern {
    Account(AccountId, Box<[String]>),
    Areas(BTreeSet<JurisdictionId>),
}

impl Concern {
    fn of(&self, touched: &Touched) -> Option<Nudge> {
        match self {
            Self::Account(account, _) if touched.accounts.contains(account) => Some(Nudge::Changed),
            Self::Account(_, grids) => {
                grids.iter().any(|grid| touched.duty_grids.contains(grid)).then_some(Nudge::Near)
            }
            Self::Areas(areas) => (!areas.is_disjoint(&touched.areas)).then_some(Nudge::Changed),
        }
    }
}

/// One open line.
struct Listener {
    app: App,
    caller: Caller,
    line: Line,
    looks: Receiver<Arc<Look>>,
    concern: Concern,
    /// Whose people the listener is among: those of their jurisdiction, and of the city.
    among: BTreeSet<JurisdictionId>,
    until: Instant,
    is_new: bool,
    /// The session ended before anybody would have said so.
    is_over: bool,
}

/// Returns what there is to say to the caller, for as long as the line may stay open. The first nudge comes at once: what
/// changed before the line was open was heard by nobody.
pub async fn listen(app: &App, caller: &Caller) -> Result<impl Stream<Item = Nudge> + use<>> {
    let line = Line::open(app, caller)?;
    let concern = match Scope::of(app, caller) {
        Scope::Areas(areas) => Concern::Areas(areas),
        Scope::Own(account) => Concern::Account(account, Box::default()),
        Scope::Walking(account, _) => {
            let grids = accounts::actions::grids(&mut *app.db.read().await?, account).await?;
            Concern::Account(account, grids.into_boxed_slice())
        }
    };
    let looks = app.feed.looks.subscribe();
    if !app.feed.is_watching.swap(true, Ordering::SeqCst) {
        tokio::spawn(watch(app.clone()));
    }
    let own = std::iter::once(caller.account.jurisdiction.clone());
    let among = own.chain(app.city().city_id().cloned()).collect();
    // Asked after it listens: who is turned away from now on is found by a look, who was before is not told of any more.
    let is_over = !session::holds(app, caller).await?;
    let until = Instant::now() + LONGEST;
    let (app, caller) = (app.clone(), caller.clone());
    let listener = Listener { app, caller, line, looks, concern, among, until, is_new: true, is_over };
    Ok(unfold(listener, |mut listener| async move {
        let nudge = listener.next().await?;
        Some((nudge, listener))
    }))
}

impl Listener {
    async fn next(&mut self) -> Option<Nudge> {
        if self.is_over {
            return None;
        }
        if std::mem::take(&mut self.is_new) {
            return Some(Nudge::Changed);
        }
        loop {
            let look = tokio::select! {
                look = self.looks.recv() => look,
                () = self.line.let_go() => return None,
                () = self.app.stopping.cancelled() => return None,
                () = tokio::time::sleep_until(self.until) => return None,
            };
            match look {
                Ok(look) if look.away.as_ref().is_some_and(|away| away.has(&self.caller)) => return None,
                Ok(look) => {
                    let touched = &look.touched;
                    let told = (!self.among.is_disjoint(&touched.told)).then_some(Nudge::Near);
                    if let Some(nudge) = self.concern.of(touched).or(told) {
                        return Some(nudge);
                    }
                }
                // What it missed may have been its own end. A database that cannot answer just now says nothing of that.
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    let holds = session::holds(&self.app, &self.caller).await.unwrap_or(true);
                    return holds.then_some(Nudge::Changed);
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

/// Looks at the counters until the server stops.
async fn watch(app: App) {
    let mut seen = None;
    let mut away = Arc::new(TurnedAway::default());
    loop {
        // While nobody listens there is nothing to look for; whoever comes is told at once that something may have changed.
        if app.feed.looks.receiver_count() == 0 {
            seen = None;
            away = Arc::default();
        } else {
            match look(&app, seen.as_ref(), &away).await {
                Ok((counters, look)) => {
                    seen = Some(counters);
                    away = look.away.clone().unwrap_or(away);
                    let is_news = look.touched != Touched::default() || look.away.is_some();
                    if is_news && app.feed.looks.send(Arc::new(look)).is_err() {
                        tracing::debug!("Whoever listened has gone");
                    }
                }
                Err(error) => tracing::warn!(error = %error, "The counters cannot be looked at"),
            }
        }
        tokio::select! {
            () = app.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn look(
    app: &App,
    seen: Option<&changes::Counters>,
    away: &Arc<TurnedAway>,
) -> Result<(changes::Counters, Look)> {
    let now_away = lines::turned_away(app).await?;
    let mut reader = app.db.read().await?;
    let counters = changes::counters(&mut reader).await?;
    let mut touched = Touched::default();
    if let Some(seen) = seen {
        for (area, upto) in &counters {
            let after = seen.get(area).copied().unwrap_or(0);
            if after < *upto {
                changes::touched(&mut reader, area, after, *upto, &mut touched).await?;
            }
        }
    }
    let away = (now_away != **away).then(|| Arc::new(now_away));
    Ok((counters, Look { touched, away }))
}
