//! The commands that operators and scripts rely on: the real program, its exit code, its JSON.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};
use shared::place::convert::{Gcj02, Wgs84};

/// A data folder of its own and the program on it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xunge-server"));
        command.args(arguments).env_remove("XUNGE_DATA").env_remove("XUNGE_DATABASE_URL").env("XUNGE_LOG", "warn");
        command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        command
    }

    /// Runs a command that takes `--data`.
    fn on(&self, arguments: &[&str]) -> Output {
        self.command(arguments).arg("--data").arg(self.path("data")).stdin(Stdio::null()).output().unwrap()
    }

    fn with_stdin(&self, arguments: &[&str], stdin: &str) -> Output {
        let mut child = self.command(arguments);
        if arguments[0] != "deadline" {
            child.arg("--data").arg(self.path("data"));
        }
        let pipes = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }
}

#[track_caller]
fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn document(output: &Output) -> Value {
    serde_json::from_str(&done(output)).expect("standard output is one JSON document and nothing else")
}

/// The command was not done, says why on standard error and prints nothing that a script would take for a result.
#[track_caller]
fn not_done(output: &Output, word: &str) {
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(word), "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}

#[test]
fn a_training_city_accounts_devices_and_the_check() {
    let desk = Desk::new();
    let made = document(&desk.on(&["training", "--scale", "small", "--json"]));
    for count in ["grids", "units", "categories", "conditions"] {
        assert!(made[count].as_u64().unwrap() > 0, "{count}");
    }
    let accounts = made["accounts"].as_array().unwrap();
    for role in shared::account::Role::ALL {
        let one = accounts.iter().find(|one| one["role"] == role.as_str()).unwrap_or_else(|| panic!("no {role:?}"));
        for field in ["user", "password", "jurisdiction"] {
            assert!(!one[field].as_str().unwrap().is_empty(), "{field} of {role:?}");
        }
    }
    not_done(&desk.on(&["training", "--scale", "small", "--json"]), "--reset");

    let found = document(&desk.on(&["check", "--media", "--json"]));
    assert_eq!(
        found,
        json!({"cases": 0, "photos": 0, "originals": 0, "operations": 0, "gaps": 0, "files": 0, "base_maps": 0, "months": 0, "problems": []})
    );

    let password = desk.file("password", "a long secret\nanother line\n");
    let collector = accounts.iter().find(|one| one["role"] == "collector").unwrap();
    let beat = collector["grids"][0].as_str().unwrap();
    let add =
        ["account", "add", "zhang", "--role", "collector", "--grids", beat, "--password-file", &password, "--json"];
    let added = document(&desk.on(&add));
    assert_eq!(
        (&added["user"], &added["role"], &added["grids"]),
        (&json!("zhang"), &json!("collector"), &json!([beat]))
    );
    assert_eq!(added["jurisdiction"], collector["jurisdiction"], "whoever walks a beat works for who manages it");
    not_done(&desk.on(&add), "taken");
    let nowhere = ["account", "set", "--user", "zhang", "--grids", "no-such-beat"];
    not_done(&desk.on(&nowhere), "no-such-beat");
    not_done(&desk.on(&["account", "add", "x", "--role", "king", "--password-file", &password]), "roles are");
    done(&desk.on(&["account", "set", "zhang", "--role", "inspector", "--name", "张"]));
    done(&desk.with_stdin(&["account", "set", "--user", "zhang", "--password-file", "-"], "from a pipe\n"));
    done(&desk.on(&["account", "disable", "zhang"]));
    let list = document(&desk.on(&["account", "list", "--json"]));
    let zhang = list.as_array().unwrap().iter().find(|one| one["user"] == "zhang").unwrap();
    assert_eq!((&zhang["role"], &zhang["name"], &zhang["disabled"]), (&json!("inspector"), &json!("张"), &json!(true)));
    not_done(&desk.on(&["account", "disable", "nobody"]), "nobody");

    let user = collector["user"].as_str().unwrap();
    let link = done(&desk.on(&["device", "enroll", "--user", user, "--server", "https://xunge.example.cn/"]));
    let code = link.trim().strip_prefix("https://xunge.example.cn/enroll#").unwrap();
    assert_eq!(code.len(), 32);
    let link = document(&desk.on(&["device", "enroll", "--user", user, "--json"]));
    assert!(link["link"].as_str().unwrap().starts_with("http://127.0.0.1:8080/enroll#"));
    let wish = json!({"jurisdiction": "XA", "second_factor": "admins"}).to_string();
    done(&desk.on(&["import", "settings", &desk.file("settings.json", wish)]));
    let admin = accounts.iter().find(|one| one["role"] == "admin").unwrap()["user"].as_str().unwrap();
    not_done(&desk.on(&["device", "enroll", "--user", admin]), "second_factor_missing");
    done(&desk.on(&["device", "enroll", "--user", user]));
    assert_eq!(document(&desk.on(&["device", "list", "--json"])), json!([]));
    not_done(&desk.on(&["device", "revoke", "0193a000-0000-7000-8000-000000000001"]), "not_found");
}

#[test]
fn every_setting_can_be_set_also_one_that_is_seldom_said() {
    let desk = Desk::new();
    let set = |wish: Value| {
        let mut whole = json!({"jurisdiction": "XA"});
        whole.as_object_mut().unwrap().extend(wish.as_object().unwrap().clone());
        desk.on(&["import", "settings", &desk.file("settings.json", whole.to_string()), "--json"])
    };
    let wish = json!({"nearest_m": 30, "directory_days": 7, "track_days": 30, "tianditu_key": "k"});
    for _ in 0..2 {
        assert_eq!(document(&set(wish.clone()))["jurisdiction"], "XA");
    }
    done(&set(json!({"track_days": 90, "tianditu_key": ""})));
    not_done(&set(json!({"track_days": "many"})), "read the settings");
    not_done(&set(json!({"track_weeks": 3})), "track_weeks");
}

#[test]
fn a_training_city_is_made_again() {
    let desk = Desk::new();
    let small = ["training", "--scale", "small", "--json"];
    let first = document(&desk.on(&small));
    done(&desk.on(&["account", "disable", first["accounts"][0]["user"].as_str().unwrap()]));
    let again = document(&desk.on(&["training", "--scale", "small", "--reset", "--json"]));
    assert_eq!(again["accounts"].as_array().unwrap().len(), first["accounts"].as_array().unwrap().len());
    assert_eq!(document(&desk.on(&["check", "--json"]))["problems"], json!([]));
}

#[test]
fn deadlines_by_the_national_calendar_one_and_many() {
    let desk = Desk::new();
    let one =
        |start: &str, limit: &str| desk.command(&["deadline", "--start", start, "--limit", limit]).output().unwrap();
    assert_eq!(done(&one("2022-09-30T17:00:00+08:00", "2 work_hour")), "2022-10-08T09:00:00+08:00\n");
    assert_eq!(done(&one("2022-09-30T09:00:00Z", "2 urgent_hour")), "2022-09-30T19:00:00+08:00\n");
    not_done(&one("2022-09-30T17:00:00", "2 work_hour"), "RFC 3339");
    not_done(&one("2022-09-30T17:00:00+08:00", "2 moons"), "moons");
    let csv = "start,limit\n2022-09-30T17:00:00+08:00,2 work_hour\n2099-09-30T17:00:00+08:00,1 work_hour\n";
    let many = done(&desk.with_stdin(&["deadline"], csv));
    let lines: Vec<&str> = many.lines().collect();
    assert_eq!(lines[0], "start,limit,deadline,provisional");
    assert_eq!(lines[1], "2022-09-30T17:00:00+08:00,2 work_hour,2022-10-08T09:00:00+08:00,false");
    assert!(
        lines[2].starts_with("2099-09-30T17:00:00+08:00,1 work_hour,2099-") && lines[2].ends_with(",true"),
        "{many}"
    );
}

const WEST: f64 = 108.94;
const SOUTH: f64 = 34.26;
const SIDE: f64 = 0.001;

/// A square of the town, counted in sides from its south-west corner, in GCJ-02 as a map supplier would have it.
fn square(east: f64, north: f64, sides: f64) -> Value {
    let corner = |x: f64, y: f64| {
        let Gcj02 { lon, lat } = Wgs84 { lon: WEST + (east + x) * SIDE, lat: SOUTH + (north + y) * SIDE }.to_gcj02();
        json!([lon, lat])
    };
    let ring = [corner(0.0, 0.0), corner(sides, 0.0), corner(sides, sides), corner(0.0, sides), corner(0.0, 0.0)];
    json!({"type": "Polygon", "coordinates": [ring]})
}

fn collection(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "crs_name": "GCJ-02", "features": features}).to_string()
}

