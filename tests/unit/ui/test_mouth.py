"""The prompt for a passphrase, and how errors that nobody caught are sorted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.core.clock import fixed_clock
from app.core.errors import Cancelled, FileError
from app.ui.ask import PromptDialog
from app.ui.shell.crash import CrashDialog, install_excepthook, keep_report
from tests.gui.stand_ins import StandInAsk

CLOCK = fixed_clock(date(2026, 5, 20))


@pytest.mark.parametrize(
    ("first", "second", "accepted"),
    [
        ("", "", False),
        ("short", "short", False),
        ("long enough", "long enouhg", False),
        ("long enough", "long enough", True),
    ],
)
def test_a_new_passphrase_is_typed_twice_and_is_not_short(
    qtbot: QtBot, first: str, second: str, accepted: bool
) -> None:
    dialog = PromptDialog("口令", "请设口令：", secret=True, twice=True)
    qtbot.addWidget(dialog)
    for edit, text in zip(dialog.findChildren(QLineEdit), (first, second), strict=True):
        edit.setText(text)
        assert edit.echoMode() is QLineEdit.EchoMode.Password
    box = dialog.findChild(QDialogButtonBox)
    assert isinstance(box, QDialogButtonBox)
    box.accepted.emit()
    assert (dialog.result() == QDialog.DialogCode.Accepted) is accepted


@pytest.fixture
def usual_hook() -> Iterator[None]:
    before = sys.excepthook
    yield
    sys.excepthook = before


@pytest.mark.usefixtures("usual_hook", "qapp")
def test_the_worlds_faults_are_told_and_a_cancel_is_not(tmp_path: Path) -> None:
    ask = StandInAsk()
    install_excepthook(ask, tmp_path, CLOCK)
    sys.excepthook(FileError, FileError("U盘满了。"), None)
    sys.excepthook(Cancelled, Cancelled(), None)
    assert ask.said == ["U盘满了。"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("usual_hook")
def test_our_own_faults_leave_a_report_on_disk(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[CrashDialog] = []

    def remember(dialog: CrashDialog) -> int:
        shown.append(dialog)
        return 0

    monkeypatch.setattr(CrashDialog, "exec", remember)
    install_excepthook(StandInAsk(), tmp_path / "logs", CLOCK)
    sys.excepthook(KeyError, KeyError("王秀英"), None)
    qtbot.addWidget(shown[0])
    kept = list((tmp_path / "logs").iterdir())
    assert [path.name for path in kept] == ["crash-20260520-090000.txt"]
    assert "王秀英" not in kept[0].read_text(encoding="utf-8")


def test_a_report_that_cannot_be_kept_is_still_shown(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert keep_report("报告", blocked / "logs", CLOCK) is None
