"""Bad input: each gets a clear sentence and the right exit code, and the store is as it was."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.core.terms import Role
from app.ledger.container import join, pack, split
from app.services.keys import make_county_root
from app.services.office import SetUpOffice, set_up_office
from tests.conftest import Offices, desk_at
from tests.factory import (
    PASSPHRASE,
    TOWNSHIP,
    dump_of,
    export_month,
    id_number,
    make_household,
    make_person,
    write_roster,
)
from tests.unit.cli.running import Ran, Run, in_folder

SAMPLES = Path(__file__).parents[2] / "samples" / "import"
ROW: dict[str, object] = {"姓名": "陈水生", "身份证号": id_number(), "人员类别": "孤儿"}
_HAN = re.compile(r"[一-鿿]")


def _letter(folder: Path) -> Path:
    path = folder / "信.xlsx"
    path.write_bytes("各位领导：兹有……".encode("gb18030"))
    return path


def _empty(folder: Path) -> Path:
    path = folder / "空.xlsx"
    path.write_bytes(b"")
    return path


def _blank(folder: Path) -> Path:
    path = folder / "空白.xlsx"
    write_roster(path, ROW)
    _with_sheet(path, b"<sheetData/>")
    return path


def _locked(folder: Path) -> Path:
    return Path(shutil.copy(SAMPLES / "locked.xlsx", folder / "加密.xlsx"))


def _half(folder: Path) -> Path:
    path = write_roster(folder / "一半.xlsx", ROW)
    path.write_bytes(path.read_bytes()[:2000])
    return path


def _unknown(folder: Path) -> Path:
    return write_roster(folder / "菜单.xlsx", {"菜名": "豆腐", "价格": 12, "产地": "本县"})


def _picture(folder: Path) -> Path:
    path = folder / "图片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    return path


def _missing(folder: Path) -> Path:
    return folder / "没有.xlsx"


def _with_sheet(path: Path, data: bytes) -> None:
    """Put ``data`` in place of the rows of a workbook's sheet."""
    whole = path.with_suffix(".zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = re.sub(rb"<sheetData>.*</sheetData>", lambda _: data, part, flags=re.DOTALL)
            new.writestr(name, part)
    whole.replace(path)


def _told(ran: Ran, code: int, *words: str) -> None:
    """Said clearly, in Chinese, with the right exit code; never a trace of the program."""
    assert (ran.code, ran.out) == (code, "")
    assert len(_HAN.findall(ran.err)) > 10
    assert ran.err.count("。") >= 2, "what is wrong and what to do"
    assert not re.search(r"Traceback|Error|Exception|errno", ran.err)
    for word in words:
        assert word in ran.err


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_letter, "信.xlsx"),
        (_empty, "空文件"),
        (_blank, "没有内容"),
        (_locked, "打开密码"),
        (_half, "已损坏"),
        (_unknown, "认不出“菜单.xlsx”"),
        (_picture, "图片，不是表格"),
        (_missing, "找不到文件"),
    ],
)
def test_a_file_that_cannot_be_imported_is_told_and_nothing_is_written(
    township: Run, offices: Offices, tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    before = dump_of(offices.root / TOWNSHIP)
    _told(township("import --yes", make(tmp_path)), 3, words)
    assert dump_of(offices.root / TOWNSHIP) == before


def test_a_wrong_password_says_that_it_is_wrong(township: Run, tmp_path: Path) -> None:
    ran = township("import --yes --password 猜一个", _locked(tmp_path))
    _told(ran, 3, "密码不对")


def test_a_million_blank_formatted_rows_do_not_stand_in_the_way(
    township: Run, offices: Offices, tmp_path: Path
) -> None:
    path = write_roster(tmp_path / "百万行.xlsx", ROW)
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    found = re.search(rb"<sheetData>(.*)</sheetData>", sheet, re.DOTALL)
    assert found is not None
    blank = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(4, 1_000_001))
    _with_sheet(path, b"<sheetData>" + found.group(1) + blank + b"</sheetData>")
    ran = township("import --yes --json", path)
    assert ran.code == 0, ran.err
    assert ran.json["counts"]["new"] == 1


def test_rows_with_damaged_numbers_are_refused_by_name_of_cell_and_the_rest_goes_in(
    township: Run, tmp_path: Path
) -> None:
    damaged = {**ROW, "姓名": "王某", "身份证号": 1.1010119900307e17}
    ran = township("import --yes", write_roster(tmp_path / "花名册.xlsx", ROW, damaged))
    assert ran.code == 0
    assert "新增 1 人" in ran.out
    assert "拒绝 1 人" in ran.out
    assert "B4" in ran.out


def _ledger(offices: Offices, name: str = "甲") -> Path:
    with offices.township(day=date(2026, 5, 27)) as desk:
        make_household(desk, (make_person(desk, name),))
        return export_month(desk, offices.stick).path


def _refused(county: Run, offices: Offices, file: Path) -> str:
    """What the county says of a file that it does not take."""
    before = dump_of(offices.root / "county")
    ran = county("receive", file)
    assert (ran.code, ran.err) == (1, "")
    assert not re.search(r"Traceback|Error|Exception", ran.out)
    assert dump_of(offices.root / "county") == before
    return ran.out


