//! The words of the first steps.

use kit::lang::Lang;
use kit::words;

words! {
    WELCOME = "入门", "First steps";
    SKIP = "跳过", "Skip";
    NEXT = "下一步", "Next";
    BEGIN = "开始工作", "Start working";
    PRACTISE = "试报一件", "Try a report";
    NOTHING_COUNTS = "这是训练城市：随便练，案件不计入考核，也不会派给真的单位。", "This is the training city: practise freely. No case counts, and none goes to a real unit.";

    TABS_TITLE = "都在拇指够得到的地方", "All within a thumb's reach";
    TABS_WORDS = "下面一排：今日、任务、相机、地图、同步。最上面自己的名字进去，是案件、设置和退出。", "Along the bottom: Today, Tasks, the camera, the map, Sync. Your name at the top leads to cases, settings and signing out.";
    OTHERS_TABS_WORDS = "下面一排：今日、地图、同步。最上面自己的名字进去，是通知、通讯录、设置和退出。", "Along the bottom: Today, the map, Sync. Your name at the top leads to notices, the directory, settings and signing out.";
    BOARD_TITLE = "哪部手机没同步，一看就知道", "Which phone has not synced";
    BOARD_WORDS = "今日页的“设备与超期”列出需要联系的手机、原因和可以怎么说，还有超期的案件；没有网络也能看上次的情况。", "“Phones and overdue” on Today lists the phones that need a call, why, and what to say, and the cases past their deadline. Without a network it shows how things last were.";
    REPORT_TITLE = "拍照、选类别、保存", "Photograph, pick, save";
    REPORT_WORDS = "按中间的相机拍近景和远景；类别用拼音首字母就能找，比如 bllj。网格、责任单位和时限自己会出来，不对再改。没有网络一样能存。", "Press the camera in the middle: one near, one far. Find the category by pinyin initials, such as bllj. Grid, unit and deadline appear by themselves; correct them if they are wrong. It saves without a network too.";
    SYNC_TITLE = "只说实话的同步", "Sync that tells the truth";
    SYNC_WORDS = "右上角一直说着：还有几件只在手机上，几张照片在路上。服务器收到才算“已收到”，退回的会说为什么、怎么改。", "The corner at the top always says how much is only on this phone and which photos are on the way. “Received” means the server has it; what is sent back says why and what to do.";
    SHIFT_TITLE = "签到、签退", "Begin and end of a shift";
    SHIFT_WORDS = "上岗在今日页签到，下岗签退。轨迹只在签到期间记录，看得见；收工前看一眼同步页，说可以收工再放手机。", "Begin the shift on Today and end it there. Your track is recorded on shift only, and you can see that it is. Before going home look at Sync: put the phone away when it says so.";
    TASKS_TITLE = "核实、核查任务", "Tasks: verify and check";
    TASKS_WORDS = "任务按远近和剩余时间排好，带着之前的照片。走到跟前，叠着旧照拍一张，两下答完；晚了也收，会说明晚了。", "Tasks are sorted by distance and time left, with the photos from before. Stand there, frame the photo by the old one, answer in two taps. A late answer is taken, and said to be late.";
}

/// Which step of how many.
pub fn step_of(lang: Lang, step: usize, all: usize) -> String {
    match lang {
        Lang::Zh => format!("第 {step} 步，共 {all} 步"),
        Lang::En => format!("Step {step} of {all}"),
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
