//! The closed list of reasons why a request is refused.
//!
//! A refusal is something its reader can act on. Clients compare [`Code`]s, never text; the text is for people, in
//! Chinese and in English. Add a code only when someone will act on it.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::Instant;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:tt, $zh:literal, $en:literal;)*) => {
        /// Why something was refused. Stable: a code is never renamed and never reused.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl Code {
            /// Every code there is, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the stable code as it travels.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Says in Chinese what happened and what to do.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh,)* }
            }

            /// Says in English what happened and what to do.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

codes! {
    /// Wrong user name or password; which of the two is not said.
    BadCredentials = "bad_credentials", "用户名或密码不对，请再输一次", "Wrong user name or password; please try again";
    /// Too many failed sign-ins from this address.
    TooManyTries = "too_many_tries", "输错次数太多，请过几分钟再试", "Too many failed sign-ins; wait a few minutes";
    /// No token, or one that this server never gave.
    NotSignedIn = "not_signed_in", "还没有登录，请先登录", "Not signed in; please sign in";
    /// The token is past its time; the device renews it with its key.
    TokenExpired = "token_expired", "登录已过期，会自动续上；保存的内容都在", "The sign-in has expired and will be renewed; saved work is safe";
    /// The token was withdrawn.
    TokenRevoked = "token_revoked", "登录已被收回，请重新登录；保存的内容都在", "The sign-in was withdrawn; sign in again, saved work is safe";
    /// The device was withdrawn; what it holds can be handed in by rescue file.
    DeviceRevoked = "device_revoked", "这台设备已停用；没传的内容请导出救援文件交给指挥中心", "This device was withdrawn; hand in unsent work with a rescue file";
    /// The device is not known to this server.
    DeviceUnknown = "device_unknown", "服务器不认识这台设备，请重新登录", "The server does not know this device; sign in again";
    /// The challenge's signature does not fit the device's key.
    BadSignature = "bad_signature", "设备签名不对，请重新登录", "The device's signature does not fit its key; sign in again";
    /// The account was disabled by an administrator.
    AccountDisabled = "account_disabled", "账号已停用，请联系管理员", "The account is disabled; ask the administrator";
    /// The role may not do this.
    NotAllowed = "not_allowed", "您的角色不能做这一步", "Your role may not do this";
    /// A console request without its CSRF header.
    CsrfMissing = "csrf_missing", "页面已过期，请刷新后再试", "The page is out of date; reload it and try again";
    /// There is no such thing, or not for this caller.
    NotFound = "not_found", "没有找到", "Not found";
    /// The path exists, the method does not.
    WrongMethod = "wrong_method", "这个地址不支持这种操作", "This address does not support that method";
    /// The body is not what this address takes.
    BadRequest = "bad_request", "请求的内容不对", "The request could not be understood";
    /// A field holds what it may not hold.
    BadValue = "bad_value", "填写的内容不对", "A value is not allowed here";
    /// The body is larger than this address takes.
    TooLarge = "too_large", "内容太大", "The content is too large";
    /// The app's protocol is not spoken by this server.
    ProtocolUnknown = "protocol_unknown", "应用版本和服务器不匹配，请更新应用；保存的内容都在", "This app and server do not match; update the app, saved work is safe";
    /// The category is in no catalogue here.
    UnknownCategory = "unknown_category", "目录里没有这个类别，请重新选择", "No such category in the catalogue; choose again";
    /// The category has no such filing condition.
    UnknownCondition = "unknown_condition", "这个类别没有这条立案条件，请重新选择", "The category has no such filing condition; choose again";
    /// The point lies outside every jurisdiction.
    OutsideCity = "outside_city", "位置不在本市网格范围内，请在地图上改正", "The place is outside the city's grids; correct it on the map";
    /// The case cannot do this from its present state.
    NotFromHere = "not_from_here", "案件现在的状态不能做这一步", "The case cannot do this from its present state";
    /// The action needs a reason in words.
    ReasonRequired = "reason_required", "请写明原因", "A reason is required";
    /// The action needs a photo.
    PhotoRequired = "photo_required", "至少要一张照片", "At least one photo is required";
    /// The action needs a known responsible unit.
    UnitRequired = "unit_required", "请选择责任单位", "A responsible unit must be chosen";
    /// The last check did not pass.
    CheckNotPassed = "check_not_passed", "最后一次核查没有通过，不能结案", "The last check did not pass; the case cannot be closed";
    /// A request of the same kind is waiting, or the time for it is over.
    RequestNotPossible = "request_not_possible", "现在不能申请：已有申请未批或已超期", "Not possible now: one is pending, or the limit has passed";
    /// A report that is no collector's was not verified yet.
    NotVerified = "not_verified", "还没有核实属实，不能受理；请先发核实", "Not verified to be true yet; send somebody to verify it first";
    /// The step is taken by the other level's desk.
    OtherLevel = "other_level", "这一步由另一级平台办理", "The other level's desk takes this step";
    /// The unit itself says done in this jurisdiction.
    UnitFinishes = "unit_finishes", "办结由责任单位确认提交，经办人不能直接提交", "In this jurisdiction the unit itself says done, not its handler";
    /// The jurisdiction has no second dispatch.
    NoSecondDispatch = "no_second_dispatch", "本区不设二次派遣，请直接派到责任单位", "There is no second dispatch here; dispatch to the unit itself";
    /// The jurisdiction has a second dispatch: the district names the unit.
    SecondDispatchFirst = "second_dispatch_first", "请先派遣到区，由区级平台派到责任单位", "Dispatch it to the district first; the district names the unit";
    /// Every extension that a case may have was given.
    ExtensionsUsedUp = "extensions_used_up", "延期次数已用完", "The case has had every extension it may have";
    /// Every suspension that a case may have was given.
    SuspensionsUsedUp = "suspensions_used_up", "挂账次数已用完", "The case has had every suspension it may have";
    /// The date lies further ahead than a case may be suspended.
    SuspendedTooLong = "suspended_too_long", "挂账时间太长，请选近一些的日期", "That is longer than a case may be suspended; choose an earlier date";
    /// No supervise order of that number waits for a reply.
    NoSuchOrder = "no_such_order", "没有这条待回复的督办", "No such supervise order waits for a reply";
    /// The case was not late, or an appeal was decided or never made.
    AppealNotPossible = "appeal_not_possible", "现在不能申诉或裁定：案件没有超期，或申诉已处理", "Not possible: the case was not late, or no appeal waits for this decision";
    /// The task belongs to someone else.
    NotYourTask = "not_your_task", "这不是派给您的任务", "This task is not yours";
    /// The answer does not fit the kind of task.
    WrongAnswer = "wrong_answer", "这种任务不能这样回答", "This task cannot be answered that way";
    /// An operation's bytes do not hash to what its envelope says.
    HashMismatch = "hash_mismatch", "内容在传输中变了，会自动重传", "The content changed on the way; it will be sent again";
    /// An operation with this id was received before with other bytes.
    OperationChanged = "operation_changed", "同一编号的内容和以前收到的不一样", "The same operation was received before with other content";
    /// An operation names another account or device than the one that sends it.
    WrongSender = "wrong_sender", "这条记录不是由这个账号或设备做的", "The record was not made by this account or device";
    /// The operation is of a kind that this server does not know; kept for a later one.
    UnknownOperation = "unknown_operation", "服务器暂时不认识这种记录，已原样留存", "The server does not know this kind of record yet; it is kept as it is";
    /// A photo's signed manifest does not verify.
    ManifestInvalid = "manifest_invalid", "照片的签名清单不对，请重拍", "The photo's signed manifest does not verify; take it again";
    /// The bytes are not a photo that can be read.
    NotAPhoto = "not_a_photo", "这个文件不是能读的照片", "This file is not a photo that can be read";
    /// The photo ends too early, or has no bytes.
    PhotoIncomplete = "photo_incomplete", "照片不完整或是空的，请重拍", "The photo is incomplete or empty; take it again";
    /// The photo's header claims more pixels than are accepted.
    PhotoTooLarge = "photo_too_large", "照片尺寸太大，请换一张", "The photo has too many pixels; choose another";
    /// The file came from an album, and the jurisdiction takes none.
    AlbumNotAllowed = "album_not_allowed", "本辖区不收相册照片，请用应用内相机现场拍摄", "This jurisdiction takes no photos from albums or files; take it on site with the app's camera";
    /// The bytes are not a video or voice clip that can be read.
    NotAClip = "not_a_clip", "这个文件不是能读的视频或语音", "This file is not a video or voice clip that can be read";
    /// The clip lasts too long.
    ClipTooLong = "clip_too_long", "太长了：视频最多 30 秒，语音最多 60 秒", "Too long: a video may last 30 seconds, a voice note 60";
    /// The clip has too many bytes.
    ClipTooLarge = "clip_too_large", "文件太大：视频和语音最多 20 MB", "Too large: a video or voice note may have 20 MB";
    /// A report or an answer with more shots than anybody looks at.
    TooManyShots = "too_many_shots", "最多 6 张照片、1 段视频、1 段语音，请去掉多余的", "At most 6 photos, one video and one voice note; leave some out";
    /// No file with these bytes is known here, as far as the caller may see.
    FileUnknown = "file_unknown", "不是本平台的文件，或者已被改动：一个字节不同就对不上", "Not a file of this platform, or changed since: one byte is enough";
    /// The bytes that are asked for lie behind the end of the file.
    RangeUnsatisfiable = "range_unsatisfiable", "要的字节在文件末尾之后，请重新打开", "The bytes asked for lie behind the end of the file; open it again";
    /// The upload is gone: finished, ended or expired.
    UploadGone = "upload_gone", "这次上传已过期，会重新开始", "This upload is gone; it will start again";
    /// The upload stands at another byte than the sender thinks.
    OffsetMismatch = "offset_mismatch", "上传位置不一致，会从服务器的位置继续", "The upload stands at another byte; it goes on from there";
    /// The account has too many bytes waiting in quarantine.
    QuotaFull = "quota_full", "待核对的文件太多，请先同步案件", "Too many files wait without a case; sync the cases first";
    /// The server's disk is full; nothing was lost.
    DiskFull = "disk_full", "服务器空间不足，稍后会自动再传；手机上的内容都在", "The server is out of space; it will be tried again, nothing is lost";
    /// The phone's own disk is full.
    DeviceFull = "device_full", "手机空间不足，没有保存；请清理空间后再按保存", "The phone is out of space; not saved. Free some space and save again";
    /// The server does not hold everything that a receipt is asked for.
    NotHeld = "not_held", "服务器还没有收齐这一天的内容，请先同步再取回执", "The server does not hold all of that day yet; sync, then ask for the receipt again";
    /// Something saved here has not reached the server; signing out or changing the account would strand it.
    UnsentWork = "unsent_work", "手机上还有没传完的内容，请先联网同步", "There is unsent work on this phone; sync first";
    /// The phone has not fetched its packs yet.
    PacksMissing = "packs_missing", "手机里还没有网格和类别资料，请先联网同步一次", "This phone has no grids and categories yet; sync once with a network";
    /// The file is no rescue file, or one of a later app.
    RescueUnreadable = "rescue_unreadable", "这不是救援文件，或者是更新版本的应用导出的；请核对文件，或先更新服务器", "This is not a rescue file, or a later app wrote it; check the file, or update the server first";
    /// The rescue file ends too early.
    RescueIncomplete = "rescue_incomplete", "救援文件不完整，什么也没有导入；请从手机重新拷贝", "The rescue file is incomplete; nothing was imported. Copy it from the phone again";
    /// The rescue file's bytes changed.
    RescueDamaged = "rescue_damaged", "救援文件的内容变了，什么也没有导入；请从手机重新导出", "The rescue file was changed or damaged; nothing was imported. Export it from the phone again";
    /// The rescue file is sealed for another server.
    RescueOtherServer = "rescue_other_server", "这个救援文件是给另一台服务器的，请到那里导入", "This rescue file is sealed for another server; import it there";
    /// The device's signature does not fit what is in the rescue file.
    RescueBadSignature = "rescue_bad_signature", "救援文件的设备签名不对，什么也没有导入；请从那台手机重新导出", "The device's signature does not fit the rescue file; nothing was imported. Export it from that phone again";
    /// The home is sealed under a PIN that was not entered yet.
    PinNeeded = "pin_needed", "已锁定，请先输入 PIN 码", "Locked; enter the PIN first";
    /// Another PIN than the one that was chosen.
    PinWrong = "pin_wrong", "PIN 码不对，请再输一次", "Wrong PIN; please try again";
    /// Too many wrong PINs in a row.
    PinWait = "pin_wait", "PIN 码输错太多次，请等一会儿再试；内容都在，不会清除", "Too many wrong PINs; wait before the next try. Nothing is wiped";
    /// Too short a PIN, or one that is tried first.
    PinWeak = "pin_weak", "PIN 码要 6 到 32 位数字，不能全相同或连号", "A PIN has 6 to 32 digits, neither all alike nor in a row";
    /// The enrolment link was used, is too old, or another server gave it.
    LinkSpent = "link_spent", "这条登记链接已经用过、过期，或不是这台服务器发的；请向管理员要一条新的", "This enrolment link was used, has expired, or is another server's; ask the administrator for a new one";
    /// What was pasted or scanned is no enrolment link.
    NotALink = "not_a_link", "这不是登记链接；请整条复制，或重新扫码", "This is not an enrolment link; copy all of it, or scan the code again";
    /// The password is right and the code of the second factor is missing; or a link would do without one.
    SecondFactorNeeded = "second_factor_needed", "这个账号还要输入动态码", "This account needs its one-time code too";
    /// The code of the second factor is wrong, too old, or was used before.
    SecondFactorWrong = "second_factor_wrong", "动态码不对或已用过，请等下一个码再输", "Wrong or used one-time code; wait for the next one and try again";
    /// Administrators here need a second factor, and this one has none yet.
    SecondFactorMissing = "second_factor_missing", "这里的管理员必须启用动态码，请先在“我的登录”里设置", "Administrators need a one-time code here; set it up under My sign-ins first";
    /// The account or the device asks for more than is answered in a minute.
    TooManyRequests = "too_many_requests", "请求太频繁，请稍等再试", "Too many requests; wait a little and try again";
    /// More rows than one file holds.
    TooManyRows = "too_many_rows", "一次最多导出 10,000 行；请再加条件，分几次导出", "One file holds at most 10,000 rows; narrow the list and export it in parts";
    /// No more views can be kept.
    TooManyViews = "too_many_views", "每个账号最多保存 50 个视图；请先删掉不用的", "An account keeps at most 50 views; let some go first";
    /// The server is busy or stopping; try again.
    Busy = "busy", "服务器正忙，稍后会自动再试", "The server is busy; it will be tried again";
    /// A fault of the server's own.
    Internal = "internal", "服务器出错了，已记录；稍后会自动再试", "The server failed and has logged it; it will be tried again";
    /// A case moved on since the one who chose it among others last saw it.
    MovedOn = "moved_on", "选中以后案件又有变化，请看过现在的情况再办", "The case moved on since it was chosen; look at it as it is now, then act";
    /// The user name is somebody's.
    UserTaken = "user_taken", "这个用户名已经有人用了，请换一个", "The user name is taken; choose another";
    /// Not with one's own account.
    OwnAccount = "own_account", "自己的账号不能这样改；请另一位管理员来做", "Not with your own account; ask another administrator";
    /// Nobody would be left who looks after accounts.
    LastAdmin = "last_admin", "这是最后一位管理员；请先任命另一位", "This is the last administrator; appoint another one first";
    /// Settings were changed since they were read.
    SettingsChanged = "settings_changed", "设置刚被别人改过；请看过新的再改", "The settings were changed meanwhile; read them again, then change them";
    /// A drawing of duty grids was kept, or let go, since the one that is sent was seen.
    DrawingChanged = "drawing_changed", "这份责任网格草图刚被别人改过，请先看过新的再改", "The drawing was changed meanwhile; look at it as it is now first";
    /// The phone has the order: it cannot be taken back.
    OrderTaken = "order_taken", "手机已经收到，撤不回来了", "The phone has it already; it cannot be taken back";
    /// The phone is being erased, or was: nothing new is kept on it.
    DeviceWiped = "device_wiped", "这台手机正按指挥中心的要求清除，不再保存新内容", "This phone is being erased as the command centre ordered; nothing new is kept on it";
    /// Somebody else changed, published or discarded the draft meanwhile.
    DraftChanged = "draft_changed", "草稿刚被别人改过，没有保存；请看过新的内容再改", "Somebody else changed the draft meanwhile; not saved. Look at it as it is now, then try again";
    /// The draft contradicts itself.
    DraftUnsound = "draft_unsound", "草稿前后矛盾，不能发布；请先改正所指出的地方", "The draft contradicts itself and cannot be published; mend what is named first";
    /// Another version came into force after the draft was begun.
    DraftOutdated = "draft_outdated", "草稿开始之后又有新版生效；请先把草稿移到新版上", "Another version came into force after this draft was begun; move the draft onto it first";
    /// An entry or a unit of the directory was changed since it was seen.
    DirectoryChanged = "directory_changed", "通讯录的这部分刚被别人改过，没有保存；请看过现在的内容再改", "This part of the directory was changed meanwhile; not saved. Look at it as it is now, then try again";
    /// A month is published by the model: its points and its edition stand.
    MonthPublished = "month_published", "这个月已按这个模型发布，打分和模型不能再改；要改请先重新冻结这个月", "This month is published by this model; its points and its model stand. Freeze the month anew first";
    /// A month's own moment has not come, or nothing of it was frozen yet.
    MonthOpen = "month_open", "这个月还没有冻结；到设定的日子会自动冻结", "This month is not frozen yet; it is frozen by itself on its day";
    /// A frozen version was published already, or a newer one exists.
    VersionPast = "version_past", "这一版已经发布，或又有了新的一版；请看最新的一版", "This version was published already, or there is a newer one; look at the newest";
    /// An account has as many lines open, on which it is told what changes, as it may.
    TooManyLines = "too_many_lines", "这个账号打开的实时连接太多；页面改为隔一会儿刷新一次，关掉不用的页面后自动恢复", "This account has too many live lines open; the page asks now and then instead. Close pages that are not needed";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A request that was refused, and why.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{code}{}", detail.as_ref().map(|d| format!(": {d}")).unwrap_or_default())]
pub struct Refusal {
    /// What clients compare.
    pub code: Code,
    /// What exactly was wrong, for the person who looks into it; never a secret, a name or a phone number.
    pub detail: Option<String>,
}

impl Refusal {
    /// Refuses with a detail: which field, which value.
    pub fn because(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: Some(detail.into()) }
    }
}

