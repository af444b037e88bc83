//! The fixed words, by page.

kit::words! {
    // everywhere
    XUNGE = "巡格", "Xunge";
    COMMAND_CENTRE = "指挥中心", "Command centre";
    LIVE = "实时", "Live";
    OFFLINE_SHORT = "断线", "Offline";
    OFFLINE = "连不上服务器", "The server cannot be reached";
    OFFLINE_MORE = "会自动再试；下面是最后一次收到的内容", "It is tried again by itself; below is what was last heard";
    OFFLINE_NOTHING = "会自动再试；还没有收到过内容", "It is tried again by itself; nothing has been heard yet";
    ODD_REPLY = "服务器的回答读不懂，请刷新页面", "The server's reply could not be read; reload the page";
    TRY_AGAIN = "再试一次", "Try again";
    LOADING = "正在取", "Fetching";
    NOT_FETCHED = "这一页没有取到", "This page could not be fetched";
    NOT_FETCHED_MORE = "连不上服务器，或者服务器换了新版；换了新版，请重新打开网页。", "The server cannot be reached, or it has been renewed; if it has, load the page anew.";
    LOAD_ANEW = "重新打开网页", "Load the page anew";
    CLOSE = "关闭", "Close";
    CANCEL = "取消", "Cancel";
    SAVE = "保存", "Save";
    SAVING = "正在保存…", "Saving…";
    PRINT = "打印", "Print";
    NEXT_PAGE = "下一页", "Next page";
    BACK = "返回", "Back";
    NONE = "–", "–";
    MENU = "菜单", "Menu";
    PAGES = "页面", "Pages";
    SKIP = "跳到内容", "Skip to the content";
    OTHER_LANGUAGE = "English", "中文";
    SIGN_OUT = "退出登录", "Sign out";
    STILL_SIGNED_IN = "没有退出，您还登录着；请再试一次。", "You are still signed in. Try again.";
    NOT_FOR_ROLE = "您的角色看不到这一页", "Your role does not see this page";
    FIELD_ROLE = "采集员和核查员在手机应用里工作；这里是指挥中心和责任单位的工作台。", "Collectors and inspectors work in the phone app; this is the desk of the command centre and the responsible units.";
    NO_SUCH_PAGE = "没有这一页", "There is no such page";

    // signing in
    SIGN_IN = "登录", "Sign in";
    SIGNING_IN = "正在登录…", "Signing in…";
    USER = "用户名", "User name";
    PASSWORD = "密码", "Password";
    SIGN_IN_LEAD = "谁的手机传到哪一步，案件走到哪一步，一眼看清。", "Which phone has sent what, and where each case stands, at a glance.";
    FILL_BOTH = "请填写用户名和密码", "Enter a user name and a password";

    // the sync board
    BOARD = "同步状态", "Sync";
    ALL_DEVICES = "全部", "All";
    NEEDING = "要处理", "Needs a call";
    TILE_SILENT = "失联超过 2 小时", "Silent for over 2 hours";
    TILE_OPERATIONS = "只在手机上的记录", "Records only on phones";
    TILE_PHOTOS = "还没到的照片", "Photos still to come";
    TILE_OLDEST = "最早未传", "Oldest waiting";
    TILE_COMPLETE = "已收全的设备", "Devices with all received";
    NOTHING_WAITS = "没有等待的", "nothing waits";
    COL_PERSON = "人员 · 网格", "Person · grids";
    COL_SEEN = "最后联系", "Last seen";
    COL_WAITING = "未传", "Waiting";
    COL_PHOTOS = "照片", "Photos";
    COL_OLDEST = "最早未传", "Oldest";
    COL_PHONE = "手机", "Phone";
    COL_REASON = "原因", "Reason";
    ALL_ARRIVED = "全部", "all";
    NO_PHOTOS = "无", "none";
    NEVER = "从未", "never";
    NO_DEVICES = "还没有设备登录过", "No device has signed in yet";
    NO_DEVICES_MORE = "采集员第一次在手机上登录后，设备会出现在这里。", "A device appears here when a collector first signs in on it.";
    NO_DEVICES_NEED = "没有需要处理的设备", "No device needs attention";
    CHOOSE_DEVICE = "点一行，看这台设备怎么了、该做什么。", "Choose a row to see what is wrong and what to do.";
    PLATFORM = "系统", "System";
    PACKS = "目录", "Catalogue";
    PACKS_UNKNOWN = "还没有", "none yet";
    CLOCK_SKEW = "时钟偏差", "Clock skew";
    CLOCK_IN_STEP = "一致", "in step";
    BATTERY = "电量", "Battery";
    FREE_DISK = "剩余空间", "Free space";
    LAST_COMPLETE = "上次传完", "Last complete";
    OPERATIONS_TAKEN = "已收记录", "Records taken";
    ORIGINALS_WAITING = "待传原图", "Originals to come";
    REFUSED = "被退回", "sent back";
    LAST_ERROR = "最近的错误", "Last error";
    SCOPE = "可见范围", "What it may see";
    SCOPE_TAKEN = "已换成现在的", "up to date";
    SCOPE_OLD = "旧的还没清掉", "the old scope is still on it";
    DEVICE = "设备编号", "Device";
    WHAT_TO_DO = "可以做的", "What to do";
    WHAT_TO_SAY = "对他说", "What to say";
    COPY = "复制这段话", "Copy these words";
    COPIED = "已复制", "Copied";
    REVOKE = "停用这台设备", "Withdraw this device";
    REVOKE_SURE = "再按一次停用；没传的只能用救援文件交来", "Press again: unsent work then needs a rescue file";
    REVOKE_NOTE = "停用设备：需要管理员", "Withdrawing a device takes an administrator";

    RESCUE = "导入救援文件", "Import a rescue file";
    RESCUE_HINT = "手机传不上来的内容，在手机上导出成一个文件，拿到这里导入；重复导入不会多出案件。", "What a phone cannot send is exported on the phone as one file and imported here; importing it twice adds nothing.";
    RESCUE_CHOOSE = "选文件并导入", "Choose a file and import it";
    RESCUE_SENDING = "正在导入，请不要关闭页面…", "Importing; keep this page open…";
    RESCUE_NO_PROBLEMS = "没有发现问题", "No problems found";

    // cases
    CASES = "案件", "Cases";
    SEARCH_CASES = "案卷号、地址、说明", "Case number, address, note";
    ALL_STATES = "全部", "All";
    COL_CASE_NO = "案卷号", "Case number";
    COL_WHAT = "问题", "Problem";
    COL_WHERE = "地点 · 网格", "Place · grid";
    COL_UNIT = "责任单位", "Unit";
    COL_STATE = "状态", "State";
    COL_TIME = "时限", "Time";
    COL_REPORTED = "上报", "Reported";
    NO_CASES = "还没有案件", "No cases yet";
    NO_CASES_MORE = "采集员上报的案件一到就会出现在这里。", "A case appears here as soon as a collector's report arrives.";
    NO_MATCH = "没有符合的案件", "No case matches";
    NO_MATCH_MORE = "换一个状态或少写几个字试试。", "Try another state or fewer words.";
    CLEAR_FILTER = "清除条件", "Clear the filter";
    EARLIER = "更早的", "Earlier";
    NEWEST = "回到最新", "Back to the newest";
    BY_ARRIVAL = "最新在前", "Newest first";
    BY_DUE = "先到期在前", "Due first";
    NO_NUMBER = "未编号", "no number";
    BESIDE_CASE = "案件不在这里显示", "its case is not shown here";
    NO_UNIT = "未定", "none yet";
    OUTSIDE = "网格外", "outside the grids";
    NO_CLOCK = "未开始", "not started";
    PAUSED = "挂账暂停", "paused";
    CLOCK_WAITS = "时钟停着，等派遣", "clock stands until it is dispatched";

    // one case
    CASE = "案件", "Case";
    PHOTOS = "照片", "Photos";
    BEFORE = "处置前", "Before";
    AFTER = "处置后", "After";
    NO_AFTER = "还没有处置后照片", "No after photo yet";
    NO_BEFORE = "没有照片", "No photos";
    ONLY_ON_PHONE = "还在手机上", "still on the phone";
    BY_UNIT = "责任单位", "by the unit";
    BY_CHECK = "核查", "by the check";
    BY_REPORT = "上报", "with the report";
    ORIGINAL_ASK = "调取原图", "Ask for the original";
    ORIGINAL_COMES = "原图正在上传", "The original is on its way";
    FACTS = "事实", "Facts";
    ADDRESS = "地点", "Place";
    NOTE = "说明", "Note";
    POSITION = "坐标", "Position";
    REPORTER = "上报人", "Reporter";
    REPORTED_AT = "上报时间", "Reported";
    RECEIVED_AT = "服务器收到", "Received";
    CATEGORY_CODE = "类别编码", "Category code";
    CONDITION = "立案条件", "Filing condition";
    LIMIT = "处置时限", "Limit";
    DEADLINE = "处置截止", "Deadline";
    GRID = "单元网格", "Unit grid";
    DUTY_GRID = "责任网格", "Duty grid";
    UNIT = "责任单位", "Responsible unit";
    JURISDICTION = "管辖", "Jurisdiction";
    REWORKS = "返工次数", "Reworks";
    ON_PHONE = "手机离线算的", "The phone, offline";
    ON_SERVER = "服务器算的", "The server";
    SAME = "一致", "same";
    DIFFERENT = "不同", "different";
    PHONE_SILENT = "手机没算", "not computed";
    ESTIMATE = "估计", "estimate";
    ESTIMATE_NOTE = "手机从保存时算起，服务器从派遣时算起；起点不同不算差错。", "The phone counts from saving, the server from dispatch; that alone is no error.";
    PROVISIONAL = "暂定：工作日历还没有到那一天", "provisional: the calendar does not reach that far";
    SAME_PACKS = "双方用的是同一套数据包。", "Both used the same packs.";
    OTHER_PACKS = "双方用的数据包版本不同。", "They used different versions of the packs.";
    HISTORY = "经过", "History";
    BY_SYSTEM = "系统", "System";
    LATE_EVIDENCE = "迟到，留作证据", "late, kept as evidence";
    TASKS = "任务", "Tasks";
    NO_TASKS = "还没有任务", "No tasks yet";
    DRAWS = "核查人怎么抽的", "How the check was drawn";
    DRAWN = "抽中", "Drawn";
    CANDIDATES = "候选", "Candidates";
    EXCLUDED = "排除", "Left out";
    RANDOM = "随机数", "Random value";
    TO_DESK = "交指挥中心", "left to the desk";
    REDRAWN = "重抽原因", "Drawn again because";
    REDRAW = "换人去看", "Send somebody else";
    EVIDENCE = "照片的证据", "Photo evidence";
    EVIDENCE_LEAD = "系统只把查到的说清楚；存疑不会改变案件，由办理的人判断。", "What was found is said here; doubt changes nothing by itself, whoever decides weighs it.";
    NO_EVIDENCE = "没有照片", "No photos";
    NO_SIGNATURE = "没有设备签名：从网页上传的文件", "Without a device's signature: a file handed in at a desk";
    SOUND_MEANS = "签名、时间和位置都对得上", "Signature, time and place agree";
    UNJUDGED_MEANS = "服务器还没有核对", "The server has not looked at it yet";
    OTHER_CASE = "看那个案件", "Open that case";
    PAIR = "与处置前照片比（量出来的，不是结论）", "Beside the before photo (measured, not judged)";
    CHAIN_OF_DEVICE = "这台设备的照片链", "The chain of this device";
    LINK_FITS = "链完整", "chain fits";
    LINK_WAITS = "前一张没到", "the one before is missing";
    LINK_BROKEN = "链断开", "chain broken";
    PLACE_UNSAID = "没有说明拍摄位置", "Says nothing of where it was taken";
    OWN_NOTHING = "文件里没有时间和位置", "the file says neither when nor where";
    HEARD_BY_SERVER = "收到", "Received";

    // looking at a photo
    VIEWER = "看照片", "Photo";
    PREVIOUS_PHOTO = "上一张", "Previous photo";
    NEXT_PHOTO = "下一张", "Next photo";
    ZOOM_IN = "放大", "Zoom in";
    ZOOM_OUT = "缩小", "Zoom out";
    ZOOM_RESET = "按原样放下", "Fit to the window";
    COMPARE = "前后对比", "Before and after";
    COMPARE_END = "不对比", "One photo";
    COMPARE_WITH = "与哪一张比", "Compare with";
    COMPARE_LINE = "前后分界线，用左右键移动", "Line between before and after; arrow keys move it";
    PUBLIC_COPY = "公开用副本", "Copy for publication";
    PUBLIC_COPY_MEANS = "去掉了写着采集员的水印条，和文件里附带的时间、位置、设备信息；最长边 1280 像素", "Without the band that names the collector, and without the time, place and device written inside; at most 1,280 pixels";
    ORIGINAL_OPEN = "打开原件", "Open the original";
    ORIGINAL_ON_PHONE = "原件还在手机上", "The original is still on the phone";
    CLIP_WAITS = "录像或录音还没有传到服务器，这里先看封面", "The recording has not reached the server yet; this is its cover";
    PLAY = "播放", "Play";

    // where photos were taken
    MAP = "照片在哪里拍的", "Where the photos were taken";
    MAP_CASE = "案", "C";
    MAP_CASE_MEANS = "案件位置", "Place of the case";
    MAP_NORTH = "北", "N";
    MAP_EMPTY = "没有一张照片说明了拍摄位置", "No photo says where it was taken";
    MAP_OWN = "文件自带的位置", "the file's own place";
    MAP_DOUBTFUL = "三角形是存疑的照片；圆圈是定位误差，扇形是镜头朝向", "Triangles are doubtful photos; circles show the accuracy, fans where the camera looked";

    // a device's chain
    CHAIN = "照片链", "Chain of photos";
    CHAIN_LEAD = "这台设备拍的每一张都编号并签名，指着它前面的一张；少了一张、换了一张都看得出来。最新的在上面。", "Each photo of this device has a number and names the one before it under its signature; one that is missing or replaced shows. The newest stands first.";
    NO_CHAIN = "这台设备还没有交来签名的照片", "This device has handed in no signed photo yet";
    NO_CHAIN_MORE = "第一张照片到了以后会出现在这里。", "The first one appears here when it arrives.";
    CHAIN_FORK = "链在这里分叉", "The chain forks here";
    CHAIN_BEGINS = "链从这里开始", "The chain begins here";
    NEWEST_PHOTOS = "回到最新", "Back to the newest";

    // is this file one of ours
    VERIFY = "核对文件", "Verify a file";
    VERIFY_LEAD = "选一个文件，看它是不是一个字节都没有变的本平台文件，以及当时签了什么。", "Choose a file to learn whether it is byte for byte one of ours, and what was signed about it.";
    VERIFY_STAYS = "文件不会离开这台电脑：只在浏览器里算出指纹（SHA-256），拿指纹去问服务器。", "The file never leaves this computer: its fingerprint (SHA-256) is computed here in the browser, and only that is sent.";
    VERIFY_DROP = "把文件拖到这里，或者点这里选", "Drop a file here, or press to choose one";
    VERIFY_LIMIT = "照片、视频、录音，最大 60 MB", "A photo, video or recording of up to 60 MB";
    VERIFY_NOTHING = "还没有选文件", "No file chosen yet";
    VERIFY_TOO_LARGE = "文件超过 60 MB，本平台没有这么大的文件", "Over 60 MB: no file of this platform is that large";
    VERIFY_EMPTY_FILE = "这是一个空文件", "This file is empty";
    VERIFY_UNREADABLE = "浏览器读不了这个文件，请再选一次", "The browser could not read this file; choose it again";
    VERIFY_HASHING = "正在算指纹…", "Computing the fingerprint…";
    VERIFY_ASKING = "正在问服务器…", "Asking the server…";
    VERIFY_KNOWN = "是本平台的文件，一个字节都没有变", "One of ours, byte for byte";
    VERIFY_UNKNOWN = "不是本平台的文件，或者已经变了", "Not one of ours, or changed since";
    VERIFY_UNKNOWN_MORE = "差一个字节就对不上：另存过的、编辑过的、用聊天软件转发过的，都不再是原来那个文件。您的角色看不到的案件，这里也不会说。", "One byte is enough to differ: a copy that was saved anew, edited or sent through a messenger is no longer the same file. Of cases that your role may not see nothing is said here.";
    VERIFY_FAILED = "没有核对成", "This could not be verified";
    VERIFY_HASH = "指纹", "Fingerprint";
    SIGNATURE_HOLDS = "签名成立", "The signature holds";
    SIGNATURE_FAILS = "签名不成立", "The signature does not hold";
    STANDS_WORKING = "带水印的工作照", "The working copy, with its watermark";
    STANDS_ORIGINAL = "相机原件", "The original from the camera";
    STANDS_DESK = "网页上传的文件", "A file handed in at a desk";
    TAKEN_BY = "拍摄人", "Taken by";
    ACTIONS = "可以做的", "What you may do";
    NO_ACTIONS = "现在没有轮到您的步骤", "No step is yours now";
    REASON = "原因", "Reason";
    REQUIREMENT = "督办要求", "What is asked for";
    REPLY = "回复", "Reply";
    WAS_NO_CASE = "错误结案：本不该立案", "Closed as an error: it should never have been a case";
    SAME_PROBLEM = "同一问题的案卷", "Cases about the same problem";
    NO_SAME_PROBLEM = "附近没有同类案卷", "No case of this kind near by";
    LIFE = "办理情况", "Where it stands";
    NOBODYS = "无责任主体，属地管理", "Nobody is responsible; the local district settles it";
    MERGED_INTO = "已并入另一案卷", "Linked to the case that goes on";
    OTHER_REPORT = "同一问题的另一条上报", "Another report of the same problem";
    APPEAL = "申诉", "Appeal";
    REPLIED = "已回复", "Replied";
    WAITS_FOR_REPLY = "待回复", "Waits for a reply";
    REASON_HOLDER = "写清楚，会留在经过里", "It stays in the history";
    UNIT_SEARCH = "找别的单位：名称或编号", "Find another unit: name or code";
    UNIT_NOT_CHOSEN = "还没有选单位", "No unit chosen yet";
    UNITS_ONE = "按责任网格，这里归：", "By the layer's map this place belongs to:";
    UNITS_SEVERAL = "按责任网格，这里有几家重叠：", "By the layer's map several units overlap here:";
    UNITS_GAP = "按责任网格，这里没有划给任何单位", "By the layer's map no unit is set for this place";
    UNITS_OTHERS = "其他单位", "Other units";
    UNITS_NONE_FOUND = "没有找到这样的单位", "No such unit";
    CONDITION_NO = "立案条件编号", "Number of the condition";
    UNTIL = "到什么时候", "Until when";
    CONFIRM = "确定", "Confirm";
    SENDING = "正在办…", "Working…";
    FILL_IN = "还没有填好", "Not filled in yet";

    // a unit's own work
    HANDLING = "待处置", "To handle";
    HANDLING_LEAD = "我的案件", "Our cases";
    TO_TAKE = "待接收", "To take";
    IN_HAND = "处置中", "In hand";
    PARKED = "挂账中", "Suspended";
    HANDED_BACK = "已交回", "Handed back";
    NOTHING_TO_HANDLE = "没有要处置的案件", "Nothing to handle";
    NOTHING_TO_HANDLE_MORE = "派来的案件会按剩余时间排在这里。", "Cases sent to you stand here, the most urgent first.";
    FINISH = "处置完毕", "Done";
    AFTER_PHOTO = "处置后照片", "After photos";
    AFTER_PHOTO_HINT = "至少一张；站在上报照片的位置拍", "At least one, from where the report was taken";
    WHAT_WAS_DONE = "做了什么（可不填）", "What was done (optional)";
    SUBMIT_FINISH = "上传并交回", "Upload and hand back";

    // figures
    FIGURES = "统计", "Figures";
    THIS_MONTH = "本月", "This month";
    LAST_MONTH = "上月", "Last month";
    THIS_YEAR = "本年", "This year";
    NO_FIGURES = "这段时间没有上报的案件", "No case was reported in this time";
    NO_FIGURES_MORE = "换一段时间试试。", "Try another time.";
    FIG_REPORTED = "上报", "Reported";
    FIG_OTHERS = "其中其他渠道", "of these by other channels";
    FIG_SELF_HANDLED = "自行处置（另计）", "Self-handled (apart)";
    FIG_ACCEPTED = "受理", "Accepted";
    FIG_FILED = "立案（应派遣）", "Filed (to dispatch)";
    FIG_DISPATCHED = "派遣", "Dispatched";
    FIG_RIGHT = "准确派遣", "Dispatched right";
    FIG_RIGHT_MEANS = "准确派遣：首次派往的单位也是最后的单位；占应派遣数的比例。按责任单位时，案件计入现在负责的单位。", "Dispatched right: the first unit that it was sent to is also the last; of those to dispatch. By unit, a case counts for the unit that has it now.";
    FIG_RETURNED = "单位回退", "Given back by a unit";
    FIG_SUSPENDED = "现挂账", "Suspended now";
    FIG_OVERDUE = "超期", "Overdue";
    FIG_LINKED = "并案", "Linked";
    FIG_CLOSED = "结案", "Closed";
    FIG_VOID = "作废（分四类）", "Void, four kinds";
    FIG_TOTAL = "合计", "Total";
    FIG_NOWHERE = "没有归属", "with none";

    // what the people in the field are told
    ANNOUNCEMENTS = "通知公告", "Notices";
    OLDER_ANNOUNCEMENTS = "更早的", "Earlier ones";
    NO_ANNOUNCEMENTS = "还没有发过通知", "No notice was posted yet";
    NO_ANNOUNCEMENTS_MORE = "在右边写一条，现场的人下一次同步就能看到，没有网络也能再看。", "Write one on the right: the people in the field have it with their next sync, and can read it without a network.";
    POST_ANNOUNCEMENT = "发一条通知", "Post a notice";
    ANNOUNCEMENT_TITLE = "标题", "Title";
    ANNOUNCEMENT_BODY = "内容", "What is to be known";
    ANNOUNCEMENT_URGENT = "紧急：没读之前一直在手机首页上", "Urgent: stays on the phone's first page until it was read";
    FOR_WHOM = "发给谁（不选就是所有人）", "For whom (nobody chosen: everybody)";
    ANNOUNCEMENT_UNTIL = "有效到（不填就一直有效）", "Holds until (empty: until taken back)";
    ANNOUNCEMENT_HINT = "手机号和身份证号会被遮住；发出后不能改，只能收回。", "Mobile and identity numbers are masked; what was posted cannot be changed, only taken back.";
    POST = "发出", "Post";
    EVERYBODY = "所有人", "Everybody";
    COMMA = "、", ", ";
    URGENT = "紧急", "Urgent";
    HAVE_READ = "已读 / 应读", "Read / of";
    IS_SHOWN = "显示中", "Shown";
    TO_COME = "还没到时间", "To come";
    IS_OVER = "已过期", "Over";
    TAKEN_BACK = "已收回", "Taken back";
    TAKE_BACK = "收回", "Take back";
    TAKE_BACK_SURE = "再按一次收回", "Press again to take back";

    // at the door, where somebody was signed in
    SESSION_OVER = "登录已结束，页面上的内容已清除；请重新登录", "This sign-in has ended and the page was cleared; please sign in again";
    ACCOUNT_DISABLED = "账号已停用，页面上的内容已清除；请联系管理员", "This account was disabled and the page was cleared; ask the administrator";
    ACCOUNT_CHANGED = "账号的角色、辖区或单位已变更，页面上的内容已清除；请重新登录", "This account's role, jurisdiction or unit was changed and the page was cleared; please sign in again";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_speaks_both_languages() {
        for words in ALL {
            assert!(!words.zh.is_empty() && !words.en.is_empty(), "{words:?} is silent in one language");
        }
    }
}
