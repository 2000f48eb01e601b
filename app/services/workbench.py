"""The first page: what is due, late, missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.queries import finding
from app.models.queries import people as people_queries
from app.services.cadre_questions import CadreQuestion, urgent_questions
from app.services.desk import Desk
from app.services.key_expiry import WARN_BEFORE, ExpiryNotice, certificate_notice
from app.services.matters import MatterCounts, count_matters
from app.services.office import OfficeView, expect_office
from app.services.people import MISSING
from app.services.plan import PlanRow, VillageProgress, plan_figures
from app.services.sent_ledgers import ledger_month, list_exports


@dataclass(frozen=True)
class MissingLine:
    """Something that many records lack; ``key`` filters the list of people."""

    words: str
    count: int
    key: str


@dataclass(frozen=True)
class WorkbenchView:
    """What the first page shows. ``month`` is the calendar month of today; ``cadres`` are the
    pressing questions about who looks after whom."""

    office: OfficeView
    today: date
    month: str
    people: int
    households: int
    due: int
    late: int
    done: int
    excused: int
    villages: tuple[VillageProgress, ...]
    urgent: tuple[PlanRow, ...]
    ledger_deadline: date
    ledger_state: str
    missing: tuple[MissingLine, ...]
    matters: MatterCounts
    cadres: tuple[CadreQuestion, ...]
    certificate: ExpiryNotice | None = None


def show_workbench(desk: Desk, *, urgent: int = 12) -> WorkbenchView:
    """The first page as of today, with the ``urgent`` most pressing contacts."""
    office = expect_office(desk)
    today = desk.clock.today()
    month = f"{today:%Y-%m}"
    plan = plan_figures(desk, month, urgent=urgent)
    with desk.store.read() as session:
        people = people_queries.count_people(session)
        households = people_queries.count_households(session)
        missing = finding.count_missing(session, today)
    ledger = ledger_month(desk)
    sent = [export for export in list_exports(desk) if export.month == ledger.month]
    return WorkbenchView(
        office=office,
        today=today,
        month=month,
        people=people,
        households=households,
        due=plan.due,
        late=plan.late,
        done=plan.done,
        excused=plan.excused,
        villages=plan.villages,
        urgent=plan.urgent,
        ledger_deadline=ledger.deadline,
        ledger_state=sent[0].state if sent else "未导出",
        missing=tuple(
            MissingLine(words, missing[key], key) for key, words in MISSING.items() if missing[key]
        ),
        matters=count_matters(desk),
        cadres=urgent_questions(desk),
        certificate=certificate_notice(desk),
    )


@dataclass(frozen=True)
class CountyBench:
    """What the county's first page shows: the month whose ledgers are coming in. ``ending`` counts
    the townships whose newest certificate ends soon; ``sent_up`` is the state of the county's own
    ledger, empty at one that sends nothing up."""

    today: date
    month: str
    deadline: date
    expected: int
    received: int
    missing: tuple[str, ...]
    conflicts: int
    merged: bool
    people: int
    amount: Decimal
    offices: tuple[VillageProgress, ...]
    certificate: ExpiryNotice | None = None
    ending: int = 0
    sent_up: str = ""


def show_county_bench(desk: Desk) -> CountyBench:
    """How the ledgers of this month stand as of today."""
    # What reads ledgers takes longer to load than the first page of a township to show.
    from app.services.county import county_board
    from app.services.county_conflicts import list_conflicts
    from app.services.county_keys import count_ending
    from app.services.county_merge import list_merges

    period = ledger_month(desk)
    board = county_board(desk, period.month)
    return CountyBench(
        today=desk.clock.today(),
        month=period.month,
        deadline=period.deadline,
        expected=len(board.rows),
        received=len(board.rows) - len(board.missing),
        missing=board.missing,
        conflicts=sum(row.decision is None for row in list_conflicts(desk, period.month)),
        merged=bool(list_merges(desk, period.month)),
        people=sum(row.people for row in board.rows),
        amount=sum((row.amount for row in board.rows), Decimal("0.00")),
        offices=tuple(
            VillageProgress(row.office, row.visits_due, row.visits_done, 0) for row in board.rows
        ),
        certificate=certificate_notice(desk),
        ending=count_ending(desk, WARN_BEFORE),
        sent_up=_sent_up(desk, period.month),
    )


def _sent_up(desk: Desk, month: str) -> str:
    from app.services.key_slots import Slot, own_chain

    if not own_chain(desk, Slot.UP):
        return ""
    return next((row.state for row in list_exports(desk) if row.month == month), "未导出")
