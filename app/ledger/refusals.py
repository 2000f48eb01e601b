"""Why a signed workbook is not accepted: a code for programs, words for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import FileError


class Refusal(StrEnum):
    """The codes, in the order in which the checks are made."""

    NOT_A_WORKBOOK = "NOT_A_WORKBOOK"
    PASSWORD = "PASSWORD"
    TOO_BIG = "TOO_BIG"
    BAD_PACKAGE = "BAD_PACKAGE"
    NOT_SIGNED = "NOT_SIGNED"
    BAD_SIGNATURE_LAYOUT = "BAD_SIGNATURE_LAYOUT"
    ALGORITHM = "ALGORITHM"
    SIGNATURE = "SIGNATURE"
    PART_MISSING = "PART_MISSING"
    CONTENT_TYPE = "CONTENT_TYPE"
    PART_CHANGED = "PART_CHANGED"
    NOT_COVERED = "NOT_COVERED"
    XADES = "XADES"
    CHAIN = "CHAIN"
    KIND = "KIND"
    TOO_NEW = "TOO_NEW"
    OFFICE_CODE = "OFFICE_CODE"
    SIGNERS = "SIGNERS"
    LAYOUT = "LAYOUT"
    MANIFEST = "MANIFEST"
    TOTALS = "TOTALS"


class ChainFault(StrEnum):
    """What is wrong with the certificate, below ``Refusal.CHAIN``."""

    STRANGER = "stranger"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FUTURE = "future"
    MISUSED = "misused"
    BAD_LIST = "bad_list"


@dataclass(frozen=True)
class Words:
    """What the clerk reads."""

    what: str
    what_to_do: str


_AGAIN = "请报送单位用帮扶台账程序重新导出，原样拷贝，不要打开后保存。"
_CHANGED = "不要采用这个文件；请报送单位用自己留存的原文件重新拷贝，并查明是谁改动的。"

WORDS = {
    Refusal.NOT_A_WORKBOOK: Words("这个文件不是 xlsx 工作簿。", "请选择帮扶台账程序导出的文件。"),
    Refusal.PASSWORD: Words(
        "这个工作簿设有打开密码，无法核验。", "请报送单位提供没有打开密码的原文件。"
    ),
    Refusal.TOO_BIG: Words("这个文件大得不像台账，没有打开。", _AGAIN),
    Refusal.BAD_PACKAGE: Words("文件已损坏，或者被别的程序重新打包过。", _AGAIN),
    Refusal.NOT_SIGNED: Words("文件没有电子签名。", _AGAIN),
    Refusal.BAD_SIGNATURE_LAYOUT: Words("电子签名的结构不符合约定。", _CHANGED),
    Refusal.ALGORITHM: Words("电子签名用了不允许的算法。", _AGAIN),
    Refusal.SIGNATURE: Words("电子签名核对不上。", _CHANGED),
    Refusal.PART_MISSING: Words("签名时有的内容，现在文件里没有了。", _CHANGED),
    Refusal.CONTENT_TYPE: Words("签名之后，文件内部的类型说明被改动。", _CHANGED),
    Refusal.PART_CHANGED: Words("签名之后，文件内容被改动。", _CHANGED),
    Refusal.NOT_COVERED: Words("文件里有没被签名保护的内容。", _CHANGED),
    Refusal.XADES: Words("签名里的证书和时间说明与签名不一致。", _CHANGED),
    Refusal.CHAIN: Words("签名证书不可信。", "请签发证书的单位核对。"),
    Refusal.KIND: Words("这不是所需要的那种文件。", "请核对是台账、汇总还是回执，再选择文件。"),
    Refusal.TOO_NEW: Words("文件由更新版本的程序生成，本机程序读不懂。", "请先升级本机程序。"),
    Refusal.OFFICE_CODE: Words(
        "文件里写的单位代码与签名证书的单位代码不符。",
        "请核对是哪个单位报送的；必要时由上级重新签发证书。",
    ),
    Refusal.SIGNERS: Words("应签名的人没有签齐，或者不是该签的人。", _AGAIN),
    Refusal.LAYOUT: Words("工作表不符合台账格式的约定。", _AGAIN),
    Refusal.MANIFEST: Words("《清单》与各表的数据不符。", _AGAIN),
    Refusal.TOTALS: Words("各表之间的合计对不上。", "请报送单位核对数据后重新导出。"),
}

CHAIN_WORDS = {
    ChainFault.STRANGER: Words(
        "签名证书不是认定的根证书签发的。",
        "如果是新单位，请先为它签发证书；如果不是，不要采用这个文件，并电话核实来源。",
    ),
    ChainFault.EXPIRED: Words("签名证书不在有效期内。", "请该单位申请换发证书后重新导出。"),
    ChainFault.REVOKED: Words("签名证书已被吊销。", "请该单位申请新证书后重新导出。"),
    ChainFault.FUTURE: Words(
        "签名时间晚于本机的当前时间。", "请核对两台电脑的日期和时间，改正后重新核验或重新导出。"
    ),
    ChainFault.MISUSED: Words("签名证书的用途不允许签署台账。", "请上级按约定重新签发证书。"),
    ChainFault.BAD_LIST: Words(
        "吊销名单不是认定的根证书签发的，不能使用。", "请向上级重新领取吊销名单。"
    ),
}


class LedgerRefused(FileError):  # noqa: N818 - an answer, told to people
    """A signed workbook that does not pass; ``code`` says why, ``chain`` more exactly for CHAIN."""

    def __init__(self, code: Refusal, why: str = "", chain: ChainFault | None = None) -> None:
        self.code = code
        self.chain = chain
        words = CHAIN_WORDS[chain] if chain else WORDS[code]
        super().__init__(words.what, why, words.what_to_do)
