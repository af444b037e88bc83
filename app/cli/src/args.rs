//! The command line. Scripts rely on it.

use std::path::PathBuf;

use anyhow::Context as _;
use app_core::native::keys::KeyPlace;
use clap::{Parser, Subcommand, ValueEnum};
use shared::catalogue::CategoryKey;
use shared::evidence::PhotoRole;
use shared::ids::{Sha256, TaskId};
use shared::task::TaskResult;

/// 巡格采集端：没有网络也能上报、核实、核查；有网络时同步。
#[derive(Parser)]
#[command(name = "xunge", version)]
pub struct Args {
    /// The home folder of this collector [default: ~/.local/share/xunge]
    #[arg(long, global = true, value_name = "DIR", env = "XUNGE_HOME")]
    pub home: Option<PathBuf>,
    /// The key file of the home [default: one for each device under ~/.config/xunge/keys]
    #[arg(long, global = true, value_name = "FILE", env = "XUNGE_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// A PEM file of authorities to trust besides the system's, for a network with its own
    #[arg(long, global = true, value_name = "FILE", env = "XUNGE_CA_FILE")]
    pub ca_file: Option<PathBuf>,
    /// A file whose first line is the PIN of the home, where it has one; `-` reads it from standard input
    #[arg(long, global = true, value_name = "FILE", env = "XUNGE_PIN_FILE")]
    pub pin_file: Option<PathBuf>,
    /// Another font with Chinese for watermarks [default: the one that comes along]
    #[arg(long, global = true, value_name = "FILE", env = "XUNGE_FONT")]
    pub font: Option<PathBuf>,
    /// The network is paid by the byte: originals wait, unless `originals` said otherwise
    #[arg(long, global = true, env = "XUNGE_METERED", value_parser = clap::builder::FalseyValueParser::new())]
    pub metered: bool,
    /// Print one JSON document
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of messages
    #[arg(long, global = true, value_enum, default_value_t = Language::Zh)]
    pub lang: Language,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// Language of messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Language {
    /// 中文.
    Zh,
    /// English.
    En,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Sign in; ends with the packs in place
    Login {
        /// Address of the server
        #[arg(long, value_name = "URL")]
        server: String,
        /// User name
        #[arg(long, value_name = "NAME")]
        user: String,
        /// File whose first line is the password; `-` reads it from standard input
        #[arg(long, value_name = "FILE")]
        password_file: PathBuf,
        /// The one-time code or a recovery code, where the account has a second factor
        #[arg(long, value_name = "CODE")]
        code: Option<String>,
    },
    /// Sign in with an enrolment link; ends with the packs in place
    Enroll {
        /// The link
        link: String,
    },
    /// Save a report on this machine
    Report(ReportArgs),
    /// Run a round with the server
    Sync,
    /// List the tasks
    Tasks,
    /// Answer a task on this machine
    Answer(AnswerArgs),
    /// List the own cases
    Cases,
    /// Say what is only here and what has arrived
    Status,
    /// Choose over which networks originals travel from this machine
    Originals {
        /// Which
        #[arg(value_enum)]
        over: Over,
    },
    /// Say what of a day has arrived, with the server's signed receipt; done when the receipt is about all of it
    Receipt {
        /// The day, such as 2026-11-23 [default: today]
        #[arg(long, value_name = "DATE")]
        day: Option<String>,
    },
    /// Write what has not arrived into one file that the desk can import
    Rescue {
        /// Where to write it
        file: PathBuf,
        /// Every original that the server does not have [default: those of what has not arrived, if there is room]
        #[arg(long, conflicts_with = "no_originals")]
        originals: bool,
        /// No originals
        #[arg(long)]
        no_originals: bool,
    },
    /// Seal the home's key under a PIN, or another one: what waits here then opens by it alone, and nobody can open it
    /// when it is forgotten
    Pin {
        /// File whose first line is the new PIN, 6 to 32 digits
        #[arg(long, value_name = "FILE", required_unless_present = "none", conflicts_with = "none")]
        new_file: Option<PathBuf>,
        /// Do without a PIN from now on
        #[arg(long)]
        none: bool,
    },
    /// Write how this home is into one file, without names, places or keys
    Diagnostics {
        /// Where to write it
        file: PathBuf,
    },
    /// Make the working copy and the thumbnail of a photo, as the app makes them
    Photo {
        /// The original
        file: PathBuf,
        /// Where to put them
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// Over which networks originals travel.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Over {
    /// Those that are not paid by the byte
    Unmetered,
    /// Every one
    AnyNetwork,
}

/// A report.
#[derive(clap::Args)]
pub struct ReportArgs {
    /// What it is, such as event:06010
    #[arg(long, value_name = "KEY")]
    pub category: CategoryKey,
    /// Which filing condition is met
    #[arg(long, value_name = "N")]
    pub condition: u32,
    /// Longitude, WGS-84 degrees
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub lon: f64,
    /// Latitude, WGS-84 degrees
    #[arg(long, value_name = "Y", allow_negative_numbers = true)]
    pub lat: f64,
    /// Accuracy, metres
    #[arg(long, value_name = "M")]
    pub accuracy: Option<f64>,
    /// A photo and what it shows: near, far, reference, before or after=FILE; a clip: video=FILE or voice=FILE; may be
    /// repeated
    #[arg(long = "photo", value_name = "ROLE=FILE", value_parser = role_and_file)]
    pub photos: Vec<RoleAndFile>,
    /// How the position and the files came to be
    #[command(flatten)]
    pub posed: Posed,
    /// A note
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
    /// The address as words
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub address: String,
}

/// An answer.
#[derive(clap::Args)]
pub struct AnswerArgs {
    /// The task
    pub task: TaskId,
    /// exists, absent or unable for a verification; pass, fail or unable for a check
    #[arg(long, value_name = "RESULT", value_parser = result)]
    pub result: TaskResult,
    /// A photo and what it shows, such as after=FILE; a clip: video=FILE or voice=FILE; may be repeated
    #[arg(long = "photo", value_name = "ROLE=FILE", value_parser = role_and_file)]
    pub photos: Vec<RoleAndFile>,
    /// The before photo that the photos were framed by: the SHA-256 of its working copy, or `first` for the task's first
    #[arg(long, value_name = "SHA256|first", value_parser = pair)]
    pub pair: Option<Pair>,
    /// How the position and the files came to be
    #[command(flatten)]
    pub posed: Posed,
    /// Longitude of where one stands, WGS-84 degrees
    #[arg(long, value_name = "X", requires = "lat", allow_negative_numbers = true)]
    pub lon: Option<f64>,
    /// Latitude of where one stands, WGS-84 degrees
    #[arg(long, value_name = "Y", requires = "lon", allow_negative_numbers = true)]
    pub lat: Option<f64>,
    /// Accuracy, metres
    #[arg(long, value_name = "M")]
    pub accuracy: Option<f64>,
    /// A note
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
}

/// How the position and the files came to be: for drills and tests, which need every odd case.
#[derive(clap::Args, Clone, Copy, PartialEq, Debug, Default)]
pub struct Posed {
    /// The position was made up, as a phone's system says of such apps
    #[arg(long)]
    pub mock: bool,
    /// Where the camera looked, degrees clockwise from north
    #[arg(long, value_name = "DEG")]
    pub heading: Option<f64>,
    /// The position was measured so many seconds ago
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub fix_age: u32,
    /// The files stand for what the app's own camera took; for training and tests only, refused outside a training city
    #[arg(long)]
    pub camera: bool,
}

/// The before photo that others were framed by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pair {
    /// The task's first one.
    First,
    /// The one with this working copy.
    Of(Sha256),
}

