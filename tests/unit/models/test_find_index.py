"""The index of people is true, whoever writes whatever in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.core.errors import DeclinedError
from app.models import find_index
from app.models.household import Household
from app.models.person import Person
from app.models.undo import undo
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.import_people import commit_import, preview_import
from app.services.merge_people import merge_people
from app.services.people import PeopleQuery, find_people
from app.services.register import SavePerson, save_person
from tests.conftest import desk_at
from tests.factory import VILLAGES, id_number, make_household, make_person, write_roster
from tests.shared_stores import copy_office

NAMES = (
    "单雄信",
    "曾乐行",
    "阿依古丽·买买提",
    "王𠮷",
    'O\'Neil "J"',
    "张",
    "龘" * 12,
    "12 34",
    "-",
)
NUMBERS = ("", "13900008765", "0828-5551234", "138 0000 1111、13900002222", "无", "X")


def is_true(desk: Desk) -> bool:
    with desk.store.read() as session:
        return find_index.is_true(session.connection())


def _ids(desk: Desk) -> list[int]:
    return [row.id for row in find_people(desk, PeopleQuery())]


def _register(desk: Desk, name: str, number: str) -> None:
    make_person(desk, name, former_name=name[::-1], phone=number, card_no=number, address=name)


def _household(desk: Desk, name: str, number: str) -> None:
    make_household(desk, tuple(_ids(desk)[:2]), head_name=name, phone=number, address=name)


def _edit(desk: Desk, name: str, number: str) -> None:
    for person_id in _ids(desk)[:1]:
        values = {"name": name, "phone": number, "former_name": ""}
        save_person(desk, SavePerson(person_id, values, VILLAGES[1], "", ()))


def _sql(desk: Desk, name: str, number: str) -> None:
    """What somebody does to the tables without asking the program."""
    with desk.write("sql", "直接修改") as work:
        for words in (
            "UPDATE person SET name = :name, phone = :number, initials = ' \"x '",
            "UPDATE household SET head_name = :name, cert_no = :number",
            "UPDATE person SET former_name = NULL, id_no = upper(id_no), address = address || '1'",
            "DELETE FROM award",
            "DELETE FROM household WHERE id NOT IN (SELECT household_id FROM membership)",
        ):
            work.session.execute(text(words), {"name": name, "number": number or None})


def _import(desk: Desk, name: str, number: str) -> None:
    with TemporaryDirectory() as folder:
        row: dict[str, object] = {"姓名": name, "身份证号": id_number()}
        row |= {"联系电话": number, "户主姓名": name}
        book = write_roster(Path(folder) / "名单.xlsx", row)
        commit_import(desk, preview_import(desk, [book]))


def _undo(desk: Desk, name: str, number: str) -> None:
    for act in list_acts(desk)[:1]:
        if act.undoable:
            try:
                undo_act(desk, act.id)
            except DeclinedError:
                assert is_true(desk)


def _merge(desk: Desk, name: str, number: str) -> None:
    both = _ids(desk)[:2]
    if len(both) == 2:
        try:
            merge_people(desk, both[0], both[1], {}, reason="同一人")
        except DeclinedError:
            assert is_true(desk)


DEEDS: tuple[Callable[[Desk, str, str], None], ...] = (
    _register, _household, _edit, _sql, _import, _undo, _merge, _undo,
)  # fmt: skip
STEPS = st.tuples(st.sampled_from(DEEDS), st.sampled_from(NAMES), st.sampled_from(NUMBERS))


@settings(max_examples=25)
@given(st.lists(STEPS, min_size=2, max_size=8))
def test_it_is_true_after_anything_that_is_done(
    made_offices: Path, steps: list[tuple[Callable[[Desk, str, str], None], str, str]]
) -> None:
    with TemporaryDirectory() as name:
        folder = copy_office(made_offices / "plain", Path(name) / "data")
        with desk_at(folder) as desk:
            _register(desk, "张大山", "13900008765")
            for deed, words, number in steps:
                deed(desk, words, number)
                assert is_true(desk)
            assert desk.store.check() == ()


def _break_off(desk: Desk) -> None:
    with desk.write("break", "中断") as work:
        work.session.add(Person(name="半途", registered_on=desk.clock.today()))
        work.session.add(Household(head_name="半途"))
        work.session.flush()
        raise ZeroDivisionError


def test_a_write_that_fails_leaves_it_true(desk: Desk) -> None:
    make_person(desk, "张大山")
    with pytest.raises(ZeroDivisionError):
        _break_off(desk)
    assert is_true(desk)
    assert find_people(desk, PeopleQuery(text="半途")) == ()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM find_term WHERE term = '张大山'",
        "INSERT INTO find_term (kind, term, owner) VALUES (1, '无此人', 1)",
        "INSERT INTO find_person (find_person) VALUES ('delete-all')",
    ],
)
def test_an_index_that_is_damaged_is_told_and_made_anew(desk: Desk, damage: str) -> None:
    make_person(desk, "张大山", address="北坡三号")
    with desk.write("damage", "损坏") as work:
        work.session.execute(text(damage))
    assert not is_true(desk)
    (problem,) = desk.store.check()
    assert "索引" in problem
    assert is_true(desk)
    assert desk.store.check() == ()
    assert [row.name for row in find_people(desk, PeopleQuery(text="北坡三"))] == ["张大山"]


def test_readings_follow_the_name_however_it_changes(desk: Desk) -> None:
    person_id = make_person(desk, "单雄信")

    def initials() -> str:
        with desk.store.read() as session:
            return str(session.scalar(text("SELECT initials FROM person")))

    def write(**facts: str | None) -> int:
        with desk.write("write", "修改") as work:
            person = work.session.get(Person, person_id)
            assert person is not None
            for key, value in facts.items():
                setattr(person, key, value)
            return work.act_id

    assert initials().split()[0] == "sxx"
    write(former_name="李四")
    assert "ls" in initials().split()
    act = write(name="王五", former_name=None)
    assert initials() == " ww"
    with desk.write("undo", "撤销") as work:
        undo(work, act)
    assert {"sxx", "ls"} <= set(initials().split())


def test_an_act_of_an_earlier_version_is_undone_although_names_are_read_better_now(
    desk: Desk,
) -> None:
    """Earlier versions noted the readings too; those of the record may be others by now."""
    make_person(desk, "单雄信")
    act = list_acts(desk)[0]
    with desk.write("age", "旧版本") as work:
        work.session.execute(
            text(
                "UPDATE audit_change SET after = json_set(after, '$.pinyin', ' danxiongxin')"
                " WHERE \"table\" = 'person'"
            )
        )
    undo_act(desk, act.id)
    assert find_people(desk, PeopleQuery()) == ()
    assert is_true(desk)
