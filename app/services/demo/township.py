"""What the townships do in the demonstration month."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from app.core.periods import add_months
from app.core.terms import ContactKind, DutyState, Role
from app.services import ledger_up
from app.services.acts import undo_act
from app.services.care.score_month import list_month
from app.services.demo.answers import answers_for
from app.services.demo.stage import (
    CHECKER,
    CLERK,
    COUNTY_CODE,
    EXPORT_DAY,
    IMPORT_DAY,
    MONTH,
    PASSPHRASE,
    TYPING_DAY,
    Stage,
    Step,
)
from app.services.import_people import commit_import, preview_import
from app.services.office import SetUpOffice, adopt_pack, set_up_office
from app.services.plan import plan_month
from app.services.sample import SAMPLE_COUNTY, write_sample_books
from app.services.sample_care import fill_care_with_sample
from app.services.sheets import print_sheets
from app.services.visits import RecordContact, RecordVisit, record_contact, record_visit

# One sheet in twelve stays on the clerk's desk, so that the plan shows what is still to do.
_KEPT_BACK = 12
_BEFORE = f"{add_months(TYPING_DAY, -1):%Y-%m}"


def make_books(stage: Stage, *, townships: int, people: int, seed: int) -> Step:
    books = stage.out / "workbooks"
    paths = write_sample_books(books, townships=townships, people=people, seed=seed, day=IMPORT_DAY)
    stage.expected = json.loads((books / "sample.json").read_text(encoding="utf-8"))
    stage.townships = list(stage.expected["townships"])  # type: ignore[call-overload]
    return Step("样例表格", f"{townships} 个乡镇，每个 {people} 人，共 {len(paths)} 个文件")


def set_up(stage: Stage) -> Step:
    with stage.county(IMPORT_DAY) as desk:
        set_up_office(
            desk,
            SetUpOffice(Role.COUNTY, SAMPLE_COUNTY + "民政局", COUNTY_CODE, SAMPLE_COUNTY, CLERK),
        )
    for township in stage.townships:
        with stage.township(str(township["name"]), IMPORT_DAY) as desk:
            set_up_office(
                desk,
                SetUpOffice(
                    role=Role.TOWNSHIP,
                    name=str(township["name"]),
                    code=str(township["code"]),
                    county=SAMPLE_COUNTY,
                    clerk=CLERK,
                    villages=tuple(township["villages"]),  # type: ignore[arg-type]
                ),
            )
            for pack in ("S1", "S0E"):
                adopt_pack(
                    desk, pack, adopted=True, first=date(2026, 1, 1), last=date(2026, 12, 31)
                )
    return Step("设置单位", f"1 个县，{len(stage.townships)} 个乡镇，各执行 3 个帮扶方案")


def _books_of(stage: Stage, name: str) -> list[Path]:
    return sorted((stage.out / "workbooks" / name).glob("*.xlsx"))


def import_books(stage: Stage) -> Step:
    total = refused = 0
    failed = []
    for township in stage.townships:
        name = str(township["name"])
        with stage.township(name, IMPORT_DAY) as desk:
            preview = preview_import(desk, _books_of(stage, name))
            first = commit_import(desk, preview)
            # An import can be taken back whole; then it is made once more.
            undo_act(desk, first.act_id)
            preview = preview_import(desk, _books_of(stage, name))
            counts = commit_import(desk, preview).counts
        for words, got, wanted in (
            ("人数", counts.new, township["people"]),
            ("家庭数", counts.households_new, township["households"]),
            ("拒绝的行数", counts.refused, township["refused_rows"]),
        ):
            if got != wanted:
                failed.append(f"{name}：{words}应为 {wanted}，实为 {got}")
        total, refused = total + counts.new, refused + counts.refused
    return Step("导入", f"{total} 人（撤销一次后重做），拒绝 {refused} 行并说明原因", tuple(failed))


def import_again(stage: Stage) -> Step:
    failed, unchanged = [], 0
    for name in stage.names:
        with stage.township(name, IMPORT_DAY) as desk:
            counts = preview_import(desk, _books_of(stage, name)).counts
        unchanged += counts.unchanged
        if counts.new or counts.changed or counts.households_new or counts.households_changed:
            failed.append(f"{name}：同样的文件再导入仍有变化")
    return Step("再导入一次", f"{unchanged} 人无变化", tuple(failed))


def plan_visits(stage: Stage) -> Step:
    contacts = served = 0
    failed = []
    for name in stage.names:
        with stage.township(name, IMPORT_DAY) as desk:
            rows = plan_month(desk, MONTH).rows
        contacts += len(rows)
        served += sum(len(row.rules) for row in rows)
        if not rows or any(not row.rules for row in rows):
            failed.append(f"{name}：计划为空，或有任务没有依据")
    return Step("走访计划", f"{contacts} 次联系完成 {served} 项任务", tuple(failed))


def print_papers(stage: Stage) -> Step:
    sheets = 0
    for place, name in enumerate(stage.names):
        out = stage.out / ("sheets.pdf" if place == 0 else f"sheets-{name}.pdf")
        with stage.township(name, IMPORT_DAY) as desk:
            sheets += print_sheets(desk, MONTH, out=out).count
    return Step("打印走访表", f"{sheets} 张")


def type_in(stage: Stage) -> Step:
    visits = calls = 0
    failed = []
    for name in stage.names:
        with stage.township(name, TYPING_DAY) as desk:
            before = plan_month(desk, MONTH).rows
            to_visit = [row for row in before if row.sheet_no and row.state is not DutyState.DONE]
            typed = [row for place, row in enumerate(to_visit) if place % _KEPT_BACK]
            for place, row in enumerate(typed):
                day = IMPORT_DAY + timedelta(days=1 + place % 18)
                record_visit(desk, RecordVisit(row.sheet_no, answers_for(row, day, place)))
            for row in before:
                if row.kind is ContactKind.CALL:
                    record_contact(
                        desk,
                        RecordContact(row.person_id, TYPING_DAY, ContactKind.CALL, True, "平安"),
                    )
                    calls += 1
            after = plan_month(desk, MONTH).rows
        visits += len(typed)
        seen = {row.person_id for row in typed}
        open_ = [r for r in after if r.person_id in seen and r.kind is ContactKind.VISIT
                 and r.state is DutyState.DUE and r.due <= date(2026, 5, 31)]  # fmt: skip
        if open_:
            failed.append(f"{name}：{len(open_)} 项本月走访录入后仍显示未完成")
    return Step("录入走访", f"{visits} 张走访表，{calls} 次电话", tuple(failed))


def care(stage: Stage) -> Step:
    """What stands on the page 帮扶, from carers to the next festival."""
    agreements = wishes = 0
    failed = []
    for place, name in enumerate(stage.names):
        with stage.township(name, TYPING_DAY) as desk:
            counts = fill_care_with_sample(desk, seed=place)
            left = list_month(desk, _BEFORE).left
        agreements, wishes = agreements + counts.agreements, wishes + counts.wishes
        if left != min(counts.agreements, 1):
            failed.append(f"{name}：护理人考核应还差 1 份，实差 {left} 份")
    return Step(
        "帮扶", f"{agreements} 份护理协议，{wishes} 个微心愿，发放、活动各一批", tuple(failed)
    )


def export_ledgers(stage: Stage) -> Step:
    people, failed = 0, []
    for name in stage.names:
        with stage.township(name, EXPORT_DAY) as desk:
            draft = ledger_up.check_ledger(desk, MONTH)
            failed += [f"{name}：{fault.words}" for fault in draft.faults]
            made = ledger_up.export_ledger(
                desk,
                MONTH,
                stage.stick,
                passphrase=PASSPHRASE,
                filled_by=CLERK,
                checked_by=CHECKER,
            )
        stage.ledgers.append(made.path)
        people += made.people
    return Step(
        "导出台账", f"{len(stage.ledgers)} 份，{people} 人，已签名并读回核对", tuple(failed)
    )
