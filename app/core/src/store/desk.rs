//! What the desk tells: its notices and the directory, as copies that are read offline, and what was read of them.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension as _;
use shared::api::announcements::{Announcement, Importance};
use shared::api::directory::DirectoryEntry;
use shared::ids::{AccountId, AnnouncementId, Sha256};
use shared::time::Instant;

use super::{Reader, Writer, count, json, parsed, unreadable};
use crate::error::Result;

/// One of the two copies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum List {
    /// The notices.
    Announcements,
    /// The directory.
    Directory,
}

impl List {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Announcements => "announcements",
            Self::Directory => "directory",
        }
    }
}

/// How many notices were not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unread {
    /// All of them.
    pub all: u64,
    /// Of these, the urgent ones.
    pub urgent: u64,
}

impl Reader<'_> {
    /// Returns by which hash a copy was taken; nothing where there is none.
    pub fn desk_list(&self, list: List) -> Result<Option<Sha256>> {
        let sql = "select hash from desk_lists where list = ?1";
        Ok(self.sql.query_row(sql, [list.as_str()], |row| parsed(row, "hash")).optional()?)
    }

    /// Returns the notices that hold at a moment, the newest first; whether each was read is what is known here.
    pub fn announcements(&self, now: Instant) -> Result<Vec<Announcement>> {
        let mut query = self.sql.prepare_cached(
            "select body, is_read from announcements
             where from_ms <= ?1 and (until_ms = 0 or until_ms > ?1) order by id desc",
        )?;
        let rows = query.query_map([now.ms()], |row| {
            let heard: Announcement = json(row, "body")?.ok_or_else(|| unreadable("body"))?;
            Ok(Announcement { read: row.get("is_read")?, ..heard })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Counts the notices that hold at a moment and were not read.
    pub fn unread_announcements(&self, now: Instant) -> Result<Unread> {
        let unread = self.sql.query_row(
            "select count(*) as unread, coalesce(sum(is_urgent), 0) as urgent from announcements
             where is_read = 0 and from_ms <= ?1 and (until_ms = 0 or until_ms > ?1)",
            [now.ms()],
            |row| Ok(Unread { all: count(row, "unread")?, urgent: count(row, "urgent")? }),
        )?;
        Ok(unread)
    }

    /// Returns what somebody read and the server was not told, the first first.
    pub fn reads_to_tell(&self, account: AccountId) -> Result<Vec<AnnouncementId>> {
        let sql = "select id from announcement_reads where account_id = ?1 order by read_ms, id";
        let mut query = self.sql.prepare_cached(sql)?;
        let rows = query.query_map([account.to_string()], |row| parsed(row, "id"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns what was read here, whether the server was told or not.
    fn read_here(&self) -> Result<BTreeSet<AnnouncementId>> {
        let sql = "select id from announcements where is_read = 1 union select id from announcement_reads";
        let mut query = self.sql.prepare_cached(sql)?;
        let rows = query.query_map([], |row| parsed(row, "id"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the directory's entries in their order.
    pub fn directory(&self) -> Result<Vec<DirectoryEntry>> {
        let mut query = self.sql.prepare_cached("select body from directory_entries order by number")?;
        let rows = query.query_map([], |row| {
            let entry: Option<DirectoryEntry> = json(row, "body")?;
            entry.ok_or_else(|| unreadable("body"))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Puts notices in the place of those before them. What was read here stays read, also where the server was not told.
    pub fn take_announcements(&self, heard: &[Announcement], hash: &Sha256) -> Result<()> {
        let read = self.read_here()?;
        self.sql.execute("delete from announcements", [])?;
        for announcement in heard {
            self.sql.execute(
                "insert or replace into announcements
                    (id, jurisdiction_id, body, is_urgent, from_ms, until_ms, is_read)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                rusqlite::params![
                    announcement.id.to_string(),
                    announcement.jurisdiction.as_str(),
                    serde_json::to_string(announcement)?,
                    announcement.importance == Importance::Urgent,
                    announcement.from.ms(),
                    announcement.until.map_or(0, Instant::ms),
                    announcement.read || read.contains(&announcement.id),
                ],
            )?;
        }
        self.put_desk_list(List::Announcements, hash)
    }

    /// Puts the directory's entries in the place of those before them.
    pub fn take_directory(&self, heard: &[DirectoryEntry], hash: &Sha256) -> Result<()> {
        self.sql.execute("delete from directory_entries", [])?;
        let mut insert = self.sql.prepare_cached("insert into directory_entries (number, body) values (?1, ?2)")?;
        for (number, entry) in (1_i64..).zip(heard) {
            insert.execute((number, serde_json::to_string(entry)?))?;
        }
        self.put_desk_list(List::Directory, hash)
    }

    fn put_desk_list(&self, list: List, hash: &Sha256) -> Result<()> {
        let sql = "insert or replace into desk_lists (list, hash) values (?1, ?2)";
        self.sql.execute(sql, (list.as_str(), hash.as_str()))?;
        Ok(())
    }

    /// Lets one copy go.
    pub fn forget_desk_list(&self, list: List) -> Result<()> {
        let sql = match list {
            List::Announcements => "delete from announcements",
            List::Directory => "delete from directory_entries",
        };
        self.sql.execute(sql, [])?;
        self.sql.execute("delete from desk_lists where list = ?1", [list.as_str()])?;
        Ok(())
    }

    /// Lets both copies go. What was read and not told yet stays.
    pub fn forget_desk(&self) -> Result<()> {
        self.forget_desk_list(List::Announcements)?;
        self.forget_desk_list(List::Directory)
    }

    /// Lets go what anybody read and the server was not told: the phone is another person's now.
    pub fn forget_reads(&self) -> Result<()> {
        self.sql.execute("delete from announcement_reads", [])?;
        Ok(())
    }

    /// Keeps that somebody read a notice; it is to be told. Nothing where it is not here, or was read before.
    pub fn read_announcement(&self, account: AccountId, id: AnnouncementId, now: Instant) -> Result<()> {
        let sql = "update announcements set is_read = 1 where id = ?1 and is_read = 0";
        if self.sql.execute(sql, [id.to_string()])? > 0 {
            self.sql.execute(
                "insert or ignore into announcement_reads (account_id, id, read_ms) values (?1, ?2, ?3)",
                (account.to_string(), id.to_string(), now.ms()),
            )?;
        }
        Ok(())
    }

    /// Lets go what the server was told.
    pub fn reads_told(&self, account: AccountId, ids: &[AnnouncementId]) -> Result<()> {
        for id in ids {
            let sql = "delete from announcement_reads where account_id = ?1 and id = ?2";
            self.sql.execute(sql, (account.to_string(), id.to_string()))?;
        }
        Ok(())
    }
}