def test_a_ledger_with_one_cell_changed_is_refused(county: Run, offices: Offices) -> None:
    ledger = _ledger(offices, "张大山")
    parts = [
        pack(one.name, [one.unpack().replace("张大山".encode(), "张小山".encode())])
        for one in split(ledger.read_bytes())
    ]
    ledger.write_bytes(join(parts))
    said = _refused(county, offices, ledger)
    assert "被改动" in said
    assert "不要采用" in said


def test_a_ledger_saved_again_by_another_program_is_refused(county: Run, offices: Offices) -> None:
    ledger = _ledger(offices)
    book = load_workbook(ledger)
    book.save(ledger)
    book.close()
    assert "原样拷贝" in _refused(county, offices, ledger)


def test_a_ledger_signed_by_a_stranger_is_refused(county: Run, offices: Offices) -> None:
    ledger = _ledger(offices)
    # Another county has its own root: to it the ledger comes from a stranger.
    with desk_at(offices.root / "other") as desk:
        set_up_office(desk, SetUpOffice(Role.COUNTY, "外县", "990201000000", "外县", "李"))
        make_county_root(desk, PASSPHRASE)
    shutil.copytree(
        offices.root / "other" / "keys", offices.root / "county" / "keys", dirs_exist_ok=True
    )
    said = _refused(county, offices, ledger)
    assert "陌生单位" in said
    assert "不是认定的根证书签发" in said


def test_last_months_ledger_again_changes_nothing(county: Run, offices: Offices) -> None:
    ledger = _ledger(offices)
    assert county("receive", ledger).code == 0
    before = dump_of(offices.root / "county")
    ran = county("receive", ledger)
    assert ran.code == 0
    assert "已经收到过" in ran.out
    assert dump_of(offices.root / "county") == before


@pytest.mark.parametrize("make", [_letter, _empty, _locked, _half, _unknown, _picture])
def test_a_file_that_is_no_ledger_is_refused(
    county: Run, offices: Offices, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    assert _HAN.search(_refused(county, offices, make(tmp_path)))


@pytest.fixture
def full_stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stick without room: a tiny disk where one may be mounted, else a system that says so."""
    folder = tmp_path / "满"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(folder)]
    mounted = subprocess.run(words, check=False, capture_output=True).returncode == 0
    if not mounted:
        monkeypatch.setattr("app.ledger.stick.free_space", lambda _folder: 100)
    yield folder
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


SIGNED = ("--passphrase", PASSPHRASE, "--filled-by", "王", "--checked-by", "李")


def test_a_full_stick_is_told_and_nothing_counts_as_sent(
    township: Run, offices: Offices, full_stick: Path
) -> None:
    with offices.township() as desk:
        make_person(desk)
    before = dump_of(offices.root / TOWNSHIP)
    _told(township("export --month 2026-05 --out", full_stick, *SIGNED), 3, "空间不够")
    assert dump_of(offices.root / TOWNSHIP) == before
    assert list(full_stick.iterdir()) == []


@contextmanager
def _read_only(folder: Path) -> Iterator[Path]:
    """A folder that may not be written: a disk mounted so that even root is refused; where mounting
    is not allowed one without rights, or for root a folder of the system itself."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64k,ro", "tmpfs", str(folder)]
    mounted = subprocess.run(words, check=False, capture_output=True).returncode == 0
    if not mounted:
        folder.chmod(0o500)
    try:
        yield folder if mounted or not os.access(folder, os.W_OK) else Path("/sys/fs")
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        folder.chmod(0o700)


@pytest.mark.parametrize(
    "command", ["export --month 2026-05", "sheets --month 2026-06", "key request"]
)
def test_a_folder_that_may_not_be_written_is_told_and_nothing_counts_as_done(
    township: Run, offices: Offices, tmp_path: Path, command: str
) -> None:
    with offices.township() as desk:
        make_person(desk, categories=("orphan",))
    before = dump_of(offices.root / TOWNSHIP)
    with _read_only(tmp_path / "只读") as folder:
        out = folder / "sheets.pdf" if command.startswith("sheets") else folder
        more = SIGNED if command.startswith("export") else ()
        names = sorted(folder.iterdir())
        _told(township(command, "--out", out, *more), 3)
        assert sorted(folder.iterdir()) == names
    assert dump_of(offices.root / TOWNSHIP) == before


def test_a_data_folder_that_may_not_be_written_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with _read_only(tmp_path / "只读") as folder:
        _told(in_folder(capsys, folder)("plan --month 2026-05"), 3, "数据文件夹")


def test_a_store_in_use_by_another_program_is_told_by_name(township: Run, offices: Offices) -> None:
    with offices.township():
        _told(township("plan --month 2026-05"), 3, "正被另一个程序使用", "测试（进程号")


def test_a_store_that_is_no_store_is_told(township: Run, offices: Offices) -> None:
    store = offices.root / TOWNSHIP / "bangfu.db"
    store.write_bytes(b"a letter" * 1000)
    _told(township("plan --month 2026-05"), 3, "不是本程序的数据库")
    assert store.read_bytes() == b"a letter" * 1000


@pytest.mark.parametrize(("passphrase", "code"), [("不是这个口令-2026", 1), ("", 1)])
def test_a_wrong_passphrase_is_the_answer_no(
    township: Run, offices: Offices, passphrase: str, code: int
) -> None:
    words = ("--passphrase", passphrase, "--filled-by", "王", "--checked-by", "李")
    ran = township("export --month 2026-05 --out", offices.stick, *words)
    assert ran.code == code
    assert "口令" in ran.err
    assert list(offices.stick.iterdir()) == []
