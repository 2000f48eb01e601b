"""What is typed and not saved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core.errors import UserError
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.drafts import (
    NEW_PERSON,
    DraftRow,
    drop,
    find_draft,
    keep_draft,
    list_drafts,
    person_place,
    sheet_place,
)
from app.services.register import SavePerson, save_person
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visits import RecordVisit, record_visit
from tests.conftest import desk_at
from tests.factory import TODAY, VILLAGES, make_person, visit_answers


def _typed(desk: Desk, place: str) -> object:
    draft = find_draft(desk, place)
    return draft.typed if draft else None


def test_what_was_typed_last_is_found_again_after_the_store_was_closed(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        keep_draft(desk, NEW_PERSON, "登记新人", {"name": "张"})
        keep_draft(desk, NEW_PERSON, "登记新人：张三", {"name": "张三", "kinds": ["disabled"]})
    with desk_at(tmp_path) as desk:
        (draft,) = list_drafts(desk)
        assert (draft.words, draft.typed) == (
            "登记新人：张三",
            {"name": "张三", "kinds": ["disabled"]},
        )
        drop(desk, NEW_PERSON)
        assert list_drafts(desk) == ()


def test_a_draft_belongs_to_the_clerk_who_typed_it(tmp_path: Path) -> None:
    with desk_at(tmp_path, actor="张干事") as desk:
        keep_draft(desk, NEW_PERSON, "登记新人", {"name": "张三"})
    with desk_at(tmp_path, actor="李干事") as desk:
        assert list_drafts(desk) == ()
        drop(desk, NEW_PERSON)
    with desk_at(tmp_path, actor="张干事") as desk:
        assert len(list_drafts(desk)) == 1


def test_a_draft_leaves_no_line_in_the_trail_and_does_not_move_the_register(desk: Desk) -> None:
    make_person(desk)
    acts = list_acts(desk, looks=True)
    keep_draft(desk, NEW_PERSON, "登记新人", {"name": "某某"})
    drop(desk, NEW_PERSON)
    assert list_acts(desk, looks=True) == acts


def test_saving_a_person_throws_the_draft_away_and_undoing_does_not_bring_it_back(
    desk: Desk,
) -> None:
    keep_draft(desk, NEW_PERSON, "登记新人", {"name": "张三"})
    command = SavePerson(None, {"name": "张三"}, VILLAGES[0], "", (), draft=NEW_PERSON)
    save_person(desk, command)
    assert list_drafts(desk) == ()
    with desk.store.read() as session:
        tables = session.scalars(text('SELECT DISTINCT "table" FROM audit_change')).all()
    assert "draft" not in tables
    undo_act(desk, list_acts(desk)[0].id)
    assert list_drafts(desk) == ()


def test_what_could_not_be_saved_is_still_a_draft(desk: Desk) -> None:
    keep_draft(desk, NEW_PERSON, "登记新人", {"birth_date": "明天"})
    values = {"name": "张三", "birth_date": "明天"}
    with pytest.raises(UserError):
        save_person(desk, SavePerson(None, values, "", "", (), draft=NEW_PERSON))
    assert _typed(desk, NEW_PERSON) == {"birth_date": "明天"}


def test_saving_one_record_leaves_the_drafts_of_others_alone(desk: Desk) -> None:
    first, second = make_person(desk), make_person(desk)
    for person_id in (first, second):
        keep_draft(desk, person_place(person_id), "修改", {"note": "草"})
    values = {"name": "张三"}
    save_person(desk, SavePerson(first, values, "", "", (), draft=person_place(first)))
    assert [draft.place for draft in list_drafts(desk)] == [person_place(second)]


def test_a_stored_sheet_is_no_draft_any_more(desk: Desk, tmp_path: Path) -> None:
    make_person(desk, categories=("orphan",))
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    number = sheets_of_batch(desk, batch.batch_no)[0].sheet_no
    keep_draft(desk, sheet_place(number), "走访表", {"visitors": "李"})
    record_visit(desk, RecordVisit(number, visit_answers(date(2026, 5, 6))))
    assert list_drafts(desk) == ()


def test_the_newest_draft_stands_first(tmp_path: Path) -> None:
    with desk_at(tmp_path, TODAY) as desk:
        keep_draft(desk, person_place(7), "修改", {"name": "甲"})
    with desk_at(tmp_path, date(2026, 5, 7)) as desk:
        keep_draft(desk, NEW_PERSON, "登记新人", {"name": "乙"})
        rows: tuple[DraftRow, ...] = list_drafts(desk)
    assert [row.place for row in rows] == [NEW_PERSON, "person:7"]
