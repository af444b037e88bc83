//! What the desk tells: notices, and whom to call. Each is taken whole, and only when the hash in the hello is another
//! than the one that the copy here was taken by. That one came with the list itself: between hello and list something may
//! have come that is gone again at the next hello. Before that the server is told what was read.
//!
//! None of it stops a round: reports and photos go on.

use shared::api::announcements::{AnnouncementList, MOST_READ, ReadAnnouncements};
use shared::api::directory::Directory;
use shared::ids::Sha256;
use shared::sync::hello::HelloReply;

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::Writer;
use crate::store::desk::List;
use crate::store::session::SignedIn;
use crate::sync::api::{self, Call};
use crate::sync::round::{Line, pass_over};

/// Tells what was read, and fetches what is new. Neither waits for the others.
pub async fn fetch(core: &Inner, line: &Line<'_>, reply: &HelloReply) -> Result<()> {
    let session = core.store.read(|r| r.signed_in())?;
    pass_over("notices that were read", tell_reads(core, line, &session).await)?;
    if let Some(hash) = wanted(core, List::Announcements, reply.announcements.as_ref())? {
        pass_over("notices", announcements(core, line, &session, hash).await)?;
    }
    if let Some(hash) = wanted(core, List::Directory, reply.directory.as_ref())? {
        pass_over("directory", directory(core, line, &session, hash).await)?;
    }
    Ok(())
}

/// Returns the hash of what is to be fetched; lets go what the server no longer has for this account.
fn wanted<'a>(core: &Inner, list: List, told: Option<&'a Sha256>) -> Result<Option<&'a Sha256>> {
    let held = core.store.read(|r| r.desk_list(list))?;
    if told.is_none() && held.is_some() {
        core.store.write(|w| w.forget_desk_list(list))?;
    }
    Ok(told.filter(|told| held.as_ref() != Some(*told)))
}

async fn tell_reads(core: &Inner, line: &Line<'_>, session: &SignedIn) -> Result<()> {
    let account = session.account.id;
    let read = core.store.read(|r| r.reads_to_tell(account))?;
    for ids in read.chunks(MOST_READ) {
        let call = Call::post("/api/v1/announcements/read", &ReadAnnouncements { ids: ids.to_vec() })?;
        let reply = line.send(&call).await?;
        if !(200..300).contains(&reply.status) {
            return Err(api::failure(&reply));
        }
        core.store.write(|w| w.reads_told(account, ids))?;
    }
    Ok(())
}

async fn announcements(core: &Inner, line: &Line<'_>, session: &SignedIn, told: &Sha256) -> Result<()> {
    let AnnouncementList { mut announcements, mut next, mark } = page(line, "").await?;
    while let Some(after) = next {
        let page = page(line, &after.to_string()).await?;
        if page.next == Some(after) {
            return Err(Error::Busy("the server's pages do not go on".to_owned()));
        }
        if page.mark != mark {
            // Half of one list and half of another: the next round takes one that is whole.
            return Err(Error::Busy("the notices changed between two pages".to_owned()));
        }
        announcements.extend(page.announcements);
        next = page.next;
    }
    // A server from before the mark came along says it in the hello alone.
    let mark = mark.as_ref().unwrap_or(told);
    keep(core, session, |w| {
        if announcements.is_empty() {
            return w.forget_desk_list(List::Announcements);
        }
        w.take_announcements(&announcements, mark)
    })
}

async fn page(line: &Line<'_>, after: &str) -> Result<AnnouncementList> {
    line.json(&Call::get(format!("/api/v1/announcements?after={after}"))).await
}

async fn directory(core: &Inner, line: &Line<'_>, session: &SignedIn, told: &Sha256) -> Result<()> {
    let directory: Directory = line.json(&Call::get("/api/v1/directory")).await?;
    let hash = directory.hash.as_ref().unwrap_or(told);
    keep(core, session, |w| w.take_directory(&directory.entries, hash))
}

/// Keeps what came, if it is still for whoever is signed in: the person may have signed out while it was on its way.
fn keep(core: &Inner, session: &SignedIn, take: impl FnOnce(&Writer<'_>) -> Result<()>) -> Result<()> {
    core.store.write(|w| if w.signed_in()?.account == session.account { take(w) } else { Ok(()) })
}
