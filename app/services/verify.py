"""Verifying ledgers: anybody with the county's root can, also without a store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from app.core.errors import FileError
from app.exporters.verify_pdf import Verdict, write_verdicts
from app.ledger.sealing.certificates import CertificateView
from app.ledger.verifying import Report, Seal, Verified, inspect_ledger, read_claims
from app.services.common_keys import common
from app.services.desk import Desk
from app.services.files import read_file, workbooks_in
from app.services.guomi import second_opinion
from app.services.key_slots import ABOVE_ROOTS, Slot, revocations, trusted_roots
from app.services.office import expect_office

GOOD, BAD = "通过", "不通过"
KIND_NAMES = {
    "ledger": "台账",
    "merged": "汇总表",
    "receipt": "回执",
    "package": "资料包",
    "policy_pack": "政策包",
    "transfer": "转移单",
    "transfer_answer": "转移回执",
}


@dataclass(frozen=True)
class VerifyResult:
    """What one file turned out to be; ``code`` is empty when everything holds.

    ``lines`` are (title, what stands there) for people: proven where ``ok``, otherwise only what
    the file claims. ``what_to_do`` is the remedy.
    """

    file: str
    ok: bool
    code: str
    words: tuple[str, ...]
    checks: tuple[tuple[str, str, bool | None], ...]
    facts: dict[str, object] = field(default_factory=dict)
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def verdict(self) -> str:
        """Green or red, in words."""
        if self.ok:
            return "可以采用：签名有效，内容没有改动。"
        return f"不要采用：{self.words[0]}"


def verify_files(
    paths: Sequence[Path], trust: Sequence[Path], *, at: datetime
) -> tuple[VerifyResult, ...]:
    """Verify ledgers (folders are searched) against the roots in ``trust`` as of ``at``.

    Raises ``FileError`` for a file that cannot be read at all.
    """
    judge = _Judge([read_file(path) for path in trust], at)
    return _verify(paths, lambda _: judge)


def verify_with_pinned(desk: Desk, paths: Sequence[Path]) -> tuple[VerifyResult, ...]:
    """The same against the root that this office has pinned, its revocations included. A county
    judges what it sent up itself by the root of the office above."""
    own = _Judge(trusted_roots(desk), desk.clock.now(), revocations(desk), desk)
    above = common(desk, ABOVE_ROOTS)
    if above is None:
        return _verify(paths, lambda _: own)
    ours = {"kind": "ledger", "office_code": expect_office(desk).code}
    up = _Judge([above], own.at, revocations(desk, Slot.UP), desk)

    def judge_of(data: bytes) -> _Judge:
        return up if ours.items() <= read_claims(data).head.items() else own

    return _verify(paths, judge_of)


def print_verdicts(desk: Desk, results: Sequence[VerifyResult], path: Path) -> None:
    """The report on paper, a page a file. Raises ``FileError`` when it cannot be written."""
    office = expect_office(desk)
    verdicts = [
        Verdict(
            file=Path(result.file).name,
            good=result.ok,
            verdict=result.verdict,
            remedy="".join(result.words[1:]) if not result.ok else "",
            lines=result.lines,
            proven=result.ok,
            checks=[(title, passed) for _, title, passed in result.checks],
        )
        for result in results
    ]
    with desk.write("print_verdicts", f"打印核验报告：{len(verdicts)} 个文件"):
        write_verdicts(path, verdicts, office.name, desk.actor.name, at=desk.clock.now())


@dataclass(frozen=True)
class _Judge:
    """By what files are judged; ``desk`` knows the registered SM2 keys."""

    roots: Sequence[bytes]
    at: datetime
    crl: bytes | None = None
    desk: Desk | None = None


def _verify(paths: Sequence[Path], judge_of: Callable[[bytes], _Judge]) -> tuple[VerifyResult, ...]:
    """``judge_of`` says by what to judge the bytes of a file."""
    found = workbooks_in(paths)
    if not found:
        raise FileError(
            "这里没有可以核验的文件。", "", "请选择 xlsx 台账文件，或装有台账的文件夹。"
        )
    return tuple(_one(path, judge_of) for path in found)


def _one(path: Path, judge_of: Callable[[bytes], _Judge]) -> VerifyResult:
    data = read_file(path)
    judge = judge_of(data)
    report = inspect_ledger(data, judge.roots, at=judge.at, crl=judge.crl)
    checks = tuple((check.code.value, check.title, check.passed) for check in report.checks)
    if report.verified is None:
        return _refused(path, report, checks, data)
    held = _held(path, report.verified, checks)
    opinion = second_opinion(judge.desk, path, data, report.verified.head.office_code)
    return replace(held, lines=(*held.lines, ("国密副签", opinion))) if opinion else held


def _refused(
    path: Path, report: Report, checks: tuple[tuple[str, str, bool | None], ...], data: bytes
) -> VerifyResult:
    assert report.refused is not None
    claims = read_claims(data)
    kind, batch = claims.head.get("kind", ""), claims.head.get("batch_no", "")
    told = (
        ("种类", KIND_NAMES.get(kind, "")),
        ("单位", _named(claims.head.get("office_name", ""), claims.head.get("office_code", ""))),
        ("月份", claims.head.get("month", "")),
        ("批次", f"第 {batch} 批" if batch else ""),
        ("签名人", claims.signer.name if claims.signer else ""),
        ("签发者", claims.signer.issuer if claims.signer else ""),
        ("签名时间", _moment(claims.signed_at)),
    )
    return VerifyResult(
        file=str(path),
        ok=False,
        code=report.refused.code.value,
        words=report.refused.sentences(),
        checks=checks,
        lines=tuple((title, text) for title, text in told if text),
    )


def _held(
    path: Path, verified: Verified, checks: tuple[tuple[str, str, bool | None], ...]
) -> VerifyResult:
    head, seal = verified.head, verified.seal
    facts = {
        "office_code": head.office_code,
        "office_name": head.office_name,
        "month": head.month,
        "period_first": head.period_first.isoformat(),
        "period_last": head.period_last.isoformat(),
        "batch_no": head.batch_no,
        "signer": seal.signer.name,
        "role": seal.role,
        "second_role": seal.second.role if seal.second else "",
        "signed_at": seal.signed_at.isoformat(),
        "chain": [certificate.fingerprint for certificate in seal.path],
        "sha256": seal.sha256,
        "rows": {key: len(table.rows) for key, table in verified.tables.items()},
    }
    words = (
        f"{head.office_name}（{head.office_code}）{head.month}，第 {head.batch_no} 批",
        f"签名：{seal.signer.name}，{seal.signed_at:%Y-%m-%d %H:%M}，证书有效期至 "
        f"{seal.signer.valid_until:%Y-%m-%d}",
    )
    people = [seal, *([seal.second] if seal.second else [])]
    lines = (
        ("种类", KIND_NAMES["ledger"]),
        ("单位", _named(head.office_name, head.office_code)),
        ("月份", head.month),
        ("期间", f"{head.period_first} 至 {head.period_last}"),
        ("批次", f"第 {head.batch_no} 批"),
        ("填报、审核", f"{head.filled_by}、{head.checked_by}"),
        ("签名人", "、".join(_signed_by(one) for one in people)),
        ("签名时间", _moment(seal.signed_at)),
        *(line for one in people for line in _chain_lines(one.path)),
        ("文件校验值", f"{seal.sha256[:24]}…"),
    )
    return VerifyResult(str(path), True, "", words, checks, facts, lines)


def _chain_lines(path: Sequence[CertificateView]) -> list[tuple[str, str]]:
    """From the signer's certificate up to the root that was pinned."""
    titles = ["签名证书", *["上级证书"] * (len(path) - 2), "认定的根证书"]
    lines = []
    for title, one in zip(titles, path, strict=True):
        lines.append((title, f"{one.name}，有效至 {one.valid_until:%Y-%m-%d}"))
        lines.append(("指纹", f"{one.fingerprint[:24]}…"))
    return lines


def _signed_by(seal: Seal) -> str:
    return f"{seal.signer.name}（{seal.role}）" if seal.role else seal.signer.name


def _named(name: str, code: str) -> str:
    return f"{name}（{code}）" if code else name


def _moment(at: datetime | None) -> str:
    """As the clocks of this office show it: a signature carries the time of Greenwich."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at else ""
