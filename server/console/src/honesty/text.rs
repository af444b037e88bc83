//! The words of the honesty page.

use kit::lang::{Lang, Words};
use shared::api::agreement::Answers;
use shared::api::honesty::{End, HintKind, HintState, HintVerdict};

use crate::text::pick;
use crate::text::spans::number;

kit::words! {
    LEAD = "值得问一问的地方，连同案件和碰巧的可能。线索不是结论；被提到的人看不到，每次查看都会记下来。", "What is worth a question, with its cases and how much of it is chance. A hint is no verdict; whom it names does not see it, and every look is recorded.";
    HINTS = "线索", "Hints";
    HINT = "一条线索", "One hint";
    KINDS = "线索种类", "Kinds of hints";
    EVERY_KIND = "全部", "All";
    STATES = "看过没有", "Looked at or not";
    EVERY_STATE = "不论看没看过", "Looked at or not";
    AGREEMENT = "两人一致性", "Agreement";
    NONE = "没有这样的线索", "No such hint";
    NONE_MORE = "服务器每小时找一遍最近五周的工作；没有线索，就是没有值得单独问的地方。", "Every hour the server looks through the last five weeks. No hint: nothing there is worth a question of its own.";
    WHEN = "时间", "When";
    ABOUT = "种类", "About";
    WHO = "有关人员", "Who";
    FOUND = "看到的情况", "What was found";
    CASES = "案件", "Cases";
    STATE = "现状", "State";
    NOBODY = "单位上传，没有署名", "Handed in at a desk, by nobody known";
    SAME_FILE = "几件案子里是同一个照片文件，一字不差", "The same photo file in several cases, byte for byte";
    DIFFERING = "全部盲核里不一致的", "Of all blind checks, those that differ";
    METRES = "两处相距（米）", "Metres between the two places";
    LEAST_METRES = "扣掉定位误差，至少相距（米）", "Metres at the least, given how uncertain both are";
    DEVICES = "手机（部）", "Phones";
    BITS = "明暗不同的格子", "Patches that differ in brightness";
    ALIKE = "轮廓相像", "Edges in common";
    OWN_PASSED = "这名核查员对这家单位的通过", "Passed by this checker, of this unit";
    ELSEWHERE_PASSED = "这名核查员对别的单位的通过", "Passed by this checker, of other units";
    OTHERS_PASSED = "别的核查员对这家单位的通过", "Passed by other checkers, of this unit";
    OWN_REPORTS = "本人上报中的占比", "Of the person's own reports";
    STREET_REPORTS = "同街道其他人上报中的占比", "Of what others reported in the same streets";
    OWN_STREET_REPORTS = "本人上报中的占比（只算也有别人上报的街道）", "Of the person's own reports, in streets where others report too";
    EXPECTED = "按别人在每条街道的占比，本人应有约（件）", "What it would be by the others' share in each street, about";
    IS_BACK = "下一张照片又回到了原处：定位只跳了一次时就是这样。", "The next photo is where the first one is: a position that jumped once looks like that.";
    OTHER_REPORTS = "同辖区其他人上报中的占比", "Of what others reported in the jurisdiction";
    DAYS = "统计的日子", "Days";
    NO_VERDICT = "这不是结论", "This is no verdict";
    FEWER = "一万个老实做事的人里还不到一个", "of 10,000 who do honest work fewer than one";
    SAID = "看过的人怎么说", "What was said of it";
    PHOTO = "照片", "Photo";
    NOT_HERE = "照片还没传上来", "The photo is not here yet";
    REASON = "看过以后怎么判断，为什么", "What you make of it, and why";
    REASON_NOTE = "写下的话只能添加，不能改，并记入操作记录。", "What is said is added and never changed, and stands in the audit.";
    FROM = "从", "From";
    TO = "到", "Until";
    ALL_TOGETHER = "全部合计", "All together";
    PAIRS = "每两个人之间", "Every pair of people";
    PEOPLE = "每个人与其他所有人", "Everybody against all others";
    EVERYBODY = "先看的人对后看的人", "Who looked first against who looked second";
    AGREED = "两次一致", "Both the same";
    WITHIN = "一致率大致在", "Agreement lies within";
    KAPPA = "卡帕系数", "Kappa";
    DISAGREED = "一方通过、另一方未解决", "Pass against not solved";
    TOO_FEW = "太少，说明不了什么", "too few to say";
    ONE_ANSWER = "一方总是同一个答案，算不出", "one always says the same; it says nothing";
    KAPPA_NOTE = "盲核：核查有了结果后，按辖区开关里的比例另派一人，互不知情。少于二十件不下任何判断；卡帕系数扣掉了碰巧一致，一为总是一致，零为和掷骰子一样。", "Blind checks: of the answered checks as many as the jurisdiction says are looked at once more, neither knowing of the other. Of fewer than twenty nothing is said. Kappa leaves out agreement by chance: 1 for always, 0 for as dice would.";
    NO_BLIND = "这段时间没有盲核结果", "No blind check was answered in this time";
    NO_BLIND_MORE = "盲核的比例在辖区开关里，平时是零。", "How many there are is a switch of the jurisdiction, nought at first.";
    SAME = "都通过、都未解决", "Both pass, both not solved";
    CHECKS = "盲核", "Blind checks";
    CASE = "案件", "Case";
    FIRST = "先看的", "Looked first";
    SECOND = "后看的", "Looked second";
    BACK_TO_AGREEMENT = "回到两人一致性", "Back to the agreement";
    CHECKS_NOTE = "就是这个数的那几件，不多也不少；点案件看全过程。谁点开过，会记下来。", "Exactly the checks that the number counts; a case opens all that happened. That you looked is recorded.";
    CASE_ELSEWHERE = "案件现在不归本辖区", "the case is another jurisdiction's now";
    NO_CHECKS = "这个数是 0", "This number is 0";
    NO_CHECKS_MORE = "没有这样的盲核。", "There is no such blind check.";
    GONE = "已没有账号的人", "somebody without an account";
}

