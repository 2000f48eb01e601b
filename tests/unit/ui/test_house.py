"""What holds for the whole window: presenters under contract, chapters and drawings there."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import ui
from app.core.paths import resource
from app.ui.shell.crash import crash_report
from app.ui.shell.first_start.presenter import village_names
from app.ui.shell.manual import CHAPTERS, manual_folder
from app.ui.shell.pages import PAGES
from app.ui.theme import FONT_FILES, apply_theme


def test_every_presenter_is_under_the_contract_that_it_knows_no_qt() -> None:
    root = Path(ui.__path__[0])
    found = {
        ".".join(("app", "ui", *path.relative_to(root).with_suffix("").parts))
        for path in (*root.rglob("*presenter.py"), *root.rglob("*editor.py"))
    }
    settings = tomllib.loads((root.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    contract = next(c for c in contracts if c["name"] == "Presenters know no Qt")
    assert found - set(contract["source_modules"]) == set()


@pytest.mark.parametrize("key", [key for key, _ in CHAPTERS])
def test_every_chapter_of_the_manual_is_there(key: str) -> None:
    assert (manual_folder() / f"{key}.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.key)
def test_every_page_has_a_drawing_and_a_chapter(entry: object) -> None:
    key = entry.key  # type: ignore[attr-defined]
    assert resource("icons", f"{key}.svg").is_file()
    assert key in dict(CHAPTERS)


def test_the_fonts_that_the_theme_names_are_shipped(qapp: QApplication) -> None:
    assert all(resource("fonts", name).is_file() for name in FONT_FILES)
    apply_theme(qapp)
    assert qapp.font().families()[0] == "Noto Sans SC"


def test_a_crash_report_says_where_but_not_what_was_typed() -> None:
    try:
        raise ValueError("王秀英 990101195001011234")
    except ValueError as error:
        report = crash_report(type(error), error.__traceback__)
    assert "ValueError" in report
    assert "test_house.py" in report
    assert "王秀英" not in report
    assert str(Path.home()) not in report


def test_villages_are_read_one_a_line_without_repetition() -> None:
    assert village_names(" 东河村\n\n石坝村\n东河村 ") == ("东河村", "石坝村")


def test_qt_calls_that_return_nothing_keep_the_count_of_none(qapp: QApplication) -> None:
    before = sys.getrefcount(None)
    for _ in range(2000):
        qapp.processEvents()
    assert abs(sys.getrefcount(None) - before) < 1000
