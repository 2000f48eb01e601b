"""What a person receives by name, from–to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.core.benefits import benefits
from app.core.terms import RHYTHM_NAMES, Rhythm
from app.models.circumstances import Benefit
from app.services.desk import Desk
from app.services.person.facts import expect_person
from app.services.person.rows import check_days, expect_row, read_row, set_row
from app.services.person.typed import FieldError


def add_benefit(desk: Desk, person_id: int, values: Mapping[str, str | None]) -> int:
    """Write down a benefit; the new row's number. An amount that is not known stays unknown.

    ``values`` are texts by column; ``kind`` may be a code, its name, or a name of the office's own.
    Raises ``FieldError`` naming the column that is empty or wrong.
    """
    with desk.write("add_benefit", "登记待遇", ("person", person_id)) as work:
        expect_person(work.session, person_id)
        benefit = Benefit(person_id=person_id)
        _fill(benefit, values, desk.clock.today())
        work.session.add(benefit)
        work.session.flush()
        return benefit.id


def change_benefit(desk: Desk, benefit_id: int, values: Mapping[str, str | None]) -> None:
    """Correct what is written; columns that ``values`` does not name stay as they are."""
    with desk.write("change_benefit", "修改待遇") as work:
        benefit = expect_row(work.session, Benefit, benefit_id)
        work.line.subject_table, work.line.subject_id = "person", benefit.person_id
        kept = {
            "kind": benefit.kind, "rhythm": benefit.rhythm, "start": benefit.start.isoformat(),
            **values,
        }  # fmt: skip
        _fill(benefit, kept, desk.clock.today())


def end_benefit(desk: Desk, benefit_id: int, day: date) -> None:
    """The last day on which the benefit is owed; the row is kept."""
    with desk.write("end_benefit", "停发待遇") as work:
        benefit = expect_row(work.session, Benefit, benefit_id)
        work.line.subject_table, work.line.subject_id = "person", benefit.person_id
        check_days(benefit.start, day)
        benefit.end = day


def _fill(benefit: Benefit, values: Mapping[str, str | None], today: date) -> None:
    found = read_row("benefit", values, today=today, required=("kind", "rhythm", "start"))
    codes = {name: code for code, name in benefits().items()}
    found["kind"] = codes.get(str(found["kind"]), found["kind"])
    if found["rhythm"] not in RHYTHM_NAMES:
        raise FieldError("rhythm", "发放方式不对。", f"可选：{'、'.join(RHYTHM_NAMES.values())}。")
    amount = found.get("amount")
    if amount is not None and amount < 0:  # type: ignore[operator]
        raise FieldError("amount", "金额是负数。", "请填写发放的金额；要追回的另行登记。")
    if found["rhythm"] == Rhythm.ONCE:
        found["end"] = found["start"]  # what is paid once does not go on
    set_row(benefit, found)
    check_days(benefit.start, benefit.end)
