"""Those who stand by a person, income, benefits, self-care."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import UserError
from app.core.self_care import SelfCareResult, self_care_form, self_care_result
from app.core.terms import UNKNOWN, IncomeKind, KinRole
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.person.benefits import add_benefit, change_benefit, end_benefit
from app.services.person.incomes import IncomeOf, add_income, change_income, remove_income
from app.services.person.kin import add_kin, change_kin, end_kin
from app.services.person.self_care import Assessment, record_self_care
from app.services.person.typed import FieldError
from app.services.person.view import show_person
from tests.factory import TODAY, dump, id_number, make_household, make_person

ITEMS = tuple(item.key for item in self_care_form().items)
WAGE = {"kind": "wage", "period": "2025", "amount": "12000"}


# --- kin ---------------------------------------------------------------------------------------
def test_a_guardian_on_the_register_is_linked_to_that_record(desk: Desk) -> None:
    number = id_number()
    child, guardian = make_person(desk, "甲"), make_person(desk, "乙", id_no=number)
    values = {"role": "guardian", "name": "乙", "id_no": number, "relation": "祖母"}
    add_kin(desk, child, values)
    (line,) = show_person(desk, child).kin
    assert (line.role, line.role_name, line.other_id) == (KinRole.GUARDIAN, "监护人", guardian)
    assert line.id_no == f"99{'*' * 13}{number[-3:]}"
    assert show_person(desk, child, unmask=True).kin[0].id_no == number


def test_whether_a_supporter_is_able_may_be_unknown(desk: Desk) -> None:
    person = make_person(desk)
    kin = add_kin(desk, person, {"role": "supporter", "name": "子", "able": ""})
    assert show_person(desk, person).kin[0].able is None
    change_kin(desk, kin, {"able": "否", "note": "服刑"})
    line = show_person(desk, person).kin[0]
    assert (line.able, line.note, line.name) == (False, "服刑", "子")


def test_a_carer_who_stops_is_kept_below_those_who_go_on(desk: Desk) -> None:
    person = make_person(desk)
    old = add_kin(desk, person, {"role": "carer", "name": "旧", "start": "2026-01-01"})
    add_kin(desk, person, {"role": "carer", "name": "新"})
    end_kin(desk, old, TODAY)
    assert [(k.name, k.end) for k in show_person(desk, person).kin] == [("新", None), ("旧", TODAY)]
    with pytest.raises(FieldError, match="早于开始"):
        end_kin(desk, old, date(2025, 12, 31))


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"name": "李四"}, "role"),
        ({"role": "friend", "name": "李四"}, "role"),
        ({"role": "carer", "name": "无"}, "name"),
        ({"role": "carer", "name": "李四", "id_no": "12345"}, "id_no"),
        ({"role": "carer", "name": "李四", "start": "2026-05-01", "end": "2026-04-01"}, "end"),
    ],
)
def test_kin_that_cannot_be_are_refused(desk: Desk, values: dict[str, str], key: str) -> None:
    person = make_person(desk)
    before = dump(desk.store)
    with pytest.raises(FieldError) as told:
        add_kin(desk, person, values)
    assert told.value.key == key
    assert dump(desk.store) == before


def test_nobody_is_ones_own_guardian(desk: Desk) -> None:
    number = id_number()
    person = make_person(desk, id_no=number)
    with pytest.raises(FieldError, match="本人"):
        add_kin(desk, person, {"role": "guardian", "name": "甲", "id_no": number})


# --- income ------------------------------------------------------------------------------------
def test_a_year_is_the_sum_by_source_with_what_is_deducted(desk: Desk) -> None:
    person = make_person(desk)
    for kind, period, amount in (
        ("wage", "2025-01", "1000"), ("wage", "2025年2月", "1000.50"), ("property", "2025", "300"),
        ("deduction", "2025", "200"),
    ):  # fmt: skip
        add_income(desk, IncomeOf(person), {"kind": kind, "period": period, "amount": amount})
    (year,) = show_person(desk, person).years
    assert (year.year, year.net) == ("2025", Decimal("2100.50"))
    assert dict(year.by_kind) == {
        "工资性收入": Decimal("2000.50"),
        "财产净收入": Decimal("300.00"),
        "扣减支出": Decimal("-200.00"),
    }


def test_a_year_nobody_wrote_down_is_unknown_and_not_zero(desk: Desk) -> None:
    person = make_person(desk)
    make_household(desk, (person,))
    view = show_person(desk, person)
    assert view.years == ()
    assert view.home is not None
    assert view.home.incomes == ()


def test_the_income_per_head_waits_until_everybody_is_known(desk: Desk) -> None:
    head, wife = make_person(desk, "甲"), make_person(desk, "乙")
    make_household(desk, (head, wife))
    add_income(desk, IncomeOf(head), WAGE)
    home = show_person(desk, wife).home
    assert home is not None
    (year,) = home.incomes
    assert (year.net, year.unknown, year.per_head) == (Decimal("12000.00"), 1, None)
    add_income(desk, IncomeOf(wife), {"kind": "transfer_income", "period": "2025", "amount": "0"})
    home = show_person(desk, head).home
    assert home is not None
    assert home.incomes[0].per_head == Decimal("6000.00")


def test_the_income_of_a_household_as_a_whole_counts_for_all(desk: Desk) -> None:
    head = make_person(desk, "甲")
    home_id = make_household(desk, (head, make_person(desk, "乙")), size=4)
    add_income(desk, IncomeOf(household_id=home_id), {**WAGE, "period": "2025-05"})
    home = show_person(desk, head).home
    assert home is not None
    assert (home.incomes[0].per_head, home.incomes[0].months) == (Decimal("3000.00"), 1)


def test_an_unknown_size_leaves_the_income_per_head_open(desk: Desk) -> None:
    head = make_person(desk, "甲")
    make_household(desk, (head,), size=None)
    add_income(desk, IncomeOf(head), WAGE)
    home = show_person(desk, head).home
    assert home is not None
    assert home.incomes[0].per_head is None


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"period": "2025-13"}, "period"),
        ({"period": "去年"}, "period"),
        ({"period": "2027"}, "period"),
        ({"kind": "gift"}, "kind"),
        ({"amount": ""}, "amount"),
        ({"amount": "—"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"period": "2025"}, "period"),
        ({"period": "2025-03"}, "period"),
    ],
)
def test_income_that_cannot_be_or_counts_twice_is_refused(
    desk: Desk, values: dict[str, str], key: str
) -> None:
    person = make_person(desk)
    add_income(desk, IncomeOf(person), WAGE)
    before = dump(desk.store)
    with pytest.raises(FieldError) as told:
        add_income(desk, IncomeOf(person), {**WAGE, "period": "2024", **values})
    assert told.value.key == key
    assert dump(desk.store) == before


def test_a_second_wage_of_the_month_is_told_apart_by_its_basis(desk: Desk) -> None:
    person = make_person(desk)
    add_income(desk, IncomeOf(person), WAGE)
    add_income(desk, IncomeOf(person), {**WAGE, "basis": "公益性岗位"})
    assert show_person(desk, person).years[0].net == Decimal("24000.00")


def test_a_line_of_income_is_corrected_and_taken_out(desk: Desk) -> None:
    person = make_person(desk)
    line = add_income(desk, IncomeOf(person), {**WAGE, "kind": "deduction"})
    change_income(desk, line, {"period": "2024"})
    (row,) = show_person(desk, person).incomes
    assert (row.kind, row.period, row.amount) == (
        IncomeKind.DEDUCTION, "2024", Decimal("-12000.00"),
    )  # fmt: skip
    remove_income(desk, line)
    assert show_person(desk, person).incomes == ()
    undo_act(desk, list_acts(desk)[0].id)
    assert len(show_person(desk, person).incomes) == 1
    with pytest.raises(UserError, match="没有找到这一条"):
        remove_income(desk, 777)


# --- benefits ----------------------------------------------------------------------------------
BENEFIT = {"kind": "高龄津贴", "rhythm": "monthly", "start": "2026-01-01", "amount": "60"}


def test_a_benefit_is_kept_by_its_code_and_shown_by_its_name(desk: Desk) -> None:
    person = make_person(desk)
    add_benefit(desk, person, {**BENEFIT, "account_no": "6217001234567890"})
    add_benefit(desk, person, {**BENEFIT, "kind": "村集体慰问金", "amount": ""})
    lines = {line.name: line for line in show_person(desk, person).benefits}
    assert (lines["高龄津贴"].kind, lines["高龄津贴"].account) == ("old_age", "**** 7890")
    assert lines["村集体慰问金"].amount is None


def test_what_is_paid_once_does_not_go_on(desk: Desk) -> None:
    person = make_person(desk)
    add_benefit(desk, person, {**BENEFIT, "kind": "临时救助", "rhythm": "once"})
    assert show_person(desk, person).benefits[0].end == date(2026, 1, 1)


def test_a_benefit_is_changed_and_ended_and_stays_in_the_list(desk: Desk) -> None:
    person = make_person(desk)
    make_household(desk, (person,), amount="690.00")
    benefit = add_benefit(desk, person, BENEFIT)
    change_benefit(desk, benefit, {"amount": "90"})
    end_benefit(desk, benefit, date(2026, 4, 30))
    own, whole = show_person(desk, person).benefits
    assert (own.amount, own.end, own.of_household) == (Decimal("90.00"), date(2026, 4, 30), False)
    assert (whole.name, whole.amount, whole.of_household) == (
        "农村低保（全户）", Decimal("690.00"), True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"kind": ""}, "kind"),
        ({"rhythm": "daily"}, "rhythm"),
        ({"start": ""}, "start"),
        ({"amount": "-1"}, "amount"),
        ({"end": "2025-01-01"}, "end"),
    ],
)
def test_a_benefit_that_cannot_be_is_refused(desk: Desk, values: dict[str, str], key: str) -> None:
    person = make_person(desk)
    before = dump(desk.store)
    with pytest.raises(FieldError) as told:
        add_benefit(desk, person, {**BENEFIT, **values})
    assert told.value.key == key
    assert dump(desk.store) == before


# --- self-care ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("failed", "level"),
    [(0, "具备"), (1, "部分丧失"), (3, "部分丧失"), (4, "完全丧失"), (6, "完全丧失")],
)
def test_the_level_follows_from_how_many_of_the_six_fail(failed: int, level: str) -> None:
    answers = {key: place >= failed for place, key in enumerate(ITEMS)}
    assert self_care_result(answers) == SelfCareResult(len(ITEMS) - failed, level)


def test_a_missing_answer_decides_nothing_unless_it_cannot_matter() -> None:
    assert self_care_result({ITEMS[0]: True}) == SelfCareResult(None, None)
    four = dict.fromkeys(ITEMS[:4], False)
    assert self_care_result(four) == SelfCareResult(None, "完全丧失")
    assert self_care_result(dict.fromkeys(ITEMS[1:], True)).level is None


def _assess(desk: Desk, person: int, day: date, failed: int) -> None:
    answers = {key: place >= failed for place, key in enumerate(ITEMS)}
    record_self_care(desk, Assessment(person, day, answers, "甲、乙", "首次"))


def test_the_newest_assessment_is_the_self_care_of_the_person(desk: Desk) -> None:
    person = make_person(desk, self_care="具备")
    _assess(desk, person, date(2026, 5, 1), 4)
    _assess(desk, person, date(2025, 5, 1), 0)  # an old paper, typed in late
    view = show_person(desk, person)
    assert {f.key: f.value for f in view.facts}["self_care"] == "完全丧失"
    assert [(line.day.year, line.result) for line in view.self_care] == [
        (2026, "完全丧失"), (2025, "具备"),
    ]  # fmt: skip
    assert view.self_care[0].failed == ("自主吃饭", "自主穿衣", "自主上下床", "自主如厕")


def test_one_act_holds_the_assessment_and_what_follows_from_it(desk: Desk) -> None:
    person = make_person(desk, self_care="具备")
    before = dump(desk.store)
    _assess(desk, person, TODAY, 2)
    undo_act(desk, list_acts(desk)[0].id)
    assert dump(desk.store) == before


def test_an_undecided_assessment_changes_nothing_but_the_history(desk: Desk) -> None:
    person = make_person(desk, self_care="具备")
    record_self_care(desk, Assessment(person, TODAY, {ITEMS[0]: False}, "甲、乙"))
    view = show_person(desk, person)
    assert {f.key: f.value for f in view.facts}["self_care"] == "具备"
    assert (view.self_care[0].result, view.self_care[0].able) == (UNKNOWN, None)


@pytest.mark.parametrize(
    ("day", "answers", "assessor", "key"),
    [
        (date(2026, 5, 7), {ITEMS[0]: True}, "甲", "day"),
        (date(1900, 1, 1), {ITEMS[0]: True}, "甲", "day"),
        (TODAY, {ITEMS[0]: True}, " ", "assessor"),
        (TODAY, {}, "甲", "eat"),
    ],
)
def test_an_assessment_that_cannot_be_is_refused(
    desk: Desk, day: date, answers: dict[str, bool | None], assessor: str, key: str
) -> None:
    person = make_person(desk)
    before = dump(desk.store)
    with pytest.raises(FieldError) as told:
        record_self_care(desk, Assessment(person, day, answers, assessor))
    assert told.value.key == key
    assert dump(desk.store) == before
