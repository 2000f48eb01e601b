"""What the county refuses is asked of the clerk once, and settled when it is taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.errors import DeclinedError
from app.core.terms import CloseReason, MatterOutcome, MatterState
from app.models.matter import Matter
from app.models.person import Person
from app.services.acts import list_acts, undo_act
from app.services.county import receive_ledgers
from app.services.county_conflicts import Answer, decide, list_conflicts, withdraw
from app.services.county_merge import write_receipts
from app.services.desk import Desk
from app.services.ledger_down import import_receipt, read_receipt, subject_of_row
from app.services.ledger_keys import subjects_of
from app.services.matter_acts import close_matters
from app.services.matter_finding import find_matters
from app.services.person.closing import ClosePerson, close_person
from app.services.refused_rows import KIND
from app.services.sent_ledgers import list_exports
from tests.conftest import OTHER_TOWNSHIP, Offices
from tests.factory import (
    MONTH,
    PASSPHRASE,
    TOWNSHIP,
    dump,
    export_month,
    id_number,
    make_household,
    make_person,
)
from tests.unit.services.sending import BOTH, SENT

LATER = date(2026, 5, 28)


def both_claim_one(offices: Offices) -> str:
    """Each township registers the same person, alone in a family."""
    number = id_number()
    for name in BOTH:
        with offices.township(name, SENT) as desk:
            make_household(desk, (make_person(desk, "张大山", id_no=number),), amount="500.00")
            make_household(desk, (make_person(desk, f"{name[:1]}有福"),))
            export_month(desk, offices.stick)
    return number


def answer(offices: Offices, *, day: date = SENT, keep: str = OTHER_TOWNSHIP) -> Path:
    """The county takes what there is, lets ``keep`` have the person, and writes our receipt."""
    with offices.county(day) as county:
        receive_ledgers(county, [offices.stick])
        month = list_conflicts(county, MONTH)
        for row in month:
            choice = next(c for c in row.choices if c.words.startswith(f"以{keep}"))
            month = decide(county, month, {row.id}, Answer(choice, "户籍在那里"))
        paths = write_receipts(county, MONTH, offices.stick, passphrase=PASSPHRASE)
    return next(path for path in paths if TOWNSHIP in path.name)


def asked(desk: Desk) -> list[Matter]:
    with desk.store.read() as session:
        found = [m for m in session.query(Matter).order_by(Matter.id) if m.kind == KIND]
        session.expunge_all()
    return found


def test_a_refused_person_becomes_one_matter_that_leads_to_the_record(offices: Offices) -> None:
    number = both_claim_one(offices)
    receipt = answer(offices)
    with offices.township(day=SENT) as desk:
        view = import_receipt(desk, receipt)
        (matter,) = asked(desk)
        with desk.store.read() as session:
            person = session.get(Person, matter.person_id)
            assert person is not None
            assert person.id_no == number
    assert {row.sheet for row in view.refused} >= {"人员", "家庭", "待遇"}
    assert (view.asked, view.settled) == (1, 0)
    assert "《人员》第 2 行" in matter.words
    assert "户籍在那里" in matter.words
    assert matter.remedy
    assert matter.due_on is not None
    assert number not in f"{matter.key}{matter.words}{matter.facts}{matter.remedy}"


def test_the_receipt_and_its_matters_are_one_act_that_is_taken_back_whole(
    offices: Offices,
) -> None:
    both_claim_one(offices)
    receipt = answer(offices)
    with offices.township(day=SENT) as desk:
        before = dump(desk.store)
        import_receipt(desk, receipt)
        undo_act(desk, list_acts(desk)[0].id)
        assert dump(desk.store) == before
        assert import_receipt(desk, receipt).asked == 1


def test_nobody_is_asked_twice_for_the_same_refusal(offices: Offices) -> None:
    both_claim_one(offices)
    receipt = answer(offices)
    with offices.township(day=SENT) as desk:
        import_receipt(desk, receipt)
        close_matters(desk, [asked(desk)[0].id], MatterOutcome.NOT_NEEDED, "已向县级说明")
        assert import_receipt(desk, receipt).asked == 0
        find_matters(desk)
        export_month(desk, offices.stick)
    again = answer(offices, day=LATER)
    with offices.township(day=LATER) as desk:
        assert import_receipt(desk, again).asked == 0
        assert [matter.state for matter in asked(desk)] == [MatterState.CLOSED]


def test_what_was_called_solved_and_is_refused_again_is_asked_again(offices: Offices) -> None:
    both_claim_one(offices)
    receipt = answer(offices)
    with offices.township(day=SENT) as desk:
        import_receipt(desk, receipt)
        close_matters(desk, [asked(desk)[0].id], MatterOutcome.SOLVED, "已改正")
        import_receipt(desk, receipt)  # says nothing of what was sent since
        assert asked(desk)[0].state == MatterState.CLOSED
    with offices.township(day=LATER) as desk:
        export_month(desk, offices.stick)
    again = answer(offices, day=LATER)
    with offices.township(day=LATER) as desk:
        import_receipt(desk, again)
        assert [matter.state for matter in asked(desk)] == [MatterState.OPEN]


def test_a_corrected_batch_that_is_taken_settles_the_matter(offices: Offices) -> None:
    both_claim_one(offices)
    receipt = answer(offices)
    with offices.township(day=SENT) as desk:
        import_receipt(desk, receipt)
        (matter,) = asked(desk)
        assert matter.person_id is not None
        close_person(desk, ClosePerson(matter.person_id, CloseReason.MOVED_OUT, SENT))
        export_month(desk, offices.stick)
    again = answer(offices, day=LATER)
    with offices.township(day=LATER) as desk:
        view = import_receipt(desk, again)
        (matter,) = asked(desk)
        history = list_exports(desk)
    assert (view.refused, view.settled) == ((), 1)
    assert (matter.state, matter.outcome) == (MatterState.CLOSED, MatterOutcome.GONE)
    assert "第 2 批" in str(matter.reason)
    assert [row.batch_no for row in history] == [2, 1]
    assert history[0].refused == 0
    assert (history[1].refused or 0) > 0
    assert [(row.corrects, row.corrected_by) for row in history] == [(1, 0), (0, 2)]


def test_a_receipt_for_an_earlier_batch_neither_opens_nor_closes(offices: Offices) -> None:
    both_claim_one(offices)
    first = answer(offices)
    with offices.county(SENT) as county:
        month = list_conflicts(county, MONTH)
        withdraw(county, month, {row.id for row in month})
    with offices.township(day=LATER) as desk:
        export_month(desk, offices.stick)
    second = answer(offices, day=LATER, keep=TOWNSHIP)
    with offices.township(day=LATER) as desk:
        assert import_receipt(desk, second).refused == ()
        late = import_receipt(desk, first)
        assert late.refused
        assert asked(desk) == []


def test_an_older_receipt_for_the_same_batch_is_declined(offices: Offices) -> None:
    both_claim_one(offices)
    old = answer(offices)
    new = answer(offices, day=LATER)
    with offices.township(day=LATER) as desk:
        import_receipt(desk, new)
        before = dump(desk.store)
        with pytest.raises(DeclinedError, match="更新的回执"):
            import_receipt(desk, old)
        assert dump(desk.store) == before


def test_the_kept_receipt_is_read_again_row_by_row(offices: Offices) -> None:
    both_claim_one(offices)
    receipt = answer(offices)
    with offices.township(day=SENT) as desk:
        sent = list_exports(desk)[0]
        assert read_receipt(desk, sent.id) is None
        told = import_receipt(desk, receipt)
        kept = read_receipt(desk, sent.id)
        assert kept is not None
        assert (kept.refused, kept.decisions) == (told.refused, told.decisions)
        assert {subject_of_row(desk, row.key) for row in kept.refused} == {asked(desk)[0].person_id}


def test_a_key_that_leads_nowhere_is_nobody(offices: Offices) -> None:
    with offices.township() as desk, desk.store.read() as session:
        assert subjects_of(session, {"P999", "H999", "Pabc", "H", "", "110101199003076550"}) == {}
