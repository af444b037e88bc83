//! The same question put to PostGIS: a join of points with the grids they lie in, over a GiST index, on one thread.

use std::time::{Duration, Instant};

use shared::grid::boundaries::Boundaries;
use shared::place::point::Point;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

const RUNS: usize = 3;

/// Returns how long the join takes and how many points found a grid; a word instead where there is no PostGIS.
pub async fn join(packs: &[Boundaries], points: &[Point]) -> Result<(Duration, i64), String> {
    let Ok(url) = std::env::var("XUNGE_TEST_POSTGRES") else {
        return Err("XUNGE_TEST_POSTGRES names no PostgreSQL server".to_owned());
    };
    let mut server = PgConnection::connect(&url).await.unwrap();
    let known: i64 = sqlx::query("select count(*) from pg_available_extensions where name = 'postgis'")
        .fetch_one(&mut server)
        .await
        .unwrap()
        .get(0);
    if known == 0 {
        return Err("this PostgreSQL has no PostGIS".to_owned());
    }
    let name = format!("xunge_points_{}", std::process::id());
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(&mut server).await.unwrap();
    let (base, _) = url.rsplit_once('/').unwrap();
    let mut own = PgConnection::connect(&format!("{base}/{name}")).await.unwrap();
    let measured = measure(&mut own, packs, points).await;
    own.close().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("drop database {name}"))).execute(&mut server).await.unwrap();
    Ok(measured)
}

async fn measure(own: &mut PgConnection, packs: &[Boundaries], points: &[Point]) -> (Duration, i64) {
    own.execute("create extension postgis").await.unwrap();
    own.execute("create table grids (code text primary key, shape geometry(polygon, 4326) not null)").await.unwrap();
    own.execute("create table points (id bigint primary key, place geometry(point, 4326) not null)").await.unwrap();
    let grids: Vec<_> = packs.iter().flat_map(|pack| &pack.grids).collect();
    for some in grids.chunks(5_000) {
        let codes: Vec<String> = some.iter().map(|grid| grid.code.to_string()).collect();
        let shapes: Vec<String> = some.iter().map(|grid| polygon(grid)).collect();
        sqlx::query(
            "insert into grids select code, st_geomfromtext(shape, 4326) from unnest($1, $2) as g (code, shape)",
        )
        .bind(codes)
        .bind(shapes)
        .execute(&mut *own)
        .await
        .unwrap();
    }
    for (part, some) in points.chunks(50_000).enumerate() {
        let ids: Vec<i64> = (0..some.len()).map(|at| i64::try_from(part * 50_000 + at).unwrap()).collect();
        let lons: Vec<f64> = some.iter().map(|point| point.lon()).collect();
        let lats: Vec<f64> = some.iter().map(|point| point.lat()).collect();
        sqlx::query(
            "insert into points select id, st_setsrid(st_makepoint(lon, lat), 4326) \
             from unnest($1, $2, $3) as p (id, lon, lat)",
        )
        .bind(ids)
        .bind(lons)
        .bind(lats)
        .execute(&mut *own)
        .await
        .unwrap();
    }
    for statement in [
        "create index grids_by_place on grids using gist (shape)",
        "vacuum analyze grids",
        "vacuum analyze points",
        // One thread against one thread.
        "set max_parallel_workers_per_gather = 0",
    ] {
        own.execute(statement).await.unwrap();
    }
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..RUNS {
        let begun = Instant::now();
        let row = sqlx::query("select count(*) from points p join grids g on st_contains(g.shape, p.place)");
        found = row.fetch_one(&mut *own).await.unwrap().get(0);
        times.push(begun.elapsed());
    }
    times.sort();
    (times[RUNS / 2], found)
}

/// Writes a grid as text, its outer ring first.
fn polygon(grid: &shared::grid::boundaries::UnitGrid) -> String {
    let mut rings: Vec<_> = grid.rings.iter().collect();
    rings.sort_by_key(|ring| std::cmp::Reverse(ring.twice_area()));
    let rings: Vec<String> = rings
        .iter()
        .map(|ring| {
            let closed = ring.points().iter().chain(ring.points().first());
            let corners: Vec<String> = closed.map(|point| format!("{} {}", point.lon(), point.lat())).collect();
            format!("({})", corners.join(", "))
        })
        .collect();
    format!("polygon({})", rings.join(", "))
}
