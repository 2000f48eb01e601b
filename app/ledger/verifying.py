"""A received workbook: verified, then read from the very bytes that were verified."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.errors import DeclinedError
from app.ledger.book import BookKind, ReadBook, check_marker, read_book, read_marker
from app.ledger.content import LedgerContent, LedgerHead, brought_up, read_head
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing.certificates import (
    CertificateView,
    certificate_pem,
    office_code_of,
    public_bytes,
    view_certificate,
)
from app.ledger.sealing.names import SIGNATURE_PART
from app.ledger.sealing.signature import read_signature
from app.ledger.sealing.verify import SealedPackage, SignedBy, open_package, verify_package
from app.ledger.table import Table
from app.ledger.totals import check_totals
from app.ledger.workbook import LEDGER


@dataclass(frozen=True)
class Seal:
    """Who signed and when; ``path`` leads from the signer to the pinned root. ``second`` is the
    other one where two people signed."""

    signer: CertificateView
    path: tuple[CertificateView, ...]
    signed_at: datetime
    role: str
    sha256: str
    second: Seal | None = None


@dataclass(frozen=True)
class Verified:
    """A ledger that holds in every point; ``seal.sha256`` is that of the whole file."""

    content: LedgerContent
    seal: Seal

    @property
    def head(self) -> LedgerHead:
        return self.content.head

    @property
    def tables(self) -> Mapping[str, Table]:
        return self.content.tables

    @property
    def sha256(self) -> str:
        return self.seal.sha256


@dataclass(frozen=True)
class Check:
    """One step of a report: True held, False failed, None was not reached."""

    code: Refusal
    title: str
    passed: bool | None
    words: str = ""


@dataclass(frozen=True)
class Report:
    """All checks in their order; ``refused`` is set when one failed."""

    checks: tuple[Check, ...]
    verified: Verified | None
    refused: LedgerRefused | None


_STEPS = (
    (Refusal.NOT_A_WORKBOOK, "是 xlsx 工作簿"),
    (Refusal.PASSWORD, "没有打开密码"),
    (Refusal.TOO_BIG, "大小正常"),
    (Refusal.BAD_PACKAGE, "文件完好"),
    (Refusal.NOT_SIGNED, "有电子签名"),
    (Refusal.BAD_SIGNATURE_LAYOUT, "签名结构符合约定"),
    (Refusal.ALGORITHM, "签名算法允许"),
    (Refusal.SIGNATURE, "签名值正确"),
    (Refusal.XADES, "证书与时间和签名一致"),
    (Refusal.PART_MISSING, "签名的内容都在"),
    (Refusal.CONTENT_TYPE, "内容类型没有改动"),
    (Refusal.PART_CHANGED, "签名后内容没有改动"),
    (Refusal.NOT_COVERED, "全部内容都有签名保护"),
    (Refusal.CHAIN, "证书由认定的根证书签发且有效"),
    (Refusal.KIND, "是台账"),
    (Refusal.TOO_NEW, "格式版本读得懂"),
    (Refusal.OFFICE_CODE, "单位代码与证书一致"),
    (Refusal.SIGNERS, "应签名的人都签了"),
    (Refusal.LAYOUT, "工作表符合格式"),
    (Refusal.MANIFEST, "行数、合计、每行校验值与《清单》一致"),
    (Refusal.TOTALS, "各表合计一致"),
)


def verify_ledger(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> Verified:
    """The ledger in ``data``, verified in every point and read from these bytes.

    ``trust``: PEM of the roots pinned by this office; ``at``: time of receipt, with a time zone;
    ``crl``: PEM. Raises LedgerRefused with ``code``.
    """
    sealed = verify_package(data, trust, at=at, crl=crl)
    seal, book = open_sealed(sealed, LEDGER)
    head = head_of(book.head)
    content = LedgerContent(head, brought_up(book.tables), book.version)
    try:
        check_totals(content)
    except DeclinedError as error:
        raise LedgerRefused(Refusal.TOTALS, error.why) from error
    return Verified(content, seal)


def reopen_own(data: bytes, sha256: str, *, at: datetime) -> LedgerContent:
    """A ledger that this office made ``at`` that time and kept, judged by the root that it carries:
    one that was replaced since does no harm. ``sha256``, kept beside it, says that it is the file.

    Raises LedgerRefused when it is not, or does not hold in itself.
    """
    if hashlib.sha256(data).hexdigest() != sha256:
        raise LedgerRefused(Refusal.PART_CHANGED)
    root = read_signature(open_package(data).get(SIGNATURE_PART, b"")).chain[-1]
    return verify_ledger(data, [certificate_pem([root])], at=at).content


def open_sealed(sealed: SealedPackage, kind: BookKind) -> tuple[Seal, ReadBook]:
    """The book of a verified package, which must be of ``kind`` and by the office it names."""
    return seal_of(sealed, kind), read_book(sealed.parts, kind)


def seal_of(sealed: SealedPackage, kind: BookKind) -> Seal:
    """Who answers for a verified package of ``kind``; its rows are not read."""
    marker = read_marker(sealed.parts)
    check_marker(marker, kind)
    for person in sealed.signers:
        code = office_code_of(person.path[0])
        if not code or marker.get("office_code") != code:
            raise LedgerRefused(Refusal.OFFICE_CODE)
    _check_signers(sealed, marker.get("signers", ""))
    first, *others = (_seal(person, sealed.sha256) for person in sealed.signers)
    return replace(first, second=others[0]) if others else first


def _seal(person: SignedBy, sha256: str) -> Seal:
    views = tuple(view_certificate(certificate) for certificate in person.path)
    return Seal(views[0], views, person.signed_at, person.role, sha256)


def _check_signers(sealed: SealedPackage, wanted: str) -> None:
    """Where the manifest says that two people sign, both have, each with a key of their own; where
    it does not, one has. Without this the second signature could be taken away unseen."""
    roles = tuple(person.role for person in sealed.signers)
    keys = {public_bytes(person.path[0]) for person in sealed.signers}
    if roles != (tuple(wanted.split(",")) if wanted else roles[:1]) or len(keys) != len(roles):
        raise LedgerRefused(Refusal.SIGNERS)


def head_of(fields: Mapping[str, str]) -> LedgerHead:
    """The head of a ledger. Raises LedgerRefused (LAYOUT)."""
    try:
        return read_head(fields)
    except (ValueError, KeyError) as error:
        raise LedgerRefused(Refusal.LAYOUT, "《清单》的表头信息不全或写法不对。") from error


def inspect_ledger(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> Report:
    """Like ``verify_ledger``, but tells of every step; the first that fails ends the work."""
    try:
        verified = verify_ledger(data, trust, at=at, crl=crl)
    except LedgerRefused as refused:
        return Report(_checks(refused), None, refused)
    return Report(_checks(None), verified, None)


@dataclass(frozen=True)
class Claims:
    """What a file says of itself, as far as it can be read; nothing of it is proven. ``signer`` is
    only there when the signature value holds, whoever the signer is."""

    head: Mapping[str, str]
    signer: CertificateView | None = None
    signed_at: datetime | None = None


def read_claims(data: bytes) -> Claims:
    """For a file that was refused: whose it pretends to be. Never raises for a bad file."""
    try:
        parts = open_package(data)
    except LedgerRefused:
        return Claims({})
    try:
        head = read_marker(parts)
    except LedgerRefused:
        head = {}
    try:
        signature = read_signature(parts.get(SIGNATURE_PART, b""))
    except LedgerRefused:
        return Claims(head)
    return Claims(head, view_certificate(signature.chain[0]), signature.signed_at)


def _checks(refused: LedgerRefused | None) -> tuple[Check, ...]:
    passed: bool | None = True
    checks = []
    for code, title in _STEPS:
        check = Check(code, title, passed)
        if refused is not None and refused.code is code:
            check = replace(check, passed=False, words="".join(refused.sentences()))
            passed = None
        checks.append(check)
    return tuple(checks)
