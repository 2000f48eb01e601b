"""The score of a month, and that a failed one loses nobody (S3.217)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.errors import DeclinedError, UserError
from app.core.terms import ContactKind, MatterState
from app.models.care import CareAgreement
from app.models.circumstances import Kin
from app.services.acts import undo_act
from app.services.care.carers import qualify_again
from app.services.care.score_month import list_month
from app.services.care.scores import (
    Scored,
    correct_score,
    preview_score,
    record_score,
    tell_scores,
)
from app.services.care.views import show_carer
from app.services.desk import Desk
from app.services.figures import Entry, enter_figures
from app.services.indicators import list_indicators
from app.services.matter_finding import find_matters
from app.services.matters import ALL, MatterQuery, MatterRow, list_matters
from app.services.person.kin import add_kin
from app.services.person.typed import FieldError
from app.services.person.view import show_person
from app.services.plan import plan_month
from tests.conftest import Offices
from tests.factory import CLERK, TODAY, TOWNSHIP_CODE, dump, make_person
from tests.unit.services.carers import MONTH, make_agreement, make_carer, points_of, score, typed


def _matters(desk: Desk, kind: str) -> list[MatterRow]:
    return list(list_matters(desk, MatterQuery(kind=kind, state=ALL)).rows)


def _ended(desk: Desk, agreement_id: int) -> date | None:
    with desk.store.read() as session:
        return session.get_one(CareAgreement, agreement_id).ended_on


def _records(desk: Desk, person_id: int) -> tuple[object, ...]:
    """What a record says, and the people around the person."""
    with desk.store.read() as session:
        kin = session.query(Kin).filter_by(person_id=person_id)
        around = [(one.name, one.role, one.start, one.end) for one in kin]
    return show_person(desk, person_id).facts, around


# --- what a sheet comes to -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("total", "grade", "passed"),
    [(100, "考核优秀", True), (90, "考核优秀", True), (89, "考核合格", True),
     (60, "考核合格", True), (59, "考核不合格", False), (0, "考核不合格", False)],
)  # fmt: skip
def test_a_total_comes_to_a_grade(desk: Desk, total: int, grade: str, passed: bool) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    found = preview_score(desk, typed(desk, agreement_id, total))
    assert (found.total, found.grade, found.passed) == (Decimal(total), grade, passed)
    assert found.ends_qualification is not passed


def test_a_veto_fails_whatever_the_points(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    veto = list_month(desk, MONTH).sheet.vetoes[0]
    assert not preview_score(desk, typed(desk, agreement_id, 100, vetoes=(veto,))).passed


def test_a_preview_writes_nothing_and_says_who_is_left_alone(desk: Desk) -> None:
    carer_id = make_carer(desk)
    first = make_agreement(desk, carer_id)
    make_agreement(desk, carer_id, make_person(desk, "张小河"))
    before = dump(desk.store)
    found = preview_score(desk, typed(desk, first, 58))
    assert [one.person for one in found.ends] == ["张大山", "张小河"]
    assert found.due is not None
    assert found.due > TODAY
    assert dump(desk.store) == before


def test_an_office_scores_by_its_own_items(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    entry = Entry("caregiver.score_items", TOWNSHIP_CODE, [["吃饭", 60], ["卫生", 40]],
                  date(2026, 5, 1), date(2026, 5, 1), "县民政局通知")  # fmt: skip
    enter_figures(desk, [entry])
    assert list_month(desk, MONTH).sheet.items == (("吃饭", 60), ("卫生", 40))
    assert len(list_month(desk, "2026-04").sheet.items) == 7
    assert score(desk, agreement_id, 75).words.endswith("考核合格")


# --- bad input -----------------------------------------------------------------------------------
def _wrong(desk: Desk, agreement_id: int, **changes: Any) -> Exception:
    before = dump(desk.store)
    sheet = typed(desk, agreement_id, 80)
    values = {**vars(sheet), **changes}
    with pytest.raises(UserError) as caught:
        record_score(desk, type(sheet)(**values), agreed=True)
    assert dump(desk.store) == before
    return caught.value


@pytest.mark.parametrize("text", ["21", "-1", "17.35", "很好", "", "NaN", "1e400"])
def test_points_that_cannot_be_are_refused_at_their_item(desk: Desk, text: str) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    points = points_of(desk, 80)
    item = next(name for name, worth in list_month(desk, MONTH).sheet.items if worth == 20)
    error = _wrong(desk, agreement_id, points={**points, item: text})
    assert isinstance(error, FieldError)
    assert error.key == item


def test_half_points_are_taken(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    sheet = typed(desk, agreement_id, 80)
    item = next(name for name, given in sheet.points.items() if given == "20")
    halves = type(sheet)(agreement_id, MONTH, {**sheet.points, item: "19.5"})
    assert preview_score(desk, halves).total == Decimal("79.5")


@pytest.mark.parametrize(
    "changes",
    [
        {"month": "2026-06"},
        {"month": "2025-12"},
        {"vetoes": ("没有这一项",)},
        {"points": {"没有这一项": "3"}},
        {"satisfaction": "一般"},
        {"scored_on": date(2026, 5, 7)},
        {"scored_on": date(2026, 4, 30)},
        {"told_on": TODAY},
        {"told_on": date(2026, 5, 7), "told_how": "当面告知"},
        {"told_on": date(2026, 5, 1), "told_how": "当面告知", "scored_on": date(2026, 5, 2)},
    ],
)  # fmt: skip
def test_a_wrong_sheet_is_refused_and_nothing_is_written(
    desk: Desk, changes: dict[str, Any]
) -> None:
    _wrong(desk, make_agreement(desk, make_carer(desk)), **changes)


def test_a_month_is_scored_once(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    score(desk, agreement_id, 80)
    assert "已经考核过" in str(_wrong(desk, agreement_id))


def test_a_month_before_the_agreement_is_not_scored(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk), start="2026-03-05")
    assert "不在协议期内" in str(_wrong(desk, agreement_id, month="2026-02"))


def test_a_failed_score_waits_until_somebody_agrees(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="还没有确认"):
        record_score(desk, typed(desk, agreement_id, 59))
    assert dump(desk.store) == before


# --- what follows --------------------------------------------------------------------------------
def test_a_passed_score_changes_nothing_else(desk: Desk) -> None:
    carer_id = make_carer(desk)
    agreement_id = make_agreement(desk, carer_id)
    done = score(desk, agreement_id, 85)
    assert not done.disqualified
    assert _ended(desk, agreement_id) is None
    assert show_carer(desk, carer_id).row.last_grade == "考核合格"


def test_one_failed_score_ends_the_qualification_for_everybody_cared_for(desk: Desk) -> None:
    carer_id = make_carer(desk)
    people = [make_person(desk, name, categories=("tekun_scattered",)) for name in "甲乙"]
    first, second = (make_agreement(desk, carer_id, one) for one in people)
    done = score(desk, first, 58)
    assert done.disqualified
    assert "2份协议终止" in done.words
    assert {_ended(desk, first), _ended(desk, second)} == {TODAY}
    row = show_carer(desk, carer_id).row
    assert row.disqualified_on == TODAY
    assert "58分" in row.disqualified_reason
    tasks = _matters(desk, "without_carer")
    assert {task.person_id for task in tasks} == set(people)
    assert {task.due for task in tasks} == {
        date(2026, 5, 12)
    }  # five working days, a Saturday among them
    assert all("无人照料" in task.words for task in tasks)


def test_the_task_is_found_again_and_not_twice(desk: Desk) -> None:
    score(desk, make_agreement(desk, make_carer(desk)), 58)
    (before,) = _matters(desk, "without_carer")
    find_matters(desk)
    assert _matters(desk, "without_carer") == [before]


def test_no_duty_is_lost_between_two_carers(desk: Desk) -> None:
    person_id = make_person(desk, categories=("tekun_scattered",))
    agreement_id = make_agreement(desk, make_carer(desk), person_id)

    def duties() -> list[tuple[object, ...]]:
        """What the person is owed; the score is owed to an agreement."""
        rows = [r for r in plan_month(desk, "2026-06").rows if r.kind is not ContactKind.SCORE]
        return [(r.person_id, r.kind, r.due, r.rules) for r in rows if r.person_id == person_id]

    before = duties()
    assert before
    score(desk, agreement_id, 58)
    assert duties() == before
    add_kin(desk, person_id, {"role": "entrusted_carer", "name": "村干部", "start": "2026-05-06"})
    find_matters(desk)
    (task,) = _matters(desk, "without_carer")
    assert task.state is MatterState.OPEN
    assert "临时有人照料" in task.words
    other = make_carer(desk, "周七")
    make_agreement(desk, other, person_id, start=TODAY.isoformat())
    assert duties() == before
    assert _matters(desk, "without_carer")[0].state is MatterState.CLOSED
    assert [line.carer for line in list_month(desk, MONTH).lines if line.wanted] == ["周七"]


def test_the_undo_takes_back_all_of_it(desk: Desk) -> None:
    carer_id = make_carer(desk)
    first = make_agreement(desk, carer_id)
    make_agreement(desk, carer_id, make_person(desk, "张小河"))
    before = dump(desk.store)
    undo_act(desk, score(desk, first, 58).act_id)
    assert dump(desk.store) == before


def test_a_veto_ends_the_qualification_too(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    veto = list_month(desk, MONTH).sheet.vetoes[1]
    assert score(desk, agreement_id, 95, vetoes=(veto,)).disqualified


def test_another_failed_score_of_who_is_disqualified_ends_nothing_again(desk: Desk) -> None:
    carer_id = make_carer(desk)
    first = make_agreement(desk, carer_id)
    second = make_agreement(desk, carer_id, make_person(desk, "张小河"))
    score(desk, first, 58)
    assert not preview_score(desk, typed(desk, second, 40)).ends_qualification
    assert not score(desk, second, 40).disqualified
    assert "58分" in show_carer(desk, carer_id).row.disqualified_reason


# --- correcting and telling ----------------------------------------------------------------------
def _corrected(desk: Desk, first: Scored, agreement_id: int, total: int, **facts: str) -> Scored:
    sheet = typed(desk, agreement_id, total, **{"why": "抄错了分数", **facts})
    return correct_score(desk, first.score_id, sheet, agreed=True)


def test_a_correction_needs_a_reason_and_keeps_what_was(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    first = score(desk, agreement_id, 80, told_on=TODAY, told_how="当面告知")
    before = dump(desk.store)
    with pytest.raises(FieldError, match="更正原因"):
        correct_score(desk, first.score_id, typed(desk, agreement_id, 82))
    assert dump(desk.store) == before
    _corrected(desk, first, agreement_id, 82)
    _corrected(desk, first, agreement_id, 85, why="又看错了")
    line = list_month(desk, MONTH).lines[0]
    assert line.score is not None
    assert (line.score.total, line.score.told_on) == (Decimal(85), None)  # told anew
    assert line.before == (
        f"{TODAY} {CLERK}更正，原来82分、考核合格：又看错了",
        f"{TODAY} {CLERK}更正，原来80分、考核合格：抄错了分数",
    )


def test_a_score_corrected_to_a_failed_one_has_its_effect(desk: Desk) -> None:
    agreement_id = make_agreement(desk, make_carer(desk))
    first = score(desk, agreement_id, 80)
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="还没有确认"):
        correct_score(desk, first.score_id, typed(desk, agreement_id, 30, why="看错了行"))
    assert dump(desk.store) == before
    failed = _corrected(desk, first, agreement_id, 30)
    assert failed.disqualified
    assert len(_matters(desk, "without_carer")) == 1
    undo_act(desk, failed.act_id)
    assert dump(desk.store) == before


def test_a_failed_score_that_was_wrong_gives_everything_back(desk: Desk) -> None:
    carer_id = make_carer(desk)
    people = [make_person(desk, name, categories=("tekun_scattered",)) for name in "甲乙"]
    first, second = (make_agreement(desk, carer_id, one) for one in people)
    known = [_records(desk, one) for one in people]
    failed = score(desk, first, 58)
    sheet = typed(desk, first, 85, why="抄错了分数")
    preview = preview_score(desk, sheet, failed.score_id)
    assert [one.person for one in preview.regained.back] == ["甲", "乙"]
    done = correct_score(desk, failed.score_id, sheet)
    assert "恢复护理资格和2份协议" in done.words
    assert (_ended(desk, first), _ended(desk, second)) == (None, None)
    assert show_carer(desk, carer_id).row.disqualified_on is None
    assert {row.state for row in _matters(desk, "without_carer")} == {MatterState.CLOSED}
    assert [_records(desk, one) for one in people] == known
    undo_act(desk, done.act_id)
    assert show_carer(desk, carer_id).row.disqualified_on == TODAY


def test_who_found_another_carer_meanwhile_keeps_that_one(desk: Desk) -> None:
    carer_id = make_carer(desk)
    first = make_agreement(desk, carer_id)
    person = make_person(desk, "张小河")
    second = make_agreement(desk, carer_id, person)
    failed = score(desk, first, 58)
    make_agreement(desk, make_carer(desk, "周七"), person, start=TODAY.isoformat())
    done = _corrected(desk, failed, first, 85)
    assert "1份协议，1份不恢复" in done.words
    assert (_ended(desk, first), _ended(desk, second)) == (None, TODAY)


def test_another_failed_score_holds_the_qualification_off(desk: Desk) -> None:
    carer_id = make_carer(desk)
    first = make_agreement(desk, carer_id)
    second = make_agreement(desk, carer_id, make_person(desk, "张小河"))
    failed = score(desk, first, 58)
    score(desk, second, 40)
    done = _corrected(desk, failed, first, 85)
    assert "资格仍取消" in done.words
    row = show_carer(desk, carer_id).row
    assert row.disqualified_on == TODAY
    assert "40分" in row.disqualified_reason
    assert _ended(desk, first) == TODAY


def test_a_qualification_that_was_given_back_is_left_alone(offices: Offices) -> None:
    with offices.township() as desk:
        carer_id = make_carer(desk)
        first = make_agreement(desk, carer_id)
        failed = score(desk, first, 58)
    with offices.township(day=date(2026, 5, 20)) as desk:
        qualify_again(desk, carer_id, date(2026, 5, 20))
        done = _corrected(desk, failed, first, 85, scored_on=TODAY)  # type: ignore[arg-type]
        assert done.words.endswith("考核合格")
        assert _ended(desk, first) == TODAY
        assert show_carer(desk, carer_id).row.qualified_on == date(2026, 5, 20)


def test_a_failed_score_corrected_to_another_failed_one_says_the_right_points(desk: Desk) -> None:
    carer_id = make_carer(desk)
    first = make_agreement(desk, carer_id)
    failed = score(desk, first, 58)
    assert _corrected(desk, failed, first, 45).disqualified
    row = show_carer(desk, carer_id).row
    assert row.disqualified_on == TODAY
    assert "45分" in row.disqualified_reason
    assert _ended(desk, first) == TODAY
    assert [one.state for one in _matters(desk, "without_carer")] == [MatterState.OPEN]
    assert "恢复护理资格和1份协议" in _corrected(desk, failed, first, 85).words
    assert _ended(desk, first) is None


def test_what_is_not_told_in_days_becomes_a_matter(offices: Offices) -> None:
    with offices.township() as desk:
        done = score(desk, make_agreement(desk, make_carer(desk)), 80)
        find_matters(desk)
        assert _matters(desk, "score_untold") == []
    with offices.township(day=date(2026, 5, 12)) as desk:
        find_matters(desk)
        (matter,) = _matters(desk, "score_untold")
        assert (matter.due, matter.late) == (
            date(2026, 5, 9),
            True,
        )  # a Saturday on which people work
        tell_scores(desk, [done.score_id], date(2026, 5, 12), "当面告知")
        find_matters(desk)
        assert _matters(desk, "score_untold")[0].state is MatterState.CLOSED


def test_telling_needs_scores_a_day_and_a_way(desk: Desk) -> None:
    done = score(desk, make_agreement(desk, make_carer(desk)), 80)
    before = dump(desk.store)
    for ids, day, how in (
        ([], TODAY, "当面告知"),
        ([99], TODAY, "当面告知"),
        ([done.score_id], TODAY, " "),
        ([done.score_id], date(2026, 5, 7), "当面告知"),
        ([done.score_id], date(2026, 5, 5), "当面告知"),
    ):
        with pytest.raises(UserError):
            tell_scores(desk, ids, day, how)
    assert dump(desk.store) == before


# --- the month as a duty -------------------------------------------------------------------------
def test_a_month_without_a_score_is_overdue_until_it_has_one(offices: Offices) -> None:
    with offices.township() as desk:
        agreement_id = make_agreement(desk, make_carer(desk), start="2026-05-01")
    with offices.township(day=date(2026, 6, 3)) as desk:
        find_matters(desk)
        late = [row for row in _matters(desk, "calendar") if "2026-05" in str(row.due)]
        (row,) = [row for row in late if "护理人" in row.words]
        assert row.late
        assert "还有1份没有考核" in row.words
        score(desk, agreement_id, 80)
        find_matters(desk)
        rows = _matters(desk, "calendar")
        (row,) = [row for row in rows if row.due == date(2026, 5, 31) and "护理人" in row.words]
        assert row.state is MatterState.CLOSED


def test_the_indicator_counts_the_carers_who_have_every_score(desk: Desk) -> None:
    carer_id = make_carer(desk)
    first = make_agreement(desk, carer_id)
    second = make_agreement(desk, carer_id, make_person(desk, "张小河"))

    def figure() -> str:
        rows = list_indicators(desk).rows
        return next(row.value for row in rows if row.key == "caregivers_scored")

    score(desk, first, 80)
    assert figure() == "0%"
    score(desk, second, 80)
    assert figure() == "100%"


def test_average_and_trend_are_of_the_months(desk: Desk) -> None:
    carer_id = make_carer(desk)
    agreement_id = make_agreement(desk, carer_id)
    for month, total in (("2026-03", 70), ("2026-04", 80), ("2026-05", 91)):
        score(desk, agreement_id, total, month=month)
    row = show_carer(desk, carer_id).row
    assert row.average == Decimal("80.3")
    assert [int(total) for _, total in row.trend] == [70, 80, 91]
    assert [line.month for line in show_carer(desk, carer_id).scores] == [
        "2026-05", "2026-04", "2026-03",
    ]  # fmt: skip
