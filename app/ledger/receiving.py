"""What a received file is to the county, given what it already has; pure judgement, no store.

Any order, any number of times: files are judged by office and batch, so that a pile gives the same
answer however it was shuffled, and the same file again is a duplicate that changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from app.core.progress import Progress, silent
from app.ledger.refusals import ChainFault, LedgerRefused, Refusal, Words
from app.ledger.verifying import Verified, verify_ledger


class ReceiveState(StrEnum):
    """What the county's board shows."""

    VERIFIED = "已验证"
    DUPLICATE = "重复"
    GAP = "缺上期"
    OLD = "旧批次"
    CHANGED = "被改动"
    UNSIGNED = "未签名"
    STRANGER = "陌生单位"
    CERTIFICATE = "证书过期/吊销"
    TOO_NEW = "格式过新"
    OFFICE_CODE = "单位代码不符"
    UNREADABLE = "不是台账"


STATE_WORDS: Mapping[ReceiveState, Words] = {
    ReceiveState.VERIFIED: Words("签名、来源、批次和数据都核对无误。", "可以合并。"),
    ReceiveState.DUPLICATE: Words("这一批已经收到过，内容完全一样。", "不用处理。"),
    ReceiveState.GAP: Words(
        "它前面的批次还没有收到。",
        "已经核验，暂不合并；请该单位补送缺少的批次；不会再来的，在收表情况里选中它收下。",
    ),
    ReceiveState.OLD: Words(
        "同一批次或更新的批次已经收到，这一份内容不同。",
        "不要合并；请该单位确认哪一份是最后的，需要更正时用新的批次号导出。",
    ),
    ReceiveState.CHANGED: Words(
        "文件在签名之后被改动或损坏。", "不要采用；请该单位用留存的原文件重新拷贝。"
    ),
    ReceiveState.UNSIGNED: Words(
        "文件没有签名，可能在表格软件里保存过。", "请该单位重新导出，原样拷贝，不要打开后保存。"
    ),
    ReceiveState.STRANGER: Words(
        "不是本单位名册上的单位，或者证书不是认定的根证书签发的。", "不要采用；请电话核实来源。"
    ),
    ReceiveState.CERTIFICATE: Words(
        "签名证书已过期、被吊销，或签名时间不对。", "请该单位换发证书后重新导出。"
    ),
    ReceiveState.TOO_NEW: Words("文件由更新版本的程序生成。", "请先升级本机程序，再接收。"),
    ReceiveState.OFFICE_CODE: Words(
        "文件里的单位代码与证书里的不一致。", "请核对是哪个单位报送的，必要时重新签发证书。"
    ),
    ReceiveState.UNREADABLE: Words(
        "不是帮扶台账程序导出的台账，或者数据前后不一致。", "请该单位重新导出。"
    ),
}

_OF_CODE = {
    Refusal.NOT_SIGNED: ReceiveState.UNSIGNED,
    Refusal.TOO_NEW: ReceiveState.TOO_NEW,
    Refusal.OFFICE_CODE: ReceiveState.OFFICE_CODE,
    Refusal.NOT_A_WORKBOOK: ReceiveState.UNREADABLE,
    Refusal.PASSWORD: ReceiveState.UNREADABLE,
    Refusal.TOO_BIG: ReceiveState.UNREADABLE,
    Refusal.KIND: ReceiveState.UNREADABLE,
    Refusal.LAYOUT: ReceiveState.UNREADABLE,
    Refusal.MANIFEST: ReceiveState.UNREADABLE,
    Refusal.TOTALS: ReceiveState.UNREADABLE,
}
_OF_CHAIN = {
    ChainFault.STRANGER: ReceiveState.STRANGER,
    ChainFault.MISUSED: ReceiveState.STRANGER,
}


@dataclass(frozen=True)
class KnownOffice:
    """What the county already has from an office: ``batches`` maps batch number to SHA-256 of the
    ledgers it accepted (merged or ready to merge), without gaps from the first one it knows.
    """

    code: str
    name: str
    batches: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CountyView:
    """What the judgement needs: the offices by code, the pinned roots, the revocation list."""

    offices: Mapping[str, KnownOffice]
    trust: Sequence[bytes]
    crl: bytes | None = None


@dataclass(frozen=True)
class Arrival:
    """One file and what became of it. ``verified`` is set for a ledger that holds in itself
    (VERIFIED, DUPLICATE, GAP, OLD and an office that is not on the list), ``refused`` otherwise.
    """

    name: str
    sha256: str
    state: ReceiveState
    words: Words
    verified: Verified | None = None
    refused: LedgerRefused | None = None


def receive(
    files: Iterable[tuple[str, bytes]],
    county: CountyView,
    *,
    at: datetime,
    progress: Progress = silent,
) -> tuple[Arrival, ...]:
    """Judge files, in the order in which they were given.

    A ledger whose predecessor is in the same pile is VERIFIED. ``at`` is the time of receipt.
    """
    arrivals = []
    for done, (name, data) in enumerate(files):
        progress(done, 0, f"正在核验 {name}")
        arrivals.append(_open(name, data, county, at))
    return judge_sequence(arrivals, county)


def judge_sequence(arrivals: Sequence[Arrival], county: CountyView) -> tuple[Arrival, ...]:
    """Place verified ledgers in their office's row of batches; used again for ledgers that waited
    (GAP) when a missing one arrives.
    """
    batches = {code: dict(office.batches) for code, office in county.offices.items()}
    judged = list(arrivals)
    order = [
        (a.verified.head.office_code, a.verified.head.batch_no, a.sha256, place)
        for place, a in enumerate(arrivals)
        if a.verified is not None
    ]
    for code, batch_no, sha256, place in sorted(order):
        verified = arrivals[place].verified
        assert verified is not None
        known = batches.get(code)
        if known is None:
            state = ReceiveState.STRANGER
        else:
            state = _state(known, batch_no, sha256, verified.head.previous_sha256)
            if state is ReceiveState.VERIFIED:
                known[batch_no] = sha256
        judged[place] = replace(arrivals[place], state=state, words=STATE_WORDS[state])
    return tuple(judged)


def _state(
    known: Mapping[int, str], batch_no: int, sha256: str, previous: str | None
) -> ReceiveState:
    last = max(known, default=0)
    if sha256 in known.values():
        return ReceiveState.DUPLICATE
    if batch_no <= last:
        return ReceiveState.OLD
    if batch_no > last + 1:
        return ReceiveState.GAP
    if previous is not None and known.get(last) != previous:
        return ReceiveState.GAP
    return ReceiveState.VERIFIED


def _open(name: str, data: bytes, county: CountyView, at: datetime) -> Arrival:
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        verified = verify_ledger(data, county.trust, at=at, crl=county.crl)
    except LedgerRefused as refused:
        state = state_of(refused)
        words = Words(refused.what + refused.why, refused.what_to_do)
        return Arrival(name, sha256, state, words, refused=refused)
    verified = replace(verified, content=verified.content.folded())
    ready = ReceiveState.VERIFIED
    return Arrival(name, sha256, ready, STATE_WORDS[ready], verified=verified)


def state_of(refused: LedgerRefused) -> ReceiveState:
    """Where a refusal stands on the board."""
    if refused.chain is not None:
        return _OF_CHAIN.get(refused.chain, ReceiveState.CERTIFICATE)
    return _OF_CODE.get(refused.code, ReceiveState.CHANGED)
