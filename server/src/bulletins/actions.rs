//! Making, changing, publishing and dropping bulletins, and which of them somebody sees.

use shared::account::Right;
use shared::api::bulletins::{
    Bulletin, BulletinHead, BulletinList, EditBulletin, LONGEST_REMARKS, LONGEST_TITLE, MOST_PHOTOS, MakeBulletin,
    PublishBulletin,
};
use shared::ids::{BulletinId, JurisdictionId, Sha256};
use shared::privacy::words;
use shared::refusal::Code;
use sqlx::AnyConnection;

use super::content::Gathered;
use super::store::{self, Kept, New, Said, Shown, versions};
use crate::accounts::caller::{Caller, Reach};
use crate::accounts::people::looks::{self, Taken};
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::{Result, refuse};

/// Says whether the caller makes bulletins: a bulletin is the whole city's.
pub fn makes(caller: &Caller) -> bool {
    caller.may(Right::Assess).is_ok() && caller.reach == Reach::City
}

/// Refuses who makes none.
pub fn must_make(caller: &Caller) -> Result<()> {
    caller.may(Right::Assess)?;
    if makes(caller) { Ok(()) } else { refuse(Code::NotAllowed, "bulletins are made for the whole city") }
}

/// Returns a page of the bulletins that the caller sees, the newest first.
pub async fn list(app: &App, caller: &Caller, after: Option<BulletinId>, limit: u32) -> Result<BulletinList> {
    caller.may(Right::SeeAssessment)?;
    let may_make = makes(caller);
    let shown = if may_make { Shown::DraftsToo } else { Shown::Published };
    // One more than is shown says whether there is another page.
    let mut bulletins = store::list(&mut *app.db.read().await?, shown, after, limit.saturating_add(1)).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = bulletins.len() > most;
    bulletins.truncate(most);
    let next = bulletins.last().filter(|_| more).map(|last| last.id);
    Ok(BulletinList { bulletins, may_make, next })
}

/// Finds a bulletin that the caller sees.
pub async fn find(connection: &mut AnyConnection, caller: &Caller, id: BulletinId) -> Result<Kept> {
    let kept = store::find(connection, id).await?;
    match kept.filter(|kept| kept.head.published_at.is_some() || makes(caller)) {
        Some(kept) => Ok(kept),
        None => refuse(Code::NotFound, format!("no bulletin {id} here")),
    }
}

/// Returns a bulletin as it is told.
pub async fn look(app: &App, caller: &Caller, id: BulletinId) -> Result<Bulletin> {
    caller.may(Right::SeeAssessment)?;
    let mut reader = app.db.read().await?;
    let kept = find(&mut reader, caller, id).await?;
    told(app, &mut reader, caller, kept).await
}

async fn told(app: &App, connection: &mut AnyConnection, caller: &Caller, kept: Kept) -> Result<Bulletin> {
    let is_draft = kept.head.published_at.is_none();
    let Waiting { waits_for, overtaken } =
        if is_draft { waiting(app, connection, caller, &kept).await? } else { Waiting::default() };
    Ok(Bulletin {
        head: kept.head,
        version: kept.version,
        remarks: kept.remarks,
        photos: kept.photos,
        content: kept.content,
        may_edit: is_draft && makes(caller),
        waits_for,
        overtaken,
    })
}

/// What a draft waits for.
#[derive(Debug, Default)]
struct Waiting {
    /// The months whose version in it is not published.
    waits_for: Vec<String>,
    /// Those of them that have a newer version: theirs is never published.
    overtaken: Vec<String>,
}

async fn waiting(app: &App, connection: &mut AnyConnection, caller: &Caller, kept: &Kept) -> Result<Waiting> {
    let city = whose(app, caller);
    let mut waiting = Waiting::default();
    for source in &kept.content.sources {
        let all = versions::of_month(&mut *connection, &city, &source.month).await?;
        if all.iter().any(|version| version.number == source.version && version.is_published) {
            continue;
        }
        waiting.waits_for.push(source.month.clone());
        if all.last().is_some_and(|newest| newest.number > source.version) {
            waiting.overtaken.push(source.month.clone());
        }
    }
    Ok(waiting)
}

fn whose(app: &App, caller: &Caller) -> JurisdictionId {
    app.city().city_id().unwrap_or(&caller.account.jurisdiction).clone()
}

/// Keeps what was gathered as a draft.
pub async fn make(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    asked: MakeBulletin,
    gathered: Gathered,
) -> Result<Bulletin> {
    must_make(caller)?;
    let now = app.clock.now();
    let (title, remarks) = written(asked.title, asked.remarks)?;
    let (from, to) = (gathered.content.from, gathered.content.to);
    let head = BulletinHead {
        id: BulletinId(app.random.uuid_v7(now)),
        kind: asked.kind,
        from,
        to,
        title,
        made_at: now,
        made_by: caller.account.name.clone(),
        published_at: None,
        published_by: String::new(),
    };
    let kept = Kept { head, version: 1, remarks, photos: Vec::new(), content: gathered.content };
    let area = whose(app, caller);
    let new = New { area: &area, account: caller.account.id, version_id: &gathered.version_id, kept: &kept };
    store::insert(tx, new).await?;
    tell(app, tx, caller, &kept, "bulletin_make", String::new()).await?;
    told(app, tx, caller, kept).await
}

