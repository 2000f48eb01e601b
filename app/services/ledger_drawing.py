"""The ledger of a month as it would be sent, with what has changed since the one before: drawn at a
township from its register, at a county from the ledgers that it accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.core.terms import Role
from app.ledger.columns import (
    CHANGE_EDITED,
    CHANGE_LEFT,
    CHANGE_NEW,
    CHANGES,
    PERSONS,
    SUBJECT_HOUSEHOLD,
    SUBJECT_PERSON,
)
from app.ledger.comparing import Comparison, Moved, compare
from app.ledger.content import TWO_SIGNERS, LedgerContent, LedgerHead, make_content
from app.ledger.table import Table, make_table
from app.ledger.verifying import reopen_own
from app.models.exchange import LedgerExport
from app.models.queries import ledger as queries
from app.rules.ledger_period import LedgerPeriod
from app.services.county_up import RunTexts, draw_county, why_missing
from app.services.desk import Desk
from app.services.keys import own_chain, upward
from app.services.ledger_leavers import why_left
from app.services.ledger_preview import LedgerFault
from app.services.ledger_rows import ledger_rows
from app.services.office import OfficeView, expect_office

WhyLeft = Callable[[Moved], str | None]


@dataclass(frozen=True)
class Signed:
    """Who stands on the cover."""

    filled_by: str = ""
    checked_by: str = ""


@dataclass(frozen=True)
class DrawnLedger:
    """A ledger, what has changed since the one before, what keeps it from being sent (of a county;
    empty at a township), and where a county's rows came from."""

    content: LedgerContent
    comparison: Comparison
    faults: tuple[LedgerFault, ...] = ()
    runs: RunTexts | None = None


def draw_ledger(
    desk: Desk, office: OfficeView, period: LedgerPeriod, signed: Signed = Signed()
) -> DrawnLedger:
    """The ledger of this office for ``period``. Raises ``UserError`` at a county that has accepted
    nothing yet, ``DeclinedError`` at a prefecture."""
    last, sent = _last(desk)
    head = _head(desk, office, period, signed)
    if last is not None and sent is not None:
        head = replace(head, batch_no=last.head.batch_no + 1, previous_sha256=sent.sha256)
    if office.role is not Role.COUNTY:
        content = make_content(head, ledger_rows(desk, period.month, period.covered))
        drawn = DrawnLedger(content, compare(last, content))
        with desk.store.read() as session:
            return _with_changes(drawn, why_left(session, drawn.comparison.left))
    part = draw_county(desk, office, period.month)
    head = replace(head, county_name=part.authority, sources=part.sources, missing=part.missing)
    content = LedgerContent(head, part.tables)
    drawn = DrawnLedger(content, compare(last, content), part.faults, part.runs)
    before = sent.sources if sent is not None else None
    return _with_changes(drawn, lambda moved: why_missing(moved, before, part.missing))


def two_sign(desk: Desk) -> bool:
    """Whether what this office sends up is signed by two people: the second has a certificate."""
    return bool(own_chain(desk, upward(expect_office(desk))[1]))


def _last(desk: Desk) -> tuple[LedgerContent | None, LedgerExport | None]:
    """Our own ledger before this one, read from the bytes that were kept, and its row."""
    with desk.store.read() as session:
        sent = queries.exports(session)
        if not sent:
            return None, None
        row, data = sent[0], sent[0].data
    # It was verified when it was sent; the certificate is judged as of that day.
    return reopen_own(data, row.sha256, at=row.exported_at.astimezone()), row


def _head(desk: Desk, office: OfficeView, period: LedgerPeriod, signed: Signed) -> LedgerHead:
    """The head of a first ledger."""
    return LedgerHead(
        office_code=office.code,
        office_name=office.name,
        county_name=office.county,
        period_first=period.covered.first,
        period_last=period.covered.last,
        month=period.month,
        batch_no=1,
        previous_sha256=None,
        made_at=desk.clock.now(),
        filled_by=signed.filled_by,
        checked_by=signed.checked_by,
        rule_versions={pack.key: f"{pack.first}" for pack in office.packs if pack.adopted},
        signers=TWO_SIGNERS if two_sign(desk) else (),
    )


def _with_changes(drawn: DrawnLedger, why: WhyLeft) -> DrawnLedger:
    """The same with the sheet of changes."""
    content = drawn.content
    rows = list(_changes(drawn.comparison, content.head.period_last, why))
    tables: Mapping[str, Table] = {
        **content.tables,
        CHANGES.key: make_table(CHANGES, rows),
    }
    return replace(drawn, content=replace(content, tables=tables))


def _changes(comparison: Comparison, day: date, why: WhyLeft) -> Iterator[dict[str, object]]:
    for moved in comparison.new:
        yield _change(CHANGE_NEW, moved, day)
    for moved in comparison.left:
        yield _change(CHANGE_LEFT, moved, day) | {"reason": moved.reason or why(moved)}
    for moved in comparison.changed:
        for difference in moved.differences:
            yield _change(CHANGE_EDITED, moved, day) | {
                "field": difference.field,
                "field_label": difference.label,
                "before": difference.before,
                "after": difference.after,
            }


def _change(word: str, moved: Moved, day: date) -> dict[str, object]:
    return {
        "change": word,
        "subject": SUBJECT_PERSON if moved.sheet == PERSONS.key else SUBJECT_HOUSEHOLD,
        "key": moved.key,
        "name": moved.name,
        "village": moved.village or None,
        "day": day,
        "reason": moved.reason,
    }
