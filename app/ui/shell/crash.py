"""When something breaks: the world's faults are told in words, ours go to a report."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from app.core.clock import Clock
from app.core.errors import Cancelled, UserError
from app.ui.ports import Ask
from app.ui.widgets.plain_label import plain_label


def install_excepthook(ask: Ask, folder: Path, clock: Clock) -> None:
    """Sort every error that nobody caught; reports are kept in ``folder``."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        elif isinstance(error, UserError):
            ask.error(error)
        elif not isinstance(error, Cancelled):
            report = crash_report(kind, trace)
            CrashDialog(report, keep_report(report, folder, clock)).exec()

    sys.excepthook = hook


def crash_report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Versions, the kind of error and where it happened.

    The error's own message is left out: it may hold what a clerk typed about a person.
    """
    lines = [
        f"程序 帮扶台账；Python {platform.python_version()}；Qt {PySide6.__version__}；"
        f"{platform.system()} {platform.release()}",
        f"错误类型 {kind.__name__}",
    ]
    for frame in traceback.extract_tb(trace):
        lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


def keep_report(report: str, folder: Path, clock: Clock) -> Path | None:
    """Write the report; None when even that is impossible (the dialog still shows it)."""
    path = folder / f"crash-{clock.now():%Y%m%d-%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(report, encoding="utf-8")
    except OSError:
        return None
    return path


def _short(filename: str) -> str:
    """The path from the program's own folder on: a home folder names its owner."""
    parts = Path(filename).parts
    for root in ("app", "site-packages", "lib"):
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) :])
    return parts[-1]


class CrashDialog(QDialog):
    """Says that the program is at fault, and offers the report to copy."""

    def __init__(self, report: str, kept: Path | None) -> None:
        super().__init__(QApplication.activeWindow())
        self.setWindowTitle("程序出错了")
        self.resize(620, 400)
        where = f"报告已存到 {kept}。" if kept else "报告没有存下来，请复制后保存。"
        box = QPlainTextEdit(report)
        box.setReadOnly(True)
        copy = QPushButton("复制报告")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.addWidget(plain_label("程序自己出了错，不是您的操作有误。", role="heading"))
        layout.addWidget(
            plain_label(
                "刚才这一步没有完成，之前保存的内容都在。请把下面的报告交给技术人员，"
                f"其中没有群众的个人信息。{where}",
                wrap=True,
            )
        )
        layout.addWidget(box, 1)
        layout.addLayout(buttons)
