//! When a program is killed: after some milliseconds, or before a call to the disk that has a name.

use std::fmt;
use std::process::Command;
use std::time::Duration;

use crate::chance::Chance;

/// The library that kills before a named call.
const LIBRARY: &str = env!("XUNGE_KILLPOINT");

/// A call to the disk: what it is about, which call, which path, and how many there may be of it in one run.
pub struct Point {
    /// Its name.
    pub name: &'static str,
    call: &'static str,
    path: &'static str,
    most: u64,
}

const fn point(name: &'static str, call: &'static str, path: &'static str, most: u64) -> Point {
    Point { name, call, path, most }
}

/// Where a collector's program is killed.
pub const PHONE: [Point; 8] = [
    point("a shot's file is written", "write", "*/files/*", 6),
    point("a shot's file is flushed", "sync", "*/files/*.part", 6),
    point("a shot's file gets its name", "rename", "*/files/*", 6),
    point("the folder of the files is flushed", "sync", "*/files", 6),
    point("the database's log is written", "write", "*/xunge.db-wal", 120),
    point("the database's log is flushed", "sync", "*/xunge.db-wal", 24),
    point("the log goes into the database", "write", "*/xunge.db", 12),
    point("the database is flushed", "sync", "*/xunge.db", 2),
];

/// Where a server is killed.
pub const SERVER: [Point; 10] = [
    point("an upload is written", "write", "*/staging/*", 6),
    point("an upload is flushed", "sync", "*/staging/*", 4),
    point("an upload gets its place", "rename", "*/media/*", 4),
    point("a shelf is flushed", "sync", "*/media/??", 4),
    point("the folder of the shelves is flushed", "sync", "*/media", 4),
    point("a thumbnail is written", "write", "*/thumbs/*", 4),
    point("the database's log is written", "write", "*/xunge.db-wal", 120),
    point("the database's log is flushed", "sync", "*/xunge.db-wal", 24),
    point("the log goes into the database", "write", "*/xunge.db", 12),
    point("the database is flushed", "sync", "*/xunge.db", 2),
];

/// Where a collector's program is killed while it erases its home as it was ordered.
pub const ERASING: [Point; 10] = [
    point("the mark is written", "write", "*/files/.wipe.part", 2),
    point("the mark is flushed", "sync", "*/files/.wipe.part", 2),
    point("the mark gets its name", "rename", "*/files/wipe", 2),
    point("the key goes", "unlink", "*/home.key", 1),
    point("the folder of the key is flushed", "sync", "*/.tmp??????", 2),
    point("the database goes", "unlink", "*/xunge.db*", 3),
    point("the journal goes", "unlink", "*/journal", 1),
    point("the home is flushed", "sync", "*/home", 3),
    point("a shot's file goes", "unlink", "*/files/*", 6),
    point("the folder of the files is flushed", "sync", "*/files", 4),
];

/// When a program is killed.
pub enum When {
    /// Not at all.
    Never,
    /// After so long.
    After(Duration),
    /// Before the call of that number.
    Before(&'static Point, u64),
}

impl When {
    /// Draws a moment: one in three after some milliseconds, else before one of the points.
    pub fn draw(chance: &mut Chance, points: &'static [Point], most_ms: u64) -> Self {
        let moment = Duration::from_millis(chance.below(most_ms));
        match chance.one(points) {
            Some(point) if chance.below(3) > 0 => Self::Before(point, chance.below(point.most)),
            Some(_) | None => Self::After(moment),
        }
    }

    /// Says whether it is a point.
    pub fn is_a_point(&self) -> bool {
        matches!(self, Self::Before(..))
    }

    /// Says whether it is a moment.
    pub fn is_a_moment(&self) -> bool {
        matches!(self, Self::After(_))
    }

    /// Lays the library under a program that is killed at a point.
    pub fn lay_under(&self, command: &mut Command) {
        if let Self::Before(point, number) = self {
            command.env("LD_PRELOAD", LIBRARY);
            command.env("XUNGE_KILL", format!("{}/{number}/{}", point.call, point.path));
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => write!(f, "never"),
            Self::After(moment) => write!(f, "after {} ms", moment.as_millis()),
            Self::Before(point, number) => write!(f, "before {} for the {}th time", point.name, number + 1),
        }
    }
}
