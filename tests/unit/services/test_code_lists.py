"""Words that no list knows: listed once, explained once, applied to everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import UserError
from app.models.household import Membership
from app.models.person import Person
from app.services.acts import list_acts, undo_act
from app.services.code_lists import (
    UnmappedWord,
    keep_word,
    list_meanings,
    map_word,
    show_lists,
    unmapped,
    words_to_choose,
)
from app.services.desk import Desk
from app.services.import_people import commit_import, preview_import
from tests.factory import dump, id_number, make_household, make_person, write_roster


def _person(desk: Desk, person_id: int) -> Person:
    with desk.store.read() as session:
        found = session.get(Person, person_id)
        assert found is not None
        return found


def _row(name: str) -> dict[str, object]:
    return {"姓名": name, "身份证号": id_number(), "文化程度": "扫盲班"}


def test_a_word_that_no_list_knows_is_listed_once_with_how_many_have_it(desk: Desk) -> None:
    for education in ("扫盲班", "扫盲班", "扫 盲班", "小学", "无", None):
        make_person(desk, education=education)
    assert unmapped(desk) == (UnmappedWord("education", "文化程度", "扫 盲班", 3),)


def test_one_answer_is_applied_to_everybody_and_the_raw_word_stays(desk: Desk) -> None:
    people = [make_person(desk, education="扫盲班") for _ in range(3)]
    other = make_person(desk, education="初中")
    assert map_word(desk, "education", "扫盲班", "文盲/半文盲") == 3
    assert unmapped(desk) == ()
    for person in (_person(desk, one) for one in people):
        assert (person.education, person.raw) == ("文盲/半文盲", {"education": "扫盲班"})
    assert _person(desk, other).raw is None


def test_an_answer_is_taken_back_whole(desk: Desk) -> None:
    person = make_person(desk, education="扫盲班")
    map_word(desk, "education", "扫盲班", "小学")
    undo_act(desk, list_acts(desk)[0].id)
    assert _person(desk, person).education == "扫盲班"
    assert [word.word for word in unmapped(desk)] == ["扫盲班"]


def test_another_answer_moves_those_who_had_the_word_and_nobody_else(desk: Desk) -> None:
    person = make_person(desk, education="扫盲班")
    always = make_person(desk, education="小学")
    map_word(desk, "education", "扫盲班", "小学")
    assert map_word(desk, "education", "扫盲班", "文盲/半文盲") == 1
    assert _person(desk, person).education == "文盲/半文盲"
    assert _person(desk, always).education == "小学"
    assert [(row.met, row.word) for row in list_meanings(desk)] == [("扫盲班", "文盲/半文盲")]


def test_a_word_of_the_office_is_kept_as_it_is(desk: Desk) -> None:
    make_person(desk, education="扫盲班")
    keep_word(desk, "education", "扫盲班")
    assert unmapped(desk) == ()
    assert words_to_choose(desk, "education")[-1] == "扫盲班"
    assert next(row for row in show_lists(desk) if row.list.key == "education_gb").own == (
        "扫盲班",
    )


def test_the_next_import_knows_the_answer(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, education="扫盲班")
    map_word(desk, "education", "扫盲班", "小学")
    book = write_roster(tmp_path / "名册.xlsx", _row("李四"))
    preview = preview_import(desk, [book])
    assert preview.plan.people[0].fields["education"] == "小学"
    commit_import(desk, preview)
    assert unmapped(desk) == ()
    assert _person(desk, person).education == "小学"


def test_an_unknown_word_of_an_import_is_kept_said_once_and_listed(
    desk: Desk, tmp_path: Path
) -> None:
    book = write_roster(tmp_path / "名册.xlsx", *map(_row, ("李四", "王五", "赵六")))
    preview = preview_import(desk, [book])
    assert sum("扫盲班" in problem.reason for problem in preview.problems) == 1
    commit_import(desk, preview)
    assert [(word.word, word.records) for word in unmapped(desk)] == [("扫盲班", 3)]


def test_relations_to_the_head_and_facts_of_households_are_explained_too(desk: Desk) -> None:
    head, child = make_person(desk), make_person(desk)
    make_household(desk, (head, child), hukou_kind="蓝印户口")
    with desk.write("test", "测试") as work:
        lodger = work.session.scalars(select(Membership).where(Membership.person_id == child)).one()
        lodger.relation = "寄养"
    assert {word.key for word in unmapped(desk)} == {"hukou_kind", "relation"}
    assert map_word(desk, "relation", "寄养", "非亲属") == 1
    assert _person(desk, child).raw == {"relation": "寄养"}
    assert map_word(desk, "hukou_kind", "蓝印户口", "城市户口") == 1
    assert unmapped(desk) == ()


def test_a_word_that_the_fact_is_not_kept_as_writes_nothing(desk: Desk) -> None:
    make_person(desk, education="扫盲班")
    before = dump(desk.store)
    with pytest.raises(UserError, match="不是文化程度保存的词"):
        map_word(desk, "education", "扫盲班", "小小学")
    assert dump(desk.store) == before
