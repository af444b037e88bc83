//! The town as it is right after it was filled: made once by this program on each engine, and copied for every test. To
//! bring an empty database up to date and fill it takes longer than most tests.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use server::App;
use server::world::SystemRandom;
use sqlx::Connection as _;

use super::{HandClock, beside, city, config, name_of_its_own};

/// What this build of the program has made so far. Its tests are processes of their own: one makes a pattern, and the
/// others wait for it.
struct Kept {
    folder: PathBuf,
    built: String,
    _lock: File,
}

impl Kept {
    fn open() -> Self {
        let program = std::env::current_exe().unwrap();
        // What a server begins with is read when it begins: packs that changed make another town.
        let built = changed_ns(&program).max(changed_ns(&Path::new(env!("CARGO_MANIFEST_DIR")).join("packs")));
        let folder = program.with_extension("patterns");
        fs::create_dir_all(&folder).unwrap();
        let lock = File::create(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        Self { folder, built: built.to_string(), _lock: lock }
    }

    fn place(&self, engine: &str) -> PathBuf {
        self.folder.join(format!("{engine}-{}", self.built))
    }

    /// Makes a server's folder for an engine in the place of whatever an earlier build left.
    async fn make(&self, engine: &str, database_url: Option<String>) {
        for entry in fs::read_dir(&self.folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name().to_str().unwrap().starts_with(engine) {
                fs::remove_dir_all(entry.path()).unwrap();
            }
        }
        let unfinished = self.folder.join(format!("{engine}-unfinished"));
        fs::create_dir_all(&unfinished).unwrap();
        let config = config(&unfinished, database_url);
        let app = App::new(config, Arc::new(HandClock::new()), Arc::new(SystemRandom)).await.unwrap();
        city::fill(&app).await;
        app.db.close().await;
        fs::rename(&unfinished, self.place(engine)).unwrap();
    }
}

/// Puts what a server on the embedded database keeps into a folder.
pub async fn on_sqlite(data: &Path) {
    let kept = Kept::open();
    if !kept.place("sqlite").exists() {
        kept.make("sqlite", None).await;
    }
    copy(&kept.place("sqlite"), data);
}

/// Makes a database on a PostgreSQL server with all that the pattern has, and puts the rest of what a server keeps into a
/// folder. Returns the URL of the database.
pub async fn on_postgres(url: &str, data: &Path) -> String {
    let mut postgres = sqlx::AnyConnection::connect(url).await.unwrap();
    let kept = Kept::open();
    let pattern = format!("xunge_pattern_{}", kept.built);
    let known = format!("select 1 from pg_database where datname = '{pattern}'");
    let known = sqlx::raw_sql(sqlx::AssertSqlSafe(known)).fetch_optional(&mut postgres).await.unwrap();
    // The cluster may be a newer one than the folder.
    if known.is_none() || !kept.place("postgres").exists() {
        run(&mut postgres, format!("drop database if exists {pattern}")).await;
        run(&mut postgres, "drop database if exists xunge_unfinished".to_owned()).await;
        run(&mut postgres, "create database xunge_unfinished".to_owned()).await;
        kept.make("postgres", Some(beside(url, "xunge_unfinished"))).await;
        run(&mut postgres, format!("alter database xunge_unfinished rename to {pattern}")).await;
    }
    copy(&kept.place("postgres"), data);
    drop(kept);
    let name = name_of_its_own();
    run(&mut postgres, format!("drop database if exists {name}")).await;
    run(&mut postgres, format!("create database {name} template {pattern} strategy file_copy")).await;
    postgres.close().await.unwrap();
    beside(url, &name)
}

async fn run(postgres: &mut sqlx::AnyConnection, statement: String) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(postgres).await.unwrap();
}

/// Returns when a file, or the newest in a folder, was changed.
fn changed_ns(path: &Path) -> u128 {
    let facts = path.metadata().unwrap();
    let own = facts.modified().unwrap().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    if !facts.is_dir() {
        return own;
    }
    fs::read_dir(path).unwrap().map(|entry| changed_ns(&entry.unwrap().path())).fold(own, u128::max)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
