"""Finding somebody from anywhere: what is typed is looked for at once, Enter opens the person."""

from __future__ import annotations

from typing import Protocol

from app.services.people import FirstPeople, PeopleQuery, PersonRow, find_first
from app.ui.ports import Context

SHOWN = 30
HINT = "姓名、曾用名、拼音、首字母、身份证号或卡号的一段、电话、住址、村、户主；几个词用空格分开"


class QuickFindScreen(Protocol):
    def show_people(self, rows: tuple[PersonRow, ...], words: str) -> None: ...

    def text(self) -> str: ...

    def leave(self) -> None: ...


class QuickFindPresenter:
    """Those who have left the register are found too, and marked."""

    def __init__(self, context: Context, view: QuickFindScreen) -> None:
        self._context = context
        self._view = view
        self._stopped = False

    def stop(self) -> None:
        """The box is closed: what is still on its way is not shown any more."""
        self._stopped = True

    def search(self) -> None:
        """Look for what stands in the box; an older answer is thrown away."""
        query = PeopleQuery(text=self._view.text(), closed=True)
        if not query.text.strip():
            self._context.jobs.run(lambda _: None, lambda _: self._show(None), latest="shell.find")
            return
        self._context.jobs.run(
            lambda _: find_first(self._context.desk, query, SHOWN),
            self._show,
            latest="shell.find",
        )

    def open_person(self, row: PersonRow | None) -> None:
        """Go to the person's page."""
        if row is not None:
            self._view.leave()
            self._context.go("people", f"person:{row.id}")

    def open_list(self) -> None:
        """Go to the list of everybody who is found."""
        text = self._view.text().strip()
        if text:
            self._view.leave()
            self._context.go("people", f"find:{text}")

    def _show(self, found: FirstPeople | None) -> None:
        if self._stopped:
            return
        if found is None:
            self._view.show_people((), HINT)
        elif not found.rows:
            self._view.show_people((), "没有找到。换个词，或只输入其中一段。")
        else:
            count = f"{len(found.rows)} 人" if found.whole else f"前 {len(found.rows)} 人"
            words = f"{count}　Enter 打开　Ctrl+Enter 在“人员”中列出　Esc 关闭"
            self._view.show_people(found.rows, words)
