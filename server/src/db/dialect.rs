//! Where the two engines truly differ, with both texts side by side.

use shared::refusal::Code;

/// Which engine is behind the pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Embedded; the default.
    Sqlite,
    /// PostgreSQL, or what speaks its protocol.
    Postgres,
}

/// What the writing connection of SQLite is told first.
pub(super) const PRAGMAS_WRITE: &str = "\
pragma journal_mode = wal; \
pragma synchronous = full; \
pragma busy_timeout = 10000; \
pragma foreign_keys = on; \
pragma temp_store = memory;";

/// What the reading connections of SQLite are told first: they cannot write, by mistake or otherwise.
pub(super) const PRAGMAS_READ: &str = "\
pragma busy_timeout = 10000; \
pragma query_only = on; \
pragma temp_store = memory;";

impl Engine {
    /// Tells the engine by the URL's scheme.
    pub fn of(url: &str) -> anyhow::Result<Self> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Ok(Self::Sqlite),
            Some("postgres" | "postgresql") => Ok(Self::Postgres),
            _ => anyhow::bail!("the database URL must begin with sqlite:// or postgres://"),
        }
    }

    /// Returns how many parameters one statement may carry.
    pub fn most_parameters(self) -> usize {
        match self {
            Self::Sqlite => 30_000,
            Self::Postgres => 60_000,
        }
    }
}

/// What begins a transaction that sees the database of one moment, however long it reads.
pub(super) const fn begin_snapshot(engine: Engine) -> &'static str {
    match engine {
        // A read transaction of a database in WAL mode keeps its moment while others write.
        Engine::Sqlite => "begin deferred",
        Engine::Postgres => "begin transaction isolation level repeatable read, read only",
    }
}

/// Lists our tables with their columns.
pub(super) const fn columns(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "select m.name as table_name, c.name as column_name, lower(c.type) as kind \
             from sqlite_schema m join pragma_table_info(m.name) c \
             where m.type = 'table' and substr(m.name, 1, 7) <> 'sqlite_' and m.name <> '_sqlx_migrations' \
             order by m.name, c.cid"
        }
        Engine::Postgres => {
            "select cast(table_name as text) as table_name, cast(column_name as text) as column_name, \
             cast(data_type as text) as kind \
             from information_schema.columns \
             where table_schema = current_schema() and table_name <> '_sqlx_migrations' \
             order by table_name, ordinal_position"
        }
    }
}

/// Lists which table refers to which.
pub(super) const fn references(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "select distinct m.name as child, f.\"table\" as parent \
             from sqlite_schema m join pragma_foreign_key_list(m.name) f \
             where m.type = 'table'"
        }
        Engine::Postgres => {
            "select distinct cast(c.relname as text) as child, cast(p.relname as text) as parent \
             from pg_constraint k \
             join pg_class c on c.oid = k.conrelid \
             join pg_class p on p.oid = k.confrelid \
             join pg_namespace n on n.oid = c.relnamespace \
             where k.contype = 'f' and n.nspname = current_schema()"
        }
    }
}

/// Lists the triggers with the statements that make them.
pub(super) const fn triggers(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "select name, tbl_name as table_name, sql as made_by from sqlite_schema where type = 'trigger' order by name"
        }
        Engine::Postgres => {
            "select cast(t.tgname as text) as name, cast(c.relname as text) as table_name, \
             pg_get_triggerdef(t.oid) as made_by \
             from pg_trigger t \
             join pg_class c on c.oid = t.tgrelid \
             join pg_namespace n on n.oid = c.relnamespace \
             where not t.tgisinternal and n.nspname = current_schema() \
             order by t.tgname"
        }
    }
}

/// Takes a trigger away; the names are those that [`triggers`] lists.
pub(super) fn drop_trigger(engine: Engine, name: &str, table: &str) -> String {
    match engine {
        Engine::Sqlite => format!("drop trigger \"{name}\""),
        Engine::Postgres => format!("drop trigger \"{name}\" on \"{table}\""),
    }
}

