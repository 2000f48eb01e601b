"""Every word of the law that a person reads, once; docs/glossary.md says where it comes from."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What this copy of the program is used as."""

    TOWNSHIP = "township"
    COUNTY = "county"


ROLE_NAMES = {Role.TOWNSHIP: "乡镇（街道）", Role.COUNTY: "县（市、区）"}


class ContactKind(StrEnum):
    """How somebody was reached, what was brought or done for somebody (S1.201 to S1.205, S2.205,
    S2.209, S0.214, S2.245, S3.216, S3.217)."""

    VISIT = "visit"
    CALL = "call"
    VIDEO = "video"
    ENTRUSTED = "entrusted"
    WISH = "wish"
    AID = "aid"
    SOLVED = "solved"
    LESSON = "lesson"
    FOLLOW_UP = "follow_up"
    SWEEP = "sweep"
    SCORE = "score"
    ASSESSMENT = "assessment"


CONTACT_NAMES = {
    ContactKind.VISIT: "上门入户",
    ContactKind.CALL: "电话",
    ContactKind.VIDEO: "视频",
    ContactKind.ENTRUSTED: "委托他人",
    ContactKind.WISH: "微心愿",
    ContactKind.AID: "物资帮扶",
    ContactKind.SOLVED: "解决实际问题",
    ContactKind.LESSON: "送教上门",
    ContactKind.FOLLOW_UP: "随访",
    ContactKind.SWEEP: "摸排",
    ContactKind.SCORE: "护理人考核",
    ContactKind.ASSESSMENT: "能力评估",
}


class Answer(StrEnum):
    """The three answers of a rule."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


ANSWER_NAMES = {Answer.YES: "符合", Answer.NO: "不符合", Answer.OPEN: "待核实"}


class DutyState(StrEnum):
    """How a duty stands on a day."""

    DONE = "done"
    DUE = "due"
    LATE = "late"
    UPCOMING = "upcoming"
    EXCUSED = "excused"


DUTY_STATE_NAMES = {
    DutyState.DONE: "已完成",
    DutyState.DUE: "待办",
    DutyState.LATE: "逾期",
    DutyState.UPCOMING: "未到期",
    DutyState.EXCUSED: "不便走访",
}


class ExcuseKind(StrEnum):
    """Why somebody is not contacted for a while."""

    REFUSES = "refuses"
    IN_HOSPITAL = "in_hospital"
    AWAY = "away"
    OTHER = "other"


EXCUSE_NAMES = {
    ExcuseKind.REFUSES: "不愿走访",
    ExcuseKind.IN_HOSPITAL: "住院",
    ExcuseKind.AWAY: "外出",
    ExcuseKind.OTHER: "其他",
}


class TransferState(StrEnum):
    """How a transfer of people to another township stands, at either end."""

    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


TRANSFER_STATE_NAMES = {
    TransferState.SENT: "已发出，等待对方答复",
    TransferState.ACCEPTED: "已接收",
    TransferState.REFUSED: "已退回",
    TransferState.WITHDRAWN: "已撤回",
}


class MatterState(StrEnum):
    """How far a matter is (S0.211: 登记、上报、协调、解决)."""

    OPEN = "open"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    TOLD = "told"
    CLOSED = "closed"


MATTER_STATE_NAMES = {
    MatterState.OPEN: "未办",
    MatterState.ASSIGNED: "已交办",
    MatterState.ANSWERED: "已答复",
    MatterState.TOLD: "已告知",
    MatterState.CLOSED: "办结",
}


class MatterOutcome(StrEnum):
    """How a matter ended; ``GONE`` is the program's own word: its cause is no longer there."""

    SOLVED = "solved"
    NOT_NEEDED = "not_needed"
    UNABLE = "unable"
    GONE = "gone"


MATTER_OUTCOME_NAMES = {
    MatterOutcome.SOLVED: "已解决",
    MatterOutcome.NOT_NEEDED: "无需处理",
    MatterOutcome.UNABLE: "无法办理",
    MatterOutcome.GONE: "已消除",
}

UNKNOWN = "未采集"
NONE = "无"
"""There is none, and somebody says so."""
NOT_APPLICABLE = "不适用"
"""The question does not arise; kept as ``—``."""


class KinRole(StrEnum):
    """As what somebody stands by a person (S3.130, S1.105)."""

    GUARDIAN = "guardian"
    ENTRUSTED_GUARDIAN = "entrusted_guardian"
    CARER = "carer"
    ENTRUSTED_CARER = "entrusted_carer"
    SUPPORTER = "supporter"


KIN_ROLE_NAMES = {
    KinRole.GUARDIAN: "监护人",
    KinRole.ENTRUSTED_GUARDIAN: "委托监护人",
    KinRole.CARER: "护理人",
    KinRole.ENTRUSTED_CARER: "委托照料人",
    KinRole.SUPPORTER: "赡养（抚养、扶养）义务人",
}


class CareEnd(StrEnum):
    """Why a care agreement ended before its last day (S3.217)."""

    DISQUALIFIED = "disqualified"
    RESIGNED = "resigned"
    REPLACED = "replaced"
    NOT_NEEDED = "not_needed"


