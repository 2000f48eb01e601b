"""Every word of the law that a person reads, once; docs/glossary.md says where it comes from."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What this copy of the program is used as."""

    TOWNSHIP = "township"
    COUNTY = "county"


ROLE_NAMES = {Role.TOWNSHIP: "乡镇（街道）", Role.COUNTY: "县（市、区）"}


class ContactKind(StrEnum):
    """How somebody was reached, or what was brought (S1.201 to S1.205, S3.216)."""

    VISIT = "visit"
    CALL = "call"
    VIDEO = "video"
    ENTRUSTED = "entrusted"
    WISH = "wish"
    AID = "aid"


CONTACT_NAMES = {
    ContactKind.VISIT: "上门入户",
    ContactKind.CALL: "电话",
    ContactKind.VIDEO: "视频",
    ContactKind.ENTRUSTED: "委托他人",
    ContactKind.WISH: "微心愿",
    ContactKind.AID: "物资帮扶",
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


DUTY_STATE_NAMES = {
    DutyState.DONE: "已完成",
    DutyState.DUE: "待办",
    DutyState.LATE: "逾期",
    DutyState.UPCOMING: "未到期",
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
