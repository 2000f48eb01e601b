"""The page 县级汇总: receive, look at who has sent, compare, merge, answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.money import yuan
from app.core.progress import Progress
from app.services.county import (
    BoardRow,
    BoardView,
    ReceivedRow,
    accept_gap,
    accepted_ledgers,
    county_board,
    receive_ledgers,
)
from app.services.county_conflicts import ConflictRow, list_conflicts, read_decisions
from app.services.county_keys import IssuedView, list_certificates
from app.services.county_merge import HeldBackError, MergedView, merge_month, write_receipts
from app.services.county_year import YearBoard, county_year, write_reminders
from app.services.keys import KeyState, key_state
from app.services.office import add_office
from app.ui.ports import LEDGERS, PDF, Context
from app.ui.words import month_words

_PASSPHRASE = "请输入县级签名口令："


@dataclass(frozen=True)
class CountyMonth:
    """Everything the page shows of a month; without a root there is no board yet."""

    keys: KeyState
    board: BoardView | None
    conflicts: tuple[ConflictRow, ...]
    year: YearBoard | None = None
    issued: tuple[IssuedView, ...] = ()


class CountyScreen(Protocol):
    def month(self) -> str: ...

    def show_month(self, month: CountyMonth) -> None: ...

    def show_received(self, rows: tuple[ReceivedRow, ...]) -> None: ...

    def show_office_added(self) -> None: ...


class CountyPresenter:
    """Everything of one month at a time."""

    def __init__(self, context: Context, view: CountyScreen) -> None:
        self._context, self._say = context, context.receiving
        self._view = view
        self._compared: tuple[tuple[str, tuple[str, ...]], tuple[ConflictRow, ...]] | None = None

    def refresh(self) -> None:
        month = self._view.month()
        self._context.jobs.run(
            lambda _: self._read(month), self._view.show_month, latest="county.month"
        )

    def receive_files(self) -> None:
        """Take in the ledgers that the clerk picks."""
        paths = self._context.ask.files(self._say("选择乡镇报来的台账（可以多选）"), LEDGERS)
        if paths:
            self.receive(paths)

    def receive_folder(self) -> None:
        """Take in every ledger of a folder or stick."""
        folder = self._context.ask.folder("选择放台账的文件夹或U盘")
        if folder is not None:
            self.receive([folder])

    def receive(self, paths: Sequence[Path]) -> None:
        """Verify and keep; what became of each file is shown."""

        def work(progress: Progress) -> tuple[ReceivedRow, ...]:
            return receive_ledgers(self._context.desk, paths, progress)

        self._context.jobs.run(work, self._received, title="正在接收和核验台账")

    def accept_gap(self, row: BoardRow | None) -> None:
        """Take in a ledger whose batch before it will never come, after asking why."""
        if row is None or not row.waits or row.batch_no is None:
            return
        code, batch_no = row.office_code, row.batch_no
        why = self._context.ask.line(
            "收下缺上期的台账",
            f"{row.office}第 {batch_no} 批前面的批次没有收到。确认不会再来的，请写明原因"
            "（如：电脑丢失、密钥已吊销），收下后更早的批次不再接收：",
        )
        if why is None:
            return

        self._context.jobs.run(
            lambda _: accept_gap(self._context.desk, code, batch_no, why),
            lambda _: self._context.changed(),
            title="正在收下",
        )

    def merge(self) -> None:
        """Write the merged workbook of the month."""
        month = self._view.month()
        given = self._ask_folder_and_passphrase(f"{month_words(month)}汇总表存到哪里")
        if given is None:
            return
        self._merge(month, *given)

    def _merge(self, month: str, folder: Path, passphrase: str, *, anyway: bool = False) -> None:
        ask = self._context.ask

        def work(progress: Progress) -> MergedView:
            return merge_month(
                self._context.desk,
                month,
                folder,
                passphrase=passphrase,
                anyway=anyway,
                progress=progress,
            )

        def failed(error: UserError) -> None:
            if not isinstance(error, HeldBackError):
                ask.error(error)
            elif ask.confirm(
                "这次汇总看起来不对，仍要汇总吗？",
                f"{error.why}\n先按“取消”核对：是不是收错了表、重复的有没有处理；确实没错再继续。"
                "继续的话，原因会记入操作记录。",
                yes="仍要汇总",
            ):
                self._merge(month, folder, passphrase, anyway=True)

        self._context.jobs.run(work, self._merged, title="正在汇总", failed=failed)

    def answer(self) -> None:
        """Write a receipt for every township that was accepted."""
        month = self._view.month()
        given = self._ask_folder_and_passphrase(f"{month_words(month)}回执存到哪里（U盘）")
        if given is None:
            return
        folder, passphrase = given

        def told(paths: tuple[Path, ...]) -> None:
            self._context.changed()
            self._context.ask.tell(
                f"已写出 {len(paths)} 份回执。",
                self._say("请随U盘交回各乡镇，由他们在“台账”页导入。"),
            )

        self._context.jobs.run(
            lambda _: write_receipts(self._context.desk, month, folder, passphrase=passphrase),
            told,
            title="正在写回执",
        )

    def remind(self) -> None:
        """Letters to the offices that have not sent the month's ledger."""
        month = self._view.month()
        path = self._context.ask.save_as("催报函存到哪里", Path(f"催报函_{month}.pdf"), PDF)
        if path is None:
            return

        def told(offices: tuple[str, ...]) -> None:
            self._context.changed()
            self._context.ask.tell(
                f"已写出 {len(offices)} 份催报函。", f"{path.name}\n{'、'.join(offices)}"
            )
            self._context.print_out(path, "催报函")

        self._context.jobs.run(
            lambda _: write_reminders(self._context.desk, month, path),
            told,
            title="正在写催报函",
        )

    def add_office(self, code: str, name: str) -> None:
        """Expect ledgers from a township."""

        def done(_: None) -> None:
            self._view.show_office_added()
            self._context.changed()

        self._context.jobs.run(
            lambda _: add_office(self._context.desk, code=code, name=name),
            done,
            title="正在添加",
        )

    def _read(self, month: str) -> CountyMonth:
        keys = key_state(self._context.desk)
        if not keys.has_certificate:
            return CountyMonth(keys, None, ())
        board = county_board(self._context.desk, month)
        year = county_year(self._context.desk, month)
        return CountyMonth(
            keys, board, self._conflicts(month), year, list_certificates(self._context.desk)
        )

    def _conflicts(self, month: str) -> tuple[ConflictRow, ...]:
        """Ledgers are compared when there are others than last time, decisions read each time."""
        desk = self._context.desk
        ledgers = (month, accepted_ledgers(desk, month))
        if self._compared is None or self._compared[0] != ledgers:
            self._compared = (ledgers, list_conflicts(desk, month))
            return self._compared[1]
        return read_decisions(desk, self._compared[1])

    def _received(self, rows: tuple[ReceivedRow, ...]) -> None:
        self._view.show_received(rows)
        self._context.changed()

    def _merged(self, merged: MergedView) -> None:
        self._context.changed()
        missing = f"\n未报单位：{'、'.join(merged.missing)}" if merged.missing else ""
        self._context.ask.tell(
            "汇总完成。",
            f"{merged.path.name}\n{merged.offices} 个单位，{merged.people} 人，"
            f"走访联系 {merged.visits} 次，合计 {yuan(merged.amount)} 元，"
            f"重复和冲突 {merged.conflicts} 处，未处理 {merged.undecided} 处，"
            f"按处理不计入 {merged.left_out} 行。{missing}",
        )

    def _ask_folder_and_passphrase(self, title: str) -> tuple[Path, str] | None:
        folder = self._context.ask.folder(title)
        if folder is None:
            return None
        passphrase = self._context.ask.passphrase(self._say("县级签名"), self._say(_PASSPHRASE))
        return None if passphrase is None else (folder, passphrase)