CARE_END_NAMES = {
    CareEnd.DISQUALIFIED: "取消护理资格",
    CareEnd.RESIGNED: "护理人不再担任",
    CareEnd.REPLACED: "更换护理人",
    CareEnd.NOT_NEEDED: "不再需要护理",
}


class CareGrade(StrEnum):
    """What the score of a month comes to (S3.402)."""

    EXCELLENT = "excellent_care"
    PASSED = "passed_care"
    FAILED = "failed_care"


CARE_GRADE_NAMES = {
    CareGrade.EXCELLENT: "考核优秀",
    CareGrade.PASSED: "考核合格",
    CareGrade.FAILED: "考核不合格",
}


class IncomeKind(StrEnum):
    """Where income comes from; what is deducted from it is kept as a negative amount."""

    WAGE = "wage"
    BUSINESS = "business"
    PROPERTY = "property"
    TRANSFER = "transfer_income"
    OTHER_INCOME = "other_income"
    DEDUCTION = "deduction"


INCOME_NAMES = {
    IncomeKind.WAGE: "工资性收入",
    IncomeKind.BUSINESS: "经营净收入",
    IncomeKind.PROPERTY: "财产净收入",
    IncomeKind.TRANSFER: "转移净收入",
    IncomeKind.OTHER_INCOME: "其他收入",
    IncomeKind.DEDUCTION: "扣减支出",
}


class Rhythm(StrEnum):
    """How often a benefit is paid."""

    MONTHLY = "monthly"
    YEARLY = "yearly"
    ONCE = "once"


RHYTHM_NAMES = {Rhythm.MONTHLY: "按月", Rhythm.YEARLY: "按年", Rhythm.ONCE: "一次性"}


class CloseReason(StrEnum):
    """Why a record is no longer kept up."""

    DEATH = "death"
    MOVED_OUT = "moved_out"
    NO_LONGER_MEETS = "no_longer_meets"
    WRONG_ENTRY = "wrong_entry"
    OTHER = "other"


CLOSE_NAMES = {
    CloseReason.DEATH: "死亡",
    CloseReason.MOVED_OUT: "迁出",
    CloseReason.NO_LONGER_MEETS: "不再符合",
    CloseReason.WRONG_ENTRY: "登记错误",
    CloseReason.OTHER: "其他",
}


class ReopenReason(StrEnum):
    """Why a closed record is kept up again."""

    MOVED_BACK = "moved_back"
    MEETS_AGAIN = "meets_again"
    CLOSED_WRONGLY = "closed_wrongly"
    OTHER = "other"


REOPEN_NAMES = {
    ReopenReason.MOVED_BACK: "迁回",
    ReopenReason.MEETS_AGAIN: "重新符合",
    ReopenReason.CLOSED_WRONGLY: "封存有误",
    ReopenReason.OTHER: "其他",
}


class CadreLevel(StrEnum):
    """Where somebody who looks after others belongs (S3.404)."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    VOLUNTEER = "volunteer"


CADRE_LEVEL_NAMES = {
    CadreLevel.VILLAGE: "村（社区）",
    CadreLevel.TOWNSHIP: "乡镇（街道）",
    CadreLevel.COUNTY: "县（市、区）",
    CadreLevel.VOLUNTEER: "志愿者",
}


class WishState(StrEnum):
    """How far a micro-wish is (S1.303); ``NO_WISH``: was asked and wishes for nothing (S1.203)."""

    COLLECTED = "collected"
    CLAIMED = "claimed"
    FULFILLED = "fulfilled"
    FED_BACK = "fed_back"
    NO_WISH = "no_wish"
    DROPPED = "dropped"


WISH_STATE_NAMES = {
    WishState.COLLECTED: "已征集",
    WishState.CLAIMED: "已认领",
    WishState.FULFILLED: "已实现",
    WishState.FED_BACK: "已反馈",
    WishState.NO_WISH: "无心愿",
    WishState.DROPPED: "不予办理",
}


class GiftSource(StrEnum):
    """By which way something came to a person (S1.204, S1.303, S3.225, S4.423)."""

    AID = "aid"
    WISH = "wish"
    FESTIVAL = "festival_visit"
    DONATION = "donation"


GIFT_SOURCE_NAMES = {
    GiftSource.AID: "物资帮扶",
    GiftSource.WISH: "微心愿",
    GiftSource.FESTIVAL: "节日慰问",
    GiftSource.DONATION: "捐赠",
}


class ActivityKind(StrEnum):
    """What is held for many (S0.303, S4.220)."""

    LECTURE = "lecture"
    ELDERS = "elders_activity"
    FILIAL_STAR = "filial_star"
    VOLUNTEERS = "volunteers"
    OTHER = "other_activity"


ACTIVITY_NAMES = {
    ActivityKind.LECTURE: "健康讲座",
    ActivityKind.ELDERS: "老年文体活动",
    ActivityKind.FILIAL_STAR: "孝星评选",
    ActivityKind.VOLUNTEERS: "志愿助残",
    ActivityKind.OTHER: "其他活动",
}


class RecheckResult(StrEnum):
    """What a second look at a contact of a sample said."""

    TRUE = "true"
    PARTLY = "partly"
    UNTRUE = "untrue"


RECHECK_NAMES = {
    RecheckResult.TRUE: "属实",
    RecheckResult.PARTLY: "部分属实",
    RecheckResult.UNTRUE: "不属实",
}
