//! Base maps: who is offered which, in parts, replaced, taken away, checked, and not in a backup.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use reqwest::Method;
use serde_json::{Value, json};
use server::backup::format::Media;
use server::backup::restore::{Found, restore};
use server::backup::take::take;
use server::base_maps::actions::{self, Brought};
use server::check::{Depth, all};
use shared::account::Actor;
use shared::api::base_maps::{BaseMap, BaseMapList};
use shared::base_map::kind::MapKind;
use shared::ids::Sha256;
use shared::place::crs::Crs;

use crate::harness::city::{BEILIN, WEIYANG};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, config, on_both_engines};

const MAPS: &str = "/api/v1/base-maps";

/// A vector map: its head, a directory that nobody here reads, and tiles of so many bytes.
fn pmtiles(fill: u8, tiles_bytes: u64) -> Vec<u8> {
    let mut bytes = b"PMTiles\x03".to_vec();
    for number in [127, 10, 137, 2, 0, 0, 139, tiles_bytes, 1, 1, 1] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend([1, 2, 2, 1, 10, 14]);
    for units in [1_088_000_000_i32, 341_000_000, 1_091_000_000, 344_000_000] {
        bytes.extend(units.to_le_bytes());
    }
    bytes.push(11);
    bytes.extend([0; 8]);
    bytes.extend([9; 12]);
    bytes.extend((0..tiles_bytes).map(|at| fill ^ (at % 251) as u8));
    bytes
}

fn by() -> Actor {
    Actor::System { rule: "test".to_owned() }
}

fn brought(world: &World, of: Option<&str>, name: &str) -> Brought {
    let city = world.app.city().city_id().cloned().unwrap();
    Brought {
        jurisdiction: of.map_or(city, |of| of.parse().unwrap()),
        name: name.to_owned(),
        name_en: "Streets".to_owned(),
        crs: Crs::Gcj02,
        attribution: "市测绘院".to_owned(),
    }
}

/// Imports a map of a jurisdiction, or of the whole city.
async fn import(world: &World, of: Option<&str>, name: &str, bytes: &[u8]) -> anyhow::Result<BaseMap> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.pmtiles");
    std::fs::write(&path, bytes).unwrap();
    actions::import(&world.app, &path, brought(world, of, name), &by()).await
}

async fn names(desk: &Desk) -> Vec<String> {
    let list: BaseMapList = ok(desk.get(MAPS).await).await;
    list.maps.into_iter().map(|map| map.name).collect()
}

