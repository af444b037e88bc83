//! The fixed words of the pages.

kit::words! {
    // the parts
    PARTS = "考核的各页", "Parts of the assessment";
    OVERVIEW = "总览", "Overview";
    TABLES = "分项表", "Tables";
    MONTHS = "月份", "Months";
    MODELS = "评分模型", "Scoring models";
    SCORES = "得分", "Scores";
    POSTS = "岗位", "Posts";

    // of which days, narrowed to what
    PERIOD = "时段", "Period";
    THIS_MONTH = "本月", "This month";
    LAST_MONTH = "上月", "Last month";
    FROZEN = "已冻结的月份", "Frozen months";
    NO_FROZEN = "选择冻结的月份", "Choose a frozen month";
    FROM = "从", "From";
    TO = "到", "To";
    SHOW_DAYS = "查看这段时间", "Show these days";
    AREA = "辖区", "Jurisdiction";
    EVERY_AREA = "全部辖区", "All jurisdictions";
    UNIT = "责任单位", "Unit";
    EVERY_UNIT = "全部单位", "All units";
    LIVE = "未冻结，随案件变化", "Not frozen; follows the cases";
    TRAINING = "训练案件，不计入考核", "Training cases, which do not count";

    // overview
    LEAD = "每个数都能点开看它的案件；率按原数相除，分母为零时显示“—”。", "Every number opens its cases. Rates divide the numbers themselves; where there is nothing to divide by, “—” is shown.";
    RATES = "主要的率", "Main rates";
    BESIDE = "一并列出", "Shown beside";
    BESIDE_NOTE = "挂账的案件不在应处置数里；申诉成立的算按期，在这里看得见。", "Suspended cases are not in the number to handle; upheld appeals count as in time and are seen here.";
    NOTHING = "这段时间没有案件", "No cases in this time";
    NOTHING_MORE = "换一个时段，或者放宽范围。", "Choose another time, or narrow less.";
    COMPARED = "比较", "Compared";
    WHICH_RATE = "哪个率", "Which rate";
    COMPARE_BY = "按什么比", "Compared by";
    NUMBERS = "图中的数", "The numbers of the chart";
    PAST = "各月走势", "Month by month";
    PAST_NOTE = "已冻结的月份，各取最新一版。", "Frozen months, the newest version of each.";
    NO_PAST = "还没有冻结的月份，冻结以后在这里看走势。", "No month is frozen yet; once some are, the course is shown here.";
    NO_RATE = "没有可以相除的数，画不出图。", "There is nothing to divide by, so there is nothing to draw.";
    MONTH = "月份", "Month";
    PART_AND_WHOLE = "分子 / 分母", "Part / whole";

    // tables
    BY = "按什么分", "Rows";
    FAMILY = "看哪一类", "Columns";
    FAMILY_REPORTS = "上报", "Reports";
    FAMILY_VERIFYING = "核实", "Verifying";
    FAMILY_FILING = "立案", "Filing";
    FAMILY_DISPATCHING = "派遣", "Dispatching";
    FAMILY_HANDLING = "处置", "Handling";
    FAMILY_CLOSING = "结案", "Closing";
    FAMILY_CHECKING = "核查", "Checking";
    FAMILY_SELF_HANDLED = "自行处置", "Self-handled";
    FAMILY_POSTS = "本岗位", "This post";
    FIND = "在表中查找", "Find in the table";
    FOUND_NONE = "表中没有这样的行", "No such row in the table";
    FOUND_NONE_MORE = "换几个字，或者清空查找框。", "Try other letters, or empty the field.";
    TOTAL = "合计", "Total";
    NOBODY = "没有归属", "with none";
    REWORKS = "返工次数", "Passes of rework";
    OVER = "平均超时倍数", "Times over the limit";
    OVER_MEANS = "超期结案的案件，超出时限的时间是时限的几倍，取平均。", "Of cases closed late: by how many times the limit they went over it, on average.";
    REWORKS_MEANS = "单位每再处置一遍算一次；点开看返工的案件。", "Each pass that a unit got again; it opens the reworked cases.";
    SORT = "按这一列排序", "sort by this column";
    TO_UNITS = "看单位", "its units";
    TO_COMMUNITIES = "看社区", "its communities";
    TO_GRIDS = "看网格", "its grids";
    ALL_OF_THEM = "看全部", "Show all";
    EXPORT = "导出", "Export";
    EXPORT_TABLE = "本表（CSV）", "This table (CSV)";
    EXPORT_XLSX = "案件清单（表格文件）", "The cases (spreadsheet)";
    EXPORT_CSV = "案件清单（CSV）", "The cases (CSV)";
    EXPORT_NOTED = "导出案件清单会记入审计。", "Exporting cases is recorded in the audit.";
    PART = "分子", "part";
    WHOLE = "分母", "whole";

    // the list behind a number
    CASES = "这个数的案件", "The cases of this number";
    CASE_NO = "案件", "Case";
    CATEGORY = "类别", "Category";
    STATE = "现在", "Now";
    REPORTED_AT = "上报", "Reported";
    DUE_AT = "到期", "Due";
    COUNTS_AS = "计入", "Counts as";
    NO_DUE = "没有时限", "no deadline";
    WHY = "为什么算", "Why";
    CHOOSE_CASE = "点某件案件的“为什么算”，这里逐项说明。", "Press “Why” of a case: here each of its counters is explained.";
    NOT_A_NUMBER = "这个地址说不清是哪个数", "This address does not say which number";
    NOT_A_NUMBER_MORE = "回到总览，从一个数点进来。", "Go back to the overview and open a number from there.";
    NO_CASES = "这个数是 0", "This number is 0";
    NO_CASES_MORE = "没有案件计入。", "No case counts.";
    MORE_COMING = "正在取更多", "Fetching more";
    LIST_END = "到底了", "That is all";
    FOUND_OTHERWISE = "状态是现在的；计入是当时的。", "The state is that of now; what it counts as is that of then.";

    // what is counted how
    GLOSSARY = "各个数怎么算", "How each number is counted";
    GLOSSARY_COUNTERS = "数", "Numbers";
    GLOSSARY_RATES = "率", "Rates";
    GLOSSARY_BASES = "按哪一天", "By which day";

    // months
    MONTHS_LEAD = "每月由服务器在设定的日子冻结；冻结以后案件再变，这个月的数也不变。重新冻结会成为新的一版，旧的留着。", "The server freezes each month on the day that is set. What cases do afterwards changes nothing in it. Freezing anew makes a new version; the old ones stay.";
    NO_MONTHS = "还没有月份", "There are no months yet";
    NO_MONTHS_MORE = "有了案件，这里就有月份。", "Once there are cases, months stand here.";
    STANDING = "状态", "Standing";
    RUNS = "进行中", "Runs";
    VERSIONS = "各版", "Versions";
    FREEZES_AT = "冻结时间", "Freezes at";
    NEWEST_VERSION = "最新一版", "Newest version";
    CASES_IN_IT = "案件", "Cases";
    PUBLISHED = "已发布", "Published";
    NOT_PUBLISHED = "未发布", "Not published";
    AS_OF = "截至", "As of";
    MADE = "冻结于", "Frozen at";
    MADE_BY = "由谁", "By";
    BY_ITSELF = "服务器自动", "the server by itself";
    REASON = "原因", "Reason";
    NO_VERSION = "这个月还没有冻结过", "This month was not frozen yet";
    MONTH_RUNS = "这个月还没有过完。", "This month is not over.";
    OPEN_MONTH = "看这一版的数", "See its figures";
    FREEZE = "冻结", "Freezing";
    FIRST_BY_ITSELF = "第一版由服务器在设定的日子自己冻结；一件案件也没有的月份不冻结。", "The server makes the first version by itself on the day that is set; a month without any case is not frozen.";
    FREEZE_ANEW = "重新冻结", "Freeze anew";
    FREEZE_LEAD = "写明原因；新的一版排在旧的后面，旧的不动。已发布的那一版在新的一版发布之前仍是发布的数。", "Say why. The new version comes after the old ones, which stay. What is published stays so until a newer one is published.";
    FREEZE_REASON = "为什么冻结（至少两个字）", "Why (at least two letters)";
    FREEZE_AT = "截至哪一刻（不填就是本月规定的时刻）", "As of when (empty: the month's own moment)";
    FREEZE_SURE = "再按一次，冻结", "Press again to freeze";
    FREEZING = "正在冻结…", "Freezing…";
    FREEZE_DONE = "已冻结为新的一版", "Frozen as a new version";
    NOT_YOURS = "冻结和发布由市级考核员做；您可以看。", "Evaluators of the city freeze and publish; you may look.";
    PUBLISH = "发布", "Publish";
    PUBLISH_MODEL = "按哪个模型评分", "Scored by which model";
    PUBLISH_LEAD = "发布以后不能收回；改正要重新冻结，再发布一版。", "It cannot be taken back; to correct it, freeze anew and publish another version.";
    PUBLISH_SURE = "再按一次，发布", "Press again to publish";
    PUBLISHING = "正在发布…", "Publishing…";
    NO_MODELS = "还没有评分模型，先定一个。", "There is no model yet; make one first.";
    CHECK = "与案件历史核对", "Check against the histories";
    CHECKING = "正在核对…", "Checking…";
    CHECK_SOUND = "与历史完全一致", "exactly as the histories say";
    COMPARE = "比较两版", "Compare two versions";
    COMPARE_FROM = "旧的一版", "The older one";
    COMPARE_TO = "新的一版", "The newer one";
    COMPARE_SAME = "两版的每个数都一样。", "Every number is the same in both.";
    WHICH_NUMBER = "哪个数", "Which number";
    BEFORE = "旧", "Older";
    AFTER = "新", "Newer";
    CHANGED_BY = "变化", "Change";
    OPEN_SCORES = "看这一版的得分", "See its scores";

    // the way of a month to its bulletin
    NEXT = "下一步", "Next step";
    NEXT_RUNS = "过完这个月才能冻结", "once the month is over";
    NEXT_FREEZES = "到日子由服务器冻结", "the server freezes it on its day";
    NEXT_EMPTY = "没有案件，或还没有发布", "no case, or not published yet";
    NEXT_PUBLISH = "核对并发布", "Check and publish";
    NEXT_MAKE = "编制通报", "Make its bulletin";
    NEXT_FINISH = "写完并发布通报", "Finish its bulletin";
    NEXT_READ = "看通报", "Read its bulletin";
    NEXT_NOT_PUBLISHED = "等市级考核员发布", "an evaluator of the city publishes it";
    NEXT_NOT_MADE = "等市级考核员编制通报", "an evaluator of the city makes its bulletin";
    STEPS = "从冻结到通报", "From freezing to the bulletin";
    STEP_FREEZE = "服务器冻结", "Frozen by the server";
    STEP_PUBLISH = "发布这个月的数", "Its figures published";
    STEP_MAKE = "编制通报", "Its bulletin made";
    STEP_PUBLISH_IT = "发布通报", "Its bulletin published";
    STEP_DONE = "已完成", "done";
    STEP_NEXT = "下一步", "next";
    STEP_LATER = "以后", "later";
    SEAL_NONE = "封存以前冻结的，没有封印", "frozen before there were seals";
    SEAL_WHOLE = "封印完好", "the seal is whole";
    SEAL_BROKEN = "封印不符：冻结以后有行被改动", "the seal is broken: rows were changed since";
    FAULT_CASE_COUNTS = "案件计数不同", "A case counts otherwise";
    FAULT_CASE_MISSING = "少了一件案件", "A case is missing";
    FAULT_CASE_ADDED = "多了一件案件", "A case does not belong to it";
    FAULT_STEP_COUNTS = "岗位的一步计数不同", "A step of somebody's counts otherwise";
    FAULT_STEP_MISSING = "少了岗位的一步", "A step of somebody's is missing";
    FAULT_STEP_ADDED = "多了岗位的一步", "A step of somebody's does not belong to it";
    FAULT_SEAL_BROKEN = "行与封印不符", "The rows are not those that were sealed";
    FAULT_NOTHING = "无", "nothing";
    ALL_CASES = "全部案件", "All cases";
    ALL_CASES_MEAN = "这一版里的全部案件：按上报日、立案日或到期日落在这个月里的，每件只列一次，训练案件也在其中。", "All cases of this version: those that fall in the month by the day of reporting, of filing or by the day due, each once, training cases too.";
    PUBLISH_BELOW = "在下面最新一版里核对，选评分模型，然后发布。", "Check the newest version below, choose the model that scores it, and publish it.";
}
