"""Every command of the month, from the keyboard."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from app.models.migrate import HEAD
from app.services.acts import list_acts
from app.services.sheets import sheets_of_batch
from tests.conftest import OTHER_TOWNSHIP, Offices, desk_at
from tests.factory import (
    MONTH,
    PASSPHRASE,
    TOWNSHIP,
    dump_of,
    id_number,
    make_person,
    visit_answers,
    write_roster,
)
from tests.unit.cli.running import Run, in_folder, plain_run

INIT = ("--name", "青山镇", "--code", "990101101000", "--county", "样例县", "--clerk", "王经办")
# A whole sheet as it is typed: digits tick boxes.
TYPED = {
    "visit_date": "2026-05-26", "visitors": "王干部", "visit_mode": "1", "seen_in_person": "1",
    "respondent_relation": "1", "health": "1", "mental_state": "1", "selfcare": "1",
    "carer_duty": "1", "housing_safety": "1", "schooling": "2", "hazards": "0", "facts_true": "1",
    "problems": "0", "signed": "1",
}  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return plain_run(capsys)


@pytest.fixture
def township(capsys: pytest.CaptureFixture[str], offices: Offices) -> Run:
    """Commands on the desk of a certified township, on 2026-05-27."""
    return in_folder(capsys, offices.root / TOWNSHIP)


@pytest.fixture
def county(capsys: pytest.CaptureFixture[str], offices: Offices) -> Run:
    return in_folder(capsys, offices.root / "county")


def _roster(folder: Path, **more: object) -> Path:
    row = {"姓名": "陈水生", "身份证号": id_number(), "人员类别": "孤儿"} | more
    return write_roster(folder / "花名册.xlsx", row)


def _people(offices: Offices, count: int = 2) -> None:
    with desk_at(offices.root / TOWNSHIP, date(2026, 4, 1)) as desk:
        for place in range(count):
            make_person(desk, f"童{place}", categories=("orphan",))


def _numbers(offices: Offices) -> list[str]:
    with desk_at(offices.root / TOWNSHIP) as desk:
        return [sheet.sheet_no for sheet in sheets_of_batch(desk, f"{MONTH}-1")]


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
    _people(offices)
    ran = township("plan --month 2026-05")
    assert ran.code == 0
    assert len(re.findall(r"童\d：上门入户，逾期，最迟 2026-05-31（孤儿：每月探访", ran.out)) == 2
    rows = township("plan --month 2026-05 --json").json["rows"]
    assert {tuple(row["rules"]) for row in rows} == {("S3.216", "S3.216")}
    assert township("plan --month 2026-05 --village 石桥村 --json").json["rows"] == []


def test_sheets_are_printed_and_recorded_by_number(
    township: Run, offices: Offices, tmp_path: Path
) -> None:
    _people(offices)
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
    _people(offices)
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
    _people(offices)
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
    _people(offices, 1)
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


def test_keys_travel_between_township_and_county(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    key = ("--passphrase", PASSPHRASE)
    town, county = (in_folder(capsys, tmp_path / name) for name in ("town", "county"))
    town("init", *INIT)
    county("init --role county --name 样例县民政局 --code 990101000000 --county 样例县 --clerk 李")
    root = county("key make", *key)
    assert root.code == 0
    assert "县级根证书指纹" in root.out
    assert town("key make", *key).code == 0
    request = town("key request --json --out", stick).json["path"]
    office = ("--code", "990101101000", "--name", "青山镇")
    offer = county("key issue", request, *office, "--out", stick, *key, "--json").json["path"]
    installed = town("key install", offer)
    assert installed.code == 0
    fingerprint = root.out.rsplit("指纹 ", 1)[1].strip()
    assert fingerprint in installed.out


def test_the_month_goes_up_is_answered_and_comes_back(
    township: Run, county: Run, offices: Offices, tmp_path: Path, run: Run
) -> None:
    _people(offices)
    stick = offices.stick
    key = ("--passphrase", PASSPHRASE, "--out", stick)
    signed = ("--filled-by", "王经办", "--checked-by", "李负责")
    made = township("export --month 2026-05 --json", *key, *signed)
    assert made.code == 0, made.err
    assert (made.json["batch_no"], made.json["people"]) == (1, 2)
    received = county("receive --json", stick)
    assert [(row["state"], row["kept"]) for row in received.json] == [("VERIFIED", True)]
    again = county("receive", stick)
    assert (again.code, "重复" in again.out) == (0, True)
    merged = county("merge --month 2026-05 --json", *key)
    assert (merged.json["offices"], merged.json["missing"]) == (1, [OTHER_TOWNSHIP])
    (receipt,) = county("receipt write --month 2026-05 --json", *key).json["paths"]
    answered = township("receipt import", receipt)
    assert answered.code == 0
    assert "县级已接收" in answered.out
    assert county("receipt import", receipt).code == 1


def test_verify_needs_only_the_countys_certificate(
    township: Run, offices: Offices, run: Run
) -> None:
    signed = ("--passphrase", PASSPHRASE, "--filled-by", "王", "--checked-by", "李")
    export = township("export --month 2026-05 --json --out", offices.stick, *signed)
    made = export.json["path"]
    root = offices.root / "county" / "keys" / "county-root.pem"
    verify = ("verify --today 2026-05-28", made, "--trust", root)
    ran = run(*verify, "--json")
    assert ran.code == 0, ran.out
    (result,) = ran.json
    assert (result["ok"], result["facts"]["office_name"]) == (True, TOWNSHIP)
    assert all(passed for _, _, passed in result["checks"])
    data = bytearray(Path(made).read_bytes())
    data[len(data) // 2] ^= 1
    Path(made).write_bytes(data)
    ran = run(*verify)
    assert ran.code == 1
    assert "不通过" in ran.out


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


def test_answers_of_the_factory_are_those_of_the_form() -> None:
    assert set(TYPED) == set(visit_answers())
