"""The command policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import Offices, desk_at
from tests.factory import PASSPHRASE, TOWNSHIP, pupil
from tests.unit.cli.running import Run

DOCUMENT = (
    "--first", "2026-01-01", "--issued", "2026-03-05", "--citation", "县民发[2026]3号",
)  # fmt: skip
BOTH = ("standard.dibao_rural=800", "standard.dibao_urban=900")


@pytest.fixture
def _pupil(offices: Offices) -> None:
    with desk_at(offices.root / TOWNSHIP) as desk:
        pupil(desk)


def test_figures_are_listed_with_what_is_still_to_be_entered(township: Run) -> None:
    ran = township("policy list")
    assert ran.code == 0
    assert ran.out.startswith("县里还要录入 ")
    rows = township("policy list --json --state open").json
    assert {row["state"] for row in rows} == {"open"}


@pytest.mark.usefixtures("_pupil")
def test_impact_names_who_is_affected_and_enters_nothing(township: Run, tmp_path: Path) -> None:
    out = tmp_path / "名单.xlsx"
    ran = township("policy impact", *BOTH, *DOCUMENT, "--out", out)
    assert ran.code == 0
    assert "提高 1" in ran.out
    assert "141.00 → 160.00" in ran.out
    assert load_workbook(out)["新标准影响的人"]["B4"].value == "张小明"
    assert township("policy list --json --state entered").json == []


def test_both_standards_of_one_document_are_entered_together(township: Run) -> None:
    assert township("policy enter", *BOTH, *DOCUMENT, "--json").json == {"entered": 2}
    entered = township("policy list --json --state entered").json
    assert {row["key"] for row in entered} == {"standard.dibao_rural", "standard.dibao_urban"}
    assert township("policy enter", *BOTH, *DOCUMENT).code == 2


def test_an_unknown_figure_and_a_wrong_value_enter_nothing(township: Run) -> None:
    for figure in ("standard.moon=1", "standard.dibao_rural", "standard.dibao_rural=八百"):
        ran = township("policy enter", BOTH[1], figure, *DOCUMENT)
        assert ran.code == 2
        assert ran.err
    assert township("policy list --json --state entered").json == []


@pytest.mark.usefixtures("_pupil")
def test_a_pack_goes_from_the_county_to_the_township(
    county: Run, township: Run, offices: Offices
) -> None:
    assert county("policy write --out", offices.stick, "--passphrase", PASSPHRASE).code == 2
    county("policy enter", *BOTH, *DOCUMENT)
    assert county("policy write --out", offices.stick, "--passphrase", PASSPHRASE).code == 0
    (path,) = offices.stick.iterdir()
    shown = township("policy show", path, "--json").json
    assert shown["change"]["counts"]["up"] == 1
    assert township("policy list --json --state entered").json == []
    assert "已导入 2 项" in township("policy apply", path).out
    assert township("policy apply", path).code == 1


def test_a_file_that_is_no_pack_is_at_fault(township: Run, tmp_path: Path) -> None:
    path = tmp_path / "政策包.xlsx"
    path.write_bytes(b"nothing")
    assert township("policy show", path).code == 3
