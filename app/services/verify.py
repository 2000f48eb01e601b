"""Verifying ledgers: anybody with the county's root can, also without a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.ledger.verifying import Report, inspect_ledger
from app.services.desk import Desk
from app.services.files import read_file, workbooks_in
from app.services.keys import revocations, trusted_roots


@dataclass(frozen=True)
class VerifyResult:
    """What one file turned out to be; ``code`` is empty when everything holds."""

    file: str
    ok: bool
    code: str
    words: tuple[str, ...]
    checks: tuple[tuple[str, str, bool | None], ...]
    facts: dict[str, object] = field(default_factory=dict)


def verify_files(
    paths: Sequence[Path], trust: Sequence[Path], *, at: datetime
) -> tuple[VerifyResult, ...]:
    """Verify ledgers (folders are searched) against the roots in ``trust`` as of ``at``.

    Raises ``FileError`` for a file that cannot be read at all.
    """
    return _verify(paths, [read_file(path) for path in trust], at, crl=None)


def verify_with_pinned(desk: Desk, paths: Sequence[Path]) -> tuple[VerifyResult, ...]:
    """The same against the root that this office has pinned, its revocations included."""
    return _verify(paths, trusted_roots(desk), desk.clock.now(), crl=revocations(desk))


def _verify(
    paths: Sequence[Path], roots: Sequence[bytes], at: datetime, *, crl: bytes | None
) -> tuple[VerifyResult, ...]:
    return tuple(
        _result(path, inspect_ledger(read_file(path), roots, at=at, crl=crl))
        for path in workbooks_in(paths)
    )


def _result(path: Path, report: Report) -> VerifyResult:
    checks = tuple((check.code.value, check.title, check.passed) for check in report.checks)
    if report.refused is not None:
        return VerifyResult(
            str(path), False, report.refused.code.value, report.refused.sentences(), checks
        )
    verified = report.verified
    assert verified is not None
    head, seal = verified.head, verified.seal
    facts = {
        "office_code": head.office_code,
        "office_name": head.office_name,
        "month": head.month,
        "batch_no": head.batch_no,
        "signer": seal.signer.name,
        "signed_at": seal.signed_at.isoformat(),
        "sha256": seal.sha256,
        "rows": {key: len(table.rows) for key, table in verified.tables.items()},
    }
    words = (
        f"{head.office_name}（{head.office_code}）{head.month}，第 {head.batch_no} 批",
        f"签名：{seal.signer.name}，{seal.signed_at:%Y-%m-%d %H:%M}，证书有效期至 "
        f"{seal.signer.valid_until:%Y-%m-%d}",
    )
    return VerifyResult(str(path), True, "", words, checks, facts)
