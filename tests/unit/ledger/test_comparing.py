"""Since the last ledger, and across offices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from app.ledger.comparing import compare
from app.ledger.conflicts import (
    CONFLICT_NAMES,
    Conflict,
    ConflictKind,
    find_conflicts,
    split_codes,
)
from app.ledger.content import LedgerContent, make_content
from tests.samples.ledgers import good as sample

Rows = dict[str, list[dict[str, object]]]
Edit = Callable[[Rows], None]


def made(number: int = 1, edit: Edit = lambda _rows: None, people: int = 6) -> LedgerContent:
    rows = sample.rows(people, first=number * 900)
    edit(rows)
    return make_content(sample.office_head(number), rows)


def kinds(*ledgers: LedgerContent) -> list[ConflictKind]:
    return [conflict.kind for conflict in find_conflicts(ledgers)]


def only(kind: ConflictKind, *ledgers: LedgerContent) -> Conflict:
    (found,) = [c for c in find_conflicts(ledgers) if c.kind is kind]
    return found


def test_without_a_last_ledger_everybody_is_new() -> None:
    found = compare(None, made())
    assert len(found.new) == 6 + 2
    assert not found.left
    assert not found.changed


def test_the_same_ledger_again_has_no_differences() -> None:
    found = compare(made(), made())
    assert (found.new, found.left, found.changed) == ((), (), ())


def test_a_changed_fact_is_told_before_and_after() -> None:
    def richer(rows: Rows) -> None:
        rows["persons"][1]["annual_income"] = Decimal("4000")

    (moved,) = compare(made(), made(edit=richer)).changed
    assert (moved.sheet, moved.row, moved.name) == ("persons", 3, moved.name)
    (difference,) = moved.differences
    assert (difference.label, difference.before, difference.after) == ("年收入", None, "4000.00")


def test_visits_of_the_month_are_no_change() -> None:
    def visited(rows: Rows) -> None:
        rows["persons"][0] |= {"visit_done": True, "last_contact": date(2026, 10, 5)}

    assert compare(made(), made(edit=visited)).changed == ()


def test_who_left_without_a_reason_is_asked_back() -> None:
    def leave(rows: Rows) -> None:
        gone = rows["persons"].pop(0), rows["persons"].pop(0)
        reason = {"change": "退出", "key": gone[0]["person_key"], "reason": "死亡"}
        rows["changes"] = [reason]

    found = compare(made(), made(edit=leave))
    assert [moved.reason for moved in found.left] == ["死亡", None]
    assert len(found.left_without_reason) == 1


def test_offices_without_anything_in_common_have_no_conflicts() -> None:
    assert kinds(made(1), made(2), made(3)) == []


def test_one_person_in_two_offices() -> None:
    key = made(1).tables["persons"].rows[0][0]

    def same(rows: Rows) -> None:
        rows["persons"][4] |= {"person_key": key}

    found = only(ConflictKind.SAME_PERSON, made(1), made(2, same))
    assert [(side.office_name, side.row) for side in found.sides] == [
        ("第1镇人民政府", 2),
        ("第2镇人民政府", 6),
    ]
    assert found.sides[0].detail == "农村低保"


def test_one_account_in_two_families() -> None:
    def shared(rows: Rows) -> None:
        rows["households"][1]["account_no"] = rows["households"][0]["account_no"]

    found = only(ConflictKind.SHARED_ACCOUNT, made(1, shared))
    assert [side.key for side in found.sides] == ["H00300", "H00301"]


def test_one_account_of_one_family_is_no_conflict() -> None:
    def repeated(rows: Rows) -> None:
        for person in rows["persons"][:3]:
            person["account_no"] = rows["households"][0]["account_no"]

    assert kinds(made(1, repeated)) == []


def test_lines_that_exclude_each_other() -> None:
    key = made(1).tables["persons"].rows[0][0]

    def tekun(rows: Rows) -> None:
        rows["persons"][0] |= {"person_key": key, "category_codes": "tekun_scattered"}

    found = only(ConflictKind.EXCLUSIVE_LINES, made(1), made(2, tekun))
    assert {side.detail for side in found.sides} == {"农村低保", "特困（分散供养）"}


def test_an_award_counts_as_a_line_within_one_office() -> None:
    def paid(rows: Rows) -> None:
        rows["awards"][0] |= {
            "person_key": rows["persons"][0]["person_key"],
            "line_code": "tekun_central",
        }

    assert kinds(made(1, paid)) == [ConflictKind.EXCLUSIVE_LINES]


def test_lines_that_go_together_are_no_conflict() -> None:
    def disabled(rows: Rows) -> None:
        rows["persons"][0]["category_codes"] = "dibao_rural,severe_disabled"

    assert kinds(made(1, disabled)) == []


def test_same_name_and_birth_is_only_a_proposal() -> None:
    twin = made(1).tables["persons"]
    name, birth = (twin.column(key)[0] for key in ("name", "birth_date"))

    def alike(rows: Rows) -> None:
        rows["persons"][0] |= {"name": name, "birth_date": birth}

    assert kinds(made(1), made(2, alike)) == [ConflictKind.LIKELY_SAME]


def test_an_unknown_birth_date_is_like_nobodys() -> None:
    def unknown(rows: Rows) -> None:
        for person in rows["persons"]:
            person |= {"name": "张三", "birth_date": None}

    assert kinds(made(1, unknown), made(2, unknown)) == []


def test_a_conflict_keeps_its_id_next_month_and_in_any_order() -> None:
    key = made(1).tables["persons"].rows[0][0]

    def same(rows: Rows) -> None:
        rows["persons"][4] |= {"person_key": key}

    first, second = made(1), made(2, same)
    longer = made(1, people=9)
    ids = [
        only(ConflictKind.SAME_PERSON, *ledgers).id
        for ledgers in ((first, second), (second, first), (longer, second))
    ]
    assert len(set(ids)) == 1


def test_every_conflict_has_a_name() -> None:
    assert CONFLICT_NAMES.keys() == set(ConflictKind)


def test_codes_in_a_cell() -> None:
    assert split_codes("a,b") == ("a", "b")
    assert split_codes(None) == ()