const fn word(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// Names what a hint is about.
pub const fn kind(kind: HintKind) -> Words {
    match kind {
        HintKind::Blind => word("盲核不一致", "Blind checks that differ"),
        HintKind::Speed => word("移动过快", "Faster than anybody goes"),
        HintKind::Photos => word("照片雷同", "Nearly the same photos"),
        HintKind::PassRate => word("通过率异常", "Pass rates that stand out"),
        HintKind::Category => word("类别集中", "One kind alone"),
        HintKind::Bunching => word("扎堆上报", "Reports at the last moment"),
    }
}

/// Names what was said of a hint last.
pub const fn state(state: HintState) -> Words {
    match state {
        HintState::Open => word("还没人看过", "Not looked at"),
        HintState::Explained => word("说得通", "Explained"),
        HintState::FollowUp => word("要跟进", "To follow up"),
    }
}

/// Says what a judgement says.
pub const fn verdict(verdict: HintVerdict) -> Words {
    match verdict {
        HintVerdict::Explained => word("说得通", "There is a good reason"),
        HintVerdict::FollowUp => word("要跟进", "To be followed up"),
    }
}

/// Names which two answers of a pair are meant; nothing said, all that both could tell.
pub const fn answers(said: Option<Answers>) -> Words {
    match said {
        None => word("两次都有结果", "two answers"),
        Some(Answers::Agreed) => word("两次一致", "both the same"),
        Some(Answers::BothPass) => word("两次都说通过", "both say it passes"),
        Some(Answers::BothFail) => word("两次都说未解决", "both say not solved"),
        Some(Answers::OnePass) => word("前一人说通过，后一人说未解决", "the one says it passes, the other not solved"),
        Some(Answers::OtherPass) => {
            word("前一人说未解决，后一人说通过", "the one says not solved, the other that it passes")
        }
        Some(Answers::Unable) => word("有一次无法判断", "one could not tell"),
    }
}

/// "两次一致：12 件".
pub fn opens(lang: Lang, said: Option<Answers>, count: u64) -> String {
    let (what, count) = (lang.say(answers(said)), number(count));
    pick(lang, format!("{what}：{count} 件，看案件"), format!("{what}: {count}, see the cases"))
}

/// "共 12 件".
pub fn checks(lang: Lang, count: u64) -> String {
    let (one, count) = (if count == 1 { "check" } else { "checks" }, number(count));
    pick(lang, format!("共 {count} 件"), format!("{count} {one}"))
}

/// Names an end that reports crowd at.
pub const fn end(end: End) -> Words {
    match end {
        End::Shift => word("下班前半小时", "the last half hour of a shift"),
        End::Day => word("当天最后一个工作小时", "the last working hour of a day"),
        End::Month => word("月末三天", "the last three days of a month"),
    }
}

/// Says what else a hint may come from.
pub const fn innocent(kind: HintKind) -> Words {
    match kind {
        HintKind::Blind => word(
            "两人看的可能已经不是同一个样子：后来又脏了、又修好了，或者看的角度不同。先看照片和时间。",
            "The two may not have seen the same: it was soiled again, or mended, or seen from another side. Look at the photos and the times first.",
        ),
        HintKind::Speed => word(
            "坐车、乘地铁、定位在楼间跳动，或两个人用了同一个账号，都会这样。只算卫星定位；时间按手机里不能拨动的计时，两次之间多算五秒，距离扣掉三倍定位误差。这里没有碰巧可言：要么位置不对，要么真的走得这么快。",
            "A car, the underground, a position that jumps between houses, or two people with one account make the same picture. Only positions by satellite count; the time is that of a clock nobody can set, with five seconds more, and the distance less three times what both positions are uncertain by. There is no chance in it: a place is wrong, or somebody was as fast.",
        ),
        HintKind::Photos => word(
            "不相干的两张照片约有一半格子明暗不同，碰巧只差几格几乎不会；但同一处从同一角度再拍一张会很像，同一问题报了两次也会用到同一张。先看两张照片在哪里、什么时候拍的。",
            "Of two photos that have nothing to do with each other about half of all patches differ; that only a few do hardly happens by chance. The same place from the same spot looks alike, and one problem may have been reported twice. Look first at where and when each was taken.",
        ),
        HintKind::PassRate => word(
            "派到的案件可能本来就不一样：地段、类别、时间都会影响通过率。",
            "The cases that were sent may have been others from the start: ground, kind and time all change how much passes.",
        ),
        HintKind::Category => word(
            "集市、工地、专项整治或只走一条路的人，也会只报一类问题；连着报的几件往往是一回事，不能当成互不相干。",
            "A market, a building site, a campaign or a beat of its own make the same picture; and reports one after another are often one matter, and not as many.",
        ),
        HintKind::Bunching => word(
            "没有信号、先拍后报、交班前统一上传，都会让上报扎堆；看照片的拍摄时间，不要只看上报时间。",
            "No signal, or reporting at the end what was photographed on the way, make reports crowd. Look at when the photos were taken, and not only at when they were reported.",
        ),
    }
}

/// "先说通过，后说未解决".
pub fn two_answers(lang: Lang, first: &str, second: &str) -> String {
    pick(lang, format!("先看的说“{first}”，后看的说“{second}”"), format!("First: {first}. Second: {second}"))
}

/// "至少 3,964 米，用时 1 分，至少每小时 220 公里".
pub fn leap(lang: Lang, metres: &str, span: &str, kmh: &str) -> String {
    pick(
        lang,
        format!("至少 {metres} 米，用时 {span}，至少每小时 {kmh} 公里"),
        format!("At least {metres} m in {span}: {kmh} km/h or more"),
    )
}

/// "64 格里差 3 格，轮廓相像 97%".
pub fn near(lang: Lang, bits: u32, alike: u8) -> String {
    pick(
        lang,
        format!("64 格明暗里差 {bits} 格，轮廓相像 {alike}%"),
        format!("{bits} of 64 patches differ, {alike} % of the edges in common"),
    )
}

/// "对某单位通过 40 / 41".
pub fn passes(lang: Lang, unit: &str, share: &str) -> String {
    pick(lang, format!("对“{unit}”通过 {share}"), format!("Passes {share} of {unit}"))
}

/// "某类占 30 / 34".
pub fn chooses(lang: Lang, category: &str, share: &str) -> String {
    pick(lang, format!("“{category}”占 {share}"), format!("{category}: {share}"))
}

/// "月末三天占 12 / 30".
pub fn bunches(lang: Lang, end: &str, share: &str) -> String {
    pick(lang, format!("{end}占 {share}"), format!("In {end}: {share}"))
}

/// "两次相隔 3 时".
pub fn apart(lang: Lang, span: &str) -> String {
    pick(lang, format!("两次相隔 {span}。"), format!("The second answer came {span} after the first."))
}

/// "一百个老实做事的人里约有 3 个".
pub fn about(lang: Lang, of: &str, many: &str) -> String {
    pick(lang, format!("{of} 个老实做事的人里约有 {many} 个"), format!("of {of} who do honest work about {many}"))
}

/// Says of how many honest people as much would be true, and among how many it was found.
pub fn of_honest(lang: Lang, honest: &str, compared: u64) -> String {
    let (compared, were) = (number(compared), if compared == 1 { "was" } else { "were" });
    pick(
        lang,
        format!(
            "只凭碰巧，{honest}也会是这样，甚至更明显。这次一共比了 {compared} 组，而且天天都比；这样列出来的每一百条里，平均约有五条只是碰巧。"
        ),
        format!(
            "By chance alone, {honest} would look like this or more so. {compared} {were} compared, and so each day; of a \
             hundred that are listed about five are there by chance."
        ),
    )
}

/// "2 件案子".
pub fn of_cases(lang: Lang, shown: usize, all: u64) -> String {
    pick(lang, format!("案件：{all} 件，列出 {shown} 条"), format!("Cases: {all}; {shown} shown"))
}

/// Says what the agreement was counted from.
pub fn counted(lang: Lang, days: &str, cases: u64, unable: u64, out: u64) -> String {
    let checks = if cases == 1 { "check" } else { "checks" };
    let (cases, unable, out) = (number(cases), number(unable), number(out));
    pick(
        lang,
        format!("{days}：两次都有结果的盲核 {cases} 件，第二次无法判断的 {unable} 件，现在还在外面的 {out} 件。"),
        format!("{days}: {cases} blind {checks} with two answers, {unable} that could not be told, {out} out now."),
    )
}

#[cfg(test)]
mod tests {
    use shared::api::agreement::Answers;
    use shared::api::honesty::{End, HintKind, HintState, HintVerdict};

    use super::{ALL, answers, end, innocent, kind, state, verdict};

    #[test]
    fn every_word_speaks_both_languages() {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let kinds = HintKind::ALL.iter().flat_map(|one| [kind(*one), innocent(*one)]);
        let states = HintState::ALL.iter().map(|one| state(*one));
        let verdicts = HintVerdict::ALL.iter().map(|one| verdict(*one));
        let ends = End::ALL.iter().map(|one| end(*one));
        let said = Answers::ALL.iter().copied().map(Some).chain([None]).map(answers);
        for words in said.chain(kinds).chain(states).chain(verdicts).chain(ends).chain(ALL.iter().copied()) {
            assert!(words.zh.chars().any(is_chinese) && !words.en.chars().any(is_chinese), "{words:?}");
        }
    }
}
