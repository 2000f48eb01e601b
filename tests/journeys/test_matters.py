"""A month of matters: what a visit brings, and a death that stops being paid."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.core.terms import MatterOutcome, MatterState
from app.models.household import Award
from app.services.desk import Desk
from app.services.matter_acts import answer_matter, assign_matters, close_matters, tell_matters
from app.services.matter_finding import find_matters
from app.services.matter_letters import print_referrals
from app.services.matters import ALL, MatterQuery, MatterRow, list_matters, show_matter
from app.services.register import SavePerson, save_person
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visits import RecordVisit, record_visit
from app.services.workbench import show_workbench
from tests.conftest import Offices
from tests.factory import id_number, make_household, make_person, visit_answers

FIRST, VISITED, ASKED, ANSWERED, LAST = (date(2026, 6, day) for day in (1, 8, 9, 24, 30))


def _of_kind(desk: Desk, kind: str, state: str = ALL) -> list[MatterRow]:
    return list(list_matters(desk, MatterQuery(kind=kind, state=state)).rows)


def _only(desk: Desk, kind: str) -> MatterRow:
    (row,) = _of_kind(desk, kind)
    return row


def _begin(offices: Offices) -> tuple[int, int]:
    with offices.township(day=date(2026, 4, 1)) as desk:
        child = make_person(
            desk, "小芳", categories=("orphan",), id_no=id_number(born=date(2015, 3, 1))
        )
        elder = make_person(desk, "老孙", categories=("tekun_scattered",), self_care="具备")
        make_household(desk, (elder,), category="tekun_scattered", amount="1128.00")
        assert find_matters(desk).opened == len(list_matters(desk).rows)
    return child, elder


def _visit(offices: Offices, elder: int, folder: Path) -> None:
    """The child's guardian cannot pay the medicine; at the elder's door they say he has died."""
    with offices.township(day=VISITED) as desk:
        batch = print_sheets(desk, "2026-06", out=folder / "sheets.pdf")
        for sheet in sheets_of_batch(desk, batch.batch_no):
            needs = visit_answers(
                VISITED, problems=("medical",), problems_note="药费高", referral=("insurance",)
            )
            dead = visit_answers(
                VISITED, seen_in_person=False, unseen_reason="dead", respondent="村组长",
                respondent_relation="cadre", health=None, mental_state=None, facts_true=None,
                problems=None,
            )  # fmt: skip
            answers = dead if sheet.name == "老孙" else needs
            record_visit(desk, RecordVisit(sheet.sheet_no, answers))
        find_matters(desk)
        assert _only(desk, "reported_dead").person_id == elder


def test_a_month_of_matters(offices: Offices, tmp_path: Path) -> None:
    _, elder = _begin(offices)
    _visit(offices, elder, tmp_path)
    _need_is_met(offices, tmp_path)
    _death_stops_the_payment(offices, elder)
    with offices.township(day=LAST) as desk:
        assert desk.store.check() == ()


def _need_is_met(offices: Offices, folder: Path) -> None:
    with offices.township(day=ASKED) as desk:
        need = _only(desk, "visit_problem")
        assert (need.who, need.department, need.late) == ("小芳", "医保", False)
        assign_matters(desk, [need.id], "县医保局")
        assert print_referrals(desk, [need.id], folder / "转办单.pdf").count == 1
    with offices.township(day=date(2026, 7, 20)) as desk:
        assert _only(desk, "visit_problem").late
        assert show_workbench(desk).matters.late >= 1
    with offices.township(day=ANSWERED) as desk:
        answer_matter(desk, need.id, "已办理门诊慢特病，报销七成。")
        tell_matters(desk, [need.id])
        close_matters(desk, [need.id], MatterOutcome.SOLVED, "监护人知道了")
        assert find_matters(desk).reopened == 0
        assert show_matter(desk, need.id).row.state is MatterState.CLOSED


def _death_stops_the_payment(offices: Offices, elder: int) -> None:
    with offices.township(day=ANSWERED) as desk:
        values = {"name": "老孙", "death_date": "2026-06-05"}
        save_person(desk, SavePerson(elder, values, "", "", ("tekun_scattered",)))
        find_matters(desk)
        assert _only(desk, "reported_dead").outcome_name == "已消除"
        paid = _only(desk, "dead_but_paid")
        assert "追回" in show_matter(desk, paid.id).remedy
    with offices.township(day=LAST) as desk:
        save_person(desk, SavePerson(elder, {"name": "老孙"}, "", "", ()))
        find_matters(desk)
        assert _only(desk, "dead_but_paid").state is MatterState.OPEN, "the household is still paid"
        with desk.write("stop_award", "停发") as work:
            for award in work.session.query(Award):
                award.end = LAST
        assert find_matters(desk).gone >= 1
        ended = show_matter(desk, paid.id)
        assert (ended.row.outcome_name, ended.closed_by) == ("已消除", "核对登记")