/// A photo and what it shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleAndFile {
    /// What it shows.
    pub role: PhotoRole,
    /// Where it is.
    pub file: PathBuf,
}

fn role_and_file(text: &str) -> Result<RoleAndFile, String> {
    let (role, file) = text.split_once('=').ok_or("write ROLE=FILE")?;
    let role =
        PhotoRole::parse(role).ok_or("the role is near, far, reference, before or after; of a clip video or voice")?;
    Ok(RoleAndFile { role, file: PathBuf::from(file) })
}

fn pair(text: &str) -> Result<Pair, String> {
    match text {
        "first" => Ok(Pair::First),
        text => text.parse().map(Pair::Of).map_err(|_| "write first, or a SHA-256 in 64 hex digits".to_owned()),
    }
}

fn result(text: &str) -> Result<TaskResult, String> {
    TaskResult::parse(text).ok_or_else(|| "write exists, absent, unable, pass or fail".to_owned())
}

impl Args {
    /// Returns the home folder.
    pub fn home(&self) -> anyhow::Result<PathBuf> {
        match &self.home {
            Some(home) => Ok(home.clone()),
            None => Ok(base("XDG_DATA_HOME", ".local/share")?.join("xunge")),
        }
    }

    /// Returns where the home's key lies.
    pub fn key(&self) -> anyhow::Result<KeyPlace> {
        match &self.key_file {
            Some(file) => Ok(KeyPlace::File(file.clone())),
            None => Ok(KeyPlace::in_config(&base("XDG_CONFIG_HOME", ".config")?)),
        }
    }
}