async fn part(desk: &Desk, hash: &Sha256, headers: &[(&str, &str)]) -> (u16, String, Vec<u8>) {
    let mut request = desk.request(Method::GET, &format!("{MAPS}/{hash}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let reply = request.send().await.unwrap();
    let said = reply.headers().get("content-range").map(|value| value.to_str().unwrap().to_owned());
    (reply.status().as_u16(), said.unwrap_or_default(), reply.bytes().await.unwrap().to_vec())
}

/// Where the bytes of a map lie.
fn kept(world: &World, hash: &Sha256) -> std::path::PathBuf {
    world.app.config.data.join("base-maps").join(hash.as_str().get(..2).unwrap()).join(hash.as_str())
}

async fn problems(world: &World, depth: Depth) -> Vec<String> {
    all(&world.app, depth).await.unwrap().problems
}

on_both_engines! {
    async fn a_map_is_for_its_jurisdiction_and_the_citys_is_for_all(world: &World) {
        let zheng = world.desk("zheng").await;
        assert!(names(&zheng).await.is_empty());
        let [wang, chen] = world.phones(["wang", "chen"]).await;
        assert_eq!(wang.hello(world).await.base_maps, None, "an older phone hears what it always heard");
        let own = import(world, Some(WEIYANG), "未央街道图", &pmtiles(1, 5_000)).await.unwrap();
        let whole = import(world, None, "全市图", &pmtiles(2, 5_000)).await.unwrap();
        let foreign = import(world, Some(BEILIN), "碑林街道图", &pmtiles(3, 5_000)).await.unwrap();

        let nobody = |path: String| world.http.get(format!("{}{path}", world.base)).send();
        assert_eq!(refused(nobody(MAPS.to_owned()).await.unwrap()).await, (401, "not_signed_in".to_owned()));
        let path = format!("{MAPS}/{}", whole.hash);
        assert_eq!(refused(nobody(path).await.unwrap()).await, (401, "not_signed_in".to_owned()));

        assert_eq!(names(&zheng).await, ["未央街道图", "全市图"], "the own one first");
        assert_eq!(names(&world.desk("zhu").await).await, ["碑林街道图", "全市图"]);
        for user in ["wang", "west", "worker", "zheng"] {
            let desk = world.desk(user).await;
            assert_eq!(part(&desk, &own.hash, &[]).await.0, 200, "{user}");
            assert_eq!(part(&desk, &whole.hash, &[]).await.0, 200, "{user}");
            let reply = desk.get(&format!("{MAPS}/{}", foreign.hash)).await;
            assert_eq!(refused(reply).await, (404, "not_found".to_owned()), "{user}: another town's is not there");
        }
        let boss = world.desk("boss").await;
        assert_eq!(part(&boss, &foreign.hash, &[]).await.0, 200, "whoever sees the whole city");
        for name in ["0", "../../etc/passwd", Sha256::of(b"none").as_str()] {
            let reply = boss.get(&format!("{MAPS}/{}", name.replace('/', "%2F"))).await;
            assert_eq!(refused(reply).await, (404, "not_found".to_owned()), "{name}");
        }

        let (mine, theirs) = (wang.hello(world).await.base_maps.unwrap(), chen.hello(world).await.base_maps.unwrap());
        assert_ne!(mine, theirs);
        let list: BaseMapList = ok(wang.request(Method::GET, MAPS).send().await.unwrap()).await;
        assert_eq!(list.mark, mine, "a hello names the list");
        let map = &list.maps[0];
        assert_eq!((map.kind, map.crs, map.min_zoom, map.max_zoom), (MapKind::Vector, Crs::Gcj02, 10, 14));
        assert_eq!((map.bounds, map.size_bytes), ([108.8, 34.1, 109.1, 34.4], 5_139));
        assert_eq!(map, &own);
    }

    async fn a_map_is_read_in_parts(world: &World) {
        let bytes = pmtiles(4, 3_000_000);
        let map = import(world, None, "全市图", &bytes).await.unwrap();
        let desk = world.desk("wang").await;
        let etag = format!("\"{}\"", map.hash);
        let total = bytes.len();
        let (status, said, got) = part(&desk, &map.hash, &[("range", "bytes=0-126")]).await;
        assert_eq!((status, said), (206, format!("bytes 0-126/{total}")));
        assert_eq!(got, bytes[..127]);
        let range = format!("bytes={}-{}", 1_000_000, 2_499_999);
        let (status, said, got) = part(&desk, &map.hash, &[("range", &range), ("if-range", &etag)]).await;
        assert_eq!((status, said), (206, format!("bytes 1000000-2499999/{total}")));
        assert!(got == bytes[1_000_000..2_500_000], "more than is read at once");
        let (status, said, got) = part(&desk, &map.hash, &[("range", "bytes=-10")]).await;
        assert_eq!((status, said), (206, format!("bytes {}-{}/{total}", total - 10, total - 1)));
        assert_eq!(got, bytes[total - 10..]);

        let behind = format!("bytes={total}-");
        let (status, said, _) = part(&desk, &map.hash, &[("range", &behind)]).await;
        assert_eq!((status, said), (416, format!("bytes */{total}")));
        let reply = desk.request(Method::GET, &format!("{MAPS}/{}", map.hash)).header("range", &behind).send().await;
        assert_eq!(refused(reply.unwrap()).await, (416, "range_unsatisfiable".to_owned()));

        let other = [("range", "bytes=0-9"), ("if-range", "\"other\""), ("accept-encoding", "zstd, gzip")];
        let (status, said, got) = part(&desk, &map.hash, &other).await;
        assert_eq!((status, said.as_str()), (200, ""), "a part of another file is not gone on with");
        assert!(got == bytes, "whole, and as it is");

        let head = desk.request(Method::HEAD, &format!("{MAPS}/{}", map.hash)).send().await.unwrap();
        let said = |name: &str| head.headers()[name].to_str().unwrap().to_owned();
        assert_eq!((head.status().as_u16(), said("content-length")), (200, total.to_string()));
        assert_eq!((said("etag"), said("accept-ranges")), (etag, "bytes".to_owned()));
        assert_eq!(said("content-type"), "application/vnd.pmtiles");
        assert!(said("cache-control").contains("immutable"));
    }

    async fn one_of_the_same_name_takes_the_place_and_one_that_is_taken_away_is_gone(world: &World) {
        let old = import(world, None, "全市图", &pmtiles(5, 900)).await.unwrap();
        let desk = world.desk("wang").await;
        let [wang] = world.phones(["wang"]).await;
        let before = wang.hello(world).await.base_maps;
        let again = import(world, None, "全市图", &pmtiles(5, 900)).await.unwrap();
        assert_eq!((again.hash, names(&desk).await.len()), (old.hash.clone(), 1), "the same file once more");
        assert!(kept(world, &old.hash).is_file());

        let new = import(world, None, "全市图", &pmtiles(6, 900)).await.unwrap();
        assert_ne!(wang.hello(world).await.base_maps, before);
        assert_eq!(names(&desk).await, ["全市图"]);
        assert_eq!(part(&desk, &old.hash, &[]).await.0, 404);
        assert_eq!(part(&desk, &new.hash, &[]).await.0, 200);
        assert!(!kept(world, &old.hash).exists(), "gigabytes do not pile up");
        assert_eq!(world.count("select count(*) from base_maps where is_current = 1").await, 1);

        // The same file is the town's own as well: it stays as long as one of both is offered.
        import(world, Some(WEIYANG), "未央街道图", &pmtiles(6, 900)).await.unwrap();
        assert_eq!(names(&desk).await, ["未央街道图"], "one file is listed once");
        let city = world.app.city().city_id().cloned().unwrap();
        assert!(actions::remove(&world.app, &city, "全市图", &by()).await.unwrap());
        assert!(!actions::remove(&world.app, &city, "全市图", &by()).await.unwrap(), "there is none any more");
        assert_eq!(part(&desk, &new.hash, &[]).await.0, 200);
        assert_eq!(part(&world.desk("zhu").await, &new.hash, &[]).await.0, 404);
        assert!(actions::remove(&world.app, &WEIYANG.parse().unwrap(), "未央街道图", &by()).await.unwrap());
        assert!(!kept(world, &new.hash).exists());
        assert!(names(&desk).await.is_empty());
        assert!(wang.hello(world).await.base_maps.is_some(), "the phone hears that the list is empty");
        assert_eq!(world.count("select count(*) from audit where action = 'import_base_map'").await, 4);
        assert_eq!(world.count("select count(*) from audit where action = 'remove_base_map'").await, 2);
    }

    async fn what_is_no_map_is_refused_and_leaves_nothing(world: &World) {
        let whole = pmtiles(7, 900);
        let cut = &whole[..whole.len() - 1];
        for (bytes, why) in [(b"".as_slice(), "no PMTiles"), ([0; 500].as_slice(), "no PMTiles"), (cut, "not whole")] {
            let error = format!("{:#}", import(world, None, "全市图", bytes).await.unwrap_err());
            assert!(error.contains(why), "{error}");
        }
        let error = import(world, Some("610199"), "图", &whole).await.unwrap_err().to_string();
        assert!(error.contains("no jurisdiction"), "{error}");
        for name in ["", "  ", "two\nlines"] {
            assert!(import(world, None, name, &whole).await.is_err(), "{name:?}");
        }
        let nowhere = actions::import(&world.app, Path::new("/nowhere.pmtiles"), brought(world, None, "图"), &by()).await;
        assert!(format!("{:#}", nowhere.unwrap_err()).contains("/nowhere.pmtiles"));
        world.disk.set_free(1_000);
        let error = import(world, None, "全市图", &whole).await.unwrap_err().to_string();
        assert!(error.contains("disk_full"), "{error}");
        assert_eq!(world.count("select count(*) from base_maps").await, 0);
        let left = std::fs::read_dir(world.app.config.data.join("base-maps")).unwrap();
        let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).filter(|name| name != "thumbs").collect();
        assert!(left.is_empty(), "{left:?}");
    }

    async fn the_check_reads_maps_and_says_what_is_wrong_with_them(world: &World) {
        let map = import(world, None, "全市图", &pmtiles(8, 2_000_000)).await.unwrap();
        let found = all(&world.app, Depth::Media).await.unwrap();
        assert_eq!((found.base_maps, found.problems), (1, Vec::new()));
        let path = kept(world, &map.hash);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[1_500_000] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        assert!(problems(world, Depth::Rows).await.is_empty(), "rows only");
        let said = problems(world, Depth::Media).await;
        assert!(said.len() == 1 && said[0].contains("全市图") && said[0].contains("changed"), "{said:?}");
        std::fs::write(&path, &bytes[..1_500_000]).unwrap();
        assert!(problems(world, Depth::Media).await[0].contains("shorter"));
        let desk = world.desk("wang").await;
        let cut = desk.get(&format!("{MAPS}/{}", map.hash)).await.bytes().await;
        assert!(cut.is_err(), "fewer bytes must not look like all");
        std::fs::remove_file(&path).unwrap();
        assert!(problems(world, Depth::Media).await[0].contains("not here"));
        let reply = desk.get(&format!("{MAPS}/{}", map.hash)).await;
        assert_eq!(refused(reply).await, (404, "not_found".to_owned()));
    }

    async fn what_accounts_bring_and_what_is_swept_never_touches_a_map(world: &World) {
        let bytes = pmtiles(9, 1_000);
        let map = import(world, None, "全市图", &bytes).await.unwrap();
        let [wang] = world.phones(["wang"]).await;
        wang.upload(&bytes).await;
        world.clock.forward_ms(49 * 3_600_000);
        server::media::actions::sweep(&world.app).await.unwrap();
        assert_eq!(world.count("select count(*) from files").await, 0, "no case asked for it");
        let desk = world.desk("wang").await;
        assert_eq!(part(&desk, &map.hash, &[]).await, (200, String::new(), bytes));
    }

    async fn a_backup_lists_maps_and_a_restore_says_which_to_bring_again(world: &World) {
        let bytes = pmtiles(10, 1_000);
        let map = import(world, None, "全市图", &bytes).await.unwrap();
        let (folder, now) = (tempfile::tempdir().unwrap(), world.app.clock.now());
        let file = folder.path().join("city.xunge-backup");
        take(&world.app.db, &*world.app.storage, &file, Media::Included, now, &|_| {}).await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let config = config(data.path(), None);
        let told = restore(&config, &file, Found::Refuse, now.plus_ms(60_000), &|_| {}).await.unwrap();
        assert_eq!(told.base_maps_missing, 1);
        let other = World::serving(config, data, world.clock.clone()).await;
        let said = problems(&other, Depth::Media).await;
        assert!(said.len() == 1 && said[0].contains("import it again"), "{said:?}");
        let desk = other.desk("wang").await;
        assert_eq!(names(&desk).await, ["全市图"], "phones that hold it keep it");
        let again = import(&other, None, "全市图", &bytes).await.unwrap();
        assert_eq!(again.hash, map.hash);
        assert!(problems(&other, Depth::Media).await.is_empty());
        assert_eq!(part(&desk, &map.hash, &[]).await.2, bytes);
        other.stop().await;
    }

    async fn the_description_of_a_list_is_that_of_a_real_one(world: &World) {
        import(world, None, "全市图", &pmtiles(11, 1_000)).await.unwrap();
        let list: Value = ok(world.desk("wang").await.get(MAPS).await).await;
        let fields: BTreeSet<&String> = list["maps"][0].as_object().unwrap().keys().collect();
        let api = serde_json::to_value(server::http::router::description()).unwrap();
        let described = api["components"]["schemas"]["BaseMap"]["properties"].as_object().unwrap();
        assert_eq!(fields, described.keys().collect::<BTreeSet<_>>());
    }
}

/// Runs a command on a data folder of its own.
fn run(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xunge-server"));
    command.args(arguments).env_remove("XUNGE_DATA").env_remove("XUNGE_DATABASE_URL").env("XUNGE_LOG", "warn");
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    command.arg("--data").arg(data).output().unwrap()
}

#[track_caller]
fn done(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[track_caller]
fn not_done(output: &Output, word: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(word), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn an_operator_imports_lists_and_removes_by_command() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("map.pmtiles"));
    let file_name = file.display().to_string();
    let bytes = pmtiles(12, 1_000);
    std::fs::write(&file, &bytes).unwrap();
    not_done(&run(&data, &["import", "basemap", &file_name]), "--name");
    not_done(&run(&data, &["import", "units", &file_name, "--name", "图"]), "are for a base map");
    let import =
        ["import", "basemap", &file_name, "--name", "街道图", "--name-en", "Streets", "--crs", "GCJ-02", "--json"];
    let told = done(&run(&data, &import));
    assert_eq!((&told["name"], &told["crs"], &told["kind"]), (&json!("街道图"), &json!("gcj02"), &json!("vector")));
    assert_eq!(told["hash"], Sha256::of(&bytes).as_str());
    let listed = done(&run(&data, &["basemaps", "list", "--json"]));
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(done(&run(&data, &["check", "--media", "--json"]))["base_maps"], 1);
    not_done(&run(&data, &["basemaps", "remove", "别的图"]), "has no base map");
    assert_eq!(done(&run(&data, &["basemaps", "remove", "街道图", "--json"]))["name"], "街道图");
    assert_eq!(done(&run(&data, &["basemaps", "list", "--json"])), Value::Array(Vec::new()));
}
