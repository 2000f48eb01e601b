"""Bringing photos of visits in: with the sheet, by paste, from a watched folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from app.services.desk import Desk
from app.services.papers import show_papers
from app.services.sheets import print_sheets, sheets_of_batch
from app.services.visits import RecordVisit, open_sheet, record_visit
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.visits.evidence_dialog import EvidenceDialog
from app.ui.pages.visits.typed_dialog import TypedDialog
from app.ui.widgets.folder_watch import FolderWatch
from tests.factory import visit_answers
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk
from tests.gui.test_record import open_entry, type_good_sheet
from tests.unit.services.test_evidence import photo_of
from tests.unit.services.test_papers import photo


@pytest.fixture
def numbers(township: Desk, tmp_path: Path) -> list[str]:
    batch = print_sheets(township, "2026-06", out=tmp_path / "sheets.pdf")
    return [row.sheet_no for row in sheets_of_batch(township, batch.batch_no)]


def test_a_pasted_picture_is_kept_with_the_sheet(
    township: Desk, numbers: list[str], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    QGuiApplication.clipboard().setImage(image)
    person = open_sheet(township, numbers[0]).person_id
    type_good_sheet(clerk, page)
    clerk.press("Ctrl+V")
    assert show_papers(township, person).papers == (), "it waits for the sheet"
    clerk.press("Ctrl+Return")
    (paper,) = show_papers(township, person).papers
    assert (paper.kind, paper.owner) == ("visit_evidence", "走访")


def test_what_is_no_picture_is_said_and_the_sheet_stays(
    township: Desk, numbers: list[str], sit_down: OpenWindow, tmp_path: Path
) -> None:
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(numbers[0])
    bad = tmp_path / "照片.jpg"
    bad.write_bytes(b"MZ")
    page.entry.bring([bad])
    clerk.rest()
    assert "不是图片" in page.entry.words()


def test_dropped_photos_find_their_sheets_and_go_in_with_one_key(
    township: Desk, numbers: list[str], sit_down: OpenWindow, tmp_path: Path
) -> None:
    record_visit(township, RecordVisit(numbers[0], visit_answers(date(2026, 6, 20))))
    (tmp_path / "a.jpg").write_bytes(photo_of(numbers[0]))
    (tmp_path / "b.jpg").write_bytes(photo())
    clerk = sit_down(township)
    page = open_entry(clerk)
    page.entry.bring([tmp_path / "a.jpg", tmp_path / "b.jpg"])
    clerk.rest()
    (dialog,) = clerk.window.findChildren(EvidenceDialog)
    assert [row.number for row in dialog.presenter.rows] == [numbers[0], ""]
    clerk.press("Ctrl+Return")
    assert len(show_papers(township, open_sheet(township, numbers[0]).person_id).papers) == 1
    assert [row.name for row in dialog.presenter.rows] == ["b.jpg"], "what is not clear stays"
    dialog.close()


def test_a_child_is_asked_about(
    township: Desk, numbers: list[str], sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    child = next(no for no in numbers if open_sheet(township, no).known.minor)
    clerk = sit_down(township)
    page = open_entry(clerk)
    clerk.fill(child)
    ask.agrees = False
    (tmp_path / "a.jpg").write_bytes(photo())
    page.entry.bring([tmp_path / "a.jpg"])
    clerk.rest()
    assert ask.said[-1] == "这是未成年人，要添加照片吗？"
    assert "1 份" not in page.entry.evidence_words()


def test_a_file_in_the_watched_folder_counts_when_it_rests(qapp: QObject, tmp_path: Path) -> None:
    given: list[tuple[Path, ...]] = []
    watch = FolderWatch(qapp, settle=3_600_000)  # the test looks by itself
    watch.settled.connect(given.append)
    watch.watch(tmp_path)
    scan = tmp_path / "scan.pdf"
    for length in range(1, 4):
        scan.write_bytes(b"part" * length)
        watch.look()
        assert given == [], "it still grows"
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    watch.look()
    assert given == [(scan,)]
    watch.look()
    assert given == [(scan,)], "it is given once"
    watch.stop()


def test_a_contact_in_the_record_takes_evidence_too(
    township: Desk, numbers: list[str], sit_down: OpenWindow, tmp_path: Path
) -> None:
    record_visit(township, RecordVisit(numbers[0], visit_answers(date(2026, 6, 20))))
    person = open_sheet(township, numbers[0]).person_id
    (tmp_path / "a.jpg").write_bytes(photo())
    clerk = sit_down(township)
    clerk.window.go("people", f"person:{person}")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    page.settle()
    clerk.rest()
    tabs = page.pane.tabs
    tabs.setCurrentWidget(tabs.contacts)
    tabs.contacts.setFocus()
    assert [line.day for line in tabs.contacts.model_of_rows.rows()] == [date(2026, 6, 20)]
    assert tabs.contacts.hasFocus()
    clerk.press("Down", "Enter", "F10")
    (dialog,) = clerk.window.findChildren(EvidenceDialog)
    dialog.presenter.bring([tmp_path / "a.jpg"])
    clerk.rest()
    clerk.press("Ctrl+Return")
    assert [paper.owner for paper in show_papers(township, person).papers] == ["走访"]
    dialog.close()
    for typed in clerk.window.findChildren(TypedDialog):
        typed.close()
