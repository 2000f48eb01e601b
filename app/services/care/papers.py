"""Letters to carers: their score, and the end of their qualification (S3.702)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.core.errors import DeclinedError, UserError
from app.core.terms import CARE_GRADE_NAMES, CareEnd, CareGrade
from app.exporters.care_letters_pdf import (
    CancelNotice,
    ScoreNotice,
    write_cancel_notice,
    write_score_notices,
)
from app.models.care import Carer, CareScore
from app.models.queries import care as queries
from app.rules.caregivers import ScoreSheet, score_sheet
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.matter_letters import Printed
from app.services.office import expect_office
from app.services.person.rows import expect_row

_CLAUSE = "S3.217"


def print_score_notices(desk: Desk, score_ids: Sequence[int], path: Path) -> Printed:
    """One page for each of the scores; that it was printed is on record, not that it was told.

    Raises ``UserError`` when none is chosen, ``FileError`` when the file cannot be written.
    """
    office = expect_office(desk)
    with desk.write("print_score_notices", f"打印考核得分告知书：{len(set(score_ids))}份") as work:
        scores = queries.some_scores(work.session, set(score_ids))
        if not scores or len(scores) != len(set(score_ids)):
            raise UserError("没有选中考核。", "", "请先在列表中选中打过分的行。")
        lines = {
            line.agreement.id: line
            for line in queries.agreements(
                work.session, ids=[score.agreement_id for score in scores]
            )
        }
        sheets = {
            month: score_sheet(desk.policy, month, region=office.code)
            for month in {score.month for score in scores}
        }
        notices = [
            _score_notice(desk, lines[score.agreement_id], score, sheets[score.month])
            for score in scores
        ]
        write_score_notices(path, notices)
    return Printed(path, len(notices))


def print_cancel_notice(desk: Desk, carer_id: int, path: Path) -> Printed:
    """The letter that the qualification has ended, with the agreements that ended with it.

    Raises ``DeclinedError`` while the carer is qualified, ``FileError`` when it cannot be written.
    """
    office = expect_office(desk)
    with desk.write("print_cancel_notice", "打印取消护理资格告知书", ("carer", carer_id)) as work:
        carer = expect_row(work.session, Carer, carer_id)
        if carer.disqualified_on is None:
            raise DeclinedError("这位护理人的资格没有取消。", "", "请先取消资格，再打印告知书。")
        ended = [
            line
            for line in queries.agreements(work.session, carer_id=carer_id)
            if line.agreement.end_reason == CareEnd.DISQUALIFIED
            and line.agreement.ended_on is not None
            and line.agreement.ended_on >= carer.disqualified_on
        ]
        notice = CancelNotice(
            carer=carer.name,
            id_text=id_on_screen(carer.id_no),
            on=carer.disqualified_on,
            reason=carer.disqualified_reason or "",
            clause=desk.policy.cite_words(_CLAUSE),
            agreements=tuple(
                (line.agreement.number, line.person.name, line.village or "—") for line in ended
            ),
            office=office.name,
            day=desk.clock.today(),
        )
        write_cancel_notice(path, notice)
    return Printed(path, 1)


def _score_notice(
    desk: Desk, line: queries.AgreementLine, score: CareScore, sheet: ScoreSheet
) -> ScoreNotice:
    """The items as they were scored; what each was worth as it is in force for the month."""
    worth = dict(sheet.items)
    return ScoreNotice(
        carer=line.carer.name,
        person=line.person.name,
        village=line.village or "",
        month=score.month,
        items=tuple(
            (item, str(worth.get(item, "")), str(points)) for item, points in score.points.items()
        ),
        total=f"{score.total.normalize():f}",
        grade=CARE_GRADE_NAMES[CareGrade(score.grade)] if score.grade else "",
        failed=not score.passed,
        vetoes=tuple(map(str, score.vetoes)),
        opinion=score.opinion or "",
        scored_on=score.scored_on,
        office=expect_office(desk).name,
        day=desk.clock.today(),
    )
