"""What an import would replace is settled field by field; who is missing is told; the brake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.core.clock import fixed_clock
from app.core.errors import DeclinedError, UserError
from app.importers.planned import Action
from app.models.holding import Holding
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.import_changes import Rule, ValueChange, default_kept, unmask_changes
from app.services.import_missing import EndHolding
from app.services.import_people import ImportPreview, commit_import, preview_books, read_books
from app.services.people import PeopleQuery, find_people
from app.services.register import SavePerson, save_person
from tests.factory import VILLAGES, dump, id_number

HEADERS = ("姓名", "身份证号", "户主身份证号", "与户主关系", "家庭地址", "健康状况", "所属社(社区)")
Row = tuple[str, str, str, str, str, str, str]


def row(name: str = "陈水生", number: str = "", address: str = "1号", health: str = "健康") -> Row:
    number = number or id_number()
    return (name, number, number, "户主", address, health, VILLAGES[0])


def exported(folder: Path, day: str, *rows: Row) -> Path:
    """A provincial export of that day."""
    book = Workbook()
    for each in (HEADERS, *rows):
        book.worksheets[0].append(list(each))
    path = folder / f"农村低保人员查询_{day}.xlsx"
    book.save(path)
    return path


def looked(desk: Desk, *paths: Path) -> ImportPreview:
    return preview_books(desk, read_books(paths))


def taken(desk: Desk, *paths: Path) -> ImportPreview:
    preview = looked(desk, *paths)
    commit_import(desk, preview)
    return preview


def on(desk: Desk, day: date) -> Desk:
    return replace(desk, clock=fixed_clock(day))


def by_hand(desk: Desk, **values: str) -> None:
    """Change the only person on the register as a clerk does."""
    (person,) = find_people(desk, PeopleQuery())
    save_person(desk, SavePerson(person.id, values, "", "", ("dibao_rural",)))


def address(desk: Desk) -> str | None:
    with desk.store.read() as session:
        from app.models.queries import register as queries

        return queries.all_people(session)[0].address


def change_of(preview: ImportPreview, label: str) -> ValueChange:
    (found,) = [change for change in preview.changes if change.label == label]
    return found


def test_a_newer_list_plainly_replaces_what_an_older_list_said(desk: Desk, tmp_path: Path) -> None:
    person = row()
    taken(desk, exported(tmp_path, "20260401", person))
    preview = taken(desk, exported(tmp_path, "20260501", row(number=person[1], address="2号")))
    change = change_of(preview, "家庭住址")
    assert (change.ours, change.theirs, change.conflict) == ("1号", "2号", False)
    assert change.base.endswith("导入")
    assert address(desk) == "2号"


def test_what_was_changed_by_hand_is_a_conflict_and_stays_unless_somebody_decides(
    desk: Desk, tmp_path: Path
) -> None:
    person = row()
    taken(desk, exported(tmp_path, "20260401", person))
    by_hand(desk, name=person[0], id_no=person[1], address="手改的")
    newer = exported(tmp_path, "20260501", row(number=person[1], address="2号"))
    preview = looked(desk, newer)
    change = change_of(preview, "家庭住址")
    assert change.conflict
    assert change.base.startswith("2026-05-06 样例经办人")
    commit_import(desk, preview)
    assert address(desk) == "手改的"
    commit_import(desk, looked(desk, newer), kept=())
    assert address(desk) == "2号"


@pytest.mark.parametrize(
    ("rule", "list_day", "after"),
    [
        (Rule.KEEP, "20260620", "手改的"),
        (Rule.TAKE, "20260401", "2号"),
        (Rule.NEWER, "20260620", "2号"),
        (Rule.NEWER, "20260501", "手改的"),
    ],
)
def test_a_rule_settles_conflicts_by_who_is_newer(
    desk: Desk, tmp_path: Path, rule: Rule, list_day: str, after: str
) -> None:
    person = row()
    taken(desk, exported(tmp_path, "20260301", person))
    by_hand(desk, name=person[0], id_no=person[1], address="手改的")
    preview = looked(desk, exported(tmp_path, list_day, row(number=person[1], address="2号")))
    commit_import(desk, preview, kept=default_kept(preview.changes, rule))
    assert address(desk) == after


def test_one_value_may_stay_while_the_others_are_taken(desk: Desk, tmp_path: Path) -> None:
    person = row()
    taken(desk, exported(tmp_path, "20260401", person))
    newer = exported(tmp_path, "20260501", row("陈水声", person[1], "2号"))
    preview = looked(desk, newer)
    result = commit_import(desk, preview, kept=[change_of(preview, "姓名").id])
    assert result.kept == 1
    assert address(desk) == "2号"
    assert [person.name for person in find_people(desk, PeopleQuery())] == ["陈水生"]


def test_a_category_of_the_list_can_be_left_out(desk: Desk, tmp_path: Path) -> None:
    number = id_number()
    save_person(desk, SavePerson(None, {"name": "陈水生", "id_no": number}, VILLAGES[0], "", ()))
    preview = looked(desk, exported(tmp_path, "20260501", row(number=number)))
    held = change_of(preview, "对象类别")
    commit_import(desk, preview, kept=[held.id])
    assert find_people(desk, PeopleQuery())[0].categories == ()


def test_sensitive_values_are_masked_until_somebody_looks_and_the_look_is_recorded(
    desk: Desk, tmp_path: Path
) -> None:
    person = row()
    taken(desk, exported(tmp_path, "20260401", person))
    preview = looked(desk, exported(tmp_path, "20260501", row(number=person[1], health="重病")))
    assert "重病" not in str(preview.changes)
    shown = unmask_changes(desk, preview.plan)
    assert change_of(replace(preview, changes=shown), "健康状况").theirs == "重病"
    assert list_acts(desk, looks=True)[0].verb == "unmask_person"


def test_somebody_missing_from_the_newer_list_is_told_and_nothing_happens_by_itself(
    desk: Desk, tmp_path: Path
) -> None:
    stays, goes = row(), row("周阿婆")
    taken(desk, exported(tmp_path, "20260401", stays, goes))
    preview = looked(desk, exported(tmp_path, "20260501", stays))
    (missing,) = preview.missing
    assert (missing.name, missing.category) == ("周阿婆", "农村低保")
    assert missing.before == "农村低保人员查询_20260401.xlsx"
    commit_import(desk, preview)
    assert all(person.categories for person in find_people(desk, PeopleQuery()))


def test_a_category_is_ended_by_the_clerk_with_a_reason_and_comes_back_by_undo(
    desk: Desk, tmp_path: Path
) -> None:
    stays, goes = row(), row("周阿婆")
    taken(desk, exported(tmp_path, "20260401", stays, goes))
    before = dump(desk.store)
    preview = looked(desk, exported(tmp_path, "20260501", stays))
    with pytest.raises(UserError, match="原因"):
        commit_import(desk, preview, ended=[EndHolding(preview.missing[0].holding_id, " ")])
    assert dump(desk.store) == before
    ends = [EndHolding(preview.missing[0].holding_id, "去世")]
    result = commit_import(desk, preview, ended=ends)
    assert result.ended == 1
    with desk.store.read() as session:
        holding = session.get_one(Holding, ends[0].holding_id)
        assert (holding.end, holding.confirmed_by) == (date(2026, 5, 6), "样例经办人")
        assert "去世" in (holding.basis or "")
    undo_act(desk, result.act_id)
    assert dump(desk.store) == before


def test_an_older_list_misses_nobody(desk: Desk, tmp_path: Path) -> None:
    stays, goes = row(), row("周阿婆")
    taken(desk, exported(tmp_path, "20260501", stays, goes))
    assert looked(desk, exported(tmp_path, "20260401", stays)).missing == ()


def test_a_masked_number_can_be_said_to_be_somebody_of_the_register(
    desk: Desk, tmp_path: Path
) -> None:
    person = row()
    taken(desk, exported(tmp_path, "20260401", person))
    masked = f"{person[1][:6]}********{person[1][14:]}"
    books = read_books([exported(tmp_path, "20260501", row(number=masked, address="2号"))])
    preview = preview_books(desk, books)
    (refused,) = preview.rows
    assert refused.action is Action.REFUSED
    assert [candidate.key for candidate in refused.candidates] == [person[1]]
    assert preview.missing == ()
    same = {(refused.place, refused.name): refused.candidates[0].key}
    again = preview_books(desk, books, same=same)
    assert [each.action for each in again.rows] == [Action.CHANGED]
    commit_import(desk, again)
    assert address(desk) == "2号"
    with desk.store.read() as session:
        from app.models.queries import register as queries

        assert queries.all_people(session)[0].id_no == person[1]


@contextmanager
def declined(desk: Desk) -> Iterator[None]:
    """What stands inside is declined, and nothing was written."""
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="停下"):
        yield
    assert dump(desk.store) == before


def test_an_import_in_which_many_look_like_somebody_stops_and_asks(
    desk: Desk, tmp_path: Path
) -> None:
    people = [row(f"样{letter}") for letter in "甲乙丙丁戊己庚辛壬癸"]
    taken(desk, exported(tmp_path, "20260401", *people))
    mistyped = [
        row(person[0], id_number(born=date.fromisoformat(
            f"{person[1][6:10]}-{person[1][10:12]}-{person[1][12:14]}"
        )))
        for person in people[:4]
    ]  # fmt: skip
    preview = looked(desk, exported(tmp_path, "20260501", *people[4:], *mistyped))
    assert preview.plan.brake is not None
    assert "很可能是同一个人" in preview.plan.brake.reason
    with declined(desk):
        commit_import(desk, preview)
    commit_import(desk, preview, anyway=True)
    assert len(find_people(desk, PeopleQuery())) == 14


def test_an_import_that_renames_a_tenth_of_the_register_stops_and_asks(
    desk: Desk, tmp_path: Path
) -> None:
    people = [row(f"样{n}", id_number(born=date(1930 + n % 60, 1, 1))) for n in range(100)]
    taken(desk, exported(tmp_path, "20260401", *people))
    shifted = [row(f"别{n}", people[n][1]) for n in range(20)]
    preview = looked(desk, exported(tmp_path, "20260501", *shifted, *people[20:]))
    assert preview.plan.brake is not None
    assert "20人的姓名" in preview.plan.brake.reason
    with declined(desk):
        commit_import(desk, preview)


def test_an_ordinary_import_has_no_brake(desk: Desk, tmp_path: Path) -> None:
    people = [row(f"样{letter}") for letter in "甲乙丙丁戊己庚辛壬癸"]
    assert looked(desk, exported(tmp_path, "20260401", *people)).plan.brake is None
