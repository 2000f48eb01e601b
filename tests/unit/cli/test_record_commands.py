"""Sheets on paper and back in, from the keyboard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.services.sheets import sheets_of_batch
from tests.conftest import Offices, desk_at
from tests.factory import (
    MONTH,
    TOWNSHIP,
    dump_of,
    visit_answers,
)
from tests.unit.cli.running import Run, orphans

# A whole sheet as it is typed: digits tick boxes.
TYPED = {
    "visit_date": "2026-05-26", "visitors": "王干部", "visit_mode": "1", "seen_in_person": "1",
    "respondent_relation": "1", "health": "1", "mental_state": "1", "selfcare": "1",
    "carer_duty": "1", "housing_safety": "1", "schooling": "2", "hazards": "0", "facts_true": "1",
    "problems": "0", "signed": "1",
}  # fmt: skip


def _numbers(offices: Offices) -> list[str]:
    with desk_at(offices.root / TOWNSHIP) as desk:
        return [sheet.sheet_no for sheet in sheets_of_batch(desk, f"{MONTH}-1")]


def test_sheets_are_printed_and_recorded_by_number(
    township: Run, offices: Offices, tmp_path: Path
) -> None:
    orphans(offices)
    printed = township("sheets --month 2026-05 --json --out", tmp_path / "sheets.pdf").json
    assert printed["count"] == 2
    assert (tmp_path / "sheets.pdf").read_bytes().startswith(b"%PDF")
    sets = [word for key, text in TYPED.items() for word in ("--set", f"{key}={text}")]
    ran = township("record", printed["first_no"], *sets)
    assert ran.code == 0, ran.err
    again = township("record", printed["first_no"], *sets)
    assert again.code == 1
    assert "已经录入过" in again.err
    assert township("record", printed["first_no"], *sets, "--again").code == 0
    states = [row["state"] for row in township("plan --month 2026-05 --json").json["rows"]]
    assert sorted(states) == ["done", "late"]


def test_a_pile_of_sheets_is_recorded_from_a_file(
    township: Run, offices: Offices, tmp_path: Path
) -> None:
    orphans(offices)
    township("sheets --month 2026-05 --out", tmp_path / "sheets.pdf")
    pile = [{"sheet": number, "answers": TYPED} for number in _numbers(offices)]
    path = tmp_path / "录入.json"
    path.write_text(json.dumps(pile, ensure_ascii=False), encoding="utf-8-sig")
    ran = township("record --json --file", path)
    assert ran.json == {"recorded": _numbers(offices)}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"signed": ""}, "签字情况"),
        ({"signed": "7"}, "签字情况"),
        ({"colour": "1"}, "没有“colour”这一项"),
        ({"fact:single_parent_family": "也许"}, "是或否"),
    ],
)
def test_a_pile_with_one_bad_sheet_records_nothing_and_names_the_sheet(
    township: Run, offices: Offices, tmp_path: Path, change: dict[str, str], told: str
) -> None:
    orphans(offices)
    township("sheets --month 2026-05 --out", tmp_path / "sheets.pdf")
    good, bad = _numbers(offices)
    pile = [{"sheet": good, "answers": TYPED}, {"sheet": bad, "answers": TYPED | change}]
    path = tmp_path / "录入.json"
    path.write_text(json.dumps(pile, ensure_ascii=False), encoding="utf-8")
    before = dump_of(offices.root / TOWNSHIP)
    ran = township("record --file", path)
    assert ran.code == 2
    assert f"走访表 {bad}" in ran.err
    assert told in ran.err
    assert dump_of(offices.root / TOWNSHIP) == before


def test_a_pile_that_names_a_sheet_twice_records_nothing(
    township: Run, offices: Offices, tmp_path: Path
) -> None:
    orphans(offices, 1)
    township("sheets --month 2026-05 --out", tmp_path / "sheets.pdf")
    one = {"sheet": _numbers(offices)[0], "answers": TYPED}
    path = tmp_path / "录入.json"
    path.write_text(json.dumps([one, one]), encoding="utf-8")
    before = dump_of(offices.root / TOWNSHIP)
    ran = township("record --file", path)
    assert ran.code == 2
    assert "写了两次" in ran.err
    assert dump_of(offices.root / TOWNSHIP) == before


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '[{"sheet": "1"}]', '[{"sheet": 1, "answers": 2}]']
)
def test_a_pile_that_is_no_pile_is_the_files_fault(
    township: Run, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "录入.json"
    path.write_text(text, encoding="utf-8")
    ran = township("record --file", path)
    assert ran.code in {0, 3}
    assert (ran.code == 0) == (text == "{}")
    assert "Traceback" not in ran.err


def test_record_without_a_number_is_bad_use(township: Run) -> None:
    ran = township("record")
    assert ran.code == 2
    assert "没有走访表编号" in ran.err


def test_answers_of_the_factory_are_those_of_the_form() -> None:
    assert set(TYPED) == set(visit_answers())
