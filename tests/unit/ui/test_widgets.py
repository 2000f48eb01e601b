"""Tables, boxes to tick, Enter that moves on, bars."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.core.forms import Area, Choice, FieldKind, FormField
from app.ui.pages.visits.answer_fields import BoxesField, ticked_after
from app.ui.widgets.bars import Bar, Bars
from app.ui.widgets.clipboard import as_html, as_text
from app.ui.widgets.enter_moves import EnterMoves
from app.ui.widgets.filter_bar import FilterBar
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.rows import Column, RowsModel, cells
from app.ui.widgets.table import RowsTable


@dataclass(frozen=True)
class Person:
    name: str
    age: int | None
    number: str = "990101195001011234"


COLUMNS = (
    Column[Person]("姓名", lambda row: row.name, 80, tone=lambda row: "late"),
    Column[Person]("年龄", lambda row: str(row.age or "—"), 50, right=True, key=lambda r: r.age),
    Column[Person]("身份证号", lambda row: row.number, 150, stretch=True),
)
PEOPLE = (Person("王秀英", 71), Person("李·建国", None), Person("赵\t敏", 9))


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    model: RowsModel[Person] = RowsModel(COLUMNS)
    model.show_rows(PEOPLE)
    qtmodeltester.check(model)
    model.show_rows(())
    qtmodeltester.check(model)


def test_sorting_puts_what_is_unknown_last_in_both_directions() -> None:
    model: RowsModel[Person] = RowsModel(COLUMNS)
    model.show_rows(PEOPLE)
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert [row.age for row in model.rows()] == [9, 71, None]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row.age for row in model.rows()] == [71, 9, None]


def test_copied_rows_keep_identity_numbers_as_text_and_one_line_each() -> None:
    rows = cells(COLUMNS[::2], PEOPLE[2:])
    assert as_text(rows) == "赵 敏\t990101195001011234"
    assert "mso-number-format:'\\@'\">990101195001011234</td>" in as_html(rows)


def test_copied_words_are_never_markup() -> None:
    assert "<b>" not in as_html([["<b>王</b>"]])


def test_ctrl_c_copies_the_chosen_rows(qtbot: QtBot) -> None:
    table: RowsTable[Person] = RowsTable(COLUMNS)
    qtbot.addWidget(table)
    table.show_rows(PEOPLE)
    table.select_place(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("李·建国\t—")


def test_enter_opens_the_row_under_the_cursor(qtbot: QtBot) -> None:
    table: RowsTable[Person] = RowsTable(COLUMNS)
    qtbot.addWidget(table)
    table.show_rows(PEOPLE)
    table.select_place(2)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [PEOPLE[2]]


def test_a_narrow_table_never_squeezes_the_stretching_column(qtbot: QtBot) -> None:
    table: RowsTable[Person] = RowsTable(COLUMNS)
    qtbot.addWidget(table)
    table.resize(200, 300)
    table.show()
    assert table.columnWidth(2) == 150
    table.resize(800, 300)
    QApplication.processEvents()
    assert table.columnWidth(2) > 600


LONG = Person("阿卜杜热西提·买买提艾力", 40)


def test_room_that_is_left_goes_to_the_names_that_are_cut(qtbot: QtBot) -> None:
    table: RowsTable[Person] = RowsTable(COLUMNS)
    qtbot.addWidget(table)
    table.resize(800, 300)
    table.show()
    table.show_rows(PEOPLE)
    assert table.columnWidth(0) == 80
    table.show_rows((LONG, *PEOPLE))
    assert table.columnWidth(0) > table.fontMetrics().horizontalAdvance(LONG.name)
    table.resize(290, 300)
    QApplication.processEvents()
    assert table.columnWidth(0) < 100
    assert table.columnWidth(2) == 150


def test_a_width_that_the_clerk_dragged_stays(qtbot: QtBot) -> None:
    table: RowsTable[Person] = RowsTable(COLUMNS)
    qtbot.addWidget(table)
    table.resize(800, 300)
    table.show()
    table.setColumnWidth(0, 60)
    table.show_rows((LONG,))
    assert table.columnWidth(0) == 60
    assert table.looks()["widths"] == {"姓名": 60}
    again: RowsTable[Person] = RowsTable(COLUMNS)
    qtbot.addWidget(again)
    again.restore_looks(table.looks())
    again.show_rows((LONG,))
    assert again.columnWidth(0) == 60


def multi(kind: FieldKind = FieldKind.MULTI) -> FormField:
    choices = (
        Choice("none", "0", "无", alone=True),
        Choice("a", "1", "水"),
        Choice("b", "2", "电"),
    )
    return FormField("hazards", "隐患", kind, Area(1, 24), choices)


@pytest.mark.parametrize(
    ("pressed", "ticked"),
    [("12", ("a", "b")), ("21", ("a", "b")), ("11", ()), ("10", ("none",)), ("01", ("a",))],
)
def test_digits_tick_the_boxes_of_the_paper(
    qtbot: QtBot, pressed: str, ticked: tuple[str, ...]
) -> None:
    field = BoxesField(multi())
    qtbot.addWidget(field)
    qtbot.keyClicks(field, pressed)
    assert (field.answer() or ()) == ticked


def test_a_field_of_one_answer_holds_the_last_one_pressed() -> None:
    field = multi(FieldKind.CHOICE)
    assert ticked_after(field, ("a",), field.choices[2]) == ("b",)


def test_yes_and_no_are_answers_not_texts(qtbot: QtBot) -> None:
    field = BoxesField(FormField("seen", "见到本人", FieldKind.YES_NO, Area(1, 24)))
    qtbot.addWidget(field)
    assert field.answer() is None
    qtbot.keyClicks(field, "2")
    assert field.answer() is False


@dataclass(frozen=True)
class Form:
    ground: QWidget
    first: QLineEdit
    save: QPushButton


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    """Two fields, of which the second is not asked, and a button."""
    ground = QWidget()
    first, second, save = QLineEdit(ground), QLineEdit(ground), QPushButton(ground)
    second.setDisabled(True)
    EnterMoves([first, second], save, ground)
    qtbot.addWidget(ground)
    ground.show()
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    first.setFocus()
    return Form(ground, first, save)


def test_enter_moves_on_and_skips_what_is_not_asked(qtbot: QtBot, form: Form) -> None:
    qtbot.keyClick(form.first, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert form.save.hasFocus()


def test_enter_does_not_move_while_a_word_is_composed(qtbot: QtBot, form: Form) -> None:
    QApplication.sendEvent(form.first, QInputMethodEvent("wang", []))
    qtbot.keyClick(form.first, Qt.Key.Key_Return)
    assert form.first.hasFocus()
    done = QInputMethodEvent("", [])
    done.setCommitString("王")
    QApplication.sendEvent(form.first, done)
    qtbot.keyClick(form.first, Qt.Key.Key_Return)
    assert (form.save.hasFocus(), form.first.text()) == (True, "王")


def test_text_of_other_people_is_never_read_as_markup(qtbot: QtBot) -> None:
    label = plain_label("<b>王</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_bars_tell_their_figures_to_those_who_cannot_see_them(qtbot: QtBot) -> None:
    bars = Bars()
    qtbot.addWidget(bars)
    bars.show_bars((Bar("东河村", 12, 7, 2), Bar("没有人的村", 0, 0)))
    bars.grab()
    assert "东河村 已完成 7 / 12，逾期 2" in bars.accessibleDescription()


def test_a_filter_from_another_page_can_be_dropped(qtbot: QtBot) -> None:
    bar = FilterBar("姓名")
    qtbot.addWidget(bar)
    bar.add_pick("village", "全部")
    bar.set_choices("village", [("东河村", "东河村")])
    bar.set_value("village", "东河村")
    bar.set_extra("phone", "没有联系电话")
    with qtbot.waitSignal(bar.changed):
        bar.clear()
    assert (bar.value("village"), bar.extra()) == ("", "")


def test_a_choice_made_before_it_is_offered_is_kept_until_the_choices_come(qtbot: QtBot) -> None:
    bar = FilterBar("找")
    qtbot.addWidget(bar)
    bar.add_pick("village", "全部村")
    bar.set_value("village", "东河村")
    assert bar.value("village") == "东河村"
    bar.set_choices("village", [("东河村", "东河村")])
    assert bar.value("village") == "东河村"
    with qtbot.waitSignal(bar.changed):
        bar.set_choices("village", [("石坝村", "石坝村")])
    assert bar.value("village") == ""


def test_an_empty_table_says_what_to_do(qtbot: QtBot) -> None:
    silent: RowsTable[Person] = RowsTable(COLUMNS)
    telling: RowsTable[Person] = RowsTable(COLUMNS, empty="先导入名单。")
    for table in (silent, telling):
        qtbot.addWidget(table)
        table.resize(400, 200)
    assert telling.grab().toImage() != silent.grab().toImage()
    for table in (silent, telling):
        table.show_rows(PEOPLE)
    assert telling.grab().toImage() == silent.grab().toImage()
