"""The story of a person, what stands out in the record, and what is kept under lock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.clock import fixed_clock
from app.core.errors import DeclinedError, UserError
from app.models.audit import AuditLine
from app.models.person import Person
from app.services.acts import list_acts, undo_act
from app.services.desk import Actor, Desk
from app.services.import_people import commit_import, preview_import
from app.services.person.benefits import add_benefit
from app.services.person.confidential import (
    confidential_readers,
    keep_confidential,
    may_read_confidential,
    set_confidential_readers,
    show_confidential,
)
from app.services.person.facts import change_facts
from app.services.person.household import SaveHousehold, join_household, save_household
from app.services.person.incomes import IncomeOf, add_income, remove_income
from app.services.person.kin import add_kin
from app.services.person.notes import read_card
from app.services.person.story import StoryLine, tell_story
from app.services.person.view import show_person
from app.services.register import SavePerson, save_person
from tests.conftest import Offices
from tests.factory import (
    CLERK,
    TODAY,
    VILLAGES,
    export_month,
    id_number,
    make_household,
    make_person,
    write_roster,
)


def _of(story: tuple[StoryLine, ...], topic: str) -> list[tuple[str, str, str]]:
    return [(line.label, line.before, line.after) for line in story if line.topic == topic]


def test_a_change_stands_in_the_story_with_before_and_after_in_words(desk: Desk) -> None:
    person = make_person(desk, in_school="否", annual_income="1200", illness="胃病")
    values = {"name": "张大山", "in_school": "是", "annual_income": "900.5", "illness": "尿毒症"}
    save_person(desk, SavePerson(person, values, VILLAGES[1], "一组", ("dibao_rural",)))
    story = {line.label: line for line in tell_story(desk, person)}
    assert (story["在校生"].before, story["在校生"].after) == ("否", "是")
    assert (story["年收入"].before, story["年收入"].after) == ("1,200.00", "900.50")
    assert (story["患病病种"].before, story["患病病种"].after) == ("●●●", "●●●")
    assert (story["村（社区）"].before, story["村（社区）"].after) == VILLAGES
    assert (story["登记"].before, story["登记"].after) == ("", "")
    assert (story["在校生"].actor, story["在校生"].source) == (CLERK, "手工")
    open_ = {line.label: line.after for line in tell_story(desk, person, unmask=True)}
    assert open_["患病病种"] == "尿毒症"


def test_everything_around_the_person_belongs_to_the_story(desk: Desk) -> None:
    head, child = make_person(desk, "甲"), make_person(desk, "乙", categories=("orphan",))
    home = make_household(desk, (head, child))
    add_kin(desk, child, {"role": "guardian", "name": "李四", "relation": "祖父"})
    line = add_income(desk, IncomeOf(child), {"kind": "wage", "period": "2025", "amount": "9"})
    remove_income(desk, line)
    add_benefit(desk, child, {"kind": "old_age", "rhythm": "once", "start": "2026-01-01"})
    save_household(desk, SaveHousehold(home, {"house_count": "1"}))
    story = tell_story(desk, child)
    assert _of(story, "照料人") == [("监护人", "", "姓名 李四，与本人关系 祖父")]
    assert _of(story, "收入") == [
        ("工资性收入 2025", "金额（元） 9.00", "（已去掉）"),
        ("工资性收入 2025", "", "金额（元） 9.00"),
    ]
    assert ("拥有产权住房套数", "未采集", "1") in _of(story, "家庭")
    assert _of(story, "类别")[0][0] == "孤儿"
    assert {line.topic for line in story} == {"本人", "家庭", "待遇", "收入", "照料人", "类别"}
    assert [line.at for line in story] == sorted((line.at for line in story), reverse=True)


def test_the_story_goes_on_with_the_household_the_person_lives_in(desk: Desk) -> None:
    first_head, second_head, child = (make_person(desk, name) for name in "甲乙丙")
    first = make_household(desk, (first_head, child), since=date(2026, 1, 1))
    second = make_household(desk, (second_head,), since=date(2026, 1, 1))
    save_household(desk, SaveHousehold(second, {"vehicles": "早"}))
    join_household(desk, child, second, relation="子", day=TODAY)
    later = replace(desk, clock=fixed_clock(TODAY + timedelta(days=9)))
    save_household(later, SaveHousehold(first, {"vehicles": "旧户"}))
    save_household(later, SaveHousehold(second, {"vehicles": "新户"}))
    changes = [after for label, _, after in _of(tell_story(desk, child), "家庭") if "车" in label]
    assert changes == ["新户"]


def test_what_was_taken_back_stays_in_the_story_as_taken_back(desk: Desk) -> None:
    person = make_person(desk)
    add_kin(desk, person, {"role": "carer", "name": "李四"})
    undo_act(desk, list_acts(desk)[0].id)
    lines = [line for line in tell_story(desk, person) if line.topic == "照料人"]
    assert [(line.words, line.undone) for line in lines] == [
        ("撤销：登记护理人", False), ("登记护理人", True),
    ]  # fmt: skip


def test_what_came_from_a_file_names_the_file(desk: Desk, tmp_path: Path) -> None:
    number = id_number()
    person = make_person(desk, id_no=number, phone="13800000000")
    roster = write_roster(
        tmp_path / "清水村.xlsx",
        {"姓名": "张大山", "身份证号": number, "联系电话": "13900000000", "村": VILLAGES[0]},
    )
    commit_import(desk, preview_import(desk, [roster]), kept=())
    changed = next(line for line in tell_story(desk, person) if line.label == "联系电话")
    assert (changed.after, changed.source) == ("13900000000", "清水村.xlsx")


def test_a_ledger_that_was_sent_belongs_to_the_story_of_those_on_it(
    offices: Offices,
) -> None:
    with offices.township(day=date(2026, 5, 28)) as desk:
        person = make_person(desk)
        make_household(desk, (person,))
        export_month(desk, offices.stick)
        late = make_person(desk, "后来")
        story = tell_story(desk, person)
        (sent,) = [line for line in story if line.topic == "台账"]
        assert sent.after == "已列入"
        assert sent.source.endswith(".xlsx")
        later = replace(desk, clock=fixed_clock(date(2026, 6, 1)))
        assert [line for line in tell_story(later, late) if line.topic == "台账"] == []


def test_nobody_has_no_story(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有找到"):
        tell_story(desk, 777)


# --- what stands out -----------------------------------------------------------------------------
def _notes(desk: Desk, person: int, *, unmask: bool = False) -> str:
    return "".join(show_person(desk, person, unmask=unmask).notes)


def test_a_card_that_says_otherwise_is_pointed_out_and_nothing_overwritten(desk: Desk) -> None:
    number = id_number()
    person = make_person(
        desk,
        id_no=number,
        disability_no=f"{number}42",
        disability_kind="肢体",
        disability_grade="三级",
    )
    assert "不一致" in _notes(desk, person)
    assert "肢体二级" not in _notes(desk, person)
    assert "肢体二级" in _notes(desk, person, unmask=True)
    facts = {f.key: f.value for f in show_person(desk, person, unmask=True).facts}
    assert (facts["disability_kind"], facts["disability_grade"]) == ("肢体", "三级")
    change_facts(desk, person, {"disability_grade": "肢体残疾/贰级"})
    assert _notes(desk, person) == ""


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"disability_no": "12345"}, "20 位或 22 位"),
        ({"disability_no": f"{id_number()}42"}, "前 18 位"),
        ({"disability_valid_until": "2026-05-05"}, "有效期"),
        ({"account_name": "李四"}, "代领人"),
        ({"account_no": "不记得"}, "账号"),
        ({"phone": "1380000"}, ""),
        ({"phone": "138000"}, "电话"),
        ({"second_phone": "无"}, ""),
        ({"staff_relative": "是"}, "工作人员近亲属"),
    ],
)
def test_what_does_not_agree_is_said_in_a_sentence(
    desk: Desk, facts: dict[str, str], told: str
) -> None:
    number = id_number()
    person = make_person(desk, **({"id_no": number, "disability_no": f"{number}42"} | facts))  # type: ignore[arg-type]
    notes = _notes(desk, person)
    assert (told in notes) if told else not notes


@pytest.mark.parametrize(
    ("parts", "read", "clear"),
    [
        ("肢体二级、智力三级", (("肢体", "二级"), ("智力", "三级")), True),
        ("肢体残疾/一级，视力4级", (("肢体", "一级"), ("视力", "四级")), True),
        ("肢体二级、好像还有", (("肢体", "二级"),), False),
        ("", (), True),
        ("无", (), True),
    ],
)
def test_the_parts_of_a_multiple_disability_are_read(
    parts: str, read: tuple[tuple[str, str], ...], clear: bool
) -> None:
    number = id_number()
    person = Person(name="甲", id_key=number, disability_no=f"{number}71B1", disability_parts=parts)
    card = read_card(person, TODAY)
    assert card is not None
    assert (card.number_kind, card.own, card.agrees) == ("多重", True, True)
    assert (card.parts, card.parts_clear) == (read, clear)


def test_a_relative_of_staff_is_marked_with_the_person_and_in_the_household(desk: Desk) -> None:
    head = make_person(desk, "甲")
    child = make_person(desk, "乙", staff_relative="是", staff_relative_words="某某，镇政府，兄弟")
    make_household(desk, (head, child))
    assert show_person(desk, child).row.marks == ("工作人员近亲属",)
    assert [line.marks for line in show_person(desk, head).household] == [(), ("工作人员近亲属",)]


# --- what is kept under lock ---------------------------------------------------------------------
def _verbs(desk: Desk) -> list[str]:
    with desk.store.read() as session:
        return list(session.scalars(select(AuditLine.verb).order_by(AuditLine.id.desc())))


def test_only_those_on_the_list_read_what_is_confidential_and_every_look_is_kept(
    desk: Desk,
) -> None:
    person = make_person(desk)
    with pytest.raises(DeclinedError, match="没有查看保密事项的权限"):
        keep_confidential(desk, person, "受保护证人")
    assert _verbs(desk)[0] == "refuse_confidential"
    set_confidential_readers(desk, [CLERK, " ", CLERK])
    assert confidential_readers(desk) == (CLERK,)
    keep_confidential(desk, person, "受保护证人")
    assert show_confidential(desk, person) == "受保护证人"
    assert _verbs(desk)[0] == "view_confidential"
    other = replace(desk, actor=Actor("别人"))
    assert not may_read_confidential(other)
    with pytest.raises(DeclinedError):
        show_confidential(other, person)
    assert _verbs(desk)[0] == "refuse_confidential"


def test_others_see_that_something_is_kept_and_never_what(desk: Desk) -> None:
    person = make_person(desk)
    set_confidential_readers(desk, [CLERK])
    keep_confidential(desk, person, "受保护证人")
    view = show_person(desk, person, unmask=True)
    assert view.row.marks == ("有保密事项",)
    assert "受保护证人" not in str(view)
    story = tell_story(desk, person, unmask=True)
    assert [line.after for line in story if line.label == "保密事项"] == ["●●●"]
    keep_confidential(desk, person, "")
    assert show_person(desk, person).row.marks == ()
