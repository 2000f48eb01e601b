"""A score that was typed wrongly is corrected; what a failed one ended comes back (S3.217)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import DeclinedError
from app.core.terms import MatterState
from app.models.care import CareAgreement
from app.models.circumstances import Kin
from app.services.acts import undo_act
from app.services.care.carers import qualify_again
from app.services.care.score_month import list_month
from app.services.care.scores import (
    Scored,
    correct_score,
    preview_score,
)
from app.services.care.views import show_carer
from app.services.desk import Desk
from app.services.matters import ALL, MatterQuery, MatterRow, list_matters
from app.services.person.typed import FieldError
from app.services.person.view import show_person
from tests.conftest import Offices
from tests.factory import CLERK, TODAY, dump, make_person
from tests.unit.services.carers import MONTH, make_agreement, make_carer, score, typed


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
