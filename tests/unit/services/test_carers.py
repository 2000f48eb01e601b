"""Carers and agreements: the record of the person follows, and nobody is paid for twice."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import DeclinedError, UserError
from app.core.terms import CareEnd, MatterState
from app.models.care import CareAgreement, Carer
from app.models.circumstances import Kin
from app.models.person import Person
from app.services.acts import list_acts, undo_act
from app.services.care.agreements import (
    add_agreement,
    change_agreement,
    end_agreement,
    offer_agreement,
    renew_agreement,
    sign_agreements,
)
from app.services.care.carers import add_carer, change_carer, end_qualification, qualify_again
from app.services.care.views import carers_of, list_carers, show_carer
from app.services.desk import Desk
from app.services.figures import Entry, enter_figures
from app.services.matter_finding import find_matters
from app.services.matters import ALL, MatterQuery, MatterRow, list_matters
from app.services.person.kin import add_kin
from app.services.person.typed import FieldError
from tests.factory import TODAY, TOWNSHIP_CODE, dump, id_number, make_person
from tests.unit.services.carers import SINCE, make_agreement, make_carer, score


def _kin(desk: Desk, person_id: int) -> list[Kin]:
    with desk.store.read() as session:
        return [kin for kin in session.query(Kin) if kin.person_id == person_id]


def _person(desk: Desk, person_id: int) -> Person:
    with desk.store.read() as session:
        return session.get_one(Person, person_id)


def _agreement(desk: Desk, agreement_id: int) -> CareAgreement:
    with desk.store.read() as session:
        return session.get_one(CareAgreement, agreement_id)


def _matters(desk: Desk, kind: str) -> list[MatterRow]:
    return list(list_matters(desk, MatterQuery(kind=kind, state=ALL)).rows)


# --- carers --------------------------------------------------------------------------------------
def test_a_carer_who_is_on_the_register_is_known_by_the_number(desk: Desk) -> None:
    number = id_number(born=date(1980, 2, 3))
    person_id = make_person(desk, "王五", id_no=number)
    carer_id = make_carer(desk, "王五", id_no=number)
    view = show_carer(desk, carer_id)
    assert view.row.person_id == person_id
    assert (view.row.age, view.row.sex) == (46, "男")


def test_a_carer_need_not_be_on_the_register_and_nothing_is_guessed(desk: Desk) -> None:
    carer_id = make_carer(desk, "赵六", id_no="", phone="")
    row = show_carer(desk, carer_id).row
    assert (row.person_id, row.age, row.sex, row.average, row.last_total) == (
        None, None, "", None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", ""),
        ("qualified_on", ""),
        ("qualified_on", "2027-01-01"),
        ("id_no", "990101195001011234"),
    ],
)
def test_a_wrong_carer_is_refused_and_nothing_is_written(desk: Desk, key: str, value: str) -> None:
    before = dump(desk.store)
    values = {"name": "李四", "qualified_on": SINCE, key: value}
    with pytest.raises(FieldError) as caught:
        add_carer(desk, values)
    assert caught.value.key == key
    assert dump(desk.store) == before


def test_nobody_is_a_carer_twice(desk: Desk) -> None:
    number = id_number(born=date(1980, 2, 3))
    make_carer(desk, id_no=number)
    before = dump(desk.store)
    with pytest.raises(FieldError, match="已经登记"):
        make_carer(desk, "另一个名字", id_no=number)
    assert dump(desk.store) == before


def test_a_carer_beyond_the_age_is_told_and_not_refused(desk: Desk) -> None:
    carer_id = make_carer(desk, id_no=id_number(born=date(1950, 1, 1)))
    assert show_carer(desk, carer_id).row.doubts == ("76岁，超过70岁",)


def test_a_carer_who_cannot_care_for_himself_is_told(desk: Desk) -> None:
    number = id_number(born=date(1980, 2, 3))
    make_person(desk, "王五", id_no=number, self_care="部分丧失")
    assert show_carer(desk, make_carer(desk, id_no=number)).row.doubts == (
        "本人自理能力：部分丧失",
    )


# --- agreements ----------------------------------------------------------------------------------
def test_an_agreement_puts_the_carer_into_the_record_of_the_person(desk: Desk) -> None:
    carer_id = make_carer(desk)
    person_id = make_person(desk)
    agreement_id = make_agreement(desk, carer_id, person_id, relation="侄女")
    (kin,) = _kin(desk, person_id)
    assert (kin.role, kin.name, kin.relation, kin.start) == (
        "carer", "李四姐", "侄女", date(2026, 1, 1),
    )  # fmt: skip
    assert _agreement(desk, agreement_id).kin_id == kin.id
    assert _person(desk, person_id).carer_name == "李四姐"
    assert [row.id for row in carers_of(desk, person_id)] == [carer_id]


def test_a_carer_who_stands_in_the_record_already_is_not_written_twice(desk: Desk) -> None:
    person_id = make_person(desk)
    kin_id = add_kin(desk, person_id, {"role": "carer", "name": "李四姐"})
    agreement_id = make_agreement(desk, make_carer(desk), person_id)
    assert [kin.id for kin in _kin(desk, person_id)] == [kin_id]
    assert _agreement(desk, agreement_id).kin_id == kin_id


def test_the_undo_of_an_agreement_leaves_nothing_of_it(desk: Desk) -> None:
    carer_id, person_id = make_carer(desk), make_person(desk)
    before = dump(desk.store)
    make_agreement(desk, carer_id, person_id)
    undo_act(desk, list_acts(desk)[0].id)
    assert dump(desk.store) == before


def test_numbers_are_given_in_turn_and_never_twice(desk: Desk) -> None:
    carer_id = make_carer(desk)
    first = make_agreement(desk, carer_id)
    assert _agreement(desk, first).number == "HL-2026-001"
    assert offer_agreement(desk).number == "HL-2026-002"
    before = dump(desk.store)
    person_id = make_person(desk, "张小河")
    with pytest.raises(FieldError, match="已经用过") as caught:
        make_agreement(desk, carer_id, person_id, number="HL-2026-001")
    assert caught.value.key == "number"
    after = dump(desk.store)
    assert after["care_agreement"] == before["care_agreement"]


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("end", {"start": "2026-05-01", "end": "2026-04-30"}),
        ("start", {"start": ""}),
        ("end", {"end": "不知道"}),
        ("fee", {"fee": "三百"}),
        ("start", {"start": "2025-12-31"}),
    ],
)
def test_a_wrong_agreement_is_refused_and_nothing_is_written(
    desk: Desk, key: str, values: dict[str, str]
) -> None:
    carer_id, person_id = make_carer(desk), make_person(desk)
    before = dump(desk.store)
    with pytest.raises(FieldError) as caught:
        make_agreement(desk, carer_id, person_id, **values)
    assert caught.value.key == key
    assert dump(desk.store) == before


def test_an_unknown_fee_stays_unknown(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk), fee="")
    assert _agreement(desk, agreement_id).fee is None


def test_nobody_has_two_agreements_at_a_time(desk: Desk) -> None:
    person_id = make_person(desk)
    make_agreement(desk, make_carer(desk), person_id)
    other = make_carer(desk, "周七")
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已有护理协议"):
        make_agreement(desk, other, person_id, start="2026-06-01")
    assert dump(desk.store) == before


def test_nobody_is_his_own_carer_and_nobody_cares_for_the_dead(desk: Desk) -> None:
    number = id_number(born=date(1980, 2, 3))
    person_id = make_person(desk, "王五", id_no=number)
    carer_id = make_carer(desk, "王五", id_no=number)
    dead = make_person(desk, death_date="2026-05-01")
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="不能是本人"):
        make_agreement(desk, carer_id, person_id)
    with pytest.raises(DeclinedError, match="死亡"):
        make_agreement(desk, carer_id, dead)
    assert dump(desk.store) == before


def test_a_renewed_agreement_goes_on_where_the_old_one_ends(desk: Desk) -> None:
    carer_id, person_id = make_carer(desk), make_person(desk)
    old = make_agreement(desk, carer_id, person_id, end="2026-05-31", items="做饭")
    new = _agreement(desk, renew_agreement(desk, old, {"end": "2027-05-31"}))
    assert (new.start, new.end, new.items) == (date(2026, 6, 1), date(2027, 5, 31), "做饭")
    assert new.account_no == "6217000012345678"
    assert len(_kin(desk, person_id)) == 1
    assert show_carer(desk, carer_id).row.people == ("张大山",)


def test_an_agreement_that_ends_ends_in_the_record_too_and_becomes_a_task(desk: Desk) -> None:
    carer_id, person_id = make_carer(desk), make_person(desk)
    agreement_id = make_agreement(desk, carer_id, person_id)
    before = dump(desk.store)
    done = end_agreement(desk, agreement_id, TODAY, CareEnd.RESIGNED)
    (kin,) = _kin(desk, person_id)
    assert kin.end == TODAY
    assert _person(desk, person_id).carer_name is None
    (matter,) = _matters(desk, "without_carer")
    assert (matter.person_id, matter.state) == (person_id, MatterState.OPEN)
    assert "无人照料" in matter.words
    undo_act(desk, done.act_id)
    assert dump(desk.store) == before


def test_no_carer_is_looked_for_when_none_is_needed(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    end_agreement(desk, agreement_id, TODAY, CareEnd.NOT_NEEDED)
    find_matters(desk)
    assert _matters(desk, "without_carer") == []


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 5, 7)])
def test_an_agreement_ends_within_its_days_and_not_in_the_future(desk: Desk, day: date) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    before = dump(desk.store)
    with pytest.raises(FieldError):
        end_agreement(desk, agreement_id, day, CareEnd.RESIGNED)
    assert dump(desk.store) == before


def test_a_new_carer_may_begin_on_the_day_on_which_the_old_one_ends(desk: Desk) -> None:
    person_id = make_person(desk)
    old = make_agreement(desk, make_carer(desk), person_id)
    end_agreement(desk, old, TODAY, CareEnd.REPLACED)
    other = make_carer(desk, "周七")
    make_agreement(desk, other, person_id, start=TODAY.isoformat())
    assert _person(desk, person_id).carer_name == "周七"
    assert {row.state for row in _matters(desk, "without_carer")} == {MatterState.CLOSED}
    assert find_matters(desk).reopened == 0


def test_the_end_of_an_agreement_is_told_before_it_comes(desk: Desk) -> None:
    carer_id, person_id = make_carer(desk), make_person(desk)
    near = make_agreement(desk, carer_id, person_id, end="2026-06-05")
    make_agreement(desk, carer_id, make_person(desk, "张小河"), end="2026-06-06")
    find_matters(desk)
    (matter,) = _matters(desk, "care_agreement_ends")
    assert (matter.person_id, matter.due) == (person_id, date(2026, 6, 5))
    renew_agreement(desk, near, {"end": "2027-06-05"})
    find_matters(desk)
    assert _matters(desk, "care_agreement_ends")[0].state is MatterState.CLOSED


def test_whose_agreement_ran_out_needs_a_carer(desk: Desk) -> None:
    make_agreement(desk, make_carer(desk), end="2026-05-05")
    find_matters(desk)
    (matter,) = _matters(desk, "without_carer")
    assert "协议到期" in matter.words


def test_what_changes_of_a_carer_changes_in_the_records_of_those_cared_for(
    desk: Desk,
) -> None:
    carer_id, person_id = make_carer(desk), make_person(desk)
    make_agreement(desk, carer_id, person_id)
    change_carer(desk, carer_id, {"phone": "13711112222", "name": "李四妹"})
    assert _person(desk, person_id).carer_phone == "13711112222"
    assert [(kin.name, kin.phone) for kin in _kin(desk, person_id)] == [("李四妹", "13711112222")]


def test_months_that_were_scored_stay_within_the_agreement(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    score(desk, agreement_id, 80, month="2026-02")
    before = dump(desk.store)
    with pytest.raises(FieldError, match="2026-02"):
        change_agreement(desk, agreement_id, {"start": "2026-03-01"})
    assert dump(desk.store) == before
    change_agreement(desk, agreement_id, {"fee": "350.50"})
    assert str(_agreement(desk, agreement_id).fee) == "350.50"


# --- the qualification ---------------------------------------------------------------------------
def test_a_qualification_ends_with_every_agreement_and_comes_back_by_undo(desk: Desk) -> None:
    carer_id = make_carer(desk)
    people = [make_person(desk, name) for name in ("张大山", "张小河")]
    for person_id in people:
        make_agreement(desk, carer_id, person_id)
    before = dump(desk.store)
    done = end_qualification(desk, carer_id, TODAY, "外出务工")
    assert show_carer(desk, carer_id).row.state == "资格已取消"
    assert {row.person_id for row in _matters(desk, "without_carer")} == set(people)
    with pytest.raises(DeclinedError, match="取消"):
        make_agreement(desk, carer_id, people[0], start=TODAY.isoformat())
    undo_act(desk, done.act_id)
    assert dump(desk.store) == before


def test_a_qualification_ends_for_a_reason_on_a_day_that_can_be(desk: Desk) -> None:
    carer_id = make_carer(desk)
    before = dump(desk.store)
    for day, reason in ((TODAY, " "), (date(2026, 5, 7), "病"), (date(2025, 12, 31), "病")):
        with pytest.raises(FieldError):
            end_qualification(desk, carer_id, day, reason)
    assert dump(desk.store) == before


def test_who_qualifies_again_signs_anew(desk: Desk) -> None:
    carer_id, person_id = make_carer(desk), make_person(desk)
    make_agreement(desk, carer_id, person_id)
    end_qualification(desk, carer_id, TODAY, "外出务工")
    qualify_again(desk, carer_id, TODAY)
    with desk.store.read() as session:
        assert session.get_one(Carer, carer_id).disqualified_on is None
    assert list_carers(desk)[0].people == ()
    make_agreement(desk, carer_id, person_id, start=TODAY.isoformat())
    assert list_carers(desk)[0].people == ("张大山",)


def test_who_is_not_there_is_said_in_words(desk: Desk) -> None:
    before = dump(desk.store)
    for act in (
        lambda: show_carer(desk, 99),
        lambda: add_agreement(desk, 99, 99, {}),
        lambda: renew_agreement(desk, 99, {}),
        lambda: end_agreement(desk, 99, TODAY, CareEnd.RESIGNED),
    ):
        with pytest.raises(UserError):
            act()
    assert dump(desk.store) == before


# --- several at once -----------------------------------------------------------------------------
_YEAR = {"number": "协-7", "start": SINCE, "end": "2026-12-31", "fee": "300"}


def test_several_people_sign_in_one_act_each_with_a_number_of_its_own(desk: Desk) -> None:
    carer_id = make_carer(desk)
    people = [make_person(desk, name) for name in "甲乙丙"]
    before = dump(desk.store)
    done = sign_agreements(desk, carer_id, people, _YEAR)
    assert done.words == "签订护理协议，3份"
    found = [_agreement(desk, one) for one in done.ids]
    assert [one.person_id for one in found] == people
    assert [one.number for one in found] == ["协-7", "HL-2026-001", "HL-2026-002"]
    assert [_person(desk, one).carer_name for one in people] == ["李四姐"] * 3
    undo_act(desk, done.act_id)
    assert dump(desk.store) == before


def test_one_who_cannot_sign_stops_all_and_is_told_by_the_place(desk: Desk) -> None:
    carer_id = make_carer(desk)
    people = [make_person(desk, name) for name in "甲乙"]
    make_agreement(desk, make_carer(desk, "周七"), people[1])
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="选定的第2人：这个人从2026-01-01"):
        sign_agreements(desk, carer_id, people, _YEAR)
    for wrong in ([], [people[0]] * 2):
        with pytest.raises(UserError):
            sign_agreements(desk, carer_id, wrong, _YEAR)
    assert dump(desk.store) == before


def test_more_people_than_the_county_allows_are_told_of(desk: Desk) -> None:
    enter_figures(
        desk, [Entry("caregiver.most_people", TOWNSHIP_CODE, 2, TODAY, TODAY, "县民政局通知")]
    )
    people = [make_person(desk, name) for name in "甲乙丙"]
    carer_id = make_carer(desk)
    assert sign_agreements(desk, carer_id, people[:2], _YEAR).words == "签订护理协议，2份"
    words = sign_agreements(desk, carer_id, people[2:], {**_YEAR, "number": ""}).words
    assert words == "签订护理协议；照料3人，超过2人"
