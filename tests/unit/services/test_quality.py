"""The doubts of a register: found, counted, let stand, asked again, handed to the villages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.core.errors import FileError, UserError
from app.core.terms import ContactKind
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.quality import (
    NO_VILLAGE,
    DoubtRow,
    ask_again,
    check_register,
    count_doubts,
    ignore_doubts,
    list_rules,
)
from app.services.quality_book import save_doubts
from app.services.register import SavePerson, save_person
from app.services.visits import RecordContact, record_contact
from tests.factory import TODAY, dump, id_number, make_household, make_person


def doubts(desk: Desk, rule: str) -> list[DoubtRow]:
    return [row for row in check_register(desk).rows if row.rule == rule]


def one_of_each(desk: Desk) -> tuple[int, int]:
    """Somebody born on another day than the number says, somebody in no village."""
    first = make_person(desk, "甲", birth_date="1950-04-03", id_no=id_number(), group="二组")
    second = make_person(desk, "乙", village="")
    make_household(desk, (first, second))
    return first, second


def test_a_doubt_says_who_where_and_what_to_do_without_what_is_sensitive(desk: Desk) -> None:
    person = make_person(desk, "甲", id_no="12345", no_id_reason="户口簿上就是这样")
    (row,) = doubts(desk, "id_unusable")
    assert (row.person_id, row.name, row.village, row.field) == (person, "甲", "清水村", "id_no")
    assert row.field_label == "身份证号"
    assert row.remedy
    assert "12345" not in repr(row)


def test_a_household_is_opened_at_its_head(desk: Desk) -> None:
    members = make_person(desk, "甲"), make_person(desk, "乙")
    make_household(desk, members, size=1, head_name="乙")
    (row,) = doubts(desk, "members_exceed_size")
    assert (row.table, row.person_id, row.words) == (
        "household",
        members[1],
        "家庭人口1，登记了2人",
    )


def test_two_visits_on_a_day_are_asked_about(desk: Desk) -> None:
    person = make_person(desk)
    for _ in range(2):
        record_contact(desk, RecordContact(person, TODAY, ContactKind.VISIT))
    assert doubts(desk, "contacted_twice_a_day")[0].words == "2026-05-06上门入户"


def test_counts_are_by_village_and_rule(desk: Desk) -> None:
    one_of_each(desk)
    counts = {
        count.village: dict(count.by_rule) for count in count_doubts(check_register(desk).rows)
    }
    assert counts["清水村"]["birth_unlike_id"] == 1
    assert counts[NO_VILLAGE] == {"village_missing": 1}


def test_what_may_stand_is_not_open_and_keeps_its_reason(desk: Desk) -> None:
    one_of_each(desk)
    row = doubts(desk, "birth_unlike_id")[0]
    (kept,) = ignore_doubts(desk, [row], "户口簿上两处不同")
    assert kept.ignored == "户口簿上两处不同（样例经办人 2026-05-06）"
    report = check_register(desk)
    assert kept in report.rows
    assert kept not in report.open
    assert list_acts(desk)[0].words == "忽略登记疑点：1 处"


def test_a_changed_value_is_asked_about_again(desk: Desk) -> None:
    first, _ = one_of_each(desk)
    ignore_doubts(desk, doubts(desk, "birth_unlike_id"), "户口簿上两处不同")
    number = next(row for row in doubts(desk, "birth_unlike_id"))
    assert number.ignored
    values = {"name": "甲", "birth_date": "1950-04-05"}
    save_person(desk, SavePerson(first, values, "清水村", "二组", ("dibao_rural",)))
    assert not doubts(desk, "birth_unlike_id")[0].ignored
    ignore_doubts(desk, doubts(desk, "birth_unlike_id"), "又核对过")
    assert doubts(desk, "birth_unlike_id")[0].ignored.startswith("又核对过")


def test_what_was_let_stand_can_be_asked_about_again(desk: Desk) -> None:
    one_of_each(desk)
    before = dump(desk.store)
    kept = ignore_doubts(desk, doubts(desk, "birth_unlike_id"), "户口簿上两处不同")
    (row,) = ask_again(desk, kept)
    assert row.ignored == ""
    assert dump(desk.store) == before


def test_nothing_may_stand_without_a_reason(desk: Desk) -> None:
    one_of_each(desk)
    before = dump(desk.store)
    with pytest.raises(UserError, match="理由"):
        ignore_doubts(desk, doubts(desk, "birth_unlike_id"), "  ")
    assert dump(desk.store) == before


def test_the_workbook_has_the_counts_and_a_sheet_for_each_village(
    desk: Desk, tmp_path: Path
) -> None:
    one_of_each(desk)
    rows = check_register(desk).rows
    assert save_doubts(desk, rows, tmp_path / "doubts.xlsx") == 2
    book = load_workbook(tmp_path / "doubts.xlsx")
    assert book.sheetnames == ["汇总", "清水村", NO_VILLAGE]
    assert [cell.value for cell in book["清水村"][3]][-1] == "核实结果"
    told = [[cell.value for cell in row] for row in book["清水村"].iter_rows(min_row=4)]
    assert "*" in str(told[0][3])
    assert book["汇总"].cell(4, 2).value == len([row for row in rows if row.village == "清水村"])
    assert list_acts(desk)[0].words == f"另存登记疑点：{len(rows)} 处，身份证号只显示几位"


def test_full_numbers_stand_in_the_workbook_only_when_asked_for(desk: Desk, tmp_path: Path) -> None:
    number = id_number()
    make_person(desk, "甲", id_no=number, birth_date="1950-04-03")
    rows = doubts(desk, "birth_unlike_id")
    save_doubts(desk, rows, tmp_path / "full.xlsx", full=True)
    assert load_workbook(tmp_path / "full.xlsx")["清水村"].cell(4, 4).value == number
    assert list_acts(desk)[0].words.endswith("身份证号完整")


def test_a_workbook_that_cannot_be_written_leaves_no_line(desk: Desk, tmp_path: Path) -> None:
    one_of_each(desk)
    rows = check_register(desk).rows
    before = list_acts(desk)
    with pytest.raises(FileError):
        save_doubts(desk, rows, tmp_path / "nowhere" / "doubts.xlsx")
    with pytest.raises(UserError):
        save_doubts(desk, (), tmp_path / "doubts.xlsx")
    assert list_acts(desk) == before


def test_closed_records_and_empty_households_are_left_alone(desk: Desk) -> None:
    from app.models.person import Person

    person = make_person(desk, "甲", village="")
    make_household(desk, (person,), size=0)
    assert doubts(desk, "village_missing")
    with desk.write("close", "销户") as work:
        work.session.get_one(Person, person).closed_on = date(2026, 5, 1)
    assert check_register(desk).rows == ()


def test_the_rules_can_be_read(desk: Desk) -> None:
    listed = list_rules()
    assert len(listed) > 50
    assert all(rule.title and rule.remedy and rule.source for rule in listed)
