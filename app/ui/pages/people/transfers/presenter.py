"""Transfers: sending people out, opening what comes in, answering, taking answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.terms import TransferState
from app.services.office import expect_office
from app.services.transfers import (
    SendPeople,
    TransferRow,
    list_transfers,
    send_people,
    withdraw_transfer,
)
from app.services.transfers_in import Answer, TransferView, answer_transfer, open_transfer_file
from app.ui.ports import LEDGERS, Context


@dataclass(frozen=True)
class Arrival:
    """A transfer file that waits for an answer, and the villages that it can be answered with."""

    path: Path
    view: TransferView
    villages: tuple[str, ...]


class TransfersScreen(Protocol):
    def show_transfers(self, rows: tuple[TransferRow, ...]) -> None: ...

    def ask_answer(self, arrival: Arrival) -> None: ...


class TransfersPresenter:
    """What the dialog 转移 does; every file is read off the screen."""

    def __init__(self, context: Context, view: TransfersScreen) -> None:
        self._context = context
        self._view = view

    def refresh(self) -> None:
        self._context.jobs.run(
            lambda _: list_transfers(self._context.desk),
            self._view.show_transfers,
            latest="transfers",
        )

    def send(self, order: SendPeople, folder: Path, passphrase: str) -> None:
        """Write the transfer file to the stick."""

        def done(path: Path) -> None:
            self._context.ask.tell("转移单已写好，请交给接收单位。", str(path))
            self._after()

        self._context.jobs.run(
            lambda _: send_people(self._context.desk, order, folder, passphrase=passphrase),
            done,
            title="正在写转移单",
        )

    def open_file(self) -> None:
        """A transfer to look at, or an answer to one of ours: the file itself says which."""
        path = self._context.ask.file("打开转移单或转移回执", LEDGERS)
        if path is None:
            return
        desk = self._context.desk

        def read(_: Progress) -> Arrival | TransferRow:
            found = open_transfer_file(desk, path)
            if isinstance(found, TransferRow):
                return found
            return Arrival(path, found, expect_office(desk).villages)

        self._context.jobs.run(read, self._opened, title="正在核对签名")

    def answer(self, path: Path, answer: Answer, folder: Path, passphrase: str) -> None:
        """Accept or refuse, and write the answer to the stick."""

        def done(written: Path) -> None:
            self._context.ask.tell("转移回执已写好，请交回发出的单位。", str(written))
            self._after()

        self._context.jobs.run(
            lambda _: answer_transfer(
                self._context.desk, path, answer, folder, passphrase=passphrase
            ),
            done,
            title="正在登记并写回执",
        )

    def withdraw(self, row: TransferRow) -> None:
        """Call back what was not answered yet."""
        reason = self._context.ask.line(
            "撤回转移单", "为什么撤回？对方若已收到文件，请打电话告知。"
        )
        if reason is None:
            return
        self._context.jobs.run(
            lambda _: withdraw_transfer(self._context.desk, row.id, reason),
            lambda _: self._after(),
            title="正在撤回",
        )

    def pick_folder(self) -> Path | None:
        return self._context.ask.folder("存到哪里（U盘）")

    def _opened(self, found: Arrival | TransferRow) -> None:
        if isinstance(found, Arrival):
            self._arrived(found)
            return
        gone = found.state is TransferState.ACCEPTED
        then = "人员已从本单位注销" if gone else "人员仍在本单位"
        words = f"{found.other_office}：{found.state_words}，{then}。"
        self._context.ask.tell(words, found.reason)
        self._after()

    def _arrived(self, arrival: Arrival) -> None:
        if arrival.view.answered is None:
            self._view.ask_answer(arrival)
            return
        known = f"编号 {arrival.view.number}。"
        self._context.ask.error(UserError("这份转移单已经答复过。", known))

    def _after(self) -> None:
        self.refresh()
        self._context.changed()
