//! Every word of the posts: what each figure is called and what exactly it counts.

use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::assessment::names;
use shared::assessment::posts::{Figure, PostRate};

use crate::text::pick;
use crate::text::spans::number;

kit::words! {
    LEAD = "每个人做了什么、在不在岗；按操作或派发的时间归入时段。每个数都能点开。", "What each person did, and when they were there, by when it was done or sent. Every number opens what is behind it.";
    WHICH_POST = "岗位", "Post";
    WHO = "人员", "Person";
    EVERYBODY = "所有人", "Everybody";
    TOTAL = "合计", "Total";
    TABLE = "岗位统计表", "Table of the post";
    NOBODY = "这段时间没有人", "Nobody in this time";
    NOBODY_MORE = "换一个时段或岗位。", "Choose another time or another post.";
    MEANINGS = "各数的含义", "What the numbers mean";
    BACK = "返回岗位统计", "Back to the posts";
    LIST = "明细", "What is behind it";
    NOT_A_NUMBER = "没有这样的数", "No such number";
    NOT_A_NUMBER_MORE = "从岗位统计表里点一个数进来。", "Come here from a number in the table.";
    NO_ROWS = "没有明细", "Nothing behind it";
    NO_ROWS_MORE = "这个数是零。", "The number is nought.";
    CASE = "案件", "Case";
    CATEGORY = "类别", "Category";
    STATE = "现在", "Now";
    WHEN = "时间", "When";
    DUE = "时限", "Due";
    NO_DUE = "不限", "none";
    COUNTS_AS = "计为", "Counts as";
    DAY = "日期", "Day";
    SIGNED_IN = "签到", "Signed in";
    SIGNED_OUT = "签退", "Signed out";
    NOT_SIGNED_OUT = "未签退", "not signed out";
    POSITIONS = "走过哪里不在这里：只留下每天的网格数。", "Where they walked is not here: of each day only the numbers of grids are kept.";
    NIGHTLY = "在岗和覆盖每夜统计，今天的明天才有。", "Days on shift and coverage are counted every night; today's are there tomorrow.";
    MISSED_MEANS = "其他渠道在其责任网格和班次内发现的有效案件，占这些案件与本人有效上报之和的比例。", "Valid cases that another channel found in their ground and shift, of these and their own valid reports together.";
    EXPORT = "导出", "Export";
    EXPORT_XLSX = "明细（表格文件）", "The list (spreadsheet)";
    EXPORT_CSV = "明细（CSV）", "The list (CSV)";
    EXPORT_NOTED = "导出明细会记入审计。", "Exporting a list is recorded in the audit.";
}

