"""What was seen and done, typed back in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import DeclinedError, UserError
from app.core.terms import ContactKind, DutyState
from app.models.audit import AuditChange
from app.models.contact import Contact
from app.models.person import Person
from app.services.desk import Desk
from app.services.office import adopt_pack
from app.services.person.view import show_person
from app.services.plan import plan_month
from app.services.sheet_entry import QUESTION
from app.services.sheet_numbers import with_check_digit
from app.services.sheets import PrintedBatch, print_sheets, sheets_of_batch
from app.services.visits import (
    RecordContact,
    RecordVisit,
    open_sheet,
    record_contact,
    record_visit,
)
from tests.factory import TODAY, dump, make_household, make_person, nobody_home, visit_answers

MONTH = "2026-06"


@pytest.fixture
def batch(desk: Desk, tmp_path: Path) -> PrintedBatch:
    """Sheets for three orphans of one village."""
    for place in range(3):
        make_person(desk, f"童{place}", categories=("orphan",))
    return print_sheets(desk, MONTH, out=tmp_path / "sheets.pdf")


def _numbers(desk: Desk, batch: PrintedBatch) -> list[str]:
    return [sheet.sheet_no for sheet in sheets_of_batch(desk, batch.batch_no)]


def test_a_sheet_opens_with_who_it_is_for_and_where_it_stands(
    desk: Desk, batch: PrintedBatch
) -> None:
    entry = open_sheet(desk, batch.first_no)
    assert (entry.name, entry.village, entry.position, entry.size) == ("童0", "清水村", 1, 3)
    assert entry.categories == ("orphan",)
    assert not entry.recorded
    assert entry.answers == entry.last == {}


def test_a_number_that_was_never_printed_says_so(desk: Desk, batch: PrintedBatch) -> None:
    with pytest.raises(UserError, match="没有打印过") as told:
        open_sheet(desk, with_check_digit("10126067777"))
    assert told.value.what_to_do


def test_a_visit_is_kept_and_the_next_sheet_comes_by_itself(
    desk: Desk, batch: PrintedBatch
) -> None:
    first, second, third = _numbers(desk, batch)
    done = record_visit(desk, RecordVisit(second, visit_answers()))
    assert (done.next_sheet_no, done.left) == (third, 2)
    done = record_visit(desk, RecordVisit(third, visit_answers()))
    assert (done.next_sheet_no, done.left) == (first, 1)
    done = record_visit(desk, RecordVisit(first, visit_answers()))
    assert (done.next_sheet_no, done.left) == (None, 0)


def test_what_was_typed_comes_back_typed(desk: Desk, batch: PrintedBatch) -> None:
    answers = visit_answers(hazards=("fire", "electricity"), problems_note="屋顶漏雨")
    record_visit(desk, RecordVisit(batch.first_no, answers))
    kept = open_sheet(desk, batch.first_no)
    assert kept.recorded
    assert {key: kept.answers[key] for key in answers} == answers


def test_a_sheet_is_recorded_once(desk: Desk, batch: PrintedBatch) -> None:
    record_visit(desk, RecordVisit(batch.first_no, visit_answers()))
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经录入过") as told:
        record_visit(desk, RecordVisit(batch.first_no, visit_answers()))
    assert "重新录入" in told.value.what_to_do
    assert dump(desk.store) == before


def test_a_correction_replaces_the_visit_and_keeps_what_was_there_in_the_history(
    desk: Desk, batch: PrintedBatch
) -> None:
    first = record_visit(desk, RecordVisit(batch.first_no, visit_answers(TODAY)))
    yesterday = TODAY - timedelta(days=1)
    again = record_visit(desk, RecordVisit(batch.first_no, visit_answers(yesterday), again=True))
    assert again.contact_id == first.contact_id
    with desk.store.read() as session:
        assert [contact.day for contact in session.scalars(select(Contact))] == [yesterday]
        change = session.scalars(
            select(AuditChange)
            .where(AuditChange.table == "contact")
            .order_by(AuditChange.id.desc())
        ).first()
    assert change is not None
    assert change.before is not None
    assert change.before["day"] == TODAY.isoformat()


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"visit_date": None}, "走访日期"),
        ({"visit_date": TODAY + timedelta(days=1)}, "走访日期"),
        ({"visitors": None}, "入户人员"),
        ({"health": None}, "健康状况"),
        ({"health": ("good", "chronic")}, "健康状况"),
        ({"problems": ("other",)}, "具体困难与需求"),
        ({"schooling": None}, "就学情况"),
        ({"signed": "nobody"}, "签字情况"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_kept(
    desk: Desk, batch: PrintedBatch, changes: dict[str, object], label: str
) -> None:
    before = dump(desk.store)
    with pytest.raises(UserError, match=label):
        record_visit(desk, RecordVisit(batch.first_no, visit_answers(**changes)))  # type: ignore[arg-type]
    assert dump(desk.store) == before


def test_nobody_home_is_kept_as_an_attempt(desk: Desk, batch: PrintedBatch) -> None:
    record_visit(desk, RecordVisit(batch.first_no, nobody_home()))
    with desk.store.read() as session:
        assert [contact.done for contact in session.scalars(select(Contact))] == [False]
    (line,) = show_person(desk, open_sheet(desk, batch.first_no).person_id).contacts
    assert not line.done


def test_the_findings_of_the_last_visit_come_with_the_next_sheet(
    desk: Desk, batch: PrintedBatch, tmp_path: Path
) -> None:
    answers = visit_answers(problems=("medical",), problems_note="药费高")
    record_visit(desk, RecordVisit(batch.first_no, answers))
    person = open_sheet(desk, batch.first_no).person_id
    following = print_sheets(desk, "2026-07", out=tmp_path / "july.pdf")
    entries = [open_sheet(desk, number) for number in _numbers(desk, following)]
    (entry,) = [entry for entry in entries if entry.person_id == person]
    assert entry.last["problems_note"] == "药费高"
    assert entry.answers == {}


def _asked(desk: Desk, tmp_path: Path) -> tuple[int, str, tuple[str, ...]]:
    """A person of whom the rules want to know something: (person, sheet, questions)."""
    person = make_person(desk, categories=("dibao_rural", "child_in_distress"))
    make_household(desk, (person,))
    batch = print_sheets(desk, "2026-07", out=tmp_path / "asked.pdf")
    entry = open_sheet(desk, batch.first_no)
    return person, batch.first_no, tuple(key for key, _ in entry.questions)


@pytest.mark.parametrize("answer", [True, False])
def test_a_question_answered_at_the_door_becomes_a_fact(
    desk: Desk, tmp_path: Path, answer: bool
) -> None:
    person, sheet, questions = _asked(desk, tmp_path)
    key = questions[0]
    assert key.startswith(QUESTION)
    record_visit(desk, RecordVisit(sheet, visit_answers() | {key: answer}))
    with desk.store.read() as session:
        kept = session.get_one(Person, person)
        assert getattr(kept, key.removeprefix(QUESTION)) is answer


def test_a_question_left_open_stays_unknown(desk: Desk, tmp_path: Path) -> None:
    person, sheet, questions = _asked(desk, tmp_path)
    record_visit(desk, RecordVisit(sheet, visit_answers() | {questions[0]: None}))
    with desk.store.read() as session:
        kept = session.get_one(Person, person)
        assert getattr(kept, questions[0].removeprefix(QUESTION)) is None


def test_an_answered_question_is_not_asked_again(desk: Desk, tmp_path: Path) -> None:
    _, sheet, questions = _asked(desk, tmp_path)
    record_visit(desk, RecordVisit(sheet, visit_answers() | {questions[0]: False}))
    again = print_sheets(desk, "2026-08", out=tmp_path / "again.pdf")
    asked = [key for key, _ in open_sheet(desk, again.first_no).questions]
    assert questions[0] not in asked


@pytest.mark.parametrize("kind", list(ContactKind))
def test_every_kind_of_contact_can_be_kept_without_a_sheet(desk: Desk, kind: ContactKind) -> None:
    person = make_person(desk)
    record_contact(desk, RecordContact(person, TODAY, kind, note="平安"))
    (line,) = show_person(desk, person).contacts
    assert (line.day, line.done, line.note) == (TODAY, True, "平安")


def test_a_contact_cannot_lie_in_the_future(desk: Desk) -> None:
    person = make_person(desk)
    before = dump(desk.store)
    with pytest.raises(UserError, match="今天之后"):
        record_contact(desk, RecordContact(person, date(2027, 1, 1), ContactKind.CALL))
    assert dump(desk.store) == before


def test_a_contact_with_nobody_says_so(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有找到"):
        record_contact(desk, RecordContact(777, TODAY, ContactKind.CALL))


def test_an_attempted_call_leaves_the_duty_open(desk: Desk) -> None:
    adopt_pack(desk, "S1", adopted=True, first=date(2026, 1, 1), last=date(2026, 12, 31))
    person = make_person(desk, categories=("key_guardianship",))
    record_contact(desk, RecordContact(person, TODAY, ContactKind.CALL, done=False))
    calls = [row for row in plan_month(desk, "2026-05").rows if row.kind is ContactKind.CALL]
    assert calls
    assert all(row.state is not DutyState.DONE for row in calls)
