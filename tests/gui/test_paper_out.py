"""Paper out: forms chosen for people, the print dialog, the layouts in 设置."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.paths import resource
from app.core.progress import Progress
from app.services.desk import Desk
from app.services.form_layouts import list_layouts, preview_layout
from app.services.printing import Raster
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.settings.page import SettingsPage
from app.ui.pages.visits.page import VisitsPage
from app.ui.ports import Context
from app.ui.printing.choice_dialog import ChoiceDialog
from app.ui.printing.dialog import PrintDialog
from app.ui.printing.presenter import Order
from app.ui.printing.printer import QtPrinter
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


class BrokenPrinter:
    """Takes the order and refuses the paper."""

    def dpi(self, order: Order) -> int:
        return 72

    def print_pages(
        self, order: Order, rasters: Iterator[Raster], *, count: int, title: str, progress: Progress
    ) -> None:
        raise UserError("打印没有完成。", "打印机没有纸。", "请装纸。")


@pytest.fixture
def paper(township: Desk, tmp_path: Path) -> Path:
    """Two pages in four copies."""
    path = tmp_path / "协议.pdf"
    preview_layout(township, "care_agreement", path)
    return path


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def dialog_in_front() -> QWidget:
    front = QApplication.activeModalWidget()
    assert front is not None
    return front


def test_pages_are_turned_and_the_last_one_is_the_end(
    context: Context, paper: Path, parent: QWidget
) -> None:
    dialog = PrintDialog(context, paper, "协议", parent)
    assert dialog._where.text() == "第 1 / 8 页"
    dialog.turn(-1)
    assert dialog._where.text() == "第 1 / 8 页"
    dialog.turn(99)
    assert dialog._where.text() == "第 8 / 8 页"
    dialog.findChildren(QComboBox)[0].setCurrentIndex(2)  # twice as large
    assert dialog._picture.horizontalScrollBarPolicy().name == "ScrollBarAsNeeded"


def test_chosen_pages_come_out_of_the_printer_in_their_size(
    context: Context, paper: Path, parent: QWidget, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    dialog = PrintDialog(context, paper, "协议", parent, printer=QtPrinter(str(out)))
    dialog.pages.setText("1-2，8")
    dialog.print()
    assert dialog.words() == "已送到打印机：3 页，1 份。"
    with pypdfium2.PdfDocument(out) as printed:
        assert len(printed) == 3
        assert printed[0].get_size() == pytest.approx((595, 842), abs=2)
        with pypdfium2.PdfDocument(paper) as written:
            shown = printed[0].render(scale=0.5).to_pil().convert("L")
            wanted = written[0].render(scale=0.5).to_pil().convert("L").resize(shown.size)
    different = sum(abs(a - b) for a, b in zip(shown.tobytes(), wanted.tobytes(), strict=True))
    assert different / len(shown.tobytes()) < 12  # the same page, drawn twice
    assert min(shown.tobytes()) < 128


def test_a_lying_page_is_printed_lying(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    lying = Raster(b"\xff" * 300, 10, 10, 30, (1191.0, 842.0))
    upright = Raster(b"\xff" * 300, 10, 10, 30, (595.0, 842.0))
    printer = QtPrinter(str(out))
    order = Order(printer="", pages="", copies=1)
    printer.print_pages(
        order, iter([lying, upright]), count=2, title="表", progress=lambda *_: None
    )
    with pypdfium2.PdfDocument(out) as printed:
        assert printed[0].get_size() == pytest.approx((1191, 842), abs=2)
        assert printed[1].get_size() == pytest.approx((595, 842), abs=2)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("0", "共 8 页"), ("7-9", "共 8 页"), ("5-2", "共 8 页"), ("前两页", "不是页码")],
)
def test_pages_that_there_are_not_are_refused_in_words(
    context: Context, paper: Path, parent: QWidget, tmp_path: Path, typed: str, words: str
) -> None:
    out = tmp_path / "out.pdf"
    dialog = PrintDialog(context, paper, "协议", parent, printer=QtPrinter(str(out)))
    dialog.pages.setText(typed)
    dialog.print()
    assert words in dialog.words()
    assert not out.exists()


def test_without_a_printer_the_dialog_says_what_else_can_be_done(
    context: Context, paper: Path, parent: QWidget
) -> None:
    dialog = PrintDialog(context, paper, "协议", parent)
    assert "没有安装打印机" in dialog.words()  # the machine of the tests has none
    assert not dialog.print_button.isEnabled()
    dialog.print()  # by its key
    assert "没有可用的打印机" in dialog.words()


def test_a_printer_that_refuses_is_quoted(context: Context, paper: Path, parent: QWidget) -> None:
    dialog = PrintDialog(context, paper, "协议", parent, printer=BrokenPrinter())
    dialog.print()
    assert "打印机没有纸" in dialog.words()


def test_the_file_can_be_kept_elsewhere(
    context: Context, paper: Path, parent: QWidget, ask: StandInAsk, tmp_path: Path
) -> None:
    dialog = PrintDialog(context, paper, "协议", parent)
    dialog.presenter.save_as()
    ask.saves_as = tmp_path / "留底.pdf"
    dialog.presenter.save_as()
    assert ask.saves_as.read_bytes() == paper.read_bytes()
    ask.saves_as = tmp_path / "没有" / "留底.pdf"
    dialog.presenter.save_as()
    assert "文件没有存好" in ask.said[-1]


# --- in the window -------------------------------------------------------------------------------
def chosen_people(clerk: Clerk) -> PeoplePage:
    clerk.turn_to("people")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.table.setFocus()
    return page


def test_a_form_is_printed_for_the_chosen_people_with_keys_alone(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = chosen_people(clerk)
    page.table.selectAll()
    clerk.press("Ctrl+P")
    dialog = dialog_in_front()
    assert isinstance(dialog, ChoiceDialog)
    titles = [row.title for row in dialog.table.model_of_rows.rows()]
    assert "家庭赡养责任书" in titles
    assert "特困人员生活自理能力评估表" in titles
    dialog.table.select_place(titles.index("家庭赡养责任书"))
    clerk.press("Enter")
    shown = dialog_in_front()
    assert isinstance(shown, PrintDialog)
    assert shown._pages >= 3 * len(page.table.chosen())
    assert shown.presenter.path.is_file()
    clerk.press("Esc")


def test_a_form_goes_to_those_it_is_meant_for_unless_the_clerk_wants_every_form(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = chosen_people(clerk)
    page.table.selectAll()
    clerk.press("Ctrl+P")
    dialog = dialog_in_front()
    assert isinstance(dialog, ChoiceDialog)
    meant = next(row for row in dialog.table.model_of_rows.rows() if row.key == "self_care")
    everybody = len(page.table.chosen())
    assert 0 < meant.fits < everybody
    dialog.presenter.print(meant, masked=True)
    clerk.rest()
    shown = dialog_in_front()
    assert isinstance(shown, PrintDialog)
    assert shown._pages == meant.fits
    clerk.press("Esc", "Ctrl+P")
    dialog = dialog_in_front()
    assert isinstance(dialog, ChoiceDialog)
    dialog.every.setChecked(True)
    clerk.rest()
    assert "care_agreement" in {row.key for row in dialog.table.model_of_rows.rows()}
    dialog.presenter.print(meant, masked=True)
    clerk.rest()
    shown = dialog_in_front()
    assert isinstance(shown, PrintDialog)
    assert shown._pages == everybody
    clerk.press("Esc")


def test_nobody_chosen_is_told_how_to_choose(township: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(township)
    page = chosen_people(clerk)
    page.table.clearSelection()
    clerk.press("Ctrl+P")
    assert "先在名单里选人" in page.words()


def test_whole_numbers_are_asked_about_once_more(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    page = chosen_people(clerk)
    page.table.select_place(0)
    clerk.press("Ctrl+P")
    dialog = dialog_in_front()
    assert isinstance(dialog, ChoiceDialog)
    dialog._masked.setChecked(False)
    ask.agrees = False
    clerk.press("Enter")
    assert "印出完整的身份证号" in ask.said[-1]
    assert dialog_in_front() is dialog  # nothing was printed
    clerk.press("Esc")


def test_contact_forms_are_offered_where_visit_sheets_are_printed(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    clerk = sit_down(township)
    clerk.turn_to("visits")
    clerk.press("Ctrl+P")
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    forms = [page.printing.form.itemText(at) for at in range(page.printing.form.count())]
    assert forms[0] == "入户走访记录表"
    assert "特困人员生活自理能力评估表" in forms
    page.printing.form.setCurrentIndex(forms.index("特困人员生活自理能力评估表"))
    clerk.rest()
    ask.saves_as = tmp_path / "评估表.pdf"
    page.printing.print_button.setFocus()
    clerk.press("Enter")
    assert ask.saves_as.is_file()
    page.printing.presenter.print_out()
    clerk.rest()
    assert isinstance(dialog_in_front(), PrintDialog)
    clerk.press("Esc")


def test_layouts_are_looked_at_taken_in_and_given_back(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    clerk = sit_down(township)
    clerk.window.go("settings", "forms")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, SettingsPage)
    forms = page.forms
    keys = [row.key for row in forms.table.model_of_rows.rows()]
    forms.table.select_place(keys.index("support_letter"))
    forms.preview()
    clerk.rest()
    assert isinstance(dialog_in_front(), PrintDialog)
    clerk.press("Esc")
    ask.saves_as = tmp_path / "责任书.toml"
    forms._hand_out()
    clerk.rest()
    own = ask.saves_as.read_text(encoding="utf-8").replace("version = 1", "version = 5")
    ask.saves_as.write_text(own, encoding="utf-8")
    ask.picks = (ask.saves_as,)
    forms.presenter.take_in()
    clerk.rest()
    assert "版式 5" in forms.words()
    held = {row.key: row for row in list_layouts(township)}["support_letter"]
    assert held.source == "责任书.toml"
    forms._go_back()
    clerk.rest()
    assert {row.key: row for row in list_layouts(township)}["support_letter"].source == ""


def test_a_faulty_layout_is_told_with_its_line(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    clerk = sit_down(township)
    clerk.window.go("settings", "forms")
    page = clerk.page()
    assert isinstance(page, SettingsPage)
    text = resource("forms", "support_letter.toml").read_text(encoding="utf-8")
    (tmp_path / "错.toml").write_text(text.replace("{{name:8}}", "{{nobody}}"), encoding="utf-8")
    ask.picks = (tmp_path / "错.toml",)
    page.forms.presenter.take_in()
    clerk.rest()
    assert "第 17 行" in ask.said[-1]
    assert "没有 nobody" in ask.said[-1]
