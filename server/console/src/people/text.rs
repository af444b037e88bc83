//! The words of this page.

use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::api::people::{AccountLineOutcome, LookKind, ShiftPlace};

use crate::text::pick;

kit::words! {
    // the page
    TAB_PEOPLE = "人员", "People";
    TAB_SHIFTS = "班次", "Shifts";
    TAB_LINKS = "登记链接", "Enrolment links";
    TAB_LOOKS = "谁看过", "Who looked";
    TAB_IMPORT = "批量导入", "Import";
    ADD = "新增人员", "Add somebody";
    PAGES_OF_PEOPLE = "人员的几页", "Pages about people";
    NOT_YOURS = "这里要由管理员来做；您的角色可以看，不能改。", "An administrator does this; your role may look and not change.";
    NOT_YOUR_LOOKS = "谁看过什么，由领导和管理员查看。", "Who looked at what is for leaders and administrators to see.";
    NOT_YOUR_LINKS = "登记链接由管理员发放和收回。", "Enrolment links are made and taken back by administrators.";

    // the list
    SEARCH = "姓名或用户名", "Name or user name";
    ALL_ROLES = "全部角色", "All roles";
    ALL_JURISDICTIONS = "全部辖区", "All jurisdictions";
    EVERYBODY = "所有人", "Everybody";
    MAY_SIGN_IN = "可登录", "May sign in";
    IS_DISABLED = "已停用", "Disabled";
    ANY_DEVICE = "有无设备都看", "With or without a device";
    WITH_DEVICE = "有设备", "With a device";
    WITHOUT_DEVICE = "没有设备", "Without a device";
    NEVER_SIGNED_IN = "从未登录", "Never signed in";
    NAME = "姓名", "Name";
    USER = "用户名", "User name";
    ROLE = "角色", "Role";
    JURISDICTION = "辖区", "Jurisdiction";
    UNIT = "责任单位", "Unit";
    GRIDS = "责任网格", "Duty grids";
    DEVICES = "设备", "Devices";
    LAST_SIGN_IN = "上次登录", "Last sign-in";
    LAST_CONTACT = "最后联系", "Last contact";
    ON_SHIFT = "在班", "On shift";
    STANDS = "状态", "State";
    NEVER = "从未", "never";
    NOBODY = "没有符合的人", "Nobody fits";
    NOBODY_MORE = "换一个条件，或清空搜索。", "Change the filters, or clear the search.";
    FIRST_PAGE = "回到第一页", "First page";
    CHOOSE = "选", "Choose";
    CHOSEN_SHEET = "给选中的人打印登记单", "Print enrolment sheets for those chosen";

    // one account
    OPEN_SESSIONS = "打开的会话", "Open sessions";
    MADE_AT = "建立时间", "Made";
    TASKS_OPEN = "手上的任务", "Tasks in hand";
    TASKS_ANSWERED = "近两周答复的任务", "Tasks answered in two weeks";
    CASES_REPORTED = "近两周上报的案件", "Cases reported in two weeks";
    NO_TASKS = "手上没有任务", "No task in hand";
    DUE = "到期", "Due";
    CHANGE = "修改", "Change";
    SAVED = "已保存", "Saved";
    DISABLE = "停用账号：立刻登出，不能再登录", "Disable: signed out at once, no more sign-ins";
    NEW_SCOPE = "角色、辖区、单位或网格变了，手机会换一套数据：先传完手里的，再收新的。", "With another role, jurisdiction, unit or beat the phone takes another set of data: it first sends what it has, then fetches the new one.";
    RESET_PASSWORD = "发新密码", "Give a new password";
    RESET_SURE = "再点一次：旧密码作废，电脑上的登录结束", "Press again: the old password ends, and so do sign-ins at desks";
    PASSWORD_ONCE = "密码只显示这一次，请现在抄给本人：", "The password is shown only this once; hand it over now:";
    COPY = "复制", "Copy";
    OWN_ACCOUNT = "自己的账号：姓名可以改，角色、辖区和停用要由另一位管理员来做。", "Your own account: you may change the name; role, jurisdiction and disabling are for another administrator.";
    SEE_TRACK_LOOKS = "谁看过他的轨迹和档案", "Who looked at this person's track and file";
    SEE_OWN_LOOKS = "他看过什么", "What this person looked at";

    // devices
    NO_DEVICES = "还没有设备", "No device yet";
    NO_DEVICES_MORE = "发一个登记二维码，用手机扫一下就登录。", "Make an enrolment code; scanned with the phone it signs in.";
    ENROLLED = "登记", "Enrolled";
    WAITING = "只在手机上", "Only on the phone";
    APP = "应用", "App";
    WITHDRAWN = "已收回", "Withdrawn";
    IN_USE = "在用", "In use";
    TO_BOARD = "在同步状态里看", "See on the sync board";
    REVOKE = "收回设备", "Withdraw";
    REVOKE_SURE = "再点一次：它不能再传，没传的要用救援文件交", "Press again: it can send no more; unsent work needs a rescue file";
    WIPE = "下次联系时清除", "Wipe at next contact";
    HAND_OVER = "交给别人用", "Hand over";
    HAND_OVER_HOW = "先让他同步到“只在手机上”为零，再在手机上退出登录；然后让接手的人扫下面的码。没传完就换人，应用会拒绝。", "First let it sync until nothing is only on the phone, then sign out on it; whoever takes it over scans the code below. The app refuses to change people while work is unsent.";
    HAND_OVER_TO = "接手人的用户名", "User name of who takes it over";
    HAND_OVER_NOT_YET = "还有没传的：现在换人会被应用拒绝", "Something is unsent: the app would refuse the change now";
    FIND = "找人", "Find";
    NOBODY_SO = "没有这个用户名", "There is nobody of that user name";

    // enrolment
    ENROL = "发登记二维码", "Make an enrolment code";
    ENROL_HOW = "码里是一把钥匙：只登录一台手机一次，到时作废。不要拍照转发，不要发到群里。", "The code is a key: it signs one phone in, once, and ends by itself. Do not photograph or forward it.";
    SERVER = "手机用的服务器地址", "Address of the server as phones reach it";
    GOOD_FOR = "有效期", "Good for";
    ONE_HOUR = "1 小时", "1 hour";
    ONE_DAY = "1 天", "1 day";
    ONE_WEEK = "7 天", "7 days";
    QR_LABEL = "登记二维码", "Enrolment code";
    QR_OVER = "已过期，请再发一个", "It has ended; make another one";
    OR_TYPE = "扫不了就在手机上粘贴这条链接", "If it cannot be scanned, paste this link on the phone";
    TAKE_BACK = "收回", "Take back";
    TAKE_BACK_SURE = "再点一次：这个码立刻作废", "Press again: the code ends at once";
    NO_LINKS = "没有还能用的登记链接", "No enrolment link is open";
    NO_LINKS_MORE = "用过的、过期的和收回的不在这里；要发新的，打开一个人。", "Those used, ended or taken back are not here; to make one, open somebody.";
    MADE_BY = "谁发的", "Made by";
    ENDS = "作废时间", "Ends";
    SHEET = "登记单", "Enrolment sheet";
    SHEET_HOW = "每人半页，打印后当面交给本人；每个码只能用一次。", "Half a page each; print it and hand it over in person. Each code is good once.";
    SHEET_NOBODY = "没有选中的人", "Nobody is chosen";
    SHEET_NOBODY_MORE = "在人员页勾选，再点打印登记单。", "Choose people on the list, then press print enrolment sheets.";
    MAKE_ALL = "给他们发码", "Make the codes";
    SHEET_STEPS = "一、装好巡格。二、打开，点“扫码登录”。三、扫右边的码。", "1. Install Xunge. 2. Open it and press Scan to sign in. 3. Scan the code.";

    // adding
    FIRST = "第一次怎么登录", "First sign-in";
    FIRST_PASSWORD = "由系统给一个密码，只显示一次", "With a password made here and shown once";
    FIRST_NEEDS_CODE = "这里的管理员要用动态码，二维码登录绕不过去：系统给一个密码，只显示一次，本人在网页登录后设置动态码。", "Administrators need a one-time code here, which an enrolment code would go round: a password is made and shown once, and they set their code up at a desk.";
    FIRST_LINK_NOT_ADMINS = "要用动态码的管理员不能只用二维码登录；表里有他们时，请选密码。", "Administrators who need a one-time code cannot begin with an enrolment code; where the sheet has any, choose the password.";
    FIRST_LINK = "只用登记二维码，不给密码", "By an enrolment code alone, without a password";
    CREATE = "建立账号", "Add the account";
    OPEN_FILE = "打开这个人", "Open this person";
    CHOOSE_UNIT = "选一个责任单位", "Choose a unit";
    NO_GRIDS = "这个辖区还没有责任网格", "This jurisdiction has no duty grids yet";
    GRIDS_ONLY = "只有采集员和核查员走责任网格。", "Only collectors and inspectors walk duty grids.";
    FILTER_GRIDS = "找网格", "Find a grid";
    MISSING = "还没填完", "Something is missing";

    // importing
    IMPORT_HOW = "一行一人，第一行是列名：用户名、姓名、角色、辖区、责任单位、责任网格（几个用空格隔开）。用户名已有的改，没有的建。先看，再收。", "One person a line under a line of names: user, name, role, jurisdiction, unit, grids (spaces between several). A known user name is changed, another one added. Look first, then take.";
    IMPORT_FILE = "选一个 CSV 文件", "Choose a CSV file";
    IMPORT_PASTE = "或贴在这里", "Or paste it here";
    LOOK = "先看看会怎样", "Look what would happen";
    TAKE = "收下", "Take it";
    TAKEN = "已收下", "Taken";
    NOTHING_TAKEN = "有错的行，一行都没有收；改好再来。", "A line is wrong, so nothing was taken; mend it and try again.";
    LINE = "行", "Line";
    OUTCOME = "结果", "Outcome";
    DETAIL = "说明", "Detail";
    PASSWORD = "密码", "Password";
    PASSWORDS_ONCE = "新账号的密码只在这里显示一次；离开前请抄下或打印。", "The passwords of new accounts are shown here only once; copy or print them before leaving.";

    // shifts
    DAY = "日期", "Day";
    ANY_STANDING = "都看", "All";
    STANDING_ON = "现在在班", "On shift now";
    STANDING_SIGNED = "当天签到过", "Signed in that day";
    STANDING_MISSING = "当天没签到", "Not signed in that day";
    SIGNED_IN = "签到", "Signed in";
    SIGNED_OUT = "签退", "Signed out";
    LENGTH = "时长", "Length";
    PLANNED = "应走网格", "Planned duty";
    STILL_ON = "进行中", "goes on";
    FORGOTTEN = "没签退，十六小时后自动结束", "not signed out; ended by itself after sixteen hours";
    NOT_SIGNED = "没有签到", "Not signed in";
    NO_WALKERS = "没有走网格的人", "Nobody walks duty grids";
    NO_WALKERS_MORE = "采集员和核查员建好账号后出现在这里。", "Collectors and inspectors appear here once they have an account.";

    // looks
    WHO = "谁", "Who";
    WHEN = "什么时候", "When";
    WHAT = "看了什么", "What";
    PART = "哪一部分", "Which part";
    ALL_KINDS = "全部", "All";
    NO_LOOKS = "没有人看过", "Nobody looked";
    NO_LOOKS_MORE = "原图、轨迹、人员档案、通讯录和导出，一看就记；同一个人一小时内看同一样记一次。", "Originals, tracks, people's files, the directory and exports are recorded; the same look within an hour once.";
    ALL_LOOKS = "看全部", "See all";
}

