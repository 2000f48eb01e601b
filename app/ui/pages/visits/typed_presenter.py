"""A form that was typed in: read, printed again, mended, its evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from app.services.typed_forms import TypedForm, print_typed_form, show_typed_form
from app.ui.ports import PDF, Context


class TypedScreen(Protocol):
    def show_form(self, form: TypedForm) -> None: ...

    def say(self, words: str) -> None: ...


class TypedPresenter:
    """The form of one contact."""

    def __init__(self, context: Context, view: TypedScreen, contact_id: int) -> None:
        self._context, self._view, self._contact_id = context, view, contact_id
        self._form: TypedForm | None = None

    def start(self) -> None:
        """Read it; the look is on record."""
        self._context.jobs.run(
            lambda _: show_typed_form(self._context.desk, self._contact_id),
            self._show,
            latest="typed.form",
        )

    def print(self, *, masked: bool) -> None:
        """Write the filled form and show it to the printer."""
        form, desk = self._form, self._context.desk
        if form is None:
            return
        name = f"{form.title}_{form.sheet_no or form.day}.pdf"
        path = self._context.ask.save_as("打印的表存到哪里", desk.folder / "papers" / name, PDF)
        if path is None:
            return

        def work() -> bool:
            path.parent.mkdir(parents=True, exist_ok=True)
            return print_typed_form(desk, self._contact_id, path, masked=masked)

        self._context.jobs.run(
            lambda _: work(), lambda cut: self._printed(path, cut=cut), title="正在生成"
        )

    def mend(self) -> bool:
        """Open it where it is typed in; whether it has a number to be opened by."""
        if self._form is None or not self._form.sheet_no:
            return False
        self._context.go("visits", f"sheet:{self._form.sheet_no}")
        return True

    def _printed(self, path: Path, *, cut: bool) -> None:
        told = "有的内容太长，纸上以“…”结尾，完整的见这里。" if cut else ""
        self._view.say(f"已生成：{path}。{told}")
        self._context.print_out(path, self._form.title if self._form else "")

    def _show(self, form: TypedForm) -> None:
        self._form = form
        self._view.show_form(form)
