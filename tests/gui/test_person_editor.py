"""What the person dialog does, with nothing on the screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from app.core.dictionary import PERSON
from app.services.desk import Desk
from app.services.drafts import NEW_PERSON, DraftRow, keep_draft, list_drafts, person_place
from app.services.households import HomeRow, household_of
from app.services.people import PeopleQuery, find_people
from app.services.person.story import tell_story
from app.services.person.typed import PROTECTED
from app.services.register import KnownPerson, SavePerson, save_person
from app.services.typed_facts import Remark
from app.ui.pages.people.person_draft import (
    FOUND,
    JOIN,
    HomeDraft,
    PersonDraft,
    difference,
    restored,
)
from app.ui.pages.people.person_editor import FormChoices, PersonEditor
from app.ui.pages.people.sections import SECTIONS
from app.ui.ports import Context
from tests.factory import id_number
from tests.gui.stand_ins import StandInAsk


@dataclass
class FormView:
    choices: FormChoices | None = None
    draft: PersonDraft = field(default_factory=PersonDraft)
    restored: str = ""
    remarks: tuple[Remark, ...] = ()
    known: KnownPerson | None = None
    homes: tuple[HomeRow, ...] = ()
    problem: str = ""
    saved_id: int = 0
    nexts: int = 0
    closed: bool = False

    def show_choices(self, choices: FormChoices) -> None:
        self.choices = choices

    def show_draft(self, draft: PersonDraft) -> None:
        self.draft = draft

    def show_restored(self, words: str, found: DraftRow | None) -> None:
        self.restored = words

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        self.remarks = remarks

    def show_known(self, known: KnownPerson | None) -> None:
        self.known = known

    def show_homes(self, homes: tuple[HomeRow, ...]) -> None:
        self.homes = homes

    def show_problem(self, words: str) -> None:
        self.problem = words

    def saved(self, person_id: int, place: str) -> None:
        self.saved_id = person_id

    def start_next(self) -> None:
        self.nexts += 1

    def close_form(self) -> None:
        self.closed = True


def opened(context: Context, person_id: int | None = None) -> tuple[PersonEditor, FormView]:
    view = FormView()
    editor = PersonEditor(context, view, person_id)
    editor.start()
    return editor, view


def typed(view: FormView, **values: str) -> PersonDraft:
    """What the fields hold after the clerk typed ``values`` over them."""
    return replace(view.draft, values={**view.draft.values, **values})


def test_every_field_of_the_dictionary_can_be_typed_once() -> None:
    keys = [key for section in SECTIONS for key in section.keys]
    # what is confidential has a form of its own
    assert sorted(keys) == sorted(PERSON.keys() - PROTECTED)


def test_a_record_opens_as_it_is_kept_and_saving_it_changes_nothing(
    context: Context, township: Desk
) -> None:
    row = find_people(township, PeopleQuery())[0]
    before = household_of(township, row.id)
    editor, view = opened(context, row.id)
    assert view.draft.values["name"] == row.name
    assert "未采集" not in view.draft.values.values()
    assert view.draft.home.words.startswith(row.head_name)
    history = tell_story(township, row.id)
    editor.save(view.draft)
    assert (view.problem, view.saved_id, view.closed) == ("", row.id, True)
    assert find_people(township, PeopleQuery())[0] == row
    assert household_of(township, row.id) == before
    assert tell_story(township, row.id) == history


def test_words_are_offered_for_the_fields_that_have_a_list(context: Context) -> None:
    _, view = opened(context)
    assert view.choices is not None
    assert "丧偶" in view.choices.words["marriage"]
    assert "配偶" in view.choices.words["relation"]
    assert view.choices.villages


def test_a_person_without_a_name_is_not_kept(context: Context, township: Desk) -> None:
    editor, view = opened(context)
    editor.save(view.draft)
    assert view.problem == "还不能保存。姓名：姓名没有填写；没有名字的婴儿填“未取名”。"
    assert not view.closed
    assert len(find_people(township, PeopleQuery())) == 60


def test_all_errors_are_counted_and_a_doubt_is_saved(context: Context) -> None:
    editor, view = opened(context)
    editor.save(typed(view, name="张三", birth_date="1985-03", annual_income="很多"))
    assert view.problem.startswith("还不能保存（共 2 处）。出生日期：")
    editor.save(typed(view, name="张三", no_id_reason="遗失", phone="123"))
    assert view.saved_id


def test_a_number_that_is_registered_is_said_as_soon_as_it_is_typed(
    context: Context, township: Desk
) -> None:
    number = id_number(born=date(1955, 1, 2))
    values = {"name": "已登记的人", "id_no": number}
    known = save_person(township, SavePerson(None, values, "", "", ()))
    editor, view = opened(context)
    said = []
    for digits in (number, number[:17]):
        editor.changed(typed(view, name="张三", id_no=digits))
        said.append(view.known)
    assert said == [KnownPerson(known, "已登记的人"), None]


def test_a_record_is_not_told_that_its_own_number_is_registered(
    context: Context, township: Desk
) -> None:
    values = {"name": "已登记的人", "id_no": id_number(born=date(1955, 1, 2))}
    known = save_person(township, SavePerson(None, values, "", "", ()))
    editor, view = opened(context, known)
    editor.changed(view.draft)
    assert view.known is None


def test_what_was_typed_is_found_again_and_only_that(context: Context, township: Desk) -> None:
    row = find_people(township, PeopleQuery())[0]
    editor, view = opened(context, row.id)
    unsaved = editor.unsaved(typed(view, note="低声说", phone="13900000000"))
    assert unsaved.typed == {"values": {"note": "低声说", "phone": "13900000000"}}
    assert unsaved.words == f"修改人员：{row.name}"
    keep_draft(township, unsaved.place, unsaved.words, unsaved.typed)
    save_person(township, SavePerson(row.id, {"name": "新名字"}, "", "", ()))
    editor, view = opened(context, row.id)
    assert view.restored.startswith("上次没有保存的内容已恢复")
    assert (view.draft.values["note"], view.draft.values["name"]) == ("低声说", "新名字")
    editor.discard()
    assert (view.restored, view.draft.values["note"]) == ("", "")
    assert list_drafts(township) == ()


def test_a_draft_comes_back_as_it_was_whatever_was_typed() -> None:
    base = PersonDraft(values={"name": "甲", "note": ""}, village="清水村")
    now = PersonDraft(
        values={"name": "乙", "note": "两\n行"},
        group="3组",
        categories=("orphan",),
        home=HomeDraft(JOIN, 7, "甲家", "长子"),
    )
    assert restored(base, difference(base, now)) == now
    assert difference(base, base) == {}


def test_a_draft_of_another_version_is_read_as_far_as_it_goes() -> None:
    strange = {"values": {"gone": "x", "name": "甲"}, "group": "3组", "new": 1}
    found = restored(PersonDraft(), strange)
    assert (found.values, found.group) == ({"name": "甲"}, "3组")


def test_saving_and_going_on_keeps_village_addresses_and_household(
    context: Context, township: Desk
) -> None:
    editor, view = opened(context)
    first = typed(view, name="王户主", no_id_reason="遗失", address="某村 8 号", note="只说他")
    editor.save(replace(first, village="某村", group="2组", home=HomeDraft(FOUND)), then_next=True)
    head = view.saved_id
    assert (view.nexts, view.closed) == (1, False)
    assert (view.draft.village, view.draft.group) == ("某村", "2组")
    assert view.draft.values["address"] == "某村 8 号"
    assert view.draft.values.get("note", "") == ""
    assert view.draft.home.words.startswith("王户主家")
    assert editor.unsaved(view.draft).typed == {}
    editor.save(typed(view, name="小王", no_id_reason="新生儿"))
    assert "与户主关系" in view.problem
    child = replace(view.draft.home, relation="长子")
    editor.save(replace(typed(view, name="小王", no_id_reason="新生儿"), home=child))
    home = household_of(township, head)
    assert home is not None
    assert [(one.name, one.relation) for one in home.members] == [
        ("王户主", "户主"),
        ("小王", "长子"),
    ]


def test_going_on_from_a_record_finds_the_new_person_that_was_half_typed(
    context: Context, township: Desk
) -> None:
    keep_draft(township, NEW_PERSON, "登记新人", {"values": {"name": "半个"}})
    row = find_people(township, PeopleQuery())[0]
    editor, view = opened(context, row.id)
    editor.save(view.draft, then_next=True)
    assert view.draft.values["name"] == "半个"
    assert view.restored
    assert editor.place == NEW_PERSON


def test_a_household_must_be_picked_before_saving(context: Context, township: Desk) -> None:
    editor, view = opened(context)
    draft = typed(view, name="张三", no_id_reason="遗失")
    editor.save(replace(draft, home=HomeDraft(JOIN, None, "", "长子")))
    assert view.problem.startswith("没有选定家庭")
    assert len(find_people(township, PeopleQuery())) == 60


def test_a_household_is_looked_for_by_the_name_of_its_head(
    context: Context, township: Desk
) -> None:
    row = next(row for row in find_people(township, PeopleQuery()) if row.head_name)
    editor, view = opened(context)
    editor.find_homes(row.head_name)
    assert row.head_name in {home.head_name for home in view.homes}


def test_a_person_who_is_gone_closes_the_form_in_words(context: Context, ask: StandInAsk) -> None:
    _, view = opened(context, 99_999)
    assert view.closed
    assert ask.said == ["没有找到这个人。可能已被删除，请刷新列表。"]


@pytest.mark.parametrize("person_id", [None, 12])
def test_every_record_has_its_own_draft(context: Context, person_id: int | None) -> None:
    assert PersonEditor(context, FormView(), person_id).place == person_place(person_id)
