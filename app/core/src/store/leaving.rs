//! What goes from the rows when somebody signs out, table by table.

use shared::ids::PhotoId;

use super::{Reader, Writer, orders, parsed};
use crate::error::Result;

/// What goes: the server tells it again at the next sign-in.
pub const GOES: &[(&str, &str)] = &[
    ("packs", "delete from packs"),
    ("nearby", "delete from nearby"),
    ("pictures", "delete from pictures"),
    ("unread_changes", "delete from unread_changes"),
    ("last_known", "delete from last_known"),
    ("announcements", "delete from announcements"),
    ("directory_entries", "delete from directory_entries"),
    ("desk_lists", "delete from desk_lists"),
    ("own_duty_grids", "delete from own_duty_grids"),
    ("orders", orders::LEAVE),
    // What was handed in goes; of a shift that runs on, the last piece stays, for the next one counts on from it.
    (
        "track_pieces",
        "delete from track_pieces
         where (receipt_ms <> 0 or code <> '')
            and not (
                exists (
                    select 1 from on_shift
                    where on_shift.account_id = track_pieces.account_id and on_shift.since_ms = track_pieces.shift_ms)
                and not exists (
                    select 1 from track_pieces as later
                    where later.account_id = track_pieces.account_id and later.shift_ms = track_pieces.shift_ms
                        and later.number > track_pieces.number))",
    ),
    // What was saved here stays: it is this device's own record of what it handed in.
    ("cases", "delete from cases where report = ''"),
    ("tasks", "delete from tasks where answer = ''"),
];

