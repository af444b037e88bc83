//! What can be found about a photo.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How heavy a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// To be known; contradicts nothing.
    Note,
    /// Contradicts what the photo claims.
    Doubt,
}

/// In what a finding is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// It has no figure.
    Nothing,
    /// Metres.
    Metres,
    /// Seconds.
    Seconds,
    /// Degrees.
    Degrees,
    /// Kilometres an hour.
    KilometresAnHour,
    /// Hundredths.
    Percent,
}

impl Measure {
    /// Writes a figure in Chinese.
    pub fn zh(self, value: i64) -> String {
        match self {
            Self::Nothing => value.to_string(),
            Self::Metres if value >= 10_000 => format!("{} 公里", value / 1_000),
            Self::Metres => format!("{value} 米"),
            Self::Seconds => span(value, [" 秒", " 分", " 小时", " 天"]),
            Self::Degrees => format!("{value}°"),
            Self::KilometresAnHour => format!("每小时 {value} 公里"),
            Self::Percent => format!("{value}%"),
        }
    }

    /// Writes a figure in English.
    pub fn en(self, value: i64) -> String {
        match self {
            Self::Nothing => value.to_string(),
            Self::Metres if value >= 10_000 => format!("{} km", value / 1_000),
            Self::Metres => format!("{value} m"),
            Self::Seconds => span(value, [" s", " min", " h", " d"]),
            Self::Degrees => format!("{value}°"),
            Self::KilometresAnHour => format!("{value} km/h"),
            Self::Percent => format!("{value}%"),
        }
    }
}

/// A span in the largest unit that it fills twice; what is left of it would say nothing more.
fn span(seconds: i64, [s, min, h, d]: [&str; 4]) -> String {
    match seconds.abs() {
        0..120 => format!("{seconds}{s}"),
        120..7_200 => format!("{}{min}", seconds / 60),
        7_200..172_800 => format!("{}{h}", seconds / 3_600),
        _ => format!("{}{d}", seconds / 86_400),
    }
}

macro_rules! findings {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $severity:ident, $measure:ident, $zh:literal, $en:literal;)*) => {
        /// What can be found about a photo. A word is never renamed: verdicts are stored.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Finding {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Finding {
            /// Every finding.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word it is stored and travels as.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns how heavy it weighs.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Returns in what it is measured.
            pub const fn measure(self) -> Measure {
                match self { $(Self::$name => Measure::$measure,)* }
            }

            /// Says in Chinese what was found.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh,)* }
            }

            /// Says in English what was found.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

