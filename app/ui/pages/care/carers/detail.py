"""One carer: who it is, the agreements with their buttons, the scores and how they went."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.care.views import AgreementRow, CarerView, ScoreLine
from app.ui.pages.care.carers.columns import AGREEMENTS, SCORES
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.page import card
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.table import RowsTable
from app.ui.widgets.upright_scroll import UprightScroll
from app.ui.words import points_words

_LEAST_HIGH = 108


class CarerDetail(QStackedWidget):
    """``carer_buttons`` act on the carer, ``agreement_buttons`` on the current agreement,
    the first of them beside the heading."""

    def __init__(
        self,
        carer_buttons: Sequence[QPushButton],
        agreement_buttons: Sequence[QPushButton],
        *,
        open_person: Callable[[AgreementRow], None],
    ) -> None:
        super().__init__()
        self.addWidget(EmptyState("没有选中的护理人", "在左边选一位，就能看到协议和考核。"))
        self._name = plain_label("", role="title", wrap=True)
        self._state = plain_label("")
        self._facts = plain_label("", role="quiet", wrap=True, selectable=True)
        self._doubts = plain_label("", role="note", wrap=True)
        self._trend = plain_label("", role="small", wrap=True)
        self.agreements: RowsTable[AgreementRow] = RowsTable(
            AGREEMENTS, inside=True, empty="还没有护理协议。按 F6 签订。"
        )
        self.agreements.setAccessibleName("护理协议")
        self.agreements.opened.connect(open_person)
        self.scores: RowsTable[ScoreLine] = RowsTable(
            SCORES, inside=True, empty="还没有考核过。按 Ctrl+R 打分。"
        )
        self.scores.setAccessibleName("考核得分")
        self.addWidget(self._card(carer_buttons, agreement_buttons))

    def show_nothing(self) -> None:
        self.setCurrentIndex(0)

    def show_carer(self, view: CarerView) -> None:
        row = view.row
        self._name.setText(row.name)
        self._state.setText(row.state)
        set_role(self._state, "late" if row.near_end or row.disqualified_on else "quiet")
        self._facts.setText(facts_words(view))
        self._doubts.setText(f"请核对：{'；'.join(row.doubts)}。")
        self._doubts.setVisible(bool(row.doubts))
        self._trend.setText(trend_line(view))
        self._trend.setVisible(bool(view.scores))
        self.agreements.show_rows(view.agreements)
        self.scores.show_rows(view.scores)
        self.setCurrentIndex(1)

    def agreement(self) -> AgreementRow | None:
        """The agreement with the cursor; without one the first that runs."""
        rows = self.agreements.model_of_rows.rows()
        return self.agreements.current() or (rows[0] if rows else None)

    # --- how it is built ---------------------------------------------------------------------
    def _card(
        self, carer_buttons: Sequence[QPushButton], agreement_buttons: Sequence[QPushButton]
    ) -> QFrame:
        for table in (self.agreements, self.scores):
            table.setMinimumHeight(_LEAST_HIGH)
            # The two share what room there is; they do not ask for more than the window has.
            table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        face = QWidget()
        inside = QVBoxLayout(face)
        inside.setContentsMargins(16, 0, 16, 0)
        inside.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._state)
        inside.addLayout(head)
        inside.addWidget(self._facts)
        inside.addWidget(self._doubts)
        inside.addLayout(_lines_of(carer_buttons, 3))
        line = QHBoxLayout()
        line.addWidget(plain_label("护理协议", role="heading"), 1)
        line.addWidget(agreement_buttons[0])
        inside.addLayout(line)
        inside.addWidget(self.agreements, 3)
        inside.addLayout(_lines_of(agreement_buttons[1:], 4))
        inside.addWidget(plain_label("考核", role="heading"))
        inside.addWidget(self._trend)
        inside.addWidget(self.scores, 3)
        scroll = UprightScroll()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(face)
        frame, around = card()
        around.setContentsMargins(0, 12, 0, 12)
        around.addWidget(scroll)
        return frame


def facts_words(view: CarerView) -> str:
    """What is known of a carer in a few lines."""
    known = {line.key: line.value for line in view.facts if line.known}
    age = "" if view.row.age is None else f"{view.row.age} 岁"
    parts = [view.row.sex, age, known.get("id_no", ""), known.get("phone", "")]
    lines = ["　".join(part for part in parts if part)]
    lines.append("　".join(known[key] for key in ("address", "health", "note") if key in known))
    lines.append(f"{view.row.qualified_on}取得资格")
    if view.row.disqualified_on is not None:
        lines[-1] += f"，{view.row.disqualified_on}取消：{view.row.disqualified_reason}"
    return "\n".join(line for line in lines if line)


def trend_line(view: CarerView) -> str:
    """``平均 80.3　03月 70 → 04月 80 → 05月 91``."""
    months = " → ".join(f"{month[5:]}月 {points_words(total)}" for month, total in view.row.trend)
    return f"平均 {points_words(view.row.average)}　{months}"


def _lines_of(buttons: Sequence[QWidget], wide: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(8)
    for place, button in enumerate(buttons):
        grid.addWidget(button, place // wide, place % wide)
    return grid
