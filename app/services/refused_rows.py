"""Rows that the county refused, as matters: opened by a receipt, closed by one that takes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from app.core.matter_kinds import matter_kinds
from app.core.terms import MatterOutcome
from app.ledger.receipts import RefusedRow
from app.models.exchange import LedgerExport
from app.models.queries import matters as queries
from app.models.unit_of_work import Work
from app.rules.findings import Finding, key_of
from app.services.desk import Desk
from app.services.ledger_keys import NOBODY, Subject, subjects_of
from app.services.matter_acts import last_day
from app.services.matter_finding import Kept, keep_findings, open_again

KIND = "refused_row"
_BY = "县级回执"


def keep_refusals(
    work: Work,
    desk: Desk,
    sent: LedgerExport,
    refused: Sequence[RefusedRow],
    *,
    first: bool,
) -> Kept:
    """A matter for each person or household of whom the county refused rows of ``sent``, inside
    ``work``; one that it refuses no longer is closed.

    ``sent`` must be the newest ledger that was answered: a whole snapshot, so what its receipt does
    not refuse was taken. With the ``first`` receipt for it, one that a clerk called solved before
    ``sent`` left is asked again.
    """
    findings = tuple(_findings(work, desk, sent, refused))
    if first:
        _open_the_unsolved(work, desk, sent, findings)
    gone = f"县级已接收：第 {sent.batch_no} 批的回执不再退回"
    return keep_findings(work, desk, findings, sweep={KIND}, gone=gone, by=_BY)


def _findings(
    work: Work, desk: Desk, sent: LedgerExport, refused: Sequence[RefusedRow]
) -> Iterator[Finding]:
    kind = matter_kinds()[KIND]
    due = last_day(desk, kind.deadline)
    for subject, rows in _by_subject(work, refused).items():
        reasons = "；".join(dict.fromkeys(row.reason for row in rows))
        remedies = "；".join(dict.fromkeys(row.remedy for row in rows))
        yield Finding(
            key=_key(subject, sent, rows),
            kind=KIND,
            words=f"{sent.month} 台账退回：{_places(rows)}。{reasons}",
            remedy=remedies or kind.remedy,
            source=kind.source,
            person_id=subject.person_id,
            household_id=subject.household_id,
            due=due,
            facts={"退回原因": reasons},
        )


def _by_subject(work: Work, refused: Sequence[RefusedRow]) -> Mapping[Subject, list[RefusedRow]]:
    """The rows by whom they are about. A household whose head is refused, too, is no matter of its
    own; rows of nobody whom we know stand together."""
    subjects = subjects_of(work.session, {row.key for row in refused})
    alone = {s.person_id for s in subjects.values() if s.household_id is None}
    found: dict[Subject, list[RefusedRow]] = defaultdict(list)
    for row in refused:
        subject = subjects.get(row.key, NOBODY)
        if subject.household_id is not None and subject.person_id in alone:
            subject = Subject(subject.person_id)
        found[subject].append(row)
    return found


def _key(subject: Subject, sent: LedgerExport, rows: Sequence[RefusedRow]) -> str:
    """The same every month; only of rows that lead nowhere does it name the batch."""
    if subject.household_id is not None:
        return key_of(KIND, f"h{subject.household_id}")
    if subject.person_id is not None:
        return key_of(KIND, f"p{subject.person_id}")
    return key_of(KIND, f"b{sent.batch_no}", rows[0].row)


def _places(rows: Sequence[RefusedRow]) -> str:
    """``《人员》第 5 行、《走访》第 3、4 行``."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        numbers[row.sheet].append(str(row.row))
    return "、".join(f"《{sheet}》第 {'、'.join(found)} 行" for sheet, found in numbers.items())


def _open_the_unsolved(
    work: Work, desk: Desk, sent: LedgerExport, findings: Sequence[Finding]
) -> None:
    known = queries.matters_by_key(work.session, {finding.key for finding in findings})
    for matter in known.values():
        said = matter.closed_on if matter.outcome == MatterOutcome.SOLVED else None
        if said is not None and said <= sent.exported_at.date():
            open_again(matter, now=desk.clock.now().replace(tzinfo=None), by=_BY)
            matter.due_on = last_day(desk, matter_kinds()[KIND].deadline)