/// Changes what a draft says beside its numbers.
pub async fn edit(app: &App, tx: &mut Tx, caller: &Caller, id: BulletinId, asked: EditBulletin) -> Result<Bulletin> {
    must_make(caller)?;
    let kept = draft(tx, caller, id).await?;
    let (title, remarks) = written(asked.title, asked.remarks)?;
    let photos = chosen(&kept, asked.photos)?;
    if !store::say(tx, id, asked.seen, Said { title: &title, remarks: &remarks, photos: &photos }).await? {
        return refuse(Code::DraftChanged, format!("it is in version {}", kept.version));
    }
    let changed = draft(tx, caller, id).await?;
    tell(app, tx, caller, &changed, "bulletin_edit", format!("{} photos", photos.len())).await?;
    told(app, tx, caller, changed).await
}

/// Publishes a draft. One that stands on a version of a month that is not published waits for that.
pub async fn publish(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    id: BulletinId,
    asked: PublishBulletin,
) -> Result<Bulletin> {
    must_make(caller)?;
    let kept = draft(tx, caller, id).await?;
    let Waiting { waits_for, overtaken } = waiting(app, tx, caller, &kept).await?;
    if let Some(month) = overtaken.first() {
        return refuse(Code::BadValue, format!("{month} was frozen anew: its version in it is never published"));
    }
    if let Some(month) = waits_for.first() {
        return refuse(Code::BadValue, format!("the version of {month} that it is made from is not published"));
    }
    if !store::publish(tx, id, asked.seen, app.clock.now(), &caller.account.name).await? {
        return refuse(Code::DraftChanged, format!("it is in version {}", kept.version));
    }
    tell(app, tx, caller, &kept, "bulletin_publish", String::new()).await?;
    let published = find(tx, caller, id).await?;
    told(app, tx, caller, published).await
}

/// Drops a draft; what was published stays.
pub async fn drop_draft(app: &App, tx: &mut Tx, caller: &Caller, id: BulletinId) -> Result<()> {
    must_make(caller)?;
    let kept = draft(tx, caller, id).await?;
    if !store::remove(tx, id).await? {
        return refuse(Code::NotFound, format!("no draft {id} here"));
    }
    tell(app, tx, caller, &kept, "bulletin_drop", String::new()).await
}

/// Records that the caller takes a bulletin away, before it is handed out.
pub async fn took(app: &App, caller: &Caller, kept: &Kept, what: &str) -> Result<()> {
    looks::took(app, caller, Taken { list: "bulletins", detail: format!("{} {what}", kept.head.id) }).await
}

/// Finds a draft; what was published is changed by nobody.
async fn draft(connection: &mut AnyConnection, caller: &Caller, id: BulletinId) -> Result<Kept> {
    let kept = find(connection, caller, id).await?;
    if kept.head.published_at.is_some() {
        return refuse(Code::DraftChanged, "it was published and stays as it is");
    }
    Ok(kept)
}

/// Says what is wrong with the words of a bulletin, or returns them without what stands round them.
fn written(mut title: String, mut remarks: String) -> Result<(String, String)> {
    words::text(&mut title);
    words::text(&mut remarks);
    let (title, remarks) = (title.trim().to_owned(), remarks.trim().replace("\r\n", "\n"));
    if title.chars().count() > LONGEST_TITLE || title.chars().any(char::is_control) {
        return refuse(Code::BadValue, format!("title: one line of at most {LONGEST_TITLE} characters"));
    }
    if remarks.chars().count() > LONGEST_REMARKS || remarks.chars().any(|letter| letter.is_control() && letter != '\n')
    {
        return refuse(Code::BadValue, format!("remarks: at most {LONGEST_REMARKS} characters"));
    }
    Ok((title, remarks))
}

/// Says what is wrong with a choice of photos, or returns it with each once.
fn chosen(kept: &Kept, photos: Vec<Sha256>) -> Result<Vec<Sha256>> {
    let mut chosen: Vec<Sha256> = Vec::new();
    for photo in photos {
        if !kept.content.offers(&photo) {
            return refuse(Code::BadValue, format!("photos: {photo} is of none of its cases"));
        }
        if !chosen.contains(&photo) {
            chosen.push(photo);
        }
    }
    if chosen.len() > MOST_PHOTOS {
        return refuse(Code::BadValue, format!("photos: at most {MOST_PHOTOS}"));
    }
    Ok(chosen)
}

async fn tell(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    kept: &Kept,
    action: &'static str,
    detail: String,
) -> Result<()> {
    let head = &kept.head;
    let of = format!("{} {} – {}", head.kind.as_str(), head.from, head.to);
    let record = Record {
        actor: &caller.account.actor(),
        area: &whose(app, caller),
        action,
        subject: format!("bulletin {}", head.id),
        operation: None,
        detail: if detail.is_empty() { of } else { format!("{of}, {detail}") },
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn words_are_short_and_numbers_of_people_are_hidden_in_them() {
        let (title, remarks) = written("  十月通报 ".to_owned(), "请联系 13912345678\r\n谢谢".to_owned()).unwrap();
        assert_eq!(title, "十月通报");
        assert!(!remarks.contains("13912345678") && remarks.ends_with("\n谢谢"), "{remarks}");
        assert!(written("两\n行".to_owned(), String::new()).is_err());
        assert!(written("长".repeat(81), String::new()).is_err());
        assert!(written(String::new(), "长".repeat(4_001)).is_err());
    }
}
