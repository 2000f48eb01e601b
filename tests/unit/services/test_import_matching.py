"""Sheets that no layout knows: columns are guessed, said by the clerk, and kept as a profile."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.core.errors import DeclinedError, FileError, UserError
from app.models.circumstances import Benefit
from app.models.queries import imports as queries
from app.services.desk import Desk
from app.services.import_matching import (
    Matching,
    choice_of,
    header_of,
    look_at_sheet,
    survey_books,
    what_is_missing,
    with_keys,
)
from app.services.import_people import ImportPreview, commit_import, preview_books, read_books
from app.services.import_profiles import (
    delete_profile,
    list_profiles,
    load_profile_file,
    save_profile,
    write_profile,
)
from app.services.people import PeopleQuery, find_people
from tests.factory import VILLAGES, dump, id_number

HEADERS = ("序", "家里人", "公民号", "当家人", "是啥", "重点救助60元", "毛病")


def sheet(path: Path, *rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> Path:
    """A sheet of a village's own making, with a title over its header."""
    book = Workbook()
    made = book.worksheets[0]
    made.title = VILLAGES[0]
    made.append(["摸底表"])
    made.append(list(headers))
    for row in rows:
        made.append(list(row))
    book.save(path)
    return path


def household(path: Path, **changes: str) -> Path:
    """A couple; only the first row names the head."""
    rows = [
        (1, "陈水生", id_number(), "陈水生", "户主", "√", "高血压"),
        (2, "李阿秀", id_number(), None, "妻", None, None),
        (3, "周大山", id_number(), "周大山", "户主", None, None),
    ]
    return sheet(path, *rows, headers=[changes.get(header, header) for header in HEADERS])


def surveyed(desk: Desk, path: Path) -> tuple[tuple[Any, ...], Matching]:
    books = read_books([path])
    (found,) = survey_books(desk, books).sheets
    return books, found


def said(books: tuple[Any, ...], matching: Matching, **keys: str) -> Matching:
    """The columns by header, as the clerk says them."""
    numbers = {column.header: column.number for column in matching.found.columns}
    more = {numbers[header]: key for header, key in keys.items()}
    return with_keys(books, matching, {**matching.keys, **more})


def looked(desk: Desk, books: tuple[Any, ...], matching: Matching) -> ImportPreview:
    return preview_books(desk, books, choices={matching.key: choice_of(matching)})


def by_header(matching: Matching) -> Mapping[str, str]:
    return {
        column.header: matching.keys.get(column.number, "") for column in matching.found.columns
    }


def test_columns_are_guessed_from_headers_contents_and_amounts(desk: Desk, tmp_path: Path) -> None:
    _, matching = surveyed(desk, household(tmp_path / "a.xlsx"))
    assert not matching.found.clear
    assert matching.found.header == (2, 2)
    assert matching.village == VILLAGES[0]
    guessed = by_header(matching)
    assert (guessed["家里人"], guessed["公民号"]) == ("name", "id_no")
    assert guessed["是啥"] == "relation"
    assert guessed["重点救助60元"] == "benefit.重点救助"
    assert matching.amounts == {6: Decimal("60.00")}
    assert "60.00元" in matching.found.asks[0]


def test_samples_show_no_whole_number(desk: Desk, tmp_path: Path) -> None:
    path = household(tmp_path / "a.xlsx")
    books, matching = surveyed(desk, path)
    number = books[0].sheets[0].rows[2].cells[3].text
    assert number not in str(matching.found)
    assert "99*************" in str(matching.found)


def test_a_household_named_once_is_filled_down_only_with_consent(
    desk: Desk, tmp_path: Path
) -> None:
    books, matching = surveyed(desk, household(tmp_path / "a.xlsx"))
    matching = said(books, matching, 当家人="head_name")
    assert matching.found.blank_heads == 1
    assert looked(desk, books, matching).counts.households_new == 2
    assert not any(
        p.household_key for p in looked(desk, books, matching).plan.people if p.relation == "妻"
    )
    filled = looked(desk, books, replace(matching, fill_down=True))
    assert all(person.household_key for person in filled.plan.people)
    assert any("照本户第一行填入" in problem.reason for problem in filled.problems)


def test_a_tick_under_an_amount_becomes_a_benefit(desk: Desk, tmp_path: Path) -> None:
    books, matching = surveyed(desk, household(tmp_path / "a.xlsx"))
    commit_import(desk, looked(desk, books, matching))
    with desk.store.read() as session:
        (benefits,) = queries.open_benefits(session).values()
    benefit = benefits["重点救助"]
    assert isinstance(benefit, Benefit)
    assert (benefit.amount, benefit.rhythm) == (Decimal("60.00"), "monthly")
    assert preview_books(desk, books, choices={matching.key: choice_of(matching)}).changes == ()


