"""「哪里变了」: the file that was refused beside the one that was sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.core.errors import DeclinedError, UserError
from app.services.compare_file import KEPT, SEALED, compare_file, write_changes
from app.services.county import receive_ledgers
from app.services.desk import Desk
from app.services.ledger_up import export_ledger
from tests.conftest import Offices
from tests.factory import MONTH, PASSPHRASE, make_household, make_person


@pytest.fixture
def desk(offices: Offices) -> Iterator[Desk]:
    """A township that has sent two ledgers of one month."""
    with offices.township() as desk:
        people = tuple(make_person(desk, name) for name in ("张大山", "买买提·阿依古丽", "王䶮"))
        make_household(desk, people[:2])
        send(desk, offices.stick)
        make_person(desk, "李四")
        send(desk, offices.stick)
        yield desk


def send(desk: Desk, folder: Path) -> Path:
    return export_ledger(
        desk, MONTH, folder, passphrase=PASSPHRASE, filled_by="甲", checked_by="乙"
    ).path


def newest(offices: Offices) -> Path:
    return next(offices.stick.glob("*_2.xlsx"))


def saved_again(path: Path, target: Path, cell: str = "", value: str = "") -> Path:
    book = load_workbook(path)
    if cell:
        book["人员"][cell] = value
    book.save(target)
    return target


def test_the_very_file_is_known(desk: Desk, offices: Offices) -> None:
    found = compare_file(desk, newest(offices))
    assert (found.identical, found.batch_no, found.changes) == (True, 2, ())


def test_a_file_that_was_only_saved_again_has_no_change(
    desk: Desk, offices: Offices, tmp_path: Path
) -> None:
    found = compare_file(desk, saved_again(newest(offices), tmp_path / "x.xlsx"))
    assert (found.identical, found.changes) == (False, ())
    assert "没有电子签名" in found.verdict


def test_a_changed_cell_is_told_before_and_after(
    desk: Desk, offices: Offices, tmp_path: Path
) -> None:
    changed = saved_again(newest(offices), tmp_path / "x.xlsx", "B2", "张小山")
    (change,) = compare_file(desk, changed).changes
    assert (change.sheet, change.row, change.column) == ("人员", 2, "姓名")
    assert (change.before, change.after) == ("张大山", "张小山")


def test_the_batch_is_read_from_the_file_whatever_its_name(
    desk: Desk, offices: Offices, tmp_path: Path
) -> None:
    first = next(offices.stick.glob("*_1.xlsx"))
    found = compare_file(desk, saved_again(first, tmp_path / "台账_2026-05_2.xlsx"))
    assert (found.batch_no, found.changes) == (1, ())
    assert compare_file(desk, first.rename(tmp_path / "y.xlsx"), batch_no=2).batch_no == 1


def test_differences_become_a_workbook(desk: Desk, offices: Offices, tmp_path: Path) -> None:
    changed = saved_again(newest(offices), tmp_path / "x.xlsx", "B2", "=1+1")
    write_changes(tmp_path / "哪里变了.xlsx", compare_file(desk, changed))
    sheet = load_workbook(tmp_path / "哪里变了.xlsx").worksheets[0]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["人员", "2", "张大山", "姓名", "张大山", None, "改动"] in texts


def test_a_batch_that_was_never_sent_and_an_office_that_sent_none_are_said_in_words(
    desk: Desk, offices: Offices, tmp_path: Path
) -> None:
    again = saved_again(newest(offices), tmp_path / "x.xlsx")
    with pytest.raises(UserError, match="没有导出过第 9 批"):
        compare_file(desk, again, batch_no=9)
    with offices.township("红河乡") as other, pytest.raises(DeclinedError, match="别的单位"):
        compare_file(other, again)


def test_the_county_compares_with_the_ledger_that_it_accepted(
    desk: Desk, offices: Offices, tmp_path: Path
) -> None:
    changed = saved_again(newest(offices), tmp_path / "x.xlsx", "B2", "张小山")
    with offices.county() as county:
        receive_ledgers(county, [offices.stick])
        found = compare_file(county, changed)
    assert (found.against, found.batch_no) == (KEPT, 2)
    assert [(c.column, c.before, c.after) for c in found.changes] == [("姓名", "张大山", "张小山")]


def test_without_a_kept_copy_the_sealed_digests_tell_the_row(
    desk: Desk, offices: Offices, tmp_path: Path
) -> None:
    changed = saved_again(newest(offices), tmp_path / "x.xlsx", "B2", "张小山")
    with offices.county() as county:
        found = compare_file(county, changed)
        write_changes(tmp_path / "哪里变了.xlsx", found)
    assert found.against == SEALED
    (change,) = found.changes
    assert (change.sheet, change.row, change.name) == ("人员", 2, "张小山")
    assert "改过" in change.what
    assert "只供查找" in found.verdict
    rows = load_workbook(tmp_path / "哪里变了.xlsx").worksheets[0].iter_rows(values_only=True)
    assert any("清单" in str(text) for row in rows for text in row)


def test_a_file_saved_again_without_a_change_agrees_with_its_digests(
    desk: Desk, offices: Offices, tmp_path: Path
) -> None:
    again = saved_again(newest(offices), tmp_path / "x.xlsx")
    with offices.county() as county:
        found = compare_file(county, again)
    assert (found.against, found.changes) == (SEALED, ())


def test_without_copy_and_manifest_nothing_can_be_said(
    desk: Desk, offices: Offices, tmp_path: Path
) -> None:
    book = load_workbook(newest(offices))
    del book["清单"]
    book.save(tmp_path / "x.xlsx")
    with offices.county() as county, pytest.raises(UserError, match="没有可以比较的原文件"):
        compare_file(county, tmp_path / "x.xlsx")
