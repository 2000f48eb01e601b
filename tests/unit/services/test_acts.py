"""What was done lately, and taking it back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.errors import DeclinedError
from app.services.acts import ActRow, last_step, list_acts, undo_act
from app.services.desk import Desk
from app.services.office import add_village
from app.services.people import PeopleQuery, find_people
from app.services.person.view import show_person
from app.services.register import SavePerson, save_person
from app.services.sent_ledgers import list_exports
from app.services.sheets import print_sheets
from app.services.visits import RecordVisit, open_sheet, record_visit
from tests.conftest import Offices
from tests.factory import CLERK, dump, export_month, make_household, make_person, visit_answers


def _last(desk: Desk, verb: str) -> ActRow:
    return next(act for act in list_acts(desk, looks=True) if act.verb == verb)


def test_the_newest_act_stands_first_and_names_who_did_it(desk: Desk) -> None:
    make_person(desk)
    newest = list_acts(desk, limit=1)[0]
    assert (newest.verb, newest.words, newest.actor) == ("save_person", "登记人员", CLERK)
    assert newest.at == desk.clock.now().replace(tzinfo=None)


def test_registering_somebody_can_be_taken_back(desk: Desk) -> None:
    before = dump(desk.store)
    make_person(desk)
    act = _last(desk, "save_person")
    assert act.undoable
    undo_act(desk, act.id)
    assert dump(desk.store) == before
    assert _last(desk, "save_person").undone
    assert not _last(desk, "save_person").undoable
    assert list_acts(desk)[0].words == "撤销：登记人员"


def test_a_look_cannot_be_taken_back(desk: Desk) -> None:
    show_person(desk, make_person(desk))
    assert not _last(desk, "view_person").undoable


def test_a_recorded_visit_can_be_taken_back_and_its_sheet_is_open_again(
    desk: Desk, tmp_path: Path
) -> None:
    make_person(desk, categories=("orphan",))
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    before = dump(desk.store)
    record_visit(desk, RecordVisit(batch.first_no, visit_answers()))
    undo_act(desk, _last(desk, "record_visit").id)
    assert dump(desk.store) == before
    assert not open_sheet(desk, batch.first_no).recorded


def test_what_a_later_act_stands_on_cannot_be_taken_back_first(desk: Desk) -> None:
    person = make_person(desk)
    registered = _last(desk, "save_person").id
    save_person(desk, SavePerson(person, {"name": "张小山"}, "", "", ("disabled",)))
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="不能撤销"):
        undo_act(desk, registered)
    assert dump(desk.store) == before
    assert [row.name for row in find_people(desk, PeopleQuery())] == ["张小山"]


@pytest.mark.parametrize("verb", ["set_up_office", "export_ledger", "undo", "print_sheets"])
def test_what_has_left_the_office_cannot_be_called_back(
    offices: Offices, tmp_path: Path, verb: str
) -> None:
    with offices.township(day=date(2026, 5, 28)) as desk:
        make_household(desk, (make_person(desk, categories=("orphan",)),))
        make_person(desk)
        undo_act(desk, _last(desk, "save_person").id)
        print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
        export_month(desk, offices.stick)
        act = _last(desk, verb)
        assert not act.undoable
        before = dump(desk.store)
        with pytest.raises(DeclinedError, match="不能撤销") as told:
            undo_act(desk, act.id)
        assert told.value.why
        assert dump(desk.store) == before
        assert len(list_exports(desk)) == 1


def test_what_a_ledger_told_the_county_is_not_called_back(offices: Offices) -> None:
    with offices.township(day=date(2026, 5, 28)) as desk:
        person = make_person(desk, categories=("orphan",))
        make_household(desk, (person,))
        registered = _last(desk, "save_person").id
        export_month(desk, offices.stick)
        act = _last(desk, "save_person")
        assert (act.undoable, act.sent_with) == (False, "2026-05")
        before = dump(desk.store)
        with pytest.raises(DeclinedError, match="已随 2026-05 台账上报"):
            undo_act(desk, registered)
        assert dump(desk.store) == before
        save_person(desk, SavePerson(person, {"name": "张小山"}, "", "", ("orphan",)))
        assert _last(desk, "save_person").undoable
        undo_act(desk, _last(desk, "save_person").id)


def test_what_the_county_never_hears_of_can_be_taken_back_after_a_ledger(offices: Offices) -> None:
    with offices.township(day=date(2026, 5, 28)) as desk:
        make_household(desk, (make_person(desk),))
        add_village(desk, "新村")
        export_month(desk, offices.stick)
        assert _last(desk, "add_village").undoable


def test_the_last_step_is_the_newest_change_of_the_register_that_stands(desk: Desk) -> None:
    assert last_step(desk) is None
    make_person(desk)
    second = make_person(desk, "李大山")
    show_person(desk, second)
    for name in ("李大山", "张大山"):
        step = last_step(desk)
        assert step is not None
        assert name in {row.name for row in find_people(desk, PeopleQuery())}
        undo_act(desk, step.id)
        assert name not in {row.name for row in find_people(desk, PeopleQuery())}
    assert last_step(desk) is None
