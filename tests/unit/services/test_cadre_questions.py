"""What is wrong with who looks after whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.models.queries.register_parts import responsible_on
from app.services.cadre_board import CadreBoard, cadre_board
from app.services.cadre_questions import CadreQuestion, Wrong
from app.services.cadres import Away, add_cadre, leave, set_away
from app.services.desk import Desk
from app.services.office import adopt_pack
from tests.factory import TODAY, make_household, make_person, make_responsible
from tests.unit.services.directory import MARCH, WANG, ZHAO, give, wang_and_li


def ask(desk: Desk, kind: Wrong) -> CadreQuestion:
    (found,) = [one for one in cadre_board(desk).questions if one.kind is kind]
    return found


def kinds(board: CadreBoard) -> list[Wrong]:
    return [one.kind for one in board.questions]


def test_key_persons_without_a_name_are_a_gap_and_others_are_not(desk: Desk) -> None:
    key = make_person(desk, "甲", categories=("tekun_scattered",))
    make_person(desk, "乙", categories=("dibao_rural",))
    make_person(desk, "丙", categories=("tekun_scattered",), death_date="2026-05-01")
    gap = ask(desk, Wrong.NOBODY)
    assert (gap.people, gap.cite, gap.urgent) == ((key,), "S3.220", True)
    assert gap.words == "重点困难群众一对一包保：1 人没有责任人"
    board = cadre_board(desk)
    (row,) = [row for row in board.objects if row.person_id == key]
    assert (row.row_id, row.cadre) == (None, "")


def test_a_name_for_everything_or_for_the_programme_closes_the_gap(desk: Desk) -> None:
    wang, _ = wang_and_li(desk)
    one, two = (make_person(desk, name, categories=("tekun_scattered",)) for name in "甲乙")
    give(desk, wang, one)
    give(desk, wang, two, programme="key_one_to_one")
    assert cadre_board(desk).questions == ()


def test_who_has_two_names_where_one_is_meant_is_told(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    person = make_person(desk, categories=("tekun_scattered",))
    give(desk, wang, person)
    give(desk, li, person, programme="key_one_to_one")
    found = ask(desk, Wrong.TOO_MANY_NAMES)
    assert found.people == (person,)
    assert found.words.endswith("1 人的责任人多于 1 名")


def test_a_family_has_a_helper_when_anybody_of_it_has(desk: Desk) -> None:
    adopt_pack(desk, "S0E", adopted=True, first=date(2026, 1, 1))
    wang, _ = wang_and_li(desk)
    a, b = make_person(desk, "甲"), make_person(desk, "乙")
    make_household(desk, (a, b))
    c = make_person(desk, "丙")
    gap = ask(desk, Wrong.NOBODY)
    assert set(gap.people) == {a, c}
    assert gap.words.endswith("2 户没有责任人")
    give(desk, wang, b)
    assert ask(desk, Wrong.NOBODY).people == (c,)
    give(desk, wang, c)
    over = ask(desk, Wrong.OVERLOADED)
    assert (over.cadres, over.cite) == ((wang,), "S0.210")


def test_a_village_with_too_few_pairs_is_named(desk: Desk) -> None:
    adopt_pack(desk, "S2P11", adopted=True, first=date(2026, 1, 1))
    wang, _ = wang_and_li(desk)
    person = make_person(desk, categories=("poor_disabled_home",))
    give(desk, wang, person)  # whoever is responsible for everything is no Party pairing
    assert ask(desk, Wrong.NOBODY).cite == "S2.243"
    give(desk, wang, person, programme="party_pair")
    few = ask(desk, Wrong.FEW_IN_VILLAGE)
    assert "不足 5 户（清水村 1）" in few.words


def test_who_left_and_who_is_away_without_a_deputy_are_named(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    zhao = add_cadre(desk, ZHAO)
    people = [make_person(desk, name) for name in "甲乙"]
    give(desk, wang, people[0])
    give(desk, li, people[1])
    leave(desk, wang, date(2026, 5, 5))
    assert ask(desk, Wrong.LEFT).people == (people[0],)
    set_away(desk, li, Away(TODAY))
    assert ask(desk, Wrong.UNCOVERED).cadres == (li,)
    set_away(desk, li, Away(TODAY, None, zhao))
    assert Wrong.UNCOVERED not in kinds(cadre_board(desk))
    leave(desk, zhao, date(2026, 5, 5))
    assert ask(desk, Wrong.UNCOVERED).people == (people[1],)


def test_who_leaves_today_still_serves_today(desk: Desk) -> None:
    wang, _ = wang_and_li(desk)
    give(desk, wang, make_person(desk))
    leave(desk, wang, TODAY)
    board = cadre_board(desk)
    assert Wrong.LEFT not in kinds(board)
    assert next(row for row in board.cadres if row.id == wang).state == "今天离任"


def test_more_people_than_the_limit_is_shown_as_a_default_figure(desk: Desk) -> None:
    wang, _ = wang_and_li(desk)
    give(desk, wang, *(make_person(desk, f"甲{n}") for n in range(20)))
    assert Wrong.OVERLOADED not in kinds(cadre_board(desk))
    give(desk, wang, make_person(desk, "乙"))
    assert ask(desk, Wrong.OVERLOADED).words == (
        "1 位责任人包保超过 20 人（默认值，可在“政策”里改）"
    )


def test_a_village_cadre_with_people_of_another_village_is_named(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    there = make_person(desk, village="石桥村")
    give(desk, li, there)
    give(desk, wang, make_person(desk, "乙", village="石桥村"))
    assert ask(desk, Wrong.OTHER_VILLAGE).people == (there,)


def test_two_of_one_name_and_names_outside_the_directory_are_asked_about(desk: Desk) -> None:
    first = add_cadre(desk, WANG)
    second = add_cadre(desk, replace(WANG, phone="13800000055"))
    make_responsible(desk, make_person(desk), "以前的人")
    assert ask(desk, Wrong.TWICE).cadres == (first, second)
    assert ask(desk, Wrong.UNGATHERED).words.startswith("1 条责任人是以前登记的")


def test_the_list_counts_objects_and_what_was_done_this_month(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    one, two = make_person(desk, "甲"), make_person(desk, "乙")
    give(desk, wang, one, two)
    give(desk, wang, one, programme="key_one_to_one")
    board = cadre_board(desk)
    row = next(row for row in board.cadres if row.id == wang)
    assert (row.objects, row.level_name, row.state) == (2, "乡镇（街道）", "在任")
    assert len(board.of(wang)) == 3
    assert next(row for row in board.cadres if row.id == li).village == "清水村"


@pytest.mark.parametrize("last", [date(2026, 5, 5), TODAY])
def test_a_family_whose_helper_moved_away_counts_as_uncovered_from_the_next_day(
    desk: Desk, last: date
) -> None:
    wang, _ = wang_and_li(desk)
    person = make_person(desk)
    give(desk, wang, person, start=MARCH)
    leave(desk, wang, last)
    with desk.store.read() as session:
        assert (person in responsible_on(session, TODAY)) is (last == TODAY)
