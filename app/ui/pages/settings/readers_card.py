"""Who may read what is confidential: a small section of the page 设置."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.person.confidential import confidential_readers, set_confidential_readers
from app.ui.ports import Context
from app.ui.widgets.page import make_button
from app.ui.widgets.plain_label import plain_label

_BETWEEN = re.compile(r"[、，,；;\s]+")


class ReadersCard(QWidget):
    """Names the clerks on the list; changing it is on record like everything else."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._names: tuple[str, ...] = ()
        self._shown = plain_label("", wrap=True, selectable=True)
        head = QHBoxLayout()
        head.addWidget(plain_label("可查看保密事项的人", role="heading"), 1)
        head.addWidget(make_button("修改…", self.change))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._shown)
        layout.addWidget(
            plain_label(
                "其他人只看到“有保密事项”。每次查看、被拒绝的查看都有记录。",
                role="quiet",
                wrap=True,
            )
        )

    def refresh(self) -> None:
        self._context.jobs.run(
            lambda _: confidential_readers(self._context.desk), self._show, latest="readers"
        )

    def words(self) -> str:
        """What is shown."""
        return self._shown.text()

    def change(self) -> None:
        """Ask for the names and keep them."""
        typed = self._context.ask.line(
            "可查看保密事项的人",
            "填经办人姓名，几个人用顿号隔开；清空写“无”。",
            text="、".join(self._names),
        )
        if typed is None:
            return
        names = [name for name in _BETWEEN.split(typed) if name and name != "无"]
        self._context.jobs.run(
            lambda _: set_confidential_readers(self._context.desk, names),
            lambda _: self._context.changed(),
            title="正在保存",
        )

    def _show(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._shown.setText("、".join(names) or "没有人")
