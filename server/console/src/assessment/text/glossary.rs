//! What each counter, each rate and each basis means, in a sentence: shown wherever somebody asks.

use kit::lang::Words;
use shared::assessment::{Basis, Counter, Rate};

const fn word(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// Says what a counter counts.
pub const fn counter(counter: Counter) -> Words {
    match counter {
        Counter::Report => {
            word("有这件案件；自行处置的另计。", "The case exists; self-handled ones are counted apart.")
        }
        Counter::PatrolReport => word("由采集员用手机上报。", "A collector reported it by phone."),
        Counter::PublicReport => {
            word("由采集员手机以外的任何渠道上报。", "It came by any channel other than a collector's phone.")
        }
        Counter::ValidReport => word("过了立案这一步，而且没有作废。", "It got past filing and is not void."),
        Counter::PatrolValidReport => {
            word("有效上报中由采集员上报的。", "A valid report that came from a collector's phone.")
        }
        Counter::PublicValidReport => {
            word("有效上报中由其他渠道上报的。", "A valid report that came by another channel.")
        }
        Counter::Operate => word("过了受理这一步。", "It got past accepting."),
        Counter::IntimeOperate => word("受理结束时没有超过受理时限。", "Accepting ended at its deadline or before."),
        Counter::NotOperate => word(
            "受理时决定不予受理；等待受理时作废的不算。",
            "It was not accepted; one that was voided while it waited to be accepted is none.",
        ),
        Counter::NeedSendVerify => word(
            "由其他渠道上报，或者发过核实任务。",
            "It came by another channel, or a verification task was sent for it.",
        ),
        Counter::NeedVerify => word("发过核实任务。", "A verification task was sent."),
        Counter::Verify => word("核实任务有了回复。", "The verification task was answered."),
        Counter::IntimeVerify => word(
            "核实回复没有超过时限，时限按工作分钟计。",
            "The verification was answered within its limit, counted in working minutes.",
        ),
        Counter::Inst => word("过了立案这一步。", "It got past filing."),
        Counter::IntimeInst => word("立案没有超过立案时限。", "It was filed at the deadline of filing or before."),
        Counter::NotInst => word(
            "立案时决定不予立案；等待立案时作废的不算。",
            "It was not filed; one that was voided while it waited to be filed is none.",
        ),
        Counter::NeedDispatch => word("已经立案，应当派遣。", "It was filed, and so is to be dispatched."),
        Counter::Dispatch => word("过了派遣这一步。", "It got past dispatching."),
        Counter::IntimeDispatch => {
            word("派遣没有超过派遣时限。", "It was dispatched at the deadline of dispatching or before.")
        }
        Counter::AccurDispatch => word(
            "首次派往的单位也是最后的单位；按派遣员看时，案件算在首次派遣的人名下。",
            "The first unit that it was sent to is also the last one; of dispatchers it is the first one's case.",
        ),
        Counter::NeedDispose => word(
            "已经派遣，应当处置；现在挂账的不在其中。",
            "It was dispatched, and so is to be handled; one that is suspended now has left this number.",
        ),
        Counter::Dispose => word("离开了处置阶段。", "It left the handling stage."),
        Counter::IntimeDispose => word(
            "处置完成没有超过合并计算的时限；返工前后合计。",
            "It was handled at its deadline or before, by one clock that runs over all passes.",
        ),
        Counter::OvertimeDispose => word("处置数减去按期处置数。", "It was handled, but not in time."),
        Counter::ToDispose => word("还在处置阶段。", "It is still in handling."),
        Counter::IntimeToDispose => word("还在处置阶段，没有超期。", "It is still in handling, and not yet late."),
        Counter::OvertimeToDispose => word("还在处置阶段，已经超期。", "It is still in handling, and late."),
        Counter::NeedArchive => word(
            "已经处置，或者还在处置但已超期；还在时限内的不算。",
            "It was handled, or is in handling and late; one that is within its limit is not due to be closed.",
        ),
        Counter::Archive => word("处置以后结案。", "It was closed after it was handled."),
        Counter::IntimeArchive => word("结案，而且按期处置。", "It was closed, and had been handled in time."),
        Counter::OvertimeArchive => word("结案数减去按期结案数。", "It was closed, but had been handled late."),
        Counter::ToArchive => word("已经上报，还没有办完。", "It was reported and is not over."),
        Counter::Rework => {
            word("督查或核查以后，又派回同一个单位。", "The same unit got it again after a review or a check.")
        }
        Counter::Postpone => word("延期申请获得批准。", "More time was granted."),
        Counter::Hang => word("现在挂账，处置时限停着。", "It is suspended now; its deadline stands still."),
        Counter::HisHang => word("曾经挂账。", "It was suspended at some time."),
        Counter::NeedCheck => {
            word("发过核查任务，或者处置以后应当核查。", "A check was sent, or is due after the handling.")
        }
        Counter::Check => word(
            "核查任务有了回复；同一阶段有几次的，最后一次算数。",
            "The check was answered; of several in one stage the last one counts.",
        ),
        Counter::IntimeCheck => word(
            "核查回复没有超过时限，时限按工作分钟计。",
            "The check was answered within its limit, counted in working minutes.",
        ),
        Counter::InvalidCheck => word(
            "有一次核查的回复不是本阶段最后一次，或者没能核查。",
            "A check was sent whose answer was not the last of its stage, or that could not be made.",
        ),
        Counter::PatrolDealReport => {
            word("采集员自行处置并上报；与上报数分开计。", "A collector fixed it and reported that; counted apart.")
        }
        Counter::PatrolDealArchive => word("自行处置的，已经结案。", "It was self-handled, and is closed."),
        Counter::PatrolDealCancel => word("自行处置的，已经作废。", "It was self-handled, and is void."),
        Counter::AppealUpheld => word(
            "申诉成立，因此算作按期；在这里仍然看得见。",
            "An appeal was upheld, so it counts as in time; here it stays to be seen.",
        ),
        Counter::Supervise => word("发过督办令。", "An order pushed it."),
        Counter::Return => word("单位认为不属于自己而回退。", "A unit gave it back as not its own."),
        Counter::MissReport => word(
            "在采集员的片区和班次内，由别的渠道发现；按采集员看时只算漏报，不算本人上报。",
            "Another channel found it in a collector's ground and shift; of collectors it counts as missed and not as reported.",
        ),
        Counter::SpecialArchive => {
            word("经决定结案，没有走完全程。", "It was closed by decision, not at the end of its way.")
        }
        Counter::Reopen => word("办完以后又重新打开。", "It was opened again after its end."),
        Counter::Urgent => word("时限属于紧急一类。", "Its limit is one of the urgent kind."),
        Counter::NeedReply => word(
            "督办令写明了回复期限；作废、并案的不在其中。",
            "An order asked for a reply by a moment of its own; one that is void or linked is not among them.",
        ),
        Counter::IntimeReply => word(
            "写明期限的督办令，每一道都在期限前有了回复，或者案件在那之前结案。",
            "Each order that asked for a reply by a moment had one by then, or the case was closed by then.",
        ),
    }
}

/// Says what a rate is a part of what.
pub const fn rate(rate: Rate) -> Words {
    match rate {
        Rate::Inst => word("立案数 ÷ 上报数", "Filed ÷ reported"),
        Rate::ValidReport => word("有效上报数 ÷ 上报数", "Valid reports ÷ reported"),
        Rate::IntimeOperate => word("按时受理数 ÷ 受理数", "Accepted in time ÷ accepted"),
        Rate::IntimeInst => word("按时立案数 ÷ 立案数", "Filed in time ÷ filed"),
        Rate::IntimeDispatch => word("按时派遣数 ÷ 应派遣数", "Dispatched in time ÷ to dispatch"),
        Rate::AccurDispatch => word("准确派遣数 ÷ 应派遣数", "Dispatched right ÷ to dispatch"),
        Rate::Dispose => word(
            "处置数 ÷ 应处置数；还在时限内的也在分母里，所以月末不到百分之百。",
            "Handled ÷ to handle; cases within their limit are in the whole, so it stays below 100 % at the end of a month.",
        ),
        Rate::IntimeDispose => word("按期处置数 ÷ 应处置数", "Handled in time ÷ to handle"),
        Rate::OvertimeDispose => word("超期处置数 ÷ 应处置数", "Handled late ÷ to handle"),
        Rate::OvertimeToDispose => word("超期未处置数 ÷ 应处置数", "Overdue and not handled ÷ to handle"),
        Rate::Archive => word("结案数 ÷ 应结案数", "Closed ÷ to close"),
        Rate::IntimeArchive => word("按期结案数 ÷ 应结案数", "Closed and handled in time ÷ to close"),
        Rate::OvertimeArchive => word("超期结案数 ÷ 应结案数", "Closed and handled late ÷ to close"),
        Rate::Rework => word("返工数 ÷ 应结案数", "Reworked ÷ to close"),
        Rate::Postpone => word("延期数 ÷ 应处置数", "Extended ÷ to handle"),
        Rate::ToArchive => word("未结案数 ÷ 上报数", "Not over ÷ reported"),
        Rate::IntimeVerify => word("按期核实数 ÷ 应核实数", "Verified in time ÷ to verify"),
        Rate::IntimeCheck => word("按期核查数 ÷ 应核查数", "Checked in time ÷ to check"),
        Rate::MissReport => {
            word("漏报数 ÷（漏报数 + 监督员有效上报数）", "Missed reports ÷ (those + valid reports of collectors)")
        }
        Rate::PatrolValid => word(
            "监督员有效上报数 ÷（监督员有效上报数 + 公众有效举报数）",
            "Valid reports of collectors ÷ (those + valid reports of other channels)",
        ),
        Rate::IntimeReply => word(
            "按期回复督办数 ÷ 应回复督办数；还没到期限的也在分母里。",
            "Pushed and answered in time ÷ pushed, to be answered; what still has time is in the whole.",
        ),
    }
}

/// Says which cases fall in a time by a basis.
pub const fn basis(basis: Basis) -> Words {
    match basis {
        Basis::Reported => word("在这段时间里上报的案件。", "Cases that were reported in this time."),
        Basis::Filed => word("在这段时间里首次立案的案件。", "Cases that were first filed in this time."),
        Basis::Due => word(
            "处置时限在这段时间里到期的案件；现在挂账的没有时限，不在其中。",
            "Cases whose handling is due in this time; one that is suspended now has no deadline and is not among them.",
        ),
    }
}