fn base(variable: &str, under_home: &str) -> anyhow::Result<PathBuf> {
    if let Some(folder) = std::env::var_os(variable).filter(|folder| !folder.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    let home = std::env::var_os("HOME").with_context(|| format!("neither {variable} nor HOME is set"))?;
    Ok(PathBuf::from(home).join(under_home))
}

#[cfg(test)]
mod tests {
    use super::{AnswerArgs, Args, Command, Pair, Posed};
    use clap::Parser as _;

    fn parsed(line: &str) -> Result<Args, clap::Error> {
        Args::try_parse_from(line.split_whitespace())
    }

    #[test]
    fn the_documented_lines_are_understood() {
        for line in [
            "xunge login --server http://127.0.0.1:8080 --user wang --password-file -",
            "xunge enroll http://127.0.0.1:8080/enroll/abc",
            "xunge sync --ca-file centre.pem",
            "xunge report --category event:06010 --condition 1 --lon 108.9 --lat 34.2 --accuracy 5 --photo near=a.jpg \
             --photo far=b.jpg --note x --json --home h",
            "xunge --home h --json sync",
            "xunge tasks --lang en",
            "xunge answer 01890a5d-ac96-774b-bcce-b302099a8057 --result pass --photo after=c.jpg",
            "xunge report --category event:06010 --condition 1 --lon 108.9 --lat 34.2 --photo near=a.jpg \
             --photo video=b.mp4 --photo voice=c.m4a --mock --heading 271.5 --fix-age 900 --camera",
            "xunge answer 01890a5d-ac96-774b-bcce-b302099a8057 --result pass --photo after=c.jpg --pair first --camera",
            "xunge cases",
            "xunge status",
            "xunge originals any-network",
            "xunge sync --metered",
            "xunge rescue out.xunge-rescue --json --home h",
            "xunge rescue out.xunge-rescue --originals",
            "xunge photo a.jpg --out d",
            "xunge pin --new-file pin",
            "xunge pin --none --pin-file pin",
            "xunge sync --pin-file pin",
            "xunge diagnostics out.json",
        ] {
            assert!(parsed(line).is_ok(), "{line}: {}", parsed(line).err().unwrap());
        }
    }

    #[test]
    fn a_pair_is_named_or_the_first() {
        let answer = |pair: &str| -> Result<AnswerArgs, clap::Error> {
            let line =
                format!("xunge answer 01890a5d-ac96-774b-bcce-b302099a8057 --result pass --pair {pair} --heading 90");
            match parsed(&line)?.command {
                Command::Answer(form) => Ok(form),
                _ => panic!("an answer"),
            }
        };
        assert_eq!(answer("first").unwrap().pair, Some(Pair::First));
        let name = "0".repeat(64);
        let form = answer(&name).unwrap();
        assert_eq!(form.pair, Some(Pair::Of(name.parse().unwrap())));
        assert_eq!(form.posed, Posed { heading: Some(90.0), ..Posed::default() });
        assert!(answer("second").is_err());
    }

    #[test]
    fn a_photo_says_what_it_shows() {
        let line = "xunge report --category event:06010 --condition 1 --lon 1 --lat 2 --photo near=a=b.jpg";
        let Command::Report(form) = parsed(line).unwrap().command else { panic!("a report") };
        assert_eq!(form.photos[0].file.to_str(), Some("a=b.jpg"));
        assert!(parsed("xunge report --category event:06010 --condition 1 --lon 1 --lat 2 --photo a.jpg").is_err());
    }
}
