"""Registering many from a grid: the planning of an import, one act, all rows or none."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import DeclinedError
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.drafts import GRID, keep_draft, list_drafts
from app.services.grid import (
    USUAL_KEYS,
    GridCheck,
    GridSheet,
    check_grid,
    grid_titles,
    open_grid,
    recognise_headers,
    register_grid,
)
from app.services.households import household_of
from app.services.people import PeopleQuery, find_people
from app.services.person.view import show_person
from tests.factory import dump, id_number, make_person

KEYS = ("name", "id_no", "relation", "head_name", "village", "category", "phone")


def sheet(*rows: tuple[str, ...], keys: tuple[str, ...] = KEYS) -> GridSheet:
    return GridSheet(keys, tuple((*row, *[""] * len(keys))[: len(keys)] for row in rows))


def check(desk: Desk, *rows: tuple[str, ...]) -> GridCheck:
    return check_grid(desk, open_grid(desk), sheet(*rows))


def errors(found: GridCheck) -> list[tuple[int, int | None]]:
    return [(mark.row, mark.column) for mark in found.marks if mark.error]


def test_a_family_is_registered_with_its_household_in_one_act(desk: Desk) -> None:
    head, wife = id_number(born=date(1960, 1, 1)), id_number(born=date(1962, 2, 2), male=False)
    rows = sheet(
        ("王建国", head, "户主", "王建国", "清水村", "农村低保", "138 0000 0000"),
        ("李秀兰", wife, "配偶", "王建国", "清水村", "农村低保、重度残疾人", ""),
    )
    acts = len(list_acts(desk))
    result = register_grid(desk, rows)
    assert (result.new, result.changed) == (2, 0)
    assert len(list_acts(desk)) == acts + 1
    assert list_acts(desk)[0].words == "批量登记：新增 2 人，变更 0 人"
    found = {row.name: row for row in find_people(desk, PeopleQuery())}
    assert found["李秀兰"].sex == "女"
    assert found["李秀兰"].categories == ("农村低保", "重度残疾人")
    assert found["王建国"].phone == "13800000000"
    home = household_of(desk, found["李秀兰"].id)
    assert home is not None
    assert [(one.name, one.relation) for one in home.members] == [
        ("王建国", "户主"),
        ("李秀兰", "配偶"),
    ]
    undo_act(desk, result.act_id)
    assert find_people(desk, PeopleQuery()) == ()


def test_one_bad_row_keeps_all_out(desk: Desk) -> None:
    good = ("王建国", id_number(), "", "", "清水村")
    bad = ("李秀兰", "99010119500304", "", "", "清水村")
    keep_draft(desk, GRID, "批量登记", {"rows": []})
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="一行也没有登记"):
        register_grid(desk, sheet(good, bad), draft=GRID)
    assert dump(desk.store) == before
    assert errors(check(desk, good, bad)) == [(1, 1)]


@pytest.mark.parametrize(
    ("number", "words"),
    [("1.1E+17", "改坏"), ("990101195003040000", "改坏"), ("99010119500304", "位数不对")],
)
def test_a_number_that_a_spreadsheet_spoilt_is_refused_in_words(
    desk: Desk, number: str, words: str
) -> None:
    (mark,) = [mark for mark in check(desk, ("王建国", number)).marks if mark.error]
    assert (mark.row, mark.column) == (0, 1)
    assert words in mark.words


def test_the_same_number_twice_is_marked(desk: Desk) -> None:
    number = id_number()
    twice = check(desk, ("王建国", number), ("王二", number), ("", ""), ("王建国", number))
    assert {row for row, _ in errors(twice)} == {1, 3}


def test_who_is_registered_is_said_and_only_completed(desk: Desk) -> None:
    number = id_number()
    person_id = make_person(desk, "王建国", id_no=number, phone="", village="清水村")
    same = check(desk, ("王建国", number))
    assert [mark.words for mark in same.marks] == ["已经登记，没有变化"]
    assert (same.new, same.unchanged, same.errors) == (0, 1, 0)
    with pytest.raises(DeclinedError, match="没有要登记的人"):
        register_grid(desk, sheet(("王建国", number)))
    more = sheet(("王建国", number, "", "", "", "", "13900000000"))
    assert check_grid(desk, open_grid(desk), more).changed == 1
    result = register_grid(desk, more)
    assert (result.new, result.changed) == (0, 1)
    facts = {fact.key: fact.value for fact in show_person(desk, person_id).facts}
    assert facts["phone"] == "13900000000"


def test_a_row_that_is_no_person_is_not_dropped_without_a_word(desk: Desk) -> None:
    found = check(desk, ("合计", "", "", "", "2 人"), ("", "", "户主"), ("王建国", id_number()))
    assert errors(found) == [(0, None), (1, None)]


def test_what_is_doubtful_does_not_stop_the_rest(desk: Desk) -> None:
    row = ("王建国", id_number(), "户主", "", "没有这个村村", "农村低保", "123")
    found = check(desk, row)
    assert found.errors == 0
    assert {mark.column for mark in found.marks} >= {KEYS.index("phone")}
    assert register_grid(desk, sheet(row)).new == 1


def test_an_empty_grid_registers_nobody(desk: Desk) -> None:
    assert check(desk) == GridCheck(0, 0, 0, (), ())
    with pytest.raises(DeclinedError, match="没有要登记的人"):
        register_grid(desk, sheet())


def test_registering_settles_the_draft(desk: Desk) -> None:
    keep_draft(desk, GRID, "批量登记", {"rows": []})
    register_grid(desk, sheet(("王建国", id_number())), draft=GRID)
    assert list_drafts(desk) == ()


def test_headers_are_known_by_every_name_that_villages_use() -> None:
    assert recognise_headers(["序号", "姓 名", "公民身份号码", "和户主关系", "血型"]) == (
        "",
        "name",
        "id_no",
        "relation",
        "",
    )
    assert recognise_headers(["姓名", "民族", "文化程度", "姓名"]) == (
        "name",
        "ethnicity",
        "education",
        "",
    )
    for row in (["王建国", "990101195003040011"], ["民族", "文化程度"], ["姓名"], []):
        assert recognise_headers(row) is None, row


def test_every_column_has_one_title() -> None:
    titles = grid_titles()
    assert set(USUAL_KEYS) <= set(titles)
    assert len(set(titles.values())) == len(titles)
