"""表样: an office's own layouts take the place of the shipped ones, or are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import DeclinedError, FileError
from app.core.form_file import load_form, shipped_keys
from app.core.paths import resource
from app.services.acts import last_step, list_acts, undo_act
from app.services.desk import Desk
from app.services.documents import Wanted, print_documents
from app.services.form_layouts import (
    check_layout,
    drop_layout,
    export_layout,
    import_layout,
    layout_text,
    list_layouts,
    preview_layout,
)
from app.services.sheets import print_sheets
from app.services.visits import open_sheet
from tests.factory import dump, make_person
from tests.unit.services.test_documents import texts

SUPPORT = resource("forms", "support_letter.toml").read_text(encoding="utf-8")
SHEET = resource("forms", "visit_sheet.toml").read_text(encoding="utf-8")


def saved(tmp_path: Path, text: str, name: str = "本县.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def version_of(desk: Desk, key: str) -> tuple[int, str]:
    row = next(row for row in list_layouts(desk) if row.key == key)
    return row.version, row.source


def test_every_shipped_form_is_listed_and_stands_under_its_kind(desk: Desk) -> None:
    rows = list_layouts(desk)
    assert {row.key for row in rows} == set(shipped_keys())
    assert all(row.ships and not row.source for row in rows)
    assert rows[0].kind == "contact"


def test_an_own_layout_is_printed_instead_of_the_shipped_one(desk: Desk, tmp_path: Path) -> None:
    own = SUPPORT.replace("version = 1", "version = 9").replace("弘扬", "发扬")
    import_layout(desk, saved(tmp_path, own))
    assert version_of(desk, "support_letter") == (9, "本县.toml")
    person = make_person(desk)
    print_documents(desk, "support_letter", Wanted((person,)), out=tmp_path / "a.pdf")
    assert "为发扬敬老" in texts(tmp_path / "a.pdf")[0]


def test_one_undo_and_the_shipped_layout_holds_again(desk: Desk, tmp_path: Path) -> None:
    import_layout(desk, saved(tmp_path, SUPPORT.replace("version = 1", "version = 9")))
    undo_act(desk, list_acts(desk, limit=1)[0].id)
    assert version_of(desk, "support_letter") == (1, "")


def test_going_back_to_the_shipped_layout_can_be_undone(desk: Desk, tmp_path: Path) -> None:
    import_layout(desk, saved(tmp_path, SUPPORT.replace("version = 1", "version = 9")))
    drop_layout(desk, "support_letter")
    assert version_of(desk, "support_letter") == (1, "")
    undo_act(desk, list_acts(desk, limit=1)[0].id)
    assert version_of(desk, "support_letter") == (9, "本县.toml")
    drop_layout(desk, "support_letter")
    with pytest.raises(DeclinedError, match="随程序"):
        drop_layout(desk, "support_letter")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{{name:8}}", "{{emperor}}", r"第 \d+ 行.*没有 emperor"),
        ('label = "赡养人"', 'label = "赡养人' + "长" * 40 + '"', "放不下"),
        ("columns = 24", "columns = 24x", "TOML"),
    ],
)
def test_a_layout_with_a_fault_changes_nothing(
    desk: Desk, tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in SUPPORT
    before = dump(desk.store)
    with pytest.raises(FileError, match=words):
        import_layout(desk, saved(tmp_path, SUPPORT.replace(old, new)))
    assert dump(desk.store) == before


def test_what_is_no_text_or_not_there_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes("标题".encode("gb18030"))
    with pytest.raises(FileError, match="UTF-8"):
        import_layout(desk, tmp_path / "a.toml")
    with pytest.raises(FileError, match="打不开"):
        import_layout(desk, tmp_path / "b.toml")
    (tmp_path / "c.toml").write_bytes(b"#" * 500_000)
    with pytest.raises(FileError, match="太大"):
        import_layout(desk, tmp_path / "c.toml")


def test_the_same_layout_twice_is_kept_once(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path, SUPPORT.replace("version = 1", "version = 9"))
    import_layout(desk, path)
    before = dump(desk.store)
    import_layout(desk, path)
    assert dump(desk.store) == before


def test_an_exported_layout_comes_back_and_tells_what_may_be_named(
    desk: Desk, tmp_path: Path
) -> None:
    export_layout(desk, "support_letter", tmp_path / "给外县.toml")
    text = (tmp_path / "给外县.toml").read_text(encoding="utf-8")
    assert "#   guardian_name　监护人姓名" in text
    assert '# 表格 from = "supporters" 的各列' in text
    assert import_layout(desk, tmp_path / "给外县.toml") == load_form("support_letter")
    assert layout_text(desk, "support_letter") == text
    with pytest.raises(FileError, match="没有导出"):
        export_layout(desk, "support_letter", tmp_path / "没有" / "a.toml")


@pytest.mark.parametrize("key", shipped_keys())
def test_a_specimen_shows_where_each_fact_stands(desk: Desk, tmp_path: Path, key: str) -> None:
    assert preview_layout(desk, key, tmp_path / "a.pdf") >= 1
    assert "9900000000000" in texts(tmp_path / "a.pdf")[0]
    assert check_layout(layout_text(desk, key), "a").key == key


# --- the visit sheet, whose fields are keyed in and reported -------------------------------------
def test_an_own_visit_sheet_is_printed_and_keyed_in(desk: Desk, tmp_path: Path) -> None:
    own = SHEET.replace("version = 1", "version = 7").replace(
        'label = "走访日期"', 'label = "探访日"'
    )
    import_layout(desk, saved(tmp_path, own))
    make_person(desk, "童一", categories=("orphan",))
    batch = print_sheets(desk, "2026-06", out=tmp_path / "a.pdf")
    assert "探访日" in texts(tmp_path / "a.pdf")[1]
    assert open_sheet(desk, batch.first_no).form.field("visit_date").label == "探访日"


def test_a_visit_sheet_that_lost_a_field_of_the_ledger_is_refused(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(FileError, match="缺少录入和上报要用的项目“走访日期”"):
        import_layout(desk, saved(tmp_path, SHEET.replace("visit_date", "day_of_visit")))
    fewer = SHEET.replace('    { code = "surroundings", digit = "6", name = "周边环境" },\n', "")
    with pytest.raises(FileError, match="“安全隐患”（hazards）少了"):
        import_layout(desk, saved(tmp_path, fewer))
    assert version_of(desk, "visit_sheet") == (load_form("visit_sheet").version, "")


def test_changing_a_layout_is_no_step_of_the_register(desk: Desk, tmp_path: Path) -> None:
    import_layout(desk, saved(tmp_path, SUPPORT.replace("version = 1", "version = 9")))
    assert last_step(desk) is None


def test_a_visit_sheet_that_says_another_contact_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path, SHEET.replace('note = "problems_note"', 'note = "suggestions"'))
    before = dump(desk.store)
    with pytest.raises(FileError, match=r"\[contact\] 缺少，或与随程序的走访表不同"):
        import_layout(desk, path)
    assert dump(desk.store) == before