/// Asks what the engine is, how large the database is, and how many connections it has; PostgreSQL counts those of all
/// servers, SQLite knows of none but our own.
pub(super) const fn engine_facts(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "select sqlite_version() as version, \
             (select page_count from pragma_page_count()) * (select page_size from pragma_page_size()) as size_bytes, \
             0 as connections"
        }
        Engine::Postgres => {
            "select cast(current_setting('server_version') as text) as version, \
             pg_database_size(current_database()) as size_bytes, \
             (select count(*) from pg_stat_activity where datname = current_database()) as connections"
        }
    }
}

/// Takes cases whose assessment is to be read anew, from behind an id on. PostgreSQL has several writers: what another one
/// holds is left to it, so that nobody waits for anybody.
pub(crate) const fn take_unassessed(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "update cases set assessed_version = version where id in \
             (select id from cases where assessed_version = 0 and id > $1 order by id limit $2) \
             returning id, body"
        }
        Engine::Postgres => {
            "with dirty as materialized \
             (select id from cases where assessed_version = 0 and id > $1 order by id limit $2 for update skip locked) \
             update cases set assessed_version = version from dirty where cases.id = dirty.id \
             returning cases.id as id, cases.body as body"
        }
    }
}

/// Says whether the failure lies in the surroundings and may pass: the database is busy, the disk is full.
///
/// Matches the kind of failure, never the name of a constraint or the wording of a message.
pub fn trouble(cause: &anyhow::Error) -> Option<Code> {
    cause.chain().find_map(|link| {
        if let Some(error) = link.downcast_ref::<sqlx::Error>() {
            return of_database(error);
        }
        let error = link.downcast_ref::<std::io::Error>()?;
        let full = matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
        full.then_some(Code::DiskFull)
    })
}

fn of_database(error: &sqlx::Error) -> Option<Code> {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Some(Code::Busy),
        sqlx::Error::Database(database) => match database.code().as_deref() {
            // SQLite: full, and the extended codes of an input/output failure while writing.
            Some("13" | "778" | "1034") => Some(Code::DiskFull),
            // PostgreSQL: disk full.
            Some("53100") => Some(Code::DiskFull),
            // SQLite: busy, locked, busy snapshot.
            Some("5" | "6" | "261" | "517") => Some(Code::Busy),
            // PostgreSQL: serialization failure, deadlock, too many connections, shutting down.
            Some("40001" | "40P01" | "53300" | "57P01" | "57P03") => Some(Code::Busy),
            _ => None,
        },
        _ => None,
    }
}

/// Says whether JSON holds the one character that PostgreSQL keeps in no text. SQLite could keep it; both engines refuse
/// it alike, before anything is written.
pub fn holds_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let escape = rest.get(at + 1..).unwrap_or_default();
        if escape.starts_with(b"u0000") {
            return true;
        }
        // Behind an escaped backslash stands text, not an escape.
        rest = escape.get(1..).unwrap_or_default();
    }
    false
}

/// Says whether two transactions wrote the same key; the second one, begun again, sees what the first one wrote.
pub fn is_collision(cause: &anyhow::Error) -> bool {
    cause.chain().filter_map(|link| link.downcast_ref::<sqlx::Error>()).any(|error| match error {
        sqlx::Error::Database(database) => database.is_unique_violation(),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::holds_nul;

    #[test]
    fn only_the_character_itself_is_found_and_not_its_spelling() {
        assert!(holds_nul(br#"{"a":"x\u0000y"}"#));
        assert!(holds_nul(br#"{"a":"\\\u0000"}"#), "an escaped backslash and then the character");
        assert!(!holds_nul(br#"{"a":"\\u0000"}"#), "an escaped backslash and then five letters");
        assert!(!holds_nul(br#"{"a":"\n\u4e00"}"#));
        assert!(!holds_nul(b"\\"));
    }
}
