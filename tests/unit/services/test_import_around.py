"""People around, incomes and benefits that a list carries beside a person's own facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from app.core.terms import IncomeKind, KinRole
from app.models.queries import imports as queries
from app.services.acts import undo_act
from app.services.desk import Desk
from app.services.import_people import ImportPreview, commit_import, preview_import
from tests.factory import dump, id_number

CHILD = id_number(born=date(2015, 3, 3))
HEADERS = (
    "儿童姓名",
    "身份证号",
    "儿童类别",
    "父亲姓名",
    "母亲姓名",
    "监护人姓名",
    "监护人电话",
    "补贴标准",
)


def orphans(folder: Path, day: str, guardian: str = "李奶", phone: str = "13800000000") -> Path:
    book = Workbook()
    book.worksheets[0].append(list(HEADERS))
    row = ["张小", CHILD, "社会散居孤儿", "张三", "王五", guardian, phone, 1450]
    book.worksheets[0].append(row)
    path = folder / f"孤儿花名册_{day}.xlsx"
    book.save(path)
    return path


def taken(desk: Desk, path: Path) -> ImportPreview:
    preview = preview_import(desk, [path])
    commit_import(desk, preview)
    return preview


def around(desk: Desk) -> dict[tuple[str, str | None], tuple[str, date | None]]:
    with desk.store.read() as session:
        return {
            (kin.role, kin.relation): (kin.name, kin.start) for kin in queries.open_kin(session)
        }


def test_a_list_of_children_brings_parents_guardian_and_allowance(
    desk: Desk, tmp_path: Path
) -> None:
    taken(desk, orphans(tmp_path, "20260501"))
    assert around(desk) == {
        (KinRole.SUPPORTER, "父亲"): ("张三", date(2026, 5, 1)),
        (KinRole.SUPPORTER, "母亲"): ("王五", date(2026, 5, 1)),
        (KinRole.GUARDIAN, None): ("李奶", date(2026, 5, 1)),
    }
    with desk.store.read() as session:
        (benefits,) = queries.open_benefits(session).values()
    assert benefits["orphan_living"].amount == Decimal("1450.00")


def test_the_same_list_again_changes_nothing_around_a_child(desk: Desk, tmp_path: Path) -> None:
    taken(desk, orphans(tmp_path, "20260501"))
    before = dump(desk.store)
    again = taken(desk, orphans(tmp_path, "20260502"))
    assert again.changes == ()
    after = dump(desk.store)
    assert after["kin"] == before["kin"]
    assert after["benefit"] == before["benefit"]


def test_another_guardian_ends_the_one_before_and_undo_brings_him_back(
    desk: Desk, tmp_path: Path
) -> None:
    taken(desk, orphans(tmp_path, "20260401"))
    before = dump(desk.store)
    preview = preview_import(desk, [orphans(tmp_path, "20260501", guardian="赵姨")])
    assert [(c.label, c.ours, c.theirs) for c in preview.changes] == [("监护人", "李奶", "赵姨")]
    result = commit_import(desk, preview)
    assert around(desk)[KinRole.GUARDIAN, None] == ("赵姨", date(2026, 5, 1))
    undo_act(desk, result.act_id)
    assert dump(desk.store) == before


def test_a_guardian_that_the_clerk_keeps_stays(desk: Desk, tmp_path: Path) -> None:
    taken(desk, orphans(tmp_path, "20260401"))
    preview = preview_import(desk, [orphans(tmp_path, "20260501", guardian="赵姨")])
    commit_import(desk, preview, kept=[change.id for change in preview.changes])
    assert around(desk)[KinRole.GUARDIAN, None][0] == "李奶"


def test_incomes_of_a_list_are_kept_by_source_and_year(desk: Desk, tmp_path: Path) -> None:
    book = Workbook()
    number = id_number()
    for row in (
        ("姓名", "证件号码", "与户主关系", "劳动技能", "年度", "工资性收入", "生产经营支出"),
        ("陈水生", number, "户主", "普通劳动力", 2025, 12000, 300),
    ):
        book.worksheets[0].append(list(row))
    book.save(tmp_path / "监测.xlsx")
    taken(desk, tmp_path / "监测.xlsx")
    with desk.store.read() as session:
        ((_, lines),) = queries.incomes(session).items()
    assert {key: line.amount for key, line in lines.items()} == {
        (IncomeKind.WAGE, "2025"): Decimal("12000.00"),
        (IncomeKind.DEDUCTION, "2025"): Decimal("-300.00"),
    }