def test_the_header_can_be_moved_and_must_stand_near_the_top(desk: Desk, tmp_path: Path) -> None:
    books, matching = surveyed(desk, household(tmp_path / "a.xlsx"))
    moved = look_at_sheet(books, matching, header=(1, 1), subject="person", villages=VILLAGES)
    assert moved.found.columns[0].header == "摸底表"
    with pytest.raises(UserError, match="表头的行数不对"):
        look_at_sheet(books, matching, header=(1, 9), subject="person", villages=VILLAGES)


def test_what_is_still_missing_is_said(desk: Desk, tmp_path: Path) -> None:
    _, matching = surveyed(desk, household(tmp_path / "a.xlsx"))
    assert what_is_missing(matching) == ""
    assert "身份证号" in what_is_missing(replace(matching, keys={1: "name"}))
    assert "姓名" in what_is_missing(replace(matching, keys={}))
    assert what_is_missing(replace(matching, keys={}, wanted=False)) == ""


def test_hidden_rows_come_in_only_when_the_clerk_wants_them(desk: Desk, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = household(tmp_path / "a.xlsx")
    book = load_workbook(path)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(path)
    books, matching = surveyed(desk, path)
    assert matching.found.hidden_rows == 1
    assert looked(desk, books, matching).counts.new == 2
    assert looked(desk, books, replace(matching, hidden_rows=True)).counts.new == 3


def test_a_saved_profile_reads_the_next_sheet_by_itself(desk: Desk, tmp_path: Path) -> None:
    books, matching = surveyed(desk, household(tmp_path / "a.xlsx"))
    matching = replace(
        said(books, matching, 毛病="illness"), fill_down=True, category="dibao_rural"
    )
    save_profile(desk, "摸底表", choice_of(matching), header_of(books, matching))
    again, found = surveyed(desk, household(tmp_path / "b.xlsx", 公民号="公民号 "))
    assert found.found.clear
    assert "摸底表" in found.found.layout
    commit_import(desk, preview_books(desk, again))
    people = find_people(desk, PeopleQuery())
    assert len(people) == 3
    assert all(person.categories == ("农村低保",) for person in people)
    assert [row.name for row in list_profiles(desk)] == ["摸底表"]


def test_a_profile_is_carried_to_another_office(desk: Desk, tmp_path: Path) -> None:
    books, matching = surveyed(desk, household(tmp_path / "a.xlsx"))
    save_profile(desk, "摸底表", choice_of(matching), header_of(books, matching))
    write_profile(desk, "摸底表", tmp_path / "p.json")
    delete_profile(desk, "摸底表")
    assert not surveyed(desk, tmp_path / "a.xlsx")[1].found.clear
    assert load_profile_file(desk, tmp_path / "p.json").name == "摸底表"
    assert surveyed(desk, tmp_path / "a.xlsx")[1].found.clear
    assert "990101" not in (tmp_path / "p.json").read_text(encoding="utf-8")


def test_a_name_that_another_sheet_has_is_not_taken_from_it(desk: Desk, tmp_path: Path) -> None:
    books, matching = surveyed(desk, household(tmp_path / "a.xlsx"))
    save_profile(desk, "摸底表", choice_of(matching), header_of(books, matching))
    other = {**header_of(books, matching), 7: "别的"}
    with pytest.raises(DeclinedError, match="已经有名为"):
        save_profile(desk, "摸底表", choice_of(matching), other)
    save_profile(desk, "摸底表", choice_of(matching), other, again=True)
    assert len(list_profiles(desk)) == 1


GOOD: dict[str, Any] = {
    "format": "bangfu-import-profile", "version": 1, "name": "表", "subject": "person",
    "category": None, "fill_down": False, "columns": [{"header": "家里人", "key": "name"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "别的"}, "不是读表方案"),
        ({"version": 2}, "更新版本"),
        ({"name": " "}, "没有名称"),
        ({"subject": "village"}, "没有说明是人员表"),
        ({"category": "没有的"}, "没有“没有的”这个对象类别"),
        ({"columns": []}, "没有列"),
        ({"columns": ["x"]}, "第1列没有表头"),
        ({"columns": [{"header": "甲", "key": "__import__"}]}, "第1列“甲”要读成的"),
        ({"columns": [{"header": "甲", "key": "benefit.补", "amount": "多"}]}, "金额不是数"),
        ({"columns": [{"header": h, "key": "name"} for h in "甲乙"]}, "两列都要读成同一项"),
        ({"base": "没有的表"}, "它所依据的表"),
    ],
)
def test_a_profile_file_that_is_wrong_is_refused_in_words(
    desk: Desk, tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    before = dump(desk.store)
    (tmp_path / "p.json").write_text(json.dumps(GOOD | change), encoding="utf-8")
    with pytest.raises(FileError, match=r"p\.json") as raised:
        load_profile_file(desk, tmp_path / "p.json")
    assert words in "".join(raised.value.sentences())
    assert dump(desk.store) == before


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"{", b"[" * 100_000, b"x" * 1_000_001])
def test_what_is_no_profile_file_is_refused(desk: Desk, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p.json").write_bytes(data)
    with pytest.raises(FileError, match=r"p\.json"):
        load_profile_file(desk, tmp_path / "p.json")
