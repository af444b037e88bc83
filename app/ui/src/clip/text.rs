//! The words of video and voice.

use kit::words;

words! {
    VIDEO = "视频 ≤ 30 秒", "Video ≤ 30 s";
    VOICE = "语音 ≤ 60 秒", "Voice ≤ 60 s";
    FILM = "录视频 ≤ 30 秒", "Film, up to 30 s";
    CANNOT_FILM = "这台设备不能在这里录视频；可以用系统的录像", "This device cannot film here; the system's recorder may be used";
    NOTHING_FILMED = "没有录到画面，请再试一次", "Nothing was filmed; please try again";
    ASKING = "正在打开麦克风…", "Opening the microphone…";
    STOP = "停止并保存", "Stop and keep";
    KEEPING = "正在保存…", "Saving…";
    PLAY = "播放", "Play";
    NO_MICROPHONE = "用不了麦克风：没有允许，或没有麦克风。也可以选一个录好的文件。", "The microphone cannot be used: not allowed, or there is none. A recorded file may be chosen where files are taken.";
    NOTHING_SAID = "没有录到声音，请再试一次", "Nothing was recorded; please try again";
    CANNOT_PLAY = "这台设备放不了这个片段；原件保存完好，服务器上可以播放", "This device cannot play the clip; it is kept whole, and can be played at the desk";
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