fn feature(geometry: Value, properties: Value) -> Value {
    json!({"type": "Feature", "geometry": geometry, "properties": properties})
}

/// A workbook as cities keep their handbook, with merged cells left blank.
fn workbook(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let cells = |row: &&[&str]| -> String {
        row.iter().map(|text| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")).collect()
    };
    let rows: String = rows.iter().map(|row| format!("<row>{}</row>", cells(row))).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let files = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(
            name,
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
        )
        .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_city_brings_its_own_ground_units_handbook_and_calendar() {
    let desk = Desk::new();
    let grids: Vec<Value> = [("610103001001001", 0.0), ("610103001001002", 1.0)]
        .iter()
        .map(|(code, east)| feature(square(*east, 0.0, 1.0), json!({"code": code, "duty_grid": "610103-Z1"})))
        .collect();
    let grids = desk.file("grids.geojson", collection(&grids));
    let read = document(&desk.on(&["import", "grids", &grids, "--json"]));
    assert_eq!(
        (&read["grids"], &read["crs"], &read["jurisdictions"]),
        (&json!(2), &json!("gcj02"), &json!(["610103"]))
    );

    let points = format!(
        "id,lon,lat\na,{},{SOUTH_MIDDLE}\nb,{},{SOUTH_MIDDLE}\nfar,116.4,39.9\n",
        WEST + SIDE / 2.0,
        WEST + SIDE * 1.5,
        SOUTH_MIDDLE = SOUTH + SIDE / 2.0,
    );
    let found = done(&desk.with_stdin(&["locate"], &points));
    let expected = "id,grid,match\na,610103001001001,inside\nb,610103001001002,inside\nfar,,none\n";
    assert_eq!(found, expected, "half a kilometre of offset is taken back");
    let turned = format!("lat,id,lon,note\n{},a,{},x\n", SOUTH + SIDE / 2.0, WEST + SIDE / 2.0);
    assert!(done(&desk.with_stdin(&["locate"], &turned)).ends_with("a,610103001001001,inside\n"), "columns have names");
    let broken = desk.with_stdin(&["locate"], "id,lon,lat\na,108.9,34.2\nb,east,34\n");
    assert!(
        !broken.status.success() && String::from_utf8_lossy(&broken.stderr).contains("line: 3"),
        "the line is named"
    );

    let area =
        feature(square(0.0, 0.0, 2.0), json!({"layer": "sanitation", "unit": "610103-HW-1", "unit_name": "环卫所"}));
    let area = desk.file("industry.geojson", collection(&[area]));
    assert_eq!(document(&desk.on(&["import", "industry", &area, "--json"]))["industry"], 1);
    let Gcj02 { lon, lat } = Wgs84 { lon: WEST + SIDE, lat: SOUTH + SIDE }.to_gcj02();
    let remark = feature(json!({"type": "Point", "coordinates": [lon, lat]}), json!({"text": "路口以西归市政"}));
    let remark = desk.file("remarks.geojson", collection(&[remark]));
    assert_eq!(document(&desk.on(&["import", "remarks", &remark, "--json"]))["remarks"], 1);
    let units = desk.file("units.csv", "id,jurisdiction,name,phone\n610103-HW-1,610103,环卫所,029-1234\n");
    assert_eq!(document(&desk.on(&["import", "units", &units, "--json"])), json!({"units": 1}));
    let units = desk.file("bad.csv", "id,jurisdiction,name,phone\nU,999999,谁,\n");
    not_done(&desk.on(&["import", "units", &units]), "999999");
    let contacts = "unit,name,post,office_phone,visible_to\n碑林区网格中心,王练一,值班长,029-0000-0001,collector\n";
    let contacts = desk.file("contacts.csv", contacts);
    let taken = document(&desk.on(&["import", "directory", &contacts, "--jurisdiction", "610103", "--json"]));
    assert_eq!(taken["entries"], 1);
    not_done(&desk.on(&["import", "directory", &contacts, "--jurisdiction", "999999"]), "999999");
    let contacts = desk.file("bad-contacts.csv", "unit,name,mobile\n网格中心,王,13000000000\n网格中心,李,call him\n");
    not_done(&desk.on(&["import", "directory", &contacts]), "line 3");

    let header: &[&str] = &["大类代码", "大类名称", "小类代码", "小类名称", "立案条件", "结案条件", "处置时限"];
    let book = workbook(
        "事件",
        &[
            header,
            &["06", "市容环境", "010", "暴露垃圾", "一平方米以下", "清运干净", "2工作时"],
            &["", "", "", "", "一平方米以上", "清运干净", "4工作时"],
        ],
    );
    let book = desk.file("handbook.xlsx", book);
    let said = desk.on(&["import", "catalogue", &book, "--version", "city-1", "--json"]);
    assert_eq!(document(&said)["version"], "city-1");
    assert!(
        String::from_utf8_lossy(&said.stderr).contains("2 conditions"),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    let broken = desk.file("broken.xlsx", "no workbook");
    not_done(&desk.on(&["import", "catalogue", &broken]), "broken.xlsx");

    let notices = "year,notice,dated,kind,name,from,to\n2031,国办发明电〔2030〕1号,2030-11-01,holiday,元旦,2031-01-01,2031-01-01\n";
    let notices = desk.file("2031.csv", notices);
    assert_eq!(document(&desk.on(&["import", "calendar", &notices, "--version", "2031", "--json"]))["version"], "2031");
    let found = document(&desk.on(&["check", "--json"]));
    assert_eq!(found["problems"], json!([]));
}

/// A square as it lies, without a map supplier's shift.
fn plain(east: f64, north: f64) -> Value {
    let corner = |x: f64, y: f64| json!([WEST + (east + x) * SIDE, SOUTH + (north + y) * SIDE]);
    let ring = [corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0), corner(0.0, 0.0)];
    json!({"type": "Polygon", "coordinates": [ring]})
}

/// Nine grids of one community, as they lie or as a map supplier draws them.
fn nine(shape: impl Fn(f64, f64) -> Value) -> Vec<Value> {
    let places = (0..3).flat_map(|x| (0..3).map(move |y| (x, y)));
    let names =
        |code: String| json!({"code": code, "district": "碑林区", "street": "张家村街道", "community": "一社区"});
    places.map(|(x, y)| feature(shape(f64::from(x), f64::from(y)), names(format!("6101030010010{x}{y}")))).collect()
}

fn wgs_84(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// What was found of a kind.
fn of<'a>(read: &'a Value, code: &str) -> Vec<&'a Value> {
    read["report"]["findings"].as_array().unwrap().iter().filter(|one| one["code"] == code).collect()
}

#[test]
fn an_import_says_all_that_is_wrong_and_takes_all_or_nothing() {
    let desk = Desk::new();
    let grids = desk.file("grids.geojson", wgs_84(&nine(plain)));
    let read = document(&desk.on(&["import", "grids", &grids, "--json"]));
    assert_eq!(
        (&read["is_taken"], &read["is_in_force"], &read["report"]["errors"]),
        (&json!(true), &json!(true), &json!(0))
    );
    let where_is = |desk: &Desk| {
        let point = format!("id,lon,lat\na,{},{}\n", WEST + SIDE / 2.0, SOUTH + SIDE / 2.0);
        done(&desk.with_stdin(&["locate"], &point)).lines().nth(1).unwrap().to_owned()
    };
    let before = where_is(&desk);

    let shifted = |east: f64, north: f64| square(east, north, 1.0);
    let supplier = desk.file("supplier.geojson", wgs_84(&nine(shifted)));
    let output = desk.on(&["import", "grids", &supplier, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let read: Value = serde_json::from_slice(&output.stdout).expect("the report is printed, refused or not");
    let wrong = of(&read, "wrong_crs");
    assert_eq!((wrong.len(), &wrong[0]["severity"], &wrong[0]["unit"]), (1, &json!("error"), &json!("m")));
    assert!((wrong[0]["size"].as_f64().unwrap() - 463.0).abs() < 8.0, "{}", wrong[0]);
    assert!(wrong[0]["en"].as_str().unwrap().contains("GCJ-02") && wrong[0]["zh"].as_str().unwrap().contains("GCJ-02"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("error wrong_crs") && said.contains("refused, nothing was taken"), "{said}");
    assert_eq!(where_is(&desk), before);

    let mut broken = nine(plain);
    broken[1]["properties"]["code"] = json!("61010300100100");
    broken[3]["properties"]["code"] = broken[2]["properties"]["code"].clone();
    broken[5]["properties"]["code"] = json!("610103777777001");
    broken[5]["properties"].as_object_mut().unwrap().retain(|name, _| name == "code");
    let broken = desk.file("broken.geojson", wgs_84(&broken));
    let map = desk.path("findings.geojson");
    let output = desk.on(&["import", "grids", &broken, "--dry-run", "--json", "--report", map.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "it would be refused");
    let read: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(of(&read, "malformed_code")[0]["feature"], 2);
    assert_eq!(of(&read, "doubled_code")[0]["about"], json!(["610103001001002"]));
    assert_eq!(of(&read, "unknown_street")[0]["severity"], "warning");
    let map: Value = serde_json::from_slice(&std::fs::read(map).unwrap()).unwrap();
    assert_eq!(map["features"].as_array().unwrap().len(), read["report"]["findings"].as_array().unwrap().len());

    // Only a warning: the street's name is not known yet.
    let mut street = nine(plain);
    street[8]["properties"] = json!({"code": "610103777777001"});
    let street = desk.file("street.geojson", wgs_84(&street));
    let look = document(&desk.on(&["import", "grids", &street, "--dry-run", "--json"]));
    assert_eq!((&look["is_taken"], &look["report"]["counts"]["unknown_street"]), (&json!(false), &json!(1)));
    let found = done(&desk.on(&["check", "--json"]));
    assert!(found.contains("\"problems\": []"), "{found}");

    // An edition for later waits, is listed, and can be taken back.
    let later = ["import", "grids", &street, "--valid-from", "2999-01-01", "--version", "far", "--json"];
    let read = document(&desk.on(&later));
    assert_eq!(
        (&read["is_taken"], &read["is_in_force"], &read["valid_from"]),
        (&json!(true), &json!(false), &json!("2999-01-01"))
    );
    let standing = |desk: &Desk| {
        let listed = document(&desk.on(&["editions", "list", "--json"]));
        let far = listed.as_array().unwrap().iter().find(|one| one["version"] == "far").unwrap();
        far["standing"].as_str().unwrap().to_owned()
    };
    assert_eq!(standing(&desk), "planned");
    assert_eq!(where_is(&desk), before);
    done(&desk.on(&["editions", "withdraw", "far"]));
    assert_eq!(standing(&desk), "withdrawn");
    not_done(&desk.on(&["editions", "withdraw", "far"]), "no edition far");
    not_done(&desk.on(&["import", "grids", &grids, "--valid-from", "2027-02-30"]), "2027-02-30");
    let turned = ["import", "grids", &grids, "--valid-from", "2027-02-03", "--valid-to", "2027-02-01"];
    not_done(&desk.on(&turned), "--valid-to");
    not_done(&desk.on(&["import", "units", &grids, "--dry-run"]), "for areas");
    not_done(&desk.on(&["import", "remarks", &grids]), "holds no remark");

    let beat = json!({"properties": {"duty_grid": "610103-Z1", "name": "一片区", "grids": ["610103001001000", "610103001001001"]}});
    let beat = desk.file("beats.geojson", wgs_84(&[beat]));
    assert_eq!(document(&desk.on(&["import", "duty-grids", &beat, "--json"]))["duty_grids"], 1);
}

/// The program as a server, ended as an operator ends it.
struct Serving {
    child: Child,
    url: String,
}

impl Serving {
    async fn begin(desk: &Desk) -> Self {
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = desk.command(&["serve", "--listen", &address.to_string()]);
        let child = command.arg("--data").arg(desk.path("data")).stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let serving = Self { child: child.unwrap(), url: format!("http://{address}") };
        let begun = std::time::Instant::now();
        while reqwest::get(format!("{}/healthz", serving.url)).await.is_err() {
            assert!(begun.elapsed().as_secs() < 60, "the server does not come up");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        serving
    }

    fn end(self) -> Output {
        Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        self.child.wait_with_output().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_speaks_as_scripts_expect_and_ends_when_told() {
    let desk = Desk::new();
    let made = document(&desk.on(&["training", "--scale", "small", "--json"]));
    let account = made["accounts"].as_array().unwrap().iter().find(|one| one["role"] == "collector").unwrap().clone();
    crate::harness::choose_provider();
    let serving = Serving::begin(&desk).await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let body = json!({"user": account["user"], "password": account["password"]});
    let session = http.post(format!("{}/api/v1/session", serving.url)).json(&body).send().await.unwrap();
    let session: Value = crate::harness::desk::ok(session).await;
    for field in ["/token", "/expires", "/server/id", "/server/sealing_key"] {
        assert!(session.pointer(field).and_then(Value::as_str).is_some_and(|text| !text.is_empty()), "{field}");
    }
    assert!(session["server"]["epoch"].is_u64());
    let upload = http
        .post(format!("{}/api/v1/media/uploads", serving.url))
        .bearer_auth(session["token"].as_str().unwrap())
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", "3")
        .header("Upload-Metadata", "")
        .send()
        .await
        .unwrap();
    assert_eq!(upload.status(), 201, "an empty header is accepted");
    assert!(upload.headers().contains_key("location"));
    let output = serving.end();
    assert!(output.status.success(), "told to stop, it stops in good order");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "what it has to say goes to standard error");
    let busy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    not_done(&desk.on(&["serve", "--listen", &address]), "listen");
    let proxies = ["serve", "--listen", &address, "--trusted-proxy", "10.0.0.1,fd00::/8", "--trusted-proxy"];
    not_done(&desk.on(&[&proxies[..], &["10.0.0.7/8"]].concat()), "10.0.0.7 is not the first address");
    not_done(&desk.on(&[&proxies[..], &["10.0.0.0/8"]].concat()), "listen");
    let public = ["serve", "--listen", &address, "--public-url"];
    not_done(&desk.on(&[&public[..], &["city.example"]].concat()), "is no address such as https://city.example");
    not_done(&desk.on(&[&public[..], &["https://city.example"]].concat()), "listen");
}
