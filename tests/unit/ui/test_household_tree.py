"""The drawing of a family: generations, lines, keys."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.core.kinship import Line, is_head, kinship
from app.services.households import Member
from app.ui.pages.people.household_layout import BOX_H, BOX_W, Family, lay_out
from app.ui.pages.people.household_tree import HouseholdTree


def member(number: int, relation: str, age: int | None = 40, gone: str = "") -> Member:
    return Member(number, f"第{number}人", relation, "男", age, ("农村低保",), gone)


def family(*relations: str) -> tuple[Member, ...]:
    return tuple(member(number, relation) for number, relation in enumerate(relations, 1))


THREE_GENERATIONS = family("户主", "配偶", "父亲", "母亲", "岳母", "长子", "儿媳", "孙子", "弟", "")


def heights(drawn: Family) -> dict[str, int]:
    return {box.member.relation: box.y for box in drawn.boxes if box.member is not None}


@pytest.mark.parametrize(
    ("word", "generation", "line"),
    [
        ("户主", 0, Line.SELF),
        ("本人或户主", 0, Line.SELF),
        ("妻", 0, Line.SPOUSE),
        ("子/婿", -1, Line.HEAD),
        ("之儿媳", -1, Line.IN_LAW),
        ("外孙女", -2, Line.HEAD),
        ("曾孙子", -3, Line.HEAD),
        ("父母/岳父母/公婆", 1, Line.HEAD),
        ("岳 父", 1, Line.SPOUSE_SIDE),
        ("外祖母", 2, Line.HEAD),
        ("哥哥", 0, Line.ASIDE),
        ("保姆", 0, Line.ASIDE),
        ("没听说过", 0, Line.ASIDE),
        (None, 0, Line.ASIDE),
    ],
)
def test_every_vocabulary_of_relations_has_its_place(
    word: str | None, generation: int, line: Line
) -> None:
    assert (kinship(word).generation, kinship(word).line) == (generation, line)
    assert is_head(word) is (line is Line.SELF)


def test_the_older_generation_stands_above_the_younger_and_the_rest_below_all() -> None:
    found = heights(lay_out(THREE_GENERATIONS))
    assert found["父亲"] == found["岳母"] < found["户主"] == found["配偶"]
    assert found["配偶"] < found["长子"] == found["儿媳"] < found["孙子"] < found["弟"]
    assert found["弟"] == found[""]


@pytest.mark.parametrize("count", range(1, 13))
def test_boxes_never_lie_on_one_another_however_many(count: int) -> None:
    drawn = lay_out(family(*("户主", "次子", "孙子", "弟", "", "母亲", "配偶") * 2)[:count])
    assert len([box for box in drawn.boxes if box.member is not None]) == count
    for place, one in enumerate(drawn.boxes):
        for other in drawn.boxes[place + 1 :]:
            apart = abs(one.x - other.x) >= BOX_W or abs(one.y - other.y) >= BOX_H
            assert apart, (one, other)
        assert 0 <= one.x <= drawn.wide - BOX_W
        assert 0 <= one.y <= drawn.high - BOX_H


def test_a_head_who_is_not_registered_keeps_a_place() -> None:
    drawn = lay_out(family("孙子", "孙女"))
    (head,) = [box for box in drawn.boxes if box.member is None]
    assert head.y < heights(drawn)["孙子"]
    assert all(stroke.broken for stroke in drawn.strokes)


def test_people_of_no_line_need_no_head_and_no_lines() -> None:
    drawn = lay_out(family("弟", ""))
    assert all(box.member is not None for box in drawn.boxes)
    assert drawn.strokes == ()


def test_nobody_is_drawn_as_nothing() -> None:
    assert lay_out(()) == Family()


def test_in_laws_and_people_aside_hang_on_no_line_from_above() -> None:
    drawn = lay_out(THREE_GENERATIONS)
    tops = {(stroke.x2, stroke.y2) for stroke in drawn.strokes if stroke.x1 == stroke.x2}
    hangs = {
        box.member.relation
        for box in drawn.boxes
        if box.member is not None and (box.middle, box.y) in tops
    }
    assert hangs == {"户主", "配偶", "长子", "孙子"}


def test_a_couple_is_joined_and_ambiguous_couples_are_not() -> None:
    def bars(*relations: str) -> int:
        drawn = lay_out(family(*relations))
        middles = {box.y + BOX_H // 2 for box in drawn.boxes}
        return sum(stroke.y1 == stroke.y2 and stroke.y1 in middles for stroke in drawn.strokes)

    assert bars("户主", "配偶") == 1
    assert bars("户主", "长子", "儿媳") == 1
    assert bars("户主", "长子", "次子", "儿媳") == 0


def test_the_older_child_stands_left_and_an_unknown_age_last() -> None:
    drawn = lay_out((
        member(1, "户主"),
        member(2, "子", 8),
        member(3, "女", 12),
        member(4, "子", None),
    ))
    children = [box for box in drawn.boxes if box.kin.generation == -1]
    assert [box.member and box.member.age for box in children] == [12, 8, None]
    assert all(left.x < right.x for left, right in pairwise(children))


@pytest.fixture
def tree(qtbot: QtBot) -> HouseholdTree:
    widget = HouseholdTree()
    qtbot.addWidget(widget)
    widget.resize(480, 400)
    widget.show_members(THREE_GENERATIONS, current=1)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.focus_first()
    return widget


def at(tree: HouseholdTree) -> str:
    (box,) = [box for box in tree.boxes() if box.hasFocus()]
    return box.member.relation if box.member is not None else "—"


def test_the_arrows_go_from_one_person_to_the_next(qtbot: QtBot, tree: HouseholdTree) -> None:
    assert at(tree) == "户主"
    for key, there in (
        (Qt.Key.Key_Right, "配偶"),
        (Qt.Key.Key_Right, "配偶"),
        (Qt.Key.Key_Down, "儿媳"),
        (Qt.Key.Key_Left, "长子"),
        (Qt.Key.Key_Up, "户主"),
        (Qt.Key.Key_Up, "父亲"),
    ):
        (box,) = [box for box in tree.boxes() if box.hasFocus()]
        qtbot.keyClick(box, key)
        assert at(tree) in {there, "母亲"} if there == "父亲" else at(tree) == there


def test_enter_opens_the_person(qtbot: QtBot, tree: HouseholdTree) -> None:
    (box,) = [box for box in tree.boxes() if box.hasFocus()]
    with qtbot.waitSignal(tree.opened) as opened:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert opened.args == [1]
    with qtbot.waitSignal(tree.opened):
        qtbot.mouseDClick(box, Qt.MouseButton.LeftButton)


def test_every_box_says_who_it_is(qtbot: QtBot) -> None:
    widget = HouseholdTree()
    qtbot.addWidget(widget)
    widget.show_members((member(1, "配偶", 70), member(2, "", None, "已去世")), head_name="王建国")
    widget.grab()
    assert {box.accessibleName() for box in widget.boxes()} == {
        "王建国，户主，没有登记",
        "第1人，配偶，70 岁，男，农村低保",
        "第2人，关系不详，年龄不详，男，农村低保，已去世",
    }
    assert [box.isEnabled() for box in widget.boxes()] == [False, True, True]
    widget.show_members(())
    assert widget.boxes() == ()
    widget.focus_first()
