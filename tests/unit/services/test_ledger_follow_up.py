"""Carers' scores and matters in the ledger: who was assessed, what is open, what was closed."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from app.core.periods import Period
from app.core.terms import CareEnd, CareGrade, MatterOutcome, MatterState
from app.models.care import CareAgreement, Carer, CareScore
from app.models.matter import Matter
from app.services.desk import Desk
from app.services.ledger_rows import ledger_rows
from tests.factory import make_person

NOON = time(12)
MAY = Period(date(2026, 4, 28), date(2026, 5, 27))


def _rows(desk: Desk, sheet: str) -> dict[object, dict[str, object]]:
    key = {"care": "agreement_no", "matters": "matter_no"}[sheet]
    return {row[key]: row for row in ledger_rows(desk, "2026-05", MAY)[sheet]}


def _agreement(desk: Desk, number: str, **facts: object) -> int:
    person = make_person(desk, f"被照料人{number}")
    with desk.write("test", "测试") as work:
        carer = Carer(name="护理人甲", qualified_on=date(2026, 1, 1))
        work.session.add(carer)
        work.session.flush()
        known = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)} | facts
        row = CareAgreement(number=number, person_id=person, carer_id=carer.id, **known)
        work.session.add(row)
        work.session.flush()
        return row.id


def test_every_agreement_of_the_period_stands_in_the_ledger_assessed_or_not(desk: Desk) -> None:
    scored = _agreement(desk, "HL1", fee=Decimal("300.00"))
    _agreement(desk, "HL2")
    _agreement(desk, "HL3", start=date(2026, 6, 1))
    _agreement(desk, "HL4", ended_on=date(2026, 4, 27))
    _agreement(desk, "HL5", ended_on=date(2026, 5, 20), end_reason=CareEnd.DISQUALIFIED)
    with desk.write("test", "测试") as work:
        work.session.add(
            CareScore(
                agreement_id=scored, month="2026-05", points={}, vetoes=[], total=Decimal("58.50"),
                passed=False, grade=CareGrade.FAILED, scored_on=date(2026, 5, 20),
            )
        )  # fmt: skip
    rows = _rows(desk, "care")
    assert list(rows) == ["HL1", "HL2", "HL5"]
    first = rows["HL1"]
    assert (first["result"], first["score"], first["fee"]) == (
        "不合格", Decimal("58.50"), Decimal("300.00"),
    )  # fmt: skip
    assert (rows["HL2"]["result"], rows["HL2"].get("score")) == ("未考核", None)
    assert (first["grade"], rows["HL5"]["note"]) == ("考核不合格", "取消护理资格")


def _matter(desk: Desk, key: str, **facts: object) -> str:
    known = {
        "kind": "request",
        "words": "住房：屋顶漏雨",
        "opened_at": datetime.combine(date(2026, 5, 6), NOON),
        "opened_by": "王经办",
        "state": MatterState.OPEN,
    }
    with desk.write("test", "测试") as work:
        row = Matter(key=key, **(known | facts))
        work.session.add(row)
        work.session.flush()
        return f"M{row.id}"


def test_matters_open_at_the_end_or_closed_in_the_period_stand_in_the_ledger(desk: Desk) -> None:
    late = _matter(desk, "a", due_on=date(2026, 5, 20))
    done = _matter(
        desk, "b", state=MatterState.CLOSED, outcome=MatterOutcome.SOLVED,
        closed_on=date(2026, 5, 10), due_on=date(2026, 5, 8),
    )  # fmt: skip
    _matter(desk, "c", state=MatterState.CLOSED, closed_on=date(2026, 4, 27))
    _matter(desk, "d", opened_at=datetime.combine(date(2026, 5, 28), NOON))
    _matter(desk, "e", kind="card_expires")
    rows = _rows(desk, "matters")
    assert list(rows) == [late, done]
    assert (rows[late]["late"], rows[done]["late"]) == (True, False)
    assert (rows[done]["state"], rows[done]["outcome"]) == ("办结", "已解决")
