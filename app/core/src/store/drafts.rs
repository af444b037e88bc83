//! What is being filled in, and which screens were open. Not in the journal: see the migration, and [`super::salvage`].

use app_bridge::draft::{DraftOf, KeptDraft};
use rusqlite::{OptionalExtension as _, Row};
use shared::ids::{AccountId, CaseId, OperationId, PhotoId, TaskId};
use shared::time::Instant;

use super::photos::Photo;
use super::{Reader, Writer, optional, parsed, text, unreadable};
use crate::error::Result;

/// A draft as it lies in the store.
#[derive(Clone, PartialEq, Debug)]
pub struct DraftRow {
    /// Which it is.
    pub of: DraftOf,
    /// The case that its shots are taken for; none before the first one, and for an answer.
    pub case: Option<CaseId>,
    /// What was put in; `None` while only its shots are known, or where a later app wrote it.
    pub body: Option<KeptDraft>,
    /// When it was last kept.
    pub kept: Instant,
}

/// A row as a broken database still has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SalvagedDraft {
    account: AccountId,
    kind: String,
    of_id: String,
    case_id: String,
    task_id: String,
    body: String,
    kept_ms: i64,
}

/// A shot that nothing saved, nothing begun and nothing sent back speaks of.
const FORGOTTEN: &str = "operation_id = ''
    and not exists (select 1 from drafts where drafts.case_id <> '' and drafts.case_id = photos.case_id)
    and not exists (select 1 from drafts where drafts.task_id <> '' and drafts.task_id = photos.task_id)
    and not exists (
        select 1 from operations
        where operations.outcome = 'refused' and operations.resent_as = ''
            and ((operations.case_id <> '' and operations.case_id = photos.case_id)
                or (operations.task_id <> '' and operations.task_id = photos.task_id)))";

const REPORT: &str = "report";
const MEND: &str = "mend";
const ANSWER: &str = "answer";

/// Returns the two words under which a draft lies.
fn key(of: DraftOf) -> (&'static str, String) {
    match of {
        DraftOf::Report => (REPORT, String::new()),
        DraftOf::Mend(operation) => (MEND, operation.to_string()),
        DraftOf::Answer(task) => (ANSWER, task.to_string()),
    }
}

fn draft(row: &Row<'_>) -> rusqlite::Result<DraftRow> {
    let kind: String = row.get("kind")?;
    let of = match kind.as_str() {
        REPORT => DraftOf::Report,
        MEND => DraftOf::Mend(parsed::<OperationId>(row, "of_id")?),
        ANSWER => DraftOf::Answer(parsed::<TaskId>(row, "of_id")?),
        _ => return Err(unreadable("kind")),
    };
    let body: String = row.get("body")?;
    Ok(DraftRow {
        of,
        case: optional(row, "case_id")?,
        // Words that cannot be read must not hide the shots.
        body: serde_json::from_str(&body).ok(),
        kept: Instant::from_ms(row.get("kept_ms")?),
    })
}

/// Reads a row of a broken database.
pub(super) fn salvaged(row: &Row<'_>) -> rusqlite::Result<SalvagedDraft> {
    Ok(SalvagedDraft {
        account: parsed(row, "account_id")?,
        kind: row.get("kind")?,
        of_id: row.get("of_id")?,
        case_id: row.get("case_id")?,
        task_id: row.get("task_id")?,
        body: row.get("body")?,
        kept_ms: row.get("kept_ms")?,
    })
}

