"""The county's shared store on the page 设置: try a server, move there, take a copy, come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.core.progress import Progress
from app.core.terms import Role
from app.services.office import show_office
from app.services.shared_store import (
    PlaceView,
    Trial,
    leave_server,
    save_copy,
    share_store,
    try_server,
    where_store_is,
)
from app.ui.ports import Context

_STORES = "数据文件 (*.db)"


class SharedScreen(Protocol):
    def show_place(self, place: PlaceView | None) -> None:
        """Where the store is; None at a township, which has nothing to choose."""

    def close_program(self) -> None: ...


class SharedPresenter:
    """What is set here counts from the next start, so the program closes after each change."""

    def __init__(self, context: Context, view: SharedScreen) -> None:
        self._context = context
        self._view = view

    def refresh(self) -> None:
        desk = self._context.desk

        def read(_: Progress) -> PlaceView | None:
            office = show_office(desk)
            return where_store_is(desk) if office and office.role is Role.COUNTY else None

        self._context.jobs.run(read, self._view.show_place, latest="settings.shared")

    def share(
        self, url: str, clerk: str, saved: Callable[[], None], tell: Callable[[str], None]
    ) -> None:
        """Try the server; once confirmed, work there. A problem is told in the dialog."""

        def ask(trial: Trial) -> None:
            question = f"服务器通了，那里是{trial.found}。从下次打开起用它吗？"
            if self._context.ask.confirm(question, trial.words, yes="改用共享数据库"):
                self._move(url, clerk, saved, tell)

        self._context.jobs.run(
            lambda _: try_server(self._context.desk, url),
            ask,
            title="正在连接服务器",
            failed=lambda error: tell("".join(error.sentences())),
        )

    def save_copy(self) -> None:
        """Write what is shared into a file of this computer."""
        today = self._context.desk.clock.today()
        path = self._context.ask.save_as("另存一份", Path(f"共享数据-{today:%Y%m%d}.db"), _STORES)
        if path is None:
            return
        self._context.jobs.run(
            lambda _: save_copy(self._context.desk, path),
            lambda done: self._context.ask.tell("已另存一份。", str(done)),
            title="正在另存",
        )

    def leave(self) -> None:
        """Work with this computer's own data again."""
        words = "本机原来的数据还是改用共享数据库之前的样子，之后共享的内容不在里面。"
        if not self._context.ask.confirm("改回本机数据吗？", words, yes="改回本机数据"):
            return
        self._context.jobs.run(
            lambda _: leave_server(self._context.desk),
            lambda _: self._end("已改回本机数据。"),
            title="正在改回",
        )

    def _move(
        self, url: str, clerk: str, saved: Callable[[], None], tell: Callable[[str], None]
    ) -> None:
        def finish(_: Trial) -> None:
            saved()
            self._end("已改用共享数据库。")

        self._context.jobs.run(
            lambda _: share_store(self._context.desk, url, clerk),
            finish,
            title="正在搬到共享数据库",
            failed=lambda error: tell("".join(error.sentences())),
        )

    def _end(self, what: str) -> None:
        self._context.ask.tell(what, "程序现在关闭，请重新打开。")
        self._view.close_program()
