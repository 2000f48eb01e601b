"""Every command of the month, from the keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.models.migrate import HEAD
from app.rules.assess import programme_keys
from app.rules.policy import shipped_policy
from app.rules.screening import screen_keys
from app.services.acts import list_acts
from tests.conftest import Offices, desk_at
from tests.factory import (
    TOWNSHIP,
    dump_of,
    id_number,
    write_roster,
)
from tests.unit.cli.running import Run, in_folder, orphans

INIT = ("--name", "青山镇", "--code", "990101101000", "--county", "样例县", "--clerk", "王经办")


def _roster(folder: Path, **more: object) -> Path:
    row = {"姓名": "陈水生", "身份证号": id_number(), "人员类别": "孤儿"} | more
    return write_roster(folder / "花名册.xlsx", row)


def test_init_sets_up_the_office_with_villages_and_programmes(run: Run, tmp_path: Path) -> None:
    adopt = ("--adopt", "S1:2026-01-01:2026-12-31", "--adopt", "S0E:2026-01-01")
    ran = run("init", *INIT, "--village", "清水村", *adopt, "--data-dir", tmp_path, "--json")
    assert ran.code == 0
    assert ran.json["code"] == "990101101000"
    store = dump_of(tmp_path)
    assert {row[1] for row in store["adopted_pack"]} == {"S0E", "S1", "S3"}
    assert [row[1] for row in store["region"]] == ["清水村"]


def test_init_again_is_declined(run: Run, tmp_path: Path) -> None:
    run("init", *INIT, "--data-dir", tmp_path)
    before = dump_of(tmp_path)
    ran = run("init", *INIT, "--data-dir", tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "已经设置过" in ran.err
    assert dump_of(tmp_path) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--adopt", "S9:2026-01-01"), "没有名为“S9”"),
        (("--code", "99"), "12 位数字"),
        (("--name", " "), "单位名称"),
    ],
)
def test_init_with_a_fault_sets_up_nothing(
    run: Run, tmp_path: Path, words: tuple[str, str], told: str
) -> None:
    ran = run("init", *INIT, *words, "--data-dir", tmp_path)
    assert ran.code == 2
    assert told in ran.err
    assert all(rows == [] for name, rows in dump_of(tmp_path).items() if name != "alembic_version")


def test_sample_writes_the_same_bytes_for_the_same_seed(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        words = f"sample --townships 2 --people 40 --seed 3 --out {tmp_path / name}"
        assert run(words).code == 0
    files = [sorted(p for p in (tmp_path / name).rglob("*") if p.is_file()) for name in "ab"]
    assert [p.read_bytes() for p in files[0]] == [p.read_bytes() for p in files[1]]
    assert len(files[0]) > 20


def test_sample_says_when_the_numbers_cannot_be(run: Run, tmp_path: Path) -> None:
    ran = run("sample --people 3 --out", tmp_path)
    assert ran.code == 2
    assert "人数" in ran.err


def test_import_looks_first_and_writes_when_told_to(
    township: Run, offices: Offices, tmp_path: Path
) -> None:
    book = _roster(tmp_path)
    before = dump_of(offices.root / TOWNSHIP)
    ran = township("import", book)
    assert ran.code == 0
    assert "新增 1 人" in ran.out
    assert "没有写入" in ran.out
    assert dump_of(offices.root / TOWNSHIP) == before
    ran = township("import", book, "--yes", "--json")
    assert (ran.json["counts"]["new"], ran.code) == (1, 0)
    assert ran.json["act"]
    assert len(dump_of(offices.root / TOWNSHIP)["person"]) == 1


def test_an_import_is_undone_by_its_number(township: Run, offices: Offices, tmp_path: Path) -> None:
    before = dump_of(offices.root / TOWNSHIP)
    act = township("import", _roster(tmp_path), "--yes", "--json").json["act"]
    assert township("undo", act).code == 0
    assert dump_of(offices.root / TOWNSHIP) == before
    assert township("undo", act).code == 1


def test_plan_lists_who_why_and_until_when(township: Run, offices: Offices) -> None:
    orphans(offices)
    ran = township("plan --month 2026-05")
    assert ran.code == 0
    assert len(re.findall(r"童\d：上门入户，逾期，最迟 2026-05-31（孤儿：每月探访", ran.out)) == 2
    rows = township("plan --month 2026-05 --json").json["rows"]
    assert {tuple(row["rules"]) for row in rows} == {("S3.216", "S3.216")}
    assert township("plan --month 2026-05 --village 石桥村 --json").json["rows"] == []


def test_assess_needs_no_office_and_answers_in_three_ways(run: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text("{}", encoding="utf-8-sig")
    ran = run("assess --on 2026-05-20 --region 520122 --json --temp-data --facts", facts)
    assert ran.code == 0, ran.err
    assert ran.json
    plain = run("assess --on 2026-05-20 --region 520122 --temp-data --facts", facts)
    assert re.search("符合|待核实", plain.out)


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ('{"colour": 1}', 2, "不认识“colour”"),
        ("[1]", 2, "JSON 对象"),
        ("{", 2, "第 1 行"),
        (None, 3, "读不了文件"),
        (b"\xff\xfe\xff", 3, "UTF-8"),
    ],
)
def test_assess_says_what_is_wrong_with_the_facts(
    run: Run, tmp_path: Path, text: str | bytes | None, code: int, told: str
) -> None:
    facts = tmp_path / "facts.json"
    if text is not None:
        facts.write_bytes(text if isinstance(text, bytes) else text.encode())
    ran = run("assess --on 2026-05-20 --temp-data --facts", facts)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err


def test_a_programme_that_does_not_exist_is_bad_use(run: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text("{}", encoding="utf-8")
    ran = run("assess --programme rich --on 2026-05-20 --temp-data --facts", facts)
    assert ran.code == 2
    assert "没有“rich”" in ran.err


def test_assess_answers_for_every_programme_and_every_screen(run: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"caregiver_score": 59, "house_danger_grade": "D级"}', encoding="utf-8")
    for name in programme_keys(shipped_policy()):
        ran = run(f"assess --programme {name} --on 2026-05-20 --json --temp-data --facts", facts)
        assert (ran.code, ran.json[0]["programme"]) == (0, name)
        assert ran.json[0]["answer"] in {"符合", "不符合", "待核实"}
    ran = run("assess --programme screen.all --on 2026-05-20 --json --temp-data --facts", facts)
    found = {row["screen"]: row for row in ran.json}
    assert set(found) == set(screen_keys(shipped_policy()))
    assert found["caregiver_failed"]["answer"] == "符合"
    assert found["house_measure"]["grade"] == "拆除重建"
    assert all(row["missing"] for row in ran.json if row["answer"] == "待核实")


def test_assess_tells_a_screen_with_its_class_and_its_explanation(run: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"house_danger_grade": "D级"}', encoding="utf-8")
    ran = run("assess --programme screen.house_measure --on 2026-05-20 --temp-data --facts", facts)
    assert ran.out.startswith("危房处置：符合（拆除重建）")
    refused = run("assess --programme screen.rich --on 2026-05-20 --temp-data --facts", facts)
    assert (refused.code, "没有“rich”这个筛查项目" in refused.err) == (2, True)


def test_doctor_finds_a_sound_store_sound(township: Run) -> None:
    ran = township("doctor --json")
    assert ran.code == 0
    assert ran.json["problems"] == []
    assert ran.json["schema"] == HEAD


def test_self_test_passes_and_leaves_a_text_file(run: Run, tmp_path: Path) -> None:
    ran = run("self-test --out", tmp_path / "自检.txt")
    assert ran.code == 0, ran.out
    assert (tmp_path / "自检.txt").read_text(encoding="utf-8") == ran.out
    assert "失败" not in ran.out


def test_self_test_says_when_its_file_cannot_be_written(run: Run, tmp_path: Path) -> None:
    ran = run("self-test --out", tmp_path / "没有" / "自检.txt")
    assert ran.code == 3
    assert "写不了文件" in ran.err


def test_demo_does_not_touch_a_folder_with_other_things_in_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "重要.txt").write_text("不要删", encoding="utf-8")
    ran = run("demo --out", tmp_path)
    assert ran.code == 2
    assert "别的文件" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["重要.txt"]


def test_temporary_data_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run("doctor --temp-data").code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_command_before_the_office_is_set_up_says_what_to_do(run: Run) -> None:
    ran = run("plan --month 2026-05 --temp-data")
    assert ran.code == 2
    assert "app init" in ran.err


def test_who_does_it_is_the_offices_clerk_unless_named(
    capsys: pytest.CaptureFixture[str], offices: Offices, tmp_path: Path
) -> None:
    run = in_folder(capsys, offices.root / TOWNSHIP)
    run("import", _roster(tmp_path), "--yes")
    run("import", _roster(tmp_path), "--yes", "--actor", "代办人")
    with desk_at(offices.root / TOWNSHIP) as desk:
        actors = [act.actor for act in list_acts(desk) if act.verb == "import"]
    assert actors == ["代办人", "样例经办人"]
