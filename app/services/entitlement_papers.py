"""待遇核算说明 on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.core.errors import UserError
from app.core.money import yuan
from app.core.progress import Progress, silent
from app.core.terms import Answer
from app.exporters.entitlement_pdf import Item, Printing, Statement, write_statements
from app.exporters.page import long_date
from app.models.queries import people as queries
from app.models.region import Region
from app.models.unit_of_work import Session
from app.rules.engine.explain import Line
from app.rules.engine.verdict import Verdict
from app.services.desk import Desk
from app.services.entitlements import verdicts_of, view_of
from app.services.faces import age_text, id_on_screen
from app.services.home_entitlements import RANK, Resident, residents, sums_of
from app.services.office import expect_office
from app.services.verdict_words import (
    FigureLine,
    excluded,
    figure_lines,
    pays_household,
    steps,
    why,
)


@dataclass(frozen=True)
class PrintedStatements:
    """Where the file lies, for how many people, on how many pages."""

    path: Path
    people: int
    pages: int


def print_entitlements(
    desk: Desk,
    people: Sequence[int],
    path: Path,
    day: date,
    *,
    full: bool = False,
    progress: Progress = silent,
) -> PrintedStatements:
    """One statement for each of ``people`` (ids) as of ``day``; that it was printed is on record.
    Identity numbers are masked unless ``full``, which is on record too.

    Raises ``UserError`` when nobody is given or one is not on the register, ``FileError`` when the
    file cannot be written.
    """
    if not people:
        raise UserError("没有选中的人。", "", "请先选中一个人。")
    office = expect_office(desk)
    each = tuple(dict.fromkeys(people))
    numbers = "，含完整号码" if full else ""
    subject = ("person", each[0]) if len(each) == 1 else None
    words = f"打印待遇核算说明：{len(each)} 人{numbers}"
    with desk.write("print_entitlements", words, subject) as work:
        found = [
            one
            for person_id in each
            for one in residents(desk, work.session, person_id, day)
            if one.person.id == person_id
        ]
        villages = {
            region.id: region.name
            for region in (work.session.get(Region, one.person.village_id or 0) for one in found)
            if region is not None
        }
        statements = [
            _statement(desk, work.session, one, villages, day=day, full=full) for one in found
        ]
        printing = Printing(office.name, desk.actor.name, desk.clock.today())
        pages = write_statements(path, statements, printing, progress)
    return PrintedStatements(path, len(statements), pages)


def _statement(
    desk: Desk,
    session: Session,
    one: Resident,
    villages: dict[int, str],
    *,
    day: date,
    full: bool,
) -> Statement:
    person = one.person
    verdicts = sorted(verdicts_of(desk, one.facts, day), key=lambda verdict: RANK[verdict.answer])
    home = queries.household_of(session, person.id)
    age = age_text(person.birth_date, day)
    number = (person.id_no or "") if full else id_on_screen(person.id_no)
    own = [verdict for verdict in verdicts if not pays_household(verdict.unit)]
    sums = "；".join(total.words() for total in sums_of(view_of(v) for v in own))
    group = person.group_name or (home[0].group_name if home else "") or ""
    return Statement(
        name=person.name,
        facts=(
            ("姓名", person.name),
            ("身份证号", number or "未采集"),
            ("性别、年龄", "　".join(t for t in (person.sex or "", _years(age)) if t)),
            ("村（社区）", f"{villages.get(person.village_id or 0, '')} {group}".strip()),
            ("户主", (home[0].head_name or "") if home else "没有登记所在的家庭"),
            ("核算日", long_date(day)),
        ),
        sums=f"本人合计：{sums}",
        note=_note(desk, verdicts, day),
        items=[_item(desk, verdict) for verdict in verdicts],
    )


def _years(age: int | None) -> str:
    return "年龄未采集" if age is None else f"{age} 周岁"


def _note(desk: Desk, verdicts: Sequence[Verdict], day: date) -> str:
    parts = ["待核实的金额没有计入合计，不等于没有"]
    if any(pays_household(verdict.unit) for verdict in verdicts):
        parts.append("发给全户的待遇不计入本人合计，全户只发一份")
    if day != desk.clock.today():
        parts.append("按这一天的政策和类别核算，其他情况按打印时登记的")
    return "；".join(parts) + "。"


def _item(desk: Desk, verdict: Verdict) -> Item:
    view = view_of(verdict)
    return Item(
        title=view.title,
        answer=view.answer_name,
        amount=_amount(view.amount, view.unit),
        why=why(verdict),
        steps=[
            (line.depth, f"{line.words}：{line.result}" if line.result else line.words)
            for line in _told(steps(verdict), verdict)
        ],
        excluded=excluded(verdict),
        missing=view.to_find_out,
        clause=view.clause,
        figures=[_figure(figure) for figure in figure_lines(verdict, desk.policy)],
    )


def _told(found: tuple[Line, ...], verdict: Verdict) -> tuple[Line, ...]:
    """A refusal for one plain reason needs no calculation: the reason says it."""
    return () if verdict.answer is Answer.NO and len(found) < 2 else found


def _amount(amount: Decimal | None, unit: str) -> str:
    """Nothing while it is open, and nothing for who has no claim: the answer says it."""
    return f"{yuan(amount)} {unit}" if amount else ""


def _figure(figure: FigureLine) -> str:
    return f"{figure.title} {figure.words}，{figure.document}，{figure.issued} 发布"
