//! The words of the camera.

use kit::lang::Lang;
use kit::words;

words! {
    CLOSE_CAMERA = "关闭相机", "Close the camera";
    TAKE = "拍照", "Take the photo";
    LAMP = "补光灯", "Lamp";
    OPENING = "正在打开相机…", "Opening the camera…";
    LAID_OVER = "叠放：处置前", "Overlay: before";
    NEXT_BEFORE = "换一张前照", "Next before photo";
    SHOWS_THROUGH = "前照浓淡", "How much of the before photo shows";
    HEADING = "朝向", "heading";
    HEADING_DIFFERS = "朝向差", "turned";
    NO_COMPASS = "朝向未知", "heading unknown";
    SAME_HEADING = "朝向一致", "same way";
    TURN_LEFT = "向左转", "turn left";
    TURN_RIGHT = "向右转", "turn right";
    NORTH = "北", "N";
    NORTH_EAST = "东北", "NE";
    EAST = "东", "E";
    SOUTH_EAST = "东南", "SE";
    SOUTH = "南", "S";
    SOUTH_WEST = "西南", "SW";
    WEST = "西", "W";
    NORTH_WEST = "西北", "NW";
    FROM_ALBUM = "从相册选（会标明）", "From the album (marked as such)";
    NO_CAMERA = "这台设备没有相机，本辖区不收相册照片：请用手机拍", "No camera here, and files are not taken in this jurisdiction: use a phone";
    REFUSED = "打不开相机：没有允许。改用系统的相机或文件；要用实时取景，请在系统设置里允许相机后重新打开应用。", "The camera could not be opened: it is not allowed. The system's camera or a file is used instead; for the live view allow the camera in the system's settings and open the app again.";
    IN_USE = "打不开相机：别的应用正在用。关掉那个应用，再试一次。", "The camera could not be opened: another app is using it. Close that app and try again.";
    NONE_OPENS = "打不开相机：这台设备没有给出画面。改用系统的相机或文件。", "The camera could not be opened: this device gives no picture. The system's camera or a file is used instead.";
    TRY_AGAIN = "再试一次", "Try again";
    NOTHING_TAKEN = "相机没有给出照片，请再拍一次", "The camera gave no photo; please try again";
}

/// Which of the photos from before is shown.
pub fn before_of(lang: Lang, shown: usize, count: usize) -> String {
    match lang {
        Lang::Zh => format!("前 {}/{count}", shown + 1),
        Lang::En => format!("before {}/{count}", shown + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
        }
    }
}
