"""What to do about the signing key, situation by situation, step by step, with a sheet to print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from app.core.errors import UserError
from app.core.levels import Level, speak
from app.core.terms import Role
from app.exporters.fingerprint_pdf import FingerprintSheet, write_fingerprint_sheet
from app.ledger.sealing.spoken import spoken
from app.services.county_keys import RENEW_BEFORE
from app.services.desk import Desk
from app.services.guomi import guomi_available
from app.services.keys import Slot, key_state, upward
from app.services.office import expect_office


class Act(StrEnum):
    """What the program can do for a step; the window has a button for each."""

    NONE = ""
    MAKE = "make"
    REQUEST = "request"
    INSTALL = "install"
    PRINT_FINGERPRINT = "print_fingerprint"
    CHANGE_PASSPHRASE = "change_passphrase"
    REPLACE = "replace"
    IMPORT_PACKAGE = "import_package"
    REVOKE = "revoke"
    ISSUE = "issue"
    WRITE_PACKAGES = "write_packages"
    RENEW_OWN = "renew_own"
    MAKE_SECOND = "make_second"
    REQUEST_SECOND = "request_second"
    INSTALL_SECOND = "install_second"
    PRINT_SECOND = "print_second"
    DROP_SECOND = "drop_second"
    MAKE_GUOMI = "make_guomi"
    WRITE_GUOMI = "write_guomi"
    REGISTER_GUOMI = "register_guomi"


@dataclass(frozen=True)
class Step:
    """One step; ``act`` is what a button beside it does."""

    words: str
    act: Act = Act.NONE


@dataclass(frozen=True)
class Guide:
    """A situation: ``when`` it is the one, what to do, and who signs the printed sheet."""

    key: str
    title: str
    when: str
    steps: tuple[Step, ...]
    signers: tuple[str, ...] = ("负责人", "经办人")


_EARLY = RENEW_BEFORE.days
_OTHERWISE_UP = frozenset({"first", "handover", "passphrase"})
_CERTIFY = (
    Step("写出证书申请，存到 U 盘。", Act.REQUEST),
    Step("打印指纹单，和申请一起交给县里。", Act.PRINT_FINGERPRINT),
    Step("县里打来电话，一组一组念指纹，完全一样才签发。"),
    Step("领回证书文件，安装；安装时再打电话核对县级根证书的指纹。", Act.INSTALL),
)
_TOWNSHIP = (
    Guide(
        "first",
        "首次办证",
        "本机还没有签名密钥，或者密钥还没有证书。",
        (Step("负责人自己设一个口令，生成密钥。口令不要写在电脑旁边。", Act.MAKE), *_CERTIFY),
        ("乡镇负责人", "县级核对人"),
    ),
    Guide(
        "renew",
        "证书快到期",
        "工作台提示证书快到期，或县里通知换发。密钥不变，口令不变。",
        (
            Step(f"打电话请县里写资料包。到期前 {_EARLY} 天内，资料包里就有换新的证书。"),
            Step("导入资料包：看清楚是本单位的，新证书的日期更晚，再应用。", Act.IMPORT_PACKAGE),
            Step("已经过期的，也这样办；过期之后、换新之前签的台账，县里不收。"),
        ),
    ),
    Guide(
        "handover",
        "换负责人",
        "管口令的负责人调离、退休或换人。",
        (
            Step(
                "原负责人在场、可以信任：原负责人输入旧口令，新负责人自己设新口令，"
                "原负责人不要看。",
                Act.CHANGE_PASSPHRASE,
            ),
            Step(
                "原负责人不在、口令没有交出，或者有人可能拷走过密钥文件：更换密钥。"
                "只改口令管不住已经拷走的文件。",
                Act.REPLACE,
            ),
            Step("换了密钥的，接着像首次办证那样申请、核对、安装，并请县里吊销旧证书。"),
            Step("打印本页，交接双方签字，存档。"),
        ),
        ("移交人", "接收人", "监交人"),
    ),
    Guide(
        "passphrase",
        "忘记口令",
        "口令没有人记得。程序不保存口令，谁也找不回来。",
        (
            Step("更换密钥，设新口令。旧密钥从此不能用，已经报过的台账不受影响。", Act.REPLACE),
            Step("打电话请县里吊销旧证书，原因写“口令遗忘”。"),
            *_CERTIFY,
        ),
        ("乡镇负责人", "县级核对人"),
    ),
    Guide(
        "stick",
        "U 盘遗失",
        "存过台账、证书申请或证书的 U 盘丢了。",
        (
            Step("密钥不在 U 盘上，不用更换；证书申请和证书本来就可以公开。"),
            Step(
                "台账里有群众的个人信息：马上向负责人报告，按单位规定登记、上报；能找回的尽快找回。"
            ),
            Step("县里还没有收到的：在“台账”页的报送记录里选那一批，按“再拷一份”，不要重新导出。"),
            Step(
                "如果有人把密钥文件拷到过这个 U 盘上：更换密钥，并请县里吊销旧证书。", Act.REPLACE
            ),
            Step("打印本页，写明遗失的时间、地点和经过，签字存档。"),
        ),
    ),
    Guide(
        "pc",
        "电脑遗失或更换",
        "装着密钥的电脑丢了、坏了、被盗，或者换新电脑。",
        (
            Step("丢失、被盗：立即打电话请县里吊销本单位的证书，原因写“电脑丢失”。"),
            Step(
                "在新电脑上装好程序，把最近备份的数据文件夹整个复制回来。批次在里面，不要从头建。"
            ),
            Step("更换密钥：旧密钥可能落在别人手里，恢复出来的也不要再用。", Act.REPLACE),
            *_CERTIFY,
            Step("旧电脑还在、只是换新的：恢复备份后密钥可以接着用；旧电脑上的数据请彻底清除。"),
            Step("没有备份：新装后批次又从 1 开始，县里会当成旧批次，请先与县里商量。"),
        ),
        ("乡镇负责人", "县级核对人"),
    ),
    Guide(
        "two",
        "双人签名",
        "单位要求台账由填报人和负责人两个人签名。填报人的证书装好以后，导出就要两个口令。",
        (
            Step("填报人自己设口令，生成自己的密钥。两个人不要知道对方的口令。", Act.MAKE_SECOND),
            Step("写出填报人的证书申请，存到 U 盘。", Act.REQUEST_SECOND),
            Step("打印填报人密钥的指纹单，和申请一起交给县里。", Act.PRINT_SECOND),
            Step("县里打电话核对指纹，签发；单位代码与负责人的相同。"),
            Step("领回证书，安装。从下一批台账起双人签名。", Act.INSTALL_SECOND),
            Step("以后不再双人签名，或填报人换人：停用，再从第一步重新办。", Act.DROP_SECOND),
        ),
        ("填报人", "乡镇负责人", "县级核对人"),
    ),
)
_UP_FIRST = Guide(
    "first",
    "首次办证",
    "市里要求县里报台账。上报另用一个密钥，由市里签发证书；本县的根证书和乡镇的证书都不变。",
    (
        Step("输入县级签名口令，生成上报用的密钥。口令与本县其他密钥是同一个。", Act.MAKE),
        Step("写出证书申请，存到 U 盘。", Act.REQUEST),
        Step("打印指纹单，和申请一起交给市里。", Act.PRINT_FINGERPRINT),
        Step("市里打来电话，一组一组念指纹，完全一样才签发。"),
        Step("领回证书文件，安装；安装时再打电话核对市级根证书的指纹。", Act.INSTALL),
    ),
    ("县级负责人", "市级核对人"),
)
_COUNTY = (
    Guide(
        "issue",
        "给乡镇签发证书",
        "乡镇送来证书申请文件和指纹单。",
        (
            Step("打开申请，打电话与乡镇核对指纹，一组一组念，完全一样才签发。", Act.ISSUE),
            Step("单位代码以县里的名册为准，不要照抄申请。"),
            Step("证书文件交回乡镇；安装时念县级根证书的指纹给他们听。", Act.PRINT_FINGERPRINT),
        ),
        ("县级核对人", "乡镇负责人"),
    ),
    Guide(
        "renew",
        "乡镇证书快到期",
        "工作台提示有证书快到期。",
        (
            Step(f"写资料包：{_EARLY} 天内到期的证书自动换新（同一密钥），附最新吊销名单。",
                 Act.WRITE_PACKAGES),
            Step("资料包交回各乡镇，由他们导入。"),
        ),
    ),
    Guide(
        "lost",
        "乡镇报失",
        "乡镇电脑丢失、口令遗忘、密钥可能泄露，或者换了负责人并换了密钥。",
        (
            Step("打电话回拨乡镇的固定电话，确认确实是本人报失。"),
            Step("吊销它的证书，写明原因。以后它签的台账不再接收，以前收到的不变。", Act.REVOKE),
            Step("写资料包，把吊销名单发给各乡镇。", Act.WRITE_PACKAGES),
            Step("乡镇换好密钥送来新申请后，核对指纹，签发新证书。", Act.ISSUE),
        ),
        ("县级经办人", "县级负责人"),
    ),
    Guide(
        "own",
        "县级证书快到期",
        "工作台提示县级自己的签名证书快到期。根证书不变，乡镇不用做什么。",
        (
            Step("输入县级签名口令，换发。以后的汇总和回执用新证书。", Act.RENEW_OWN),
            Step("根证书到期（十五年）是另一回事：要重新生成，全县重新办证，请提前半年安排。"),
        ),
    ),
    Guide(
        "handover",
        "换负责人",
        "管县级口令的负责人换人。",
        (
            Step("原负责人输入旧口令，新负责人自己设新口令。根密钥和签名密钥一起改。",
                 Act.CHANGE_PASSPHRASE),
            Step("旧备份里的密钥仍用旧口令：改好后马上做一次备份，旧备份收好或销毁。"),
            Step("打印本页，交接双方签字，存档。"),
        ),
        ("移交人", "接收人", "监交人"),
    ),
)  # fmt: skip


_GUOMI_HONEST = (
    "这里用的是国密算法（SM2、SM3），不是经过认证的商用密码产品，也没有电子认证机构的证书；"
    "要求用认证产品的，这个不能代替。"
)
_GUOMI = Guide(
    "guomi",
    "国密副签",
    "上级要求台账另附国密（SM2）签名。副签是台账旁边的另一个文件，是否采用仍以主签名为准。",
    (
        Step(_GUOMI_HONEST),
        Step("生成国密密钥，口令与签名口令相同。", Act.MAKE_GUOMI),
        Step("写出国密公钥交县里，打电话核对指纹，由县里登记。", Act.WRITE_GUOMI),
        Step("以后每次导出台账，旁边多一个 .sm2sig 文件，两个文件一起交。"),
    ),
)
_GUOMI_COUNTY = Guide(
    "guomi",
    "国密副签",
    "乡镇交来国密公钥。登记以后，核验台账时会顺带核验旁边的 .sm2sig 文件。",
    (
        Step(_GUOMI_HONEST),
        Step("打电话与乡镇核对指纹，完全一样才登记。", Act.REGISTER_GUOMI),
    ),
)


def key_guides(desk: Desk, *, up: bool = False) -> tuple[Guide, ...]:
    """The situations that this office can be in, in the words of its level; SM2 only where the
    library is installed. ``up``: those of a county that sends a ledger to its prefecture."""
    office = expect_office(desk)
    if office.role is Role.COUNTY and not up:
        more = (_GUOMI_COUNTY,) if guomi_available() else ()
        return tuple(_said(guide, office.level) for guide in (*_COUNTY, *more))
    if office.role is Role.COUNTY:  # the passphrase is that of its other keys
        known = [guide for guide in _TOWNSHIP if guide.key not in _OTHERWISE_UP]
        return (_UP_FIRST, *(_said(guide, office.level.above) for guide in known))
    return (*_TOWNSHIP, *((_GUOMI,) if guomi_available() else ()))


def _said(guide: Guide, receiver: Level) -> Guide:
    return replace(
        guide,
        title=speak(guide.title, receiver),
        when=speak(guide.when, receiver),
        steps=tuple(replace(step, words=speak(step.words, receiver)) for step in guide.steps),
        signers=tuple(speak(signer, receiver) for signer in guide.signers),
    )


def print_guide(desk: Desk, key: str, path: Path, *, up: bool = False) -> None:
    """The steps of one situation on paper with the fingerprint (where there is a key) and places to
    sign. Raises ``UserError`` for a situation that this office does not know."""
    guide = next((guide for guide in key_guides(desk, up=up) if guide.key == key), None)
    if guide is None:
        raise UserError("没有这一项说明。", "", "请在列表里选一项。")
    office = expect_office(desk)
    at_county = office.role is Role.COUNTY and not up
    state = key_state(desk, Slot.OWN if at_county else upward(office)[0])
    groups = state.county_fingerprint if at_county else state.fingerprint
    sheet = FingerprintSheet(
        title=f"签名密钥办理单：{guide.title}",
        office=office.name,
        office_code=office.code,
        groups=groups,
        words=spoken(groups),
        steps=tuple(step.words for step in guide.steps),
        signers=guide.signers,
        printed_by=desk.actor.name,
        day=desk.clock.today(),
    )
    with desk.write("print_guide", f"打印密钥办理单：{guide.title}"):
        write_fingerprint_sheet(path, sheet)