/// What stands between the seconds and the end of a while.
const UNTIL: &str = " s, until ";

impl Refusal {
    /// Refuses for a while: the detail says for how many seconds, and when they are over.
    pub fn until(code: Code, now: Instant, end: Instant) -> Self {
        let seconds = end.since(now).max(0).saturating_add(999) / 1_000;
        Self::because(code, format!("{seconds}{UNTIL}{end}"))
    }

    /// Returns the seconds for which it is refused, where it is for a while.
    pub fn wait_seconds(&self) -> Option<u64> {
        self.detail.as_deref()?.split_once(UNTIL)?.0.parse().ok()
    }
}

/// Reads when the while of a refusal's detail is over.
pub fn end_of_while(detail: &str) -> Option<Instant> {
    detail.split_once(UNTIL)?.1.parse().ok()
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self { code, detail: None }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Code, Refusal, end_of_while};
    use crate::time::Instant;

    #[test]
    fn every_code_is_unique_and_speaks_both_languages() {
        let codes: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len(), "two reasons under one code cannot be told apart");
        for code in Code::ALL {
            assert!(code.zh().chars().any(|c| c as u32 > 0x4e00), "{code} has no Chinese");
            assert!(code.en().is_ascii(), "{code} has no English");
        }
    }

    #[test]
    fn a_while_is_told_in_seconds_and_by_its_end() {
        let now: Instant = "2026-11-23T10:00:00+08:00".parse().unwrap();
        let refusal = Refusal::until(Code::TooManyTries, now, now.plus_ms(61_500));
        assert_eq!(refusal.wait_seconds(), Some(62));
        assert_eq!(end_of_while(refusal.detail.as_deref().unwrap()), Some(now.plus_ms(61_500)));
        assert_eq!(Refusal::because(Code::BadValue, "3 s").wait_seconds(), None);
        assert_eq!(Refusal::from(Code::Busy).wait_seconds(), None);
        assert_eq!(end_of_while("limit: not a number"), None);
    }

    #[test]
    fn a_code_travels_as_its_own_word() {
        assert_eq!(serde_json::to_string(&Code::NotFromHere).unwrap(), "\"not_from_here\"");
    }
}
