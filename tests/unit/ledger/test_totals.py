"""Every way in which a ledger can disagree with itself is told with sheet and row."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.core.errors import DeclinedError
from app.ledger.content import make_content
from app.ledger.totals import check_totals, find_faults
from tests.samples.ledgers import good as sample

Rows = dict[str, list[dict[str, object]]]


def faults(edit: Callable[[Rows], object]) -> list[str]:
    rows = sample.rows()
    edit(rows)
    found = find_faults(make_content(sample.HEAD, rows))
    return [f"{fault.sheet} {fault.row} {fault.words}" for fault in found]


def test_a_good_ledger_has_no_faults() -> None:
    assert faults(lambda rows: rows) == []


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            lambda rows: rows["persons"].append(dict(rows["persons"][0])),
            "人员 14 与第 2 行重复",
        ),
        (
            lambda rows: rows["persons"][3].update(person_key=None),
            "人员 5 没有人员标识",
        ),
        (
            lambda rows: rows["contacts"][1].update(person_key="990101190001010000"),
            "走访 3 人员不在《人员》表中",
        ),
        (
            lambda rows: rows["awards"][0].update(household_key="H99999"),
            "待遇 2 家庭不在《家庭》表中",
        ),
        (
            lambda rows: rows["awards"][0].update(total_amount=None),
            "待遇 2 合计 未填，各项之和 1,691.00",
        ),
        (
            lambda rows: rows["households"][0].update(paid_total=Decimal("1")),
            "家庭 2 待遇合计 1.00，《待遇》中该户之和 1,691.00",
        ),
        (
            lambda rows: rows["households"][0].update(members=None),
            "家庭 2 本表人数 0，《人员》中有 3 人",
        ),
        (
            lambda rows: rows["indicators"][0].update(visits_done=9),
            "指标 2 已访人数 9，按各表计算为 2",
        ),
        (
            lambda rows: rows["indicators"][1].update(visit_rate=None),
            "指标 3 走访率 未填，按各表计算为 0.5000",
        ),
        (lambda rows: rows["indicators"].pop(), "指标 3 缺少“红河村”一行"),
        (
            lambda rows: rows["indicators"].append({"village": "无此村", "persons": 1}),
            "指标 4 人数 1，按各表计算为 0",
        ),
    ],
)
def test_a_disagreement_is_told_with_its_place(
    edit: Callable[[Rows], object], expected: str
) -> None:
    assert expected in faults(edit)


def test_an_award_with_only_a_total_is_taken_as_it_is() -> None:
    def unknown_parts(rows: Rows) -> None:
        for key in ("monthly_amount", "family_class_amount", "person_class_amount"):
            rows["awards"][0][key] = None

    assert faults(unknown_parts) == []


def test_many_disagreements_are_counted_and_the_first_are_shown() -> None:
    rows = sample.rows(60)
    for family in rows["households"]:
        family["members"] = 7
    with pytest.raises(DeclinedError, match=r"20 处对不上.*另有 12 处") as caught:
        check_totals(make_content(sample.HEAD, rows))
    assert caught.value.exit_code == 1
