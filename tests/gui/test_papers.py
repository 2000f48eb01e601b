"""Papers through the dialog: picked, pasted, compared with the original, printed as one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from app.services.desk import Desk
from app.services.papers import show_papers
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.people.papers.dialog import PapersDialog
from app.ui.pages.people.papers.form import PaperForm
from app.ui.printing.dialog import PrintDialog
from tests.factory import make_person
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk
from tests.unit.services.test_papers import photo


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the system's viewer."""
    seen: list[str] = []

    def open_url(url: object) -> bool:
        seen.append(Path(url.toLocalFile()).name)  # type: ignore[attr-defined]
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return seen


@pytest.fixture
def papers(desk: Desk, sit_down: OpenWindow) -> Callable[[], tuple[Clerk, PapersDialog, int]]:
    def start() -> tuple[Clerk, PapersDialog, int]:
        person = make_person(desk, "张大山", categories=("orphan",))
        clerk = sit_down(desk)
        clerk.press("Ctrl+2")
        page = clerk.page()
        assert isinstance(page, PeoplePage)
        page.presenter.want(person)
        page.refresh()
        clerk.rest()
        page.open_papers()
        clerk.rest()
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PapersDialog)
        return clerk, dialog, person

    return start


def fill_form(clerk: Clerk, kind: str, *, title: str = "") -> None:
    form = QApplication.activeModalWidget()
    assert isinstance(form, PaperForm)
    form.press()
    assert form.problem.text() == "请选择种类。"
    form.kind.setCurrentText(kind)
    form.title.setText(title)
    clerk.press("Ctrl+Enter")


def test_a_file_is_added_looked_at_and_compared_with_the_original(
    desk: Desk,
    ask: StandInAsk,
    tmp_path: Path,
    opened: list[str],
    papers: Callable[[], tuple[Clerk, PapersDialog, int]],
) -> None:
    scanned = tmp_path / "身份证.jpg"
    scanned.write_bytes(photo())
    ask.picks = (scanned,)
    clerk, dialog, person = papers()
    assert any("缺" in row for row in _shown(dialog))
    dialog.presenter.choose()
    clerk.rest()
    fill_form(clerk, "身份证")
    (row,) = show_papers(desk, person).papers
    assert (row.kind, row.title, row.original_seen) == ("id_card", "身份证", None)
    dialog.table.select_place(0)
    clerk.rest()
    dialog._confirm.click()
    clerk.rest()
    assert show_papers(desk, person).papers[0].original_seen == desk.clock.today()
    dialog.table.select_place(0)
    dialog._open.click()
    clerk.rest()
    assert opened == [f"{row.id}.jpg"]
    dialog.reject()


def test_a_picture_is_pasted_and_a_page_of_text_is_not(
    desk: Desk, papers: Callable[[], tuple[Clerk, PapersDialog, int]]
) -> None:
    clerk, dialog, person = papers()
    QGuiApplication.clipboard().setText("只是文字")
    clerk.press("Ctrl+V")
    assert "没有图片" in dialog._below.text()
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    QGuiApplication.clipboard().setImage(image)
    clerk.press("Ctrl+V")
    fill_form(clerk, "照片", title="门前")
    (row,) = show_papers(desk, person).papers
    assert (row.title, row.media) == ("门前", "image/png")
    dialog.reject()


def test_removing_asks_and_the_archive_is_printed(
    desk: Desk,
    ask: StandInAsk,
    tmp_path: Path,
    papers: Callable[[], tuple[Clerk, PapersDialog, int]],
) -> None:
    clerk, dialog, person = papers()
    scanned = tmp_path / "户口簿.jpg"
    scanned.write_bytes(photo())
    dialog.ask_about((scanned,), None)
    clerk.rest()
    fill_form(clerk, "户口簿")
    ask.saves_as = tmp_path / "档案.pdf"
    dialog._press_archive()
    clerk.rest()
    assert isinstance(QApplication.activeModalWidget(), PrintDialog)
    clerk.press("Esc")
    assert (tmp_path / "档案.pdf").stat().st_size > 10_000
    ask.chosen_folder = tmp_path
    dialog._press_hand_out()
    clerk.rest()
    assert (tmp_path / "01_户口簿.jpg").exists()
    dialog.table.select_place(0)
    dialog._remove.click()
    clerk.rest()
    assert show_papers(desk, person).papers == ()
    dialog.reject()


def _shown(dialog: PapersDialog) -> list[str]:
    model = dialog.checklist.model()
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]