impl Reader<'_> {
    /// Returns an account's drafts, the new report first.
    pub fn drafts(&self, account: AccountId) -> Result<Vec<DraftRow>> {
        let mut query = self.sql.prepare_cached(
            "select kind, of_id, case_id, body, kept_ms from drafts
             where account_id = ?1
             order by kind = 'report' desc, kept_ms desc, of_id",
        )?;
        let rows = query.query_map([account.to_string()], draft)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the answers that anybody began and that were kept for the last time before then.
    pub fn old_answer_drafts(&self, before: Instant) -> Result<Vec<(AccountId, TaskId)>> {
        let mut query =
            self.sql.prepare_cached("select account_id, of_id from drafts where kind = 'answer' and kept_ms < ?1")?;
        let rows = query.query_map([before.ms()], |row| Ok((parsed(row, "account_id")?, parsed(row, "of_id")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns which screens were open, and when that was kept.
    pub fn trail(&self, account: AccountId) -> Result<Option<(String, Instant)>> {
        let found = self
            .sql
            .query_row("select trail, kept_ms from trails where account_id = ?1", [account.to_string()], |row| {
                Ok((row.get("trail")?, Instant::from_ms(row.get("kept_ms")?)))
            })
            .optional()?;
        Ok(found)
    }

    /// Returns the shots that no draft holds and that were taken before then.
    pub fn forgotten_shots(&self, before: Instant) -> Result<Vec<PhotoId>> {
        let sql = format!("select id from photos where taken_ms < ?1 and {FORGOTTEN} order by taken_ms, id");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([before.ms()], |row| parsed(row, "id"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Keeps a draft in the place of what it was before. A case that its shots brought stays.
    pub fn put_draft(&self, account: AccountId, draft: &KeptDraft, now: Instant) -> Result<()> {
        let (kind, of_id) = key(draft.of());
        let (case, task) = match draft {
            KeptDraft::Report(report) => (report.case, None),
            KeptDraft::Answer(answer) => (None, Some(answer.task)),
        };
        self.sql.execute(
            "insert into drafts (account_id, kind, of_id, case_id, task_id, body, kept_ms)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             on conflict (account_id, kind, of_id) do update set
                case_id = case when excluded.case_id = '' then case_id else excluded.case_id end,
                task_id = excluded.task_id,
                body = excluded.body,
                kept_ms = excluded.kept_ms",
            rusqlite::params![
                account.to_string(),
                kind,
                of_id,
                text(case),
                text(task),
                serde_json::to_string(draft)?,
                now.ms(),
            ],
        )?;
        Ok(())
    }

    /// Lets the draft that a shot was taken for know of it, beginning it where the screen has not: whoever is ended at
    /// the shutter finds the shot again. One that was taken for a case that is saved belongs to no new report; where the
    /// shots of the one that was begun were all thrown away, it is the first of another.
    pub fn draft_took(&self, photo: &Photo) -> Result<()> {
        if let Some(case) = photo.case {
            self.sql.execute(
                "insert into drafts (account_id, kind, of_id, case_id, kept_ms)
                 select ?1, 'report', '', ?2, ?3
                 where not exists (select 1 from cases where id = ?2)
                 on conflict (account_id, kind, of_id) do update set case_id = excluded.case_id
                 where case_id = '' or not exists (
                    select 1 from photos where photos.case_id = drafts.case_id and photos.operation_id = '')",
                rusqlite::params![photo.account.to_string(), case.to_string(), photo.taken.ms()],
            )?;
        }
        if let Some(task) = photo.task {
            self.sql.execute(
                "insert or ignore into drafts (account_id, kind, of_id, task_id, kept_ms) values (?1, 'answer', ?2, ?2, ?3)",
                rusqlite::params![photo.account.to_string(), task.to_string(), photo.taken.ms()],
            )?;
        }
        Ok(())
    }

    /// Begins drafts for the shots that belong to nothing else: after a rebuild they are all that is known of them.
    pub fn begin_drafts_of_shots(&self) -> Result<()> {
        // Of several reports the newest: SQLite takes the other columns from the row that has the maximum.
        self.sql.execute(
            "insert or ignore into drafts (account_id, kind, of_id, case_id, kept_ms)
             select account_id, 'report', '', case_id, max(taken_ms) from photos
             where operation_id = '' and case_id <> ''
                and not exists (select 1 from cases where cases.id = photos.case_id)
             group by account_id",
            [],
        )?;
        self.sql.execute(
            "insert or ignore into drafts (account_id, kind, of_id, task_id, kept_ms)
             select account_id, 'answer', task_id, task_id, max(taken_ms) from photos
             where operation_id = '' and task_id <> ''
             group by account_id, task_id",
            [],
        )?;
        Ok(())
    }

    /// Puts a row of a broken database back, unless what it was of has been saved since. It is read without the log that
    /// lay beside it, and may be older than the shots: then it gives its words to their draft, and never takes them away.
    pub fn put_salvaged_draft(&self, row: &SalvagedDraft) -> Result<()> {
        self.sql.execute(
            "insert into drafts (account_id, kind, of_id, case_id, task_id, body, kept_ms)
             select ?1, ?2, ?3, ?4, ?5, ?6, ?7
             where ?2 <> 'report' or not exists (
                select 1 from cases
                where id = ?4 or (?4 = '' and account_id = ?1 and report <> '' and saved_ms >= ?7))
             on conflict (account_id, kind, of_id) do update set
                case_id = case when excluded.case_id = '' then case_id else excluded.case_id end,
                task_id = excluded.task_id,
                body = excluded.body,
                kept_ms = excluded.kept_ms
             where excluded.case_id in ('', case_id) or case_id = ''
                or exists (select 1 from photos where photos.case_id = excluded.case_id and operation_id = '')",
            rusqlite::params![
                row.account.to_string(),
                row.kind,
                row.of_id,
                row.case_id,
                row.task_id,
                row.body,
                row.kept_ms,
            ],
        )?;
        Ok(())
    }

    /// Forgets a draft.
    pub fn drop_draft(&self, account: AccountId, of: DraftOf) -> Result<()> {
        let (kind, of_id) = key(of);
        self.sql.execute(
            "delete from drafts where account_id = ?1 and kind = ?2 and of_id = ?3",
            (account.to_string(), kind, of_id),
        )?;
        Ok(())
    }

    /// Forgets the new report whose shots were taken for this case, or that had none, once it is saved. One that was begun
    /// since is another.
    pub fn drop_saved_report(&self, account: AccountId, case: Option<CaseId>) -> Result<()> {
        self.sql.execute(
            "delete from drafts where account_id = ?1 and kind = 'report' and case_id = ?2",
            (account.to_string(), text(case)),
        )?;
        Ok(())
    }

    /// Forgets the new report that a save took with it of which only the journal tells. The database may be of a moment
    /// before the first shot of that report: then what was typed names no case, or one whose shots were thrown away. One
    /// that was begun since is another.
    pub fn drop_report_saved_at(&self, account: AccountId, case: CaseId, saved: Instant) -> Result<()> {
        self.sql.execute(
            "delete from drafts
             where account_id = ?1 and kind = 'report'
                and (case_id = ?2
                    or (kept_ms <= ?3
                        and (case_id = '' or not exists (
                            select 1 from photos where photos.case_id = drafts.case_id and photos.operation_id = ''))))",
            (account.to_string(), case.to_string(), saved.ms()),
        )?;
        Ok(())
    }

    /// Forgets what was corrected of an operation that has its successor, whoever began it.
    pub fn drop_correction(&self, operation: OperationId) -> Result<()> {
        self.sql.execute("delete from drafts where kind = 'mend' and of_id = ?1", [operation.to_string()])?;
        Ok(())
    }

    /// Keeps which screens are open.
    pub fn put_trail(&self, account: AccountId, trail: &str, now: Instant) -> Result<()> {
        self.sql.execute(
            "insert or replace into trails (account_id, trail, kept_ms) values (?1, ?2, ?3)",
            rusqlite::params![account.to_string(), trail, now.ms()],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::{Ask, ReportForm};
    use app_bridge::draft::{KeptDraft, KeptReport};
    use app_bridge::told::PhotoCard;
    use shared::evidence::PhotoRole;
    use shared::ids::CaseId;
    use shared::settings::Settings;
    use uuid::Uuid;

    use super::{DraftRow, SalvagedDraft};
    use crate::tests::phone::{MORNING, Phone, WANG, fix, picture, shot};

    fn phone() -> Phone {
        Phone::in_town(&Settings { training: true, ..Settings::default() })
    }

    fn near(phone: &Phone) -> PhotoCard {
        phone.take(shot(PhotoRole::Near, Some(fix(0.0, 0.0, MORNING))), picture()).unwrap()
    }

    fn words(note: &str) -> KeptDraft {
        KeptDraft::Report(Box::new(KeptReport { note: note.to_owned(), ..KeptReport::default() }))
    }

    /// Finds in a broken database what was written into it some time ago.
    fn find(phone: &Phone, case_id: &str, note: &str) {
        let row = SalvagedDraft {
            account: WANG,
            kind: super::REPORT.to_owned(),
            of_id: String::new(),
            case_id: case_id.to_owned(),
            task_id: String::new(),
            body: serde_json::to_string(&words(note)).unwrap(),
            kept_ms: MORNING.ms() - 1,
        };
        phone.core.store().write(|w| w.put_salvaged_draft(&row)).unwrap();
    }

    fn rows(phone: &Phone) -> Vec<DraftRow> {
        phone.core.store().read(|r| r.drafts(WANG)).unwrap()
    }

    #[test]
    fn words_from_before_the_first_shot_do_not_take_it_from_its_draft() {
        let phone = phone();
        let near = near(&phone);
        find(&phone, "", "两袋");
        let found = rows(&phone);
        assert_eq!((found.len(), found[0].case, found[0].body.clone()), (1, near.draft, Some(words("两袋"))));
    }

    #[test]
    fn a_draft_that_was_thrown_away_does_not_come_before_the_one_that_was_begun() {
        let phone = phone();
        let near = near(&phone);
        find(&phone, "00000000-0000-0000-0000-000000000063", "拍错了");
        let found = rows(&phone);
        assert_eq!((found.len(), found[0].case, found[0].body.clone()), (1, near.draft, None));
    }

    #[test]
    fn what_was_saved_since_is_no_draft_again() {
        let phone = phone();
        let near = near(&phone);
        phone.tell(Ask::SaveReport(ReportForm {
            category: "event:06010".parse().unwrap(),
            condition_no: 1,
            fix: fix(0.0, 0.0, MORNING),
            note: "两袋".to_owned(),
            address: String::new(),
            photos: vec![near.photo],
            draft: near.draft,
            self_handled: false,
        }));
        find(&phone, "", "两袋");
        assert_eq!(rows(&phone), []);
    }

    #[test]
    fn a_report_that_is_saved_without_a_shot_is_no_draft_any_more() {
        let phone = phone();
        let store = phone.core.store();
        store.write(|w| w.put_draft(WANG, &words("两袋"), MORNING)).unwrap();
        store.write(|w| w.drop_saved_report(WANG, Some(CaseId(Uuid::from_u128(99))))).unwrap();
        assert_eq!(rows(&phone).len(), 1, "another one was saved");
        store.write(|w| w.drop_saved_report(WANG, None)).unwrap();
        assert_eq!(rows(&phone), []);
    }
}