findings! {
    /// The shot before it in the device's chain has not been handed in. A draft that was thrown away leaves such a gap.
    Missing = "missing", Note, Nothing, "这台设备的前一张照片没有上交（缺号）", "The photo before it in this device's chain was not handed in";
    /// Two shots at one place of the chain, or another shot before it than the one it names.
    Fork = "fork", Doubt, Nothing, "设备照片链分叉：前一张与签名所指不符", "The device's chain forks: the photo before it is not the one it names";
    /// By the clocks it was taken before the shot that comes before it in the chain.
    Reordered = "reordered", Doubt, Seconds, "拍摄时间早于链上的前一张", "Taken before the photo that precedes it in the chain";
    /// The wall clock was moved against the forward clock: since the shot before it, or against what the server saw of the
    /// forward clock in the same boot.
    ClockMoved = "clock_moved", Doubt, Seconds, "手机时间被改动过", "The phone's clock was moved";
    /// The phone's clock differs from the server's.
    ClockWrong = "clock_wrong", Note, Seconds, "手机时间与服务器相差", "The phone's clock differs from the server's";
    /// The phone had never met the server: its clock is its own word.
    ClockUnknown = "clock_unknown", Note, Nothing, "手机还没有对过时间", "The phone's clock had never been compared";
    /// It says that it was taken after it arrived.
    FromTheFuture = "from_the_future", Doubt, Seconds, "拍摄时间晚于收到时间", "Says it was taken after it arrived";
    /// Nothing is said of where it was taken.
    NoPlace = "no_place", Note, Nothing, "没有拍摄位置", "Without a place";
    /// The platform says that an app made the position up.
    Mock = "mock", Doubt, Nothing, "系统报告位置是模拟的", "The system says that the position was made up";
    /// A person pointed at a map.
    ByHand = "by_hand", Note, Nothing, "拍摄位置是在地图上点的", "The place was pointed at on a map";
    /// The training city's position.
    Simulated = "simulated", Note, Nothing, "训练用的模拟位置", "A simulated position for training";
    /// The position is less exact than it should be.
    Uncertain = "uncertain", Note, Metres, "定位精度差", "The position is uncertain";
    /// The position was measured long before the shot.
    Stale = "stale", Note, Seconds, "定位是拍摄前的旧位置", "The position is older than the photo";
    /// Taken away from the place of the case.
    FarFromCase = "far_from_case", Doubt, Metres, "拍摄位置离案件太远", "Taken far from the case";
    /// Nobody gets from one photo to the next that fast.
    TooFast = "too_fast", Doubt, KilometresAnHour, "两张照片之间移动过快，位置跳动", "The position jumps: too fast between two photos";
    /// A file from elsewhere and not the app's own camera.
    Imported = "imported", Note, Nothing, "从相册或文件导入", "Imported from a file";
    /// A file from elsewhere where the jurisdiction takes none.
    AlbumNotTaken = "album_not_taken", Doubt, Nothing, "本辖区不收相册照片", "This jurisdiction takes no photos from files";
    /// The imported file was taken at another time than it was handed in for.
    AlbumTime = "album_time", Doubt, Seconds, "照片自带时间与上报时间相差", "The file's own time differs from the claim";
    /// The imported file was taken at another place.
    AlbumPlace = "album_place", Doubt, Metres, "照片自带位置与上报位置相差", "The file's own place differs from the claim";
    /// The imported file says neither when nor where.
    AlbumSilent = "album_silent", Note, Nothing, "导入的照片没有自带时间和位置", "The imported file says neither when nor where";
    /// What stands in the working copy's EXIF is not what was signed.
    ExifDiffers = "exif_differs", Doubt, Nothing, "照片内的 EXIF 与签名内容不符", "The EXIF inside differs from what was signed";
    /// A file without a device's signature, handed in at a desk.
    Unsigned = "unsigned", Note, Nothing, "没有设备签名（网页上传）", "Without a device's signature";
    /// The same file belongs to another case.
    SeenBefore = "seen_before", Doubt, Nothing, "同一张照片用在别的案件", "The same photo belongs to another case";
    /// The same file was handed in for the case before: as what was to be shown now.
    SeenInCase = "seen_in_case", Doubt, Nothing, "同一张照片在本案里已经用过", "The same photo was handed in for this case before";
    /// It looks like a photo of another case.
    LooksSeen = "looks_seen", Doubt, Nothing, "与别的案件的照片几乎一样", "Nearly the same as a photo of another case";
    /// Hardly anything can be seen.
    Dark = "dark", Note, Nothing, "照片几乎全黑", "Almost black";
    /// Nothing is sharp.
    Blurred = "blurred", Note, Nothing, "照片模糊", "Blurred";
    /// Too few pixels for details.
    Small = "small", Note, Nothing, "照片尺寸偏小", "Too small for details";
    /// What arrived cannot be read as a picture.
    Unreadable = "unreadable", Doubt, Nothing, "收到的文件不是能读的照片", "What arrived cannot be read as a photo";
    /// Taken before the handling was said to be finished.
    BeforeFinish = "before_finish", Doubt, Seconds, "拍摄早于处置完成", "Taken before the handling was finished";
    /// Taken away from where the before photo was taken.
    FarFromBefore = "far_from_before", Doubt, Metres, "离处置前照片的拍摄位置太远", "Taken far from where the before photo was taken";
    /// The camera looked another way than for the before photo.
    OtherHeading = "other_heading", Note, Degrees, "与处置前照片的朝向不同", "Looks another way than the before photo";
    /// An after photo without a before photo that it was framed by.
    Unpaired = "unpaired", Note, Nothing, "没有对着处置前照片取景", "Not framed by a before photo";
    /// The system had ended the app while the phone's camera was open: the file lay in the app's own folder and was hashed
    /// when it was found there.
    FoundLater = "found_later", Note, Seconds, "系统结束应用时留下的照片，找回时才算哈希；距打开相机", "Found and hashed only after the system had ended the app; since the camera was opened";
}