const fn word(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// Names a figure, as files do.
pub const fn figure(figure: Figure) -> Words {
    let (zh, en) = names::figure(figure);
    word(zh, en)
}

/// Says what a figure counts.
pub const fn means(figure: Figure) -> Words {
    match figure {
        Figure::Operation => word(
            "能判断对错的操作：采集员和核查员是上报与回复，受理员是受理与不予受理，值班长是立案、不予立案与结案（含特殊结案），派遣员是派遣与督查。",
            "What can be right or wrong: reports and answers; accepting or not; filing or not, and closing, also by decision; dispatching and reviewing.",
        ),
        Figure::Wrong => word(
            "其中事后看来有误的：无效上报、回复有误、错误受理、错误立案、结案后重开、错误派遣、督查有误。迟到不算差错。",
            "Of these what turned out wrong: void reports, contradicted answers, wrong accepting, filing, closing, dispatching and reviewing. Being late is not wrong.",
        ),
        Figure::Report => {
            word("用手机上报的案件，自行处置的也算。", "Cases handed in by phone, self-handled ones too.")
        }
        Figure::ReportRefused => word(
            "上报后不予受理、不予立案、作废或自行处置不予认可。",
            "Reports that were not accepted, not filed, voided, or not recognised as self-handled.",
        ),
        Figure::VerifySent => word("派给本人的核实任务。", "Verifications that were sent to them."),
        Figure::VerifyAnswered => word("其中已回复的。", "Of these the answered ones."),
        Figure::VerifyIntime => word("按现场回复的时间，没有超过时限。", "In time, by when it was answered on site."),
        Figure::VerifyLate => {
            word("回复超过时限，或者任务在外已超过时限。", "Answered late, or out past its deadline.")
        }
        Figure::CheckSent => word("派给本人的核查任务。", "Checks that were sent to them."),
        Figure::CheckAnswered => word("其中已回复的。", "Of these the answered ones."),
        Figure::CheckIntime => word("按现场回复的时间，没有超过时限。", "In time, by when it was answered on site."),
        Figure::CheckLate => word("回复超过时限，或者任务在外已超过时限。", "Answered late, or out past its deadline."),
        Figure::Contradicted => word(
            "同一阶段里下一次回复说的正好相反；“无法判断”不算。",
            "The next answer of the same stage said the opposite; one that could not tell contradicts nothing.",
        ),
        Figure::Accept => word("由本人受理的案件。", "Cases that they accepted."),
        Figure::AcceptIntime => word("没有超过受理时限。", "Not after the time for accepting."),
        Figure::AcceptRight => word(
            "受理后既没有被不予立案，也没有退回受理。",
            "Accepted, and neither refused at filing nor returned to be accepted anew.",
        ),
        Figure::AcceptWrong => word(
            "受理后被不予立案或退回受理。",
            "Accepted, and then refused at filing or returned to be accepted anew.",
        ),
        Figure::Reject => word("由本人不予受理的案件。", "Cases that they did not accept."),
        Figure::VerifyOrdered => word("由本人派发的核实。", "Verifications that they sent."),
        Figure::VerifyOrderedIntime => word("没有超过受理时限。", "Not after the time for accepting."),
        Figure::CheckOrdered => word("由本人派发的核查。", "Checks that they sent."),
        Figure::CheckOrderedIntime => word("没有超过该阶段的时限。", "Not after the time of that stage."),
        Figure::File => word("由本人立案的案件。", "Cases that they filed."),
        Figure::FileIntime => word("没有超过立案时限。", "Not after the time for filing."),
        Figure::FileRight => word(
            "立案后既没有作废、退回受理，也没有按错误结案。",
            "Neither voided later, nor returned to be accepted anew, nor closed as an error.",
        ),
        Figure::FileWrong => word(
            "立案后作废、退回受理，或者按错误结案。",
            "Voided later, returned to be accepted anew, or closed as an error.",
        ),
        Figure::Refuse => word("由本人不予立案的案件。", "Cases that they did not file."),
        Figure::Close => word("由本人结案的案件。", "Cases that they closed."),
        Figure::CloseIntime => word("没有超过结案这一步的时限。", "Not after the time for closing itself."),
        Figure::CloseWrong => word(
            "由本人结案（含特殊结案）的案件又重新打开。",
            "A case that they closed, by decision too, was opened again.",
        ),
        Figure::Dispatch => word("由本人派遣，包括派遣到区。", "Cases that they dispatched, to a district too."),
        Figure::DispatchIntime => word("没有超过派遣时限。", "Not after the time for dispatching."),
        Figure::DispatchRight => word(
            "派到的单位就是最后一次派到的单位；退回后还没有再派的先不算。",
            "The unit it went to is the one that the last dispatch named; while it was given back and not dispatched anew it is neither right nor wrong.",
        ),
        Figure::DispatchWrong => word(
            "后来改派给了别的单位，或者被区里退回。",
            "Another unit has it by the last dispatch, or the district gave it back.",
        ),
        Figure::Review => word("由本人督查，通过或返工。", "Work that they reviewed, passed or not."),
        Figure::ReviewIntime => word("没有超过督查时限。", "Not after the time for reviewing."),
        Figure::ReviewWrong => word("督查通过，核查又返工。", "Passed by the review, and sent back by the check."),
        Figure::CloseSpecial => word(
            "由本人特殊结案或按错误结案的案件；没有时限。",
            "Cases that they closed by decision or as an error; there is no time for that.",
        ),
        Figure::Days => word("有签到的日子。", "Days on which a shift was begun."),
        Figure::Shifts => word("签到的班次。", "Shifts that were signed in."),
        Figure::OpenShifts => word("签到后一直没有签退的班次。", "Shifts that were never signed out of."),
        Figure::Minutes => word(
            "从签到到签退；没有签退的算到轨迹的最后一点，最多十六小时。",
            "From signing in to signing out; where nobody signed out, to the last point of the track, sixteen hours at the most.",
        ),
        Figure::Beat => word(
            "本人责任网格里的单元网格，在岗一天计一次。",
            "Unit grids of their own duty grids, counted once for each day on shift.",
        ),
        Figure::Walked => word(
            "当天轨迹确实进入过的；定位不准的和模拟的不算。",
            "Those that the day's track surely entered; inexact and made-up points do not count.",
        ),
    }
}

/// Names a rate.
pub const fn rate(rate: PostRate) -> Words {
    match rate {
        PostRate::Wrong => word("差错率", "Wrong"),
        PostRate::Coverage => word("网格覆盖率", "Coverage"),
        PostRate::VerifyIntime => word("按期核实率", "Verified in time"),
        PostRate::CheckIntime => word("按期核查率", "Checked in time"),
        PostRate::AcceptIntime => word("按时受理率", "Accepted in time"),
        PostRate::AcceptRight => word("准确受理率", "Accepted right"),
        PostRate::AcceptWrong => word("错误受理率", "Accepted wrongly"),
        PostRate::VerifyOrderedIntime => word("按时发核实率", "Sent to verify in time"),
        PostRate::CheckOrderedIntime => word("按时发核查率", "Sent to check in time"),
        PostRate::FileRight => word("准确立案率", "Filed right"),
        PostRate::FileIntime => word("按时立案率", "Filed in time"),
        PostRate::CloseIntime => word("按时结案率", "Closed in time"),
        PostRate::DispatchRight => word("准确派遣率", "Dispatched right"),
        PostRate::DispatchIntime => word("按时派遣率", "Dispatched in time"),
        PostRate::ReviewIntime => word("按时督查率", "Reviewed in time"),
    }
}

/// Says what a rate divides.
pub const fn divides(rate: PostRate) -> Words {
    match rate {
        PostRate::Wrong => word("差错数除以操作数。", "Wrong operations of all operations."),
        PostRate::Coverage => word("已巡网格数除以应巡网格数。", "Grids walked of the grids to walk."),
        PostRate::VerifyIntime => word("按期核实数除以应核实数。", "Verified in time of the verifications sent."),
        PostRate::CheckIntime => word("按期核查数除以应核查数。", "Checked in time of the checks sent."),
        PostRate::AcceptIntime => word("按时受理数除以受理数。", "Accepted in time of those accepted."),
        PostRate::AcceptRight => word("准确受理数除以受理数。", "Accepted right of those accepted."),
        PostRate::AcceptWrong => word("错误受理数除以受理数。", "Accepted wrongly of those accepted."),
        PostRate::VerifyOrderedIntime => word("按时发核实数除以发核实数。", "In time of the verifications they sent."),
        PostRate::CheckOrderedIntime => word("按时发核查数除以发核查数。", "In time of the checks they sent."),
        PostRate::FileRight => word("准确立案数除以立案数。", "Filed right of those filed."),
        PostRate::FileIntime => word("按时立案数除以立案数。", "Filed in time of those filed."),
        PostRate::CloseIntime => word("按时结案数除以结案数。", "Closed in time of those closed."),
        PostRate::DispatchRight => word("准确派遣数除以派遣数。", "Dispatched right of those dispatched."),
        PostRate::DispatchIntime => word("按时派遣数除以派遣数。", "Dispatched in time of those dispatched."),
        PostRate::ReviewIntime => word("按时督查数除以督查数。", "Reviewed in time of those reviewed."),
    }
}

/// Writes a figure: minutes as hours, whatever else as it is.
pub fn written(figure: Figure, count: u64) -> String {
    if figure == Figure::Minutes { format!("{}.{}", number(count / 60), (count % 60) / 6) } else { number(count) }
}

/// "受理数 12，看明细".
pub fn opens(lang: Lang, what: &str, count: &str) -> String {
    pick(lang, format!("{what} {count}，看明细"), format!("{what}: {count}, see what is behind it"))
}

/// "共 312 人".
pub fn people(lang: Lang, count: u64) -> String {
    let people = usize::try_from(count).unwrap_or(usize::MAX);
    pick(lang, format!("共 {} 人", number(count)), counted(people, "person", "people"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kit::lang::Lang;
    use shared::assessment::posts::Figure;

    use super::{figure, people, written};

    #[test]
    fn every_figure_has_a_name_of_its_own_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let names: BTreeSet<&str> = Figure::ALL.iter().map(|one| lang.say(figure(*one))).collect();
            assert_eq!(names.len(), Figure::ALL.len());
        }
    }

    #[test]
    fn minutes_are_written_as_hours() {
        assert_eq!(written(Figure::Minutes, 257), "4.2");
        assert_eq!(written(Figure::Shifts, 257), "257");
        assert_eq!((people(Lang::Zh, 312).as_str(), people(Lang::En, 1).as_str()), ("共 312 人", "1 person"));
    }
}