impl Reader<'_> {
    /// Returns the shots whose working copy was freed: the server has them.
    pub fn shots_only_at_the_server(&self) -> Result<Vec<PhotoId>> {
        let mut query = self.sql.prepare_cached("select id from photos where working_freed_ms > 0 order by id")?;
        let rows = query.query_map([], |row| parsed(row, "id"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Lets go what the server can tell again. The next sign-in takes the scope from nothing.
    pub(super) fn let_go(&self) -> Result<()> {
        for (_, sql) in GOES {
            self.sql.execute(sql, [])?;
        }
        self.take_anew()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use app_bridge::ask::Ask;
    use rusqlite::Connection;
    use shared::settings::Settings;

    use super::GOES;
    use crate::tests::phone::Phone;

    /// What stays, and why.
    const STAYS: &[(&str, &str)] = &[
        ("device", "which installation this is, and the key that it signs with"),
        ("session", "whose home this is; without the token"),
        ("contact", "how wrong this clock is; says nothing of anybody"),
        ("choices", "what the person set on this phone"),
        ("operations", "the log is append-only; a restored server is offered it again"),
        ("photos", "what has no receipt must stay, and a restored server is offered the rest again"),
        ("photo_chain", "the next photo names the one before it"),
        ("rounds", "counts and codes for whoever looks into a fault; names nobody"),
        ("shift_receipts", "the server's word that it has everything: the person's own proof"),
        ("on_shift", "a shift ends by the person's word, not by signing out"),
        ("journal", "how far the journal has come"),
        ("notices", "what happened to this phone and nobody has read yet"),
        ("announcement_reads", "what somebody read is told after their next sign-in; another's lets it go"),
        ("drafts", "what was begun and not saved is nobody else's, and is there when its own account comes back"),
        ("trails", "where its own account goes on"),
        ("base_maps", "public map data, large, and kept because the person said so"),
        ("base_map_list", "which list that is, and the person's choice of networks"),
    ];

    fn counted(sql: &Connection, from: &str) -> i64 {
        sql.query_row(&format!("select count(*) from {from}"), [], |row| row.get(0)).unwrap()
    }

    fn tables(sql: &Connection) -> BTreeSet<String> {
        let query = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'";
        let mut query = sql.prepare(query).unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    }

    /// A row of the server's in every table that goes, and one that was made here beside it.
    const PLANTED: &str = "
        insert into nearby (id, jurisdiction_id, category, lon_e7, lat_e7, received_ms, body, version, scope_version)
        values ('n', 'j', 'event:06010', 1, 1, 1, '{}', 1, 1);
        insert into pictures (sha256, size, jurisdiction_id, bytes, fetched_ms)
        values ('0000000000000000000000000000000000000000000000000000000000000000', 'thumb', 'j', 1, 1);
        insert into unread_changes (entity, id, jurisdiction_id, version, gone, body, received_ms)
        values ('e', 'u', 'j', 1, 0, '{}', 1);
        insert into last_known (what, account_id, jurisdiction_id, told_ms, body) values ('board', 'a', 'j', 1, '{}');
        insert into announcements (id, jurisdiction_id, body, is_urgent, from_ms) values ('n', 'j', '{}', 0, 1);
        insert into directory_entries (number, body) values (1, '{}');
        insert into desk_lists (list, hash)
        values ('directory', '0000000000000000000000000000000000000000000000000000000000000000');
        insert into own_duty_grids (account_id, duty_grid, jurisdiction_id) values ('a', 'g', 'j');
        insert into orders (id, account_id, jurisdiction_id, kind, body, heard_ms)
        values ('00000000-0000-0000-0000-000000000001', 'a', 'j', 'word', '{}', 1);
        insert into on_shift (account_id, since_ms) values ('a', 2);
        insert into track_pieces
            (account_id, shift_ms, number, jurisdiction_id, first_ms, last_ms, points, packed, is_open, receipt_ms)
        values ('a', 1, 1, 'j', 1, 1, 1, x'01', 0, 9), ('a', 1, 2, 'j', 1, 1, 1, x'01', 0, 0),
            ('a', 2, 1, 'j', 1, 1, 1, x'01', 0, 9), ('a', 2, 2, 'j', 1, 1, 1, x'01', 0, 9);
        insert into cases (id, jurisdiction_id, account_id, saved_ms, body) values ('heard', 'j', 'a', 1, '{}');
        insert into cases (id, jurisdiction_id, account_id, saved_ms, report) values ('own', 'j', 'a', 1, '{}');
        insert into tasks (id, jurisdiction_id, account_id, body, version) values ('open', 'j', 'a', '{}', 1);
        insert into tasks (id, jurisdiction_id, account_id, body, version, answer, operation_id)
        values ('done', 'j', 'a', '{}', 1, '{}', 'o');";

    #[test]
    fn every_table_goes_or_stays_for_a_reason() {
        let phone = Phone::in_town(&Settings::default());
        phone.core.store().write(|w| Ok(w.sql.execute_batch(PLANTED)?)).unwrap();
        let all = phone.core.store().read(|r| Ok(tables(r.sql))).unwrap();
        let named: BTreeSet<String> = GOES.iter().chain(STAYS).map(|(table, _)| (*table).to_owned()).collect();
        assert_eq!(all, named, "a table that nobody decided about when somebody signs out");
        phone
            .core
            .store()
            .read(|r| {
                for (table, _) in GOES {
                    assert!(counted(r.sql, table) > 0, "{table}: nothing there that could go");
                }
                Ok(())
            })
            .unwrap();

        phone.tell(Ask::SignOut);
        phone
            .core
            .store()
            .read(|r| {
                let own = ["cases", "tasks", "track_pieces"];
                for (table, _) in GOES.iter().filter(|(table, _)| !own.contains(table)) {
                    assert_eq!(counted(r.sql, table), 0, "{table}");
                }
                let kept = ["track_pieces", "track_pieces where number = 2"].map(|from| counted(r.sql, from));
                assert_eq!(kept, [2, 2], "what was not handed in, and what the running shift counts on from");
                assert_eq!((counted(r.sql, "cases"), counted(r.sql, "cases where id = 'own'")), (1, 1));
                assert_eq!((counted(r.sql, "tasks"), counted(r.sql, "tasks where id = 'done'")), (1, 1));
                assert_eq!(counted(r.sql, "session where token = '' and pull_cursor = '' and taking = 1"), 1);
                Ok(())
            })
            .unwrap();
    }
}
