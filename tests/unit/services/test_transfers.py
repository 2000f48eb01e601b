"""Moving people to another township: nobody is lost on the way, nobody stands twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import DeclinedError, UserError
from app.core.terms import CloseReason, ContactKind, TransferState
from app.ledger.refusals import LedgerRefused
from app.models.person import Person
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.person.view import show_person
from app.services.transfers import (
    SendPeople,
    import_answer,
    list_transfers,
    send_people,
    withdraw_transfer,
)
from app.services.transfers_in import Answer, answer_transfer, preview_transfer
from app.services.visits import RecordContact, record_contact
from tests.conftest import OTHER_CODE, OTHER_TOWNSHIP, Offices
from tests.factory import PASSPHRASE, TODAY, VILLAGES, make_household, make_person

NEXT_DAY = TODAY + timedelta(days=1)
YES = Answer(accept=True, village=VILLAGES[0], group="二组")


def leave(*people: int) -> SendPeople:
    return SendPeople(people, OTHER_CODE, OTHER_TOWNSHIP, "随子女居住")


def send(offices: Offices) -> Path:
    """A couple of one household on the way to the other township."""
    with offices.township() as desk:
        couple = make_person(desk, "张大山"), make_person(desk, "李小花", note="听力不好")
        make_household(desk, couple, safe_water=True)
        record_contact(desk, RecordContact(couple[0], TODAY, ContactKind.CALL, note="一切都好"))
        return send_people(desk, leave(*couple), offices.stick, passphrase=PASSPHRASE)


def answered(offices: Offices, path: Path, answer: Answer) -> Path:
    with offices.township(OTHER_TOWNSHIP, NEXT_DAY) as desk:
        return answer_transfer(desk, path, answer, offices.stick, passphrase=PASSPHRASE)


def names(desk: Desk) -> list[str]:
    return [row.name for row in find_people(desk, PeopleQuery())]


def test_people_stay_on_the_register_until_the_other_township_has_accepted_them(
    offices: Offices,
) -> None:
    path = send(offices)
    with offices.township() as desk:
        assert names(desk) == ["张大山", "李小花"]
        assert [row.state for row in list_transfers(desk)] == [TransferState.SENT]
    reply = answered(offices, path, YES)
    with offices.township(day=NEXT_DAY) as desk:
        assert import_answer(desk, reply).state is TransferState.ACCEPTED
        assert names(desk) == []


def test_the_record_arrives_whole_with_household_categories_and_contacts(offices: Offices) -> None:
    path = send(offices)
    with offices.township(OTHER_TOWNSHIP, NEXT_DAY) as desk:
        view = preview_transfer(desk, path)
        assert [one.known for one in view.people] == ["新登记", "新登记"]
        assert view.whole_household
        assert view.left_out == ()
        assert names(desk) == []
    answered(offices, path, YES)
    with offices.township(OTHER_TOWNSHIP, NEXT_DAY) as desk:
        rows = find_people(desk, PeopleQuery())
        assert [(r.name, r.village, r.group) for r in rows] == [
            ("张大山", VILLAGES[0], "二组"),
            ("李小花", VILLAGES[0], "二组"),
        ]
        first, second = (show_person(desk, row.id, unmask=True) for row in rows)
        assert [member.name for member in first.household] == ["张大山", "李小花"]
        assert first.holdings[0].start == NEXT_DAY
        assert "原自 2026-05-06" in first.holdings[0].basis
        assert [(c.day, c.note) for c in first.contacts] == [(TODAY, "一切都好")]
        assert next(fact.value for fact in second.facts if fact.key == "note") == "听力不好"


def test_refused_people_stay_where_they_are_with_the_reason(offices: Offices) -> None:
    path = send(offices)
    reply = answered(offices, path, Answer(accept=False, reason="未在本乡镇居住"))
    with offices.township(OTHER_TOWNSHIP, NEXT_DAY) as desk:
        assert names(desk) == []
    with offices.township(day=NEXT_DAY) as desk:
        row = import_answer(desk, reply)
        assert (row.state, row.reason) == (TransferState.REFUSED, "未在本乡镇居住")
        assert names(desk) == ["张大山", "李小花"]


def test_the_same_answer_twice_changes_nothing(offices: Offices) -> None:
    reply = answered(offices, send(offices), YES)
    with offices.township(day=NEXT_DAY) as desk:
        first = import_answer(desk, reply)
        assert import_answer(desk, reply) == first


def test_a_transfer_is_answered_once(offices: Offices) -> None:
    path = send(offices)
    answered(offices, path, YES)
    with pytest.raises(DeclinedError, match="已经答复过"):
        answered(offices, path, replace(YES, group="三组"))


def test_nobody_is_sent_twice_at_the_same_time_but_again_after_a_withdrawal(
    offices: Offices,
) -> None:
    send(offices)
    with offices.township() as desk:
        people = [row.id for row in find_people(desk, PeopleQuery())]
        with pytest.raises(DeclinedError, match="已经在转移途中"):
            send_people(desk, leave(people[0]), offices.stick, passphrase=PASSPHRASE)
        (row,) = list_transfers(desk)
        with pytest.raises(UserError, match="原因"):
            withdraw_transfer(desk, row.id, " ")
        withdraw_transfer(desk, row.id, "写错了单位")
        send_people(desk, leave(people[0]), offices.stick, passphrase=PASSPHRASE)
        assert [r.state for r in list_transfers(desk)] == ["sent", "withdrawn"]


def test_somebody_who_is_on_the_register_there_is_not_taken_in_twice(offices: Offices) -> None:
    path = send(offices)
    answered(offices, path, YES)
    with offices.township() as desk:
        (row,) = list_transfers(desk)
        withdraw_transfer(desk, row.id, "再写一份")
        again = send_people(desk, leave(*row.people), offices.stick, passphrase=PASSPHRASE)
    with offices.township(OTHER_TOWNSHIP, NEXT_DAY) as desk:
        assert {one.known for one in preview_transfer(desk, again).people} == {"已在册"}
    with pytest.raises(DeclinedError, match="已在本单位的名册上"):
        answered(offices, again, YES)


def test_an_answer_that_has_left_is_not_undone(offices: Offices) -> None:
    answered(offices, send(offices), YES)
    with offices.township(OTHER_TOWNSHIP, NEXT_DAY) as desk:
        act = next(act for act in list_acts(desk) if act.verb == "answer_transfer")
        assert not act.undoable
        with pytest.raises(DeclinedError):
            undo_act(desk, act.id)


def test_a_changed_file_or_one_for_another_office_is_refused_and_nothing_is_written(
    offices: Offices,
) -> None:
    path = send(offices)
    with offices.township() as desk, pytest.raises(DeclinedError, match="发给别的单位"):
        preview_transfer(desk, path)
    broken = offices.stick / "坏.xlsx"
    broken.write_bytes(path.read_bytes()[:-40])
    with offices.township(OTHER_TOWNSHIP, NEXT_DAY) as desk:
        with pytest.raises(LedgerRefused):
            preview_transfer(desk, broken)
        assert list_transfers(desk) == ()
        assert names(desk) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"to_office_code": "12"}, "接收单位代码不对"),
        ({"to_office_code": "990101101000"}, "就是本单位"),
        ({"to_office_name": " "}, "接收单位"),
        ({"reason": ""}, "转移事由"),
        ({"people": ()}, "没有选择"),
    ],
)
def test_an_incomplete_order_is_refused_in_words(
    offices: Offices, change: dict[str, str], words: str
) -> None:
    with offices.township() as desk:
        order = replace(leave(make_person(desk)), **change)  # type: ignore[arg-type]
        with pytest.raises(UserError, match=words):
            send_people(desk, order, offices.stick, passphrase=PASSPHRASE)
        assert list_transfers(desk) == ()
        assert list(offices.stick.iterdir()) == []


def test_a_member_who_leaves_alone_takes_no_household_along(offices: Offices) -> None:
    with offices.township() as desk:
        couple = make_person(desk, "张大山"), make_person(desk, "李小花")
        make_household(desk, couple)
        path = send_people(desk, leave(couple[1]), offices.stick, passphrase=PASSPHRASE)
    reply = answered(offices, path, YES)
    with offices.township(OTHER_TOWNSHIP, NEXT_DAY) as desk:
        (row,) = find_people(desk, PeopleQuery())
        assert show_person(desk, row.id).household == ()
    with offices.township(day=NEXT_DAY) as desk:
        import_answer(desk, reply)
        assert names(desk) == ["张大山"]
        with desk.store.read() as session:
            gone = session.get_one(Person, couple[1])
            assert (gone.closed_on, gone.close_reason) == (NEXT_DAY, CloseReason.MOVED_OUT)
            assert gone.note is not None
            assert f"迁往{OTHER_TOWNSHIP}" in gone.note
        assert [m.name for m in show_person(desk, couple[0]).household] == ["张大山"]
