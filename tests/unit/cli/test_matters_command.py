"""The command matters."""

from __future__ import annotations

import pytest

from tests.conftest import Offices, desk_at
from tests.factory import TOWNSHIP, make_person
from tests.unit.cli.running import Run, in_folder


@pytest.fixture
def township(offices: Offices, capsys: pytest.CaptureFixture[str]) -> Run:
    folder = offices.root / TOWNSHIP
    with desk_at(folder) as desk:
        make_person(desk, "老孙", categories=("tekun_scattered",), death_date="2026-05-01")
    return in_folder(capsys, folder)


def test_matters_are_found_and_listed(township: Run) -> None:
    assert township("matters").out.strip() == "共 0 件，其中逾期 0 件"
    ran = township("matters", "--find")
    assert ran.code == 0
    assert "核对完了：新增" in ran.out
    assert "已死亡仍在领取 清水村 老孙" in ran.out


def test_matters_speak_json(township: Run) -> None:
    found = township("matters", "--find", "--json", "--kind", "dead_but_paid").json
    assert found["found"]["opened"] >= 1
    (row,) = found["rows"]
    assert (row["kind"], row["state"], row["who"]) == ("dead_but_paid", "open", "老孙")
    assert township("matters", "--json", "--state", "closed").json["rows"] == []
    assert township("matters", "--json").json["found"] is None


def test_a_kind_that_does_not_exist_is_bad_use(township: Run) -> None:
    ran = township("matters", "--kind", "nothing")
    assert ran.code == 2
    assert "没有" in ran.err