/// Names where somebody stood.
pub const fn place(place: ShiftPlace) -> Words {
    match place {
        ShiftPlace::Inside => Words { zh: "在责任网格内", en: "in an own grid" },
        ShiftPlace::Outside => Words { zh: "不在责任网格内", en: "not in an own grid" },
        ShiftPlace::Unknown => Words { zh: "没有定位", en: "no position" },
    }
}

/// Names what was looked at.
pub const fn look(kind: LookKind) -> Words {
    match kind {
        LookKind::Original => Words { zh: "照片原图", en: "Original photo" },
        LookKind::Track => Words { zh: "轨迹", en: "Track" },
        LookKind::Person => Words { zh: "人员档案", en: "A person's file" },
        LookKind::Directory => Words { zh: "通讯录", en: "Directory" },
        LookKind::Export => Words { zh: "导出", en: "Export" },
        LookKind::Honesty => Words { zh: "真实性线索", en: "Hint at dishonest work" },
    }
}

/// Names what becomes of a line.
pub const fn outcome(outcome: AccountLineOutcome) -> Words {
    match outcome {
        AccountLineOutcome::Add => Words { zh: "新增", en: "Added" },
        AccountLineOutcome::Change => Words { zh: "修改", en: "Changed" },
        AccountLineOutcome::Same => Words { zh: "不变", en: "Unchanged" },
        AccountLineOutcome::Wrong => Words { zh: "有错", en: "Wrong" },
    }
}

/// Says how long a code is still good: `23:59:58`.
pub fn good_for(lang: Lang, left: &str) -> String {
    pick(lang, format!("还有 {left} 有效"), format!("Good for another {left}"))
}

/// Says what would become of a sheet.
pub fn would_be(lang: Lang, added: u64, changed: u64, same: u64, wrong: u64) -> String {
    pick(
        lang,
        format!("新增 {added}，修改 {changed}，不变 {same}，有错 {wrong}"),
        format!("{added} added, {changed} changed, {same} unchanged, {wrong} wrong"),
    )
}

/// Says what a device has that the server has not.
pub fn waiting(lang: Lang, operations: u64, photos: u64) -> String {
    let (records, shots) = (counted(operations, "record", "records"), counted(photos, "photo", "photos"));
    pick(lang, format!("{operations} 条，照片 {photos} 张"), format!("{records}, {shots}"))
}

/// Says how many are chosen.
pub fn chosen(lang: Lang, count: usize) -> String {
    pick(lang, format!("已选 {count} 人"), format!("{count} chosen"))
}
