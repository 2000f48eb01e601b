"""The page 台账: check, sign, write to the stick, and what came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.errors import UserError
from app.core.money import yuan
from app.core.progress import Progress
from app.core.terms import Role
from app.services.county_up import drawn_from
from app.services.guomi import sign_beside
from app.services.keys import KeyState, key_state, upward
from app.services.ledger_down import ReceiptView, import_receipt, read_receipt, subject_of_row
from app.services.ledger_preview import LedgerFault, SheetView
from app.services.ledger_up import (
    ExportedLedger,
    LedgerDraft,
    check_ledger,
    export_ledger,
    preview_ledger,
    two_sign,
)
from app.services.office import expect_office
from app.services.refused_rows import KIND as REFUSED_ROW
from app.services.sent_ledgers import ExportRow, ledger_month, list_exports
from app.services.sticks import StickView, copy_ledger, find_sticks
from app.ui.pages.compare_presenter import ComparePresenter
from app.ui.ports import LEDGERS, Context
from app.ui.words import deadline_words, month_words

SAFE = "请在系统里点“安全移除”（“弹出”），再拔下U盘。"
_STICK = "ledger.stick"
_SHOWN = 4  # lines of a receipt on the page; the rest stands in its file


@dataclass(frozen=True)
class ExportOrder:
    """What the clerk gives for an export; ``copy_to`` is where a second copy goes, if any."""

    folder: Path
    filled_by: str
    checked_by: str
    passphrase: str
    copy_to: Path | None = None
    second_passphrase: str = ""


@dataclass(frozen=True)
class Sent:
    """A ledger that was exported, and in words what became of what goes with it."""

    ledger: ExportedLedger
    copy: str


class LedgerScreen(Protocol):
    def show_month(self, month: str) -> None: ...

    def show_draft(self, draft: LedgerDraft, deadline: str) -> None: ...

    def show_no_draft(self, words: str) -> None: ...

    def show_keys(self, keys: KeyState) -> None: ...

    def show_exports(self, rows: tuple[ExportRow, ...]) -> None: ...

    def show_receipt(self, receipt: ReceiptView) -> None: ...

    def ask_export(self, clerk: str, *, two_sign: bool) -> None: ...

    def show_preview(self, month: str, sheets: tuple[SheetView, ...]) -> None: ...

    def show_answers(self, receipt: ReceiptView) -> None: ...


class LedgerPresenter:
    """The month starts as the one that is next to be sent."""

    def __init__(self, context: Context, view: LedgerScreen) -> None:
        self._context, self._say = context, context.sending
        self._view = view
        self._month = ""
        self._keys: KeyState | None = None
        self._drawn: tuple[tuple[object, ...], LedgerDraft] | None = None

    def refresh(self) -> None:
        """Read keys and history, then draw the month's ledger."""
        desk = self._context.desk

        def read(_: Progress) -> tuple[str, KeyState, tuple[ExportRow, ...]]:
            slot = upward(expect_office(desk))[0]
            return ledger_month(desk).month, key_state(desk, slot), list_exports(desk)

        self._context.jobs.run(read, self._show, latest="ledger.state")

    def choose_month(self, month: str) -> None:
        """Look at another month."""
        self._month = month
        self.check()

    def check(self) -> None:
        """Draw the ledger without signing it."""
        month = self._month
        self._context.jobs.run(
            lambda _: self._draft(month),
            self._show_draft,
            latest="ledger.draft",
            failed=lambda error: self._view.show_no_draft("".join(error.sentences())),
        )

    def _draft(self, month: str) -> LedgerDraft:
        """A county's takes long: it is drawn again only when something that it follows from has
        changed."""
        desk = self._context.desk
        office = expect_office(desk)
        if office.role is not Role.COUNTY:
            return check_ledger(desk, month)
        now = drawn_from(desk, office, month)
        if self._drawn is None or self._drawn[0] != now:
            self._drawn = now, check_ledger(desk, month)
        return self._drawn[1]

    def preview(self) -> None:
        """Show the sheets as they would be sent."""
        month = self._month
        self._context.jobs.run(
            lambda _: preview_ledger(self._context.desk, month),
            lambda sheets: self._view.show_preview(month, sheets),
            title="正在生成预览",
        )

    def open_fault(self, fault: LedgerFault | None) -> None:
        """Go to the record that a fault is about."""
        if fault is None:
            self._context.ask.tell("请先选一处要改的地方。")
        elif fault.place[0]:
            self._context.go(*fault.place)
        elif fault.person_id is None:
            self._context.ask.tell(
                "这一行不对应某一个人。", "请按“预览各表”查看这张表，或在“人员”里按村核对。"
            )
        else:
            self._context.go("people", f"person:{fault.person_id}")

    def open_receipt(self, row: ExportRow | None) -> None:
        """Show what the county answered to one of the ledgers sent."""
        if row is None:
            self._context.ask.tell("请先在“报送记录”里选一批台账。")
            return

        def show(receipt: ReceiptView | None) -> None:
            if receipt is None:
                self._context.ask.tell(
                    "这一批还没有回执。", self._say("县里发回后，按“导入回执”。")
                )
            else:
                self._view.show_answers(receipt)

        self._context.jobs.run(
            lambda _: read_receipt(self._context.desk, row.id), show, latest="ledger.receipt"
        )

    def open_row(self, key: str) -> None:
        """Go to the record that a row of a receipt is about."""

        def go(person_id: int | None) -> None:
            if person_id is None:
                self._context.ask.tell("本机没有这个人的记录。", "可能已经合并到别的记录。")
            else:
                self._context.go("people", f"person:{person_id}")

        self._context.jobs.run(
            lambda _: subject_of_row(self._context.desk, key), go, latest="ledger.subject"
        )

    def open_matters(self) -> None:
        """Go to what refused rows have left to do."""
        self._context.go("matters", f"kind:{REFUSED_ROW}")

    def start_export(self) -> None:
        """Ask where to and by whom; without a certificate say what comes first."""
        if self._keys is None or not self._keys.has_certificate:
            self._context.ask.error(
                UserError("还不能导出：没有签名证书。", "", "请先完成“签名密钥”里的三步。")
            )
            return
        self._view.ask_export(self._context.desk.actor.name, two_sign=two_sign(self._context.desk))

    def export(self, order: ExportOrder) -> None:
        """Sign and write; it counts as sent only when it was read back and verified."""
        month = self._month

        def work(progress: Progress) -> Sent:
            ledger = export_ledger(
                self._context.desk,
                month,
                order.folder,
                passphrase=order.passphrase,
                filled_by=order.filled_by,
                checked_by=order.checked_by,
                second_passphrase=order.second_passphrase,
                progress=progress,
            )
            beside = self._guomi(ledger.path, order.passphrase)
            second = self._second_copy(ledger.batch_no, order)
            return Sent(ledger, "\n".join(words for words in (beside, second) if words))

        self._context.memory.keep(_STICK, {"folder": str(order.folder)})
        self._context.jobs.run(work, self._exported, title="正在导出台账")

    def find_sticks(self, show: Callable[[tuple[StickView, ...], Path | None], None]) -> None:
        """The sticks that are in, and the folder to begin with: the one that was taken last time
        while its stick is in, else the first stick that will do."""
        last = Path(str(self._context.memory.recall(_STICK).get("folder", "")))

        def read(_: Progress) -> tuple[tuple[StickView, ...], Path | None]:
            sticks = find_sticks()
            known = any(s.folder == last or s.folder in last.parents for s in sticks)
            if known and last.is_dir():
                return sticks, last
            return sticks, next((s.folder for s in sticks if not s.problem), None)

        self._context.jobs.run(read, lambda found: show(*found), latest="ledger.sticks")

    def copy(self, row: ExportRow | None) -> None:
        """Put a ledger that was sent onto another stick: the first is lost, or broken."""
        ask = self._context.ask
        if row is None:
            ask.tell("请先在“报送记录”里选一批台账。")
            return
        folder = ask.folder("再拷一份到哪里（U盘）")
        if folder is None:
            return
        self._context.jobs.run(
            lambda _: copy_ledger(self._context.desk, row.batch_no, folder),
            lambda copy: ask.tell("已拷好，读回核对无误。", f"{copy.path.name}\n{SAFE}"),
            title="正在拷贝台账",
        )

    def _guomi(self, ledger: Path, passphrase: str) -> str:
        """The ledger is sent, whatever becomes of the SM2 signature beside it."""
        try:
            made = sign_beside(self._context.desk, ledger, passphrase)
        except UserError as error:
            return f"国密副签没有写成：{''.join(error.sentences())}"
        return f"国密副签：{made.name}，请和台账一起交。" if made else ""

    def _second_copy(self, batch_no: int, order: ExportOrder) -> str:
        """The ledger is sent, whatever becomes of its copy."""
        folder = order.copy_to
        if folder is None:
            return ""
        try:
            copy = copy_ledger(self._context.desk, batch_no, folder)
            sign_beside(self._context.desk, copy.path, order.passphrase)
            return f"第二份已存到 {copy.path.parent}。"
        except UserError as error:
            return f"第二份没有存成：{''.join(error.sentences())}（在“报送记录”里可以“再拷一份”。）"

    def import_receipt(self) -> None:
        """Take in the county's answer."""
        path = self._context.ask.file(self._say("选择县里发回的回执"), LEDGERS)
        if path is None:
            return
        self._context.jobs.run(
            lambda _: import_receipt(self._context.desk, path),
            self._took_receipt,
            title="正在核对回执",
        )

    def compare(self) -> None:
        """Where a file that came back differs from the one that was sent."""
        path = self._context.ask.file("选择被退回或改动过的台账", LEDGERS)
        if path is not None:
            ComparePresenter(self._context).compare(path)

    def _show(self, found: tuple[str, KeyState, tuple[ExportRow, ...]]) -> None:
        month, self._keys, exports = found
        if not self._month:
            self._month = month
            self._view.show_month(month)
        self._view.show_keys(self._keys)
        newest_month_first = sorted(
            exports, key=lambda row: (row.month, row.batch_no), reverse=True
        )
        self._view.show_exports(tuple(newest_month_first))
        self.check()

    def _show_draft(self, draft: LedgerDraft) -> None:
        today = self._context.desk.clock.today()
        self._view.show_draft(draft, deadline_words(draft.period.deadline, today))

    def _exported(self, sent: Sent) -> None:
        ledger = sent.ledger
        self._context.changed()
        lines = [
            ledger.path.name,
            f"第 {ledger.batch_no} 批，{ledger.people} 人，走访联系 {ledger.visits} 次，"
            f"合计 {yuan(ledger.amount)} 元。",
            *([sent.copy] if sent.copy else []),
            f"已写到U盘上并读回核对无误。{SAFE}",
        ]
        self._context.ask.tell("已导出。", "\n".join(lines))

    def _took_receipt(self, receipt: ReceiptView) -> None:
        self._view.show_receipt(receipt)
        self._context.changed()


def receipt_words(receipt: ReceiptView, by: str = "县里") -> str:
    """What the office above (``by``) says, and what is left to do here."""
    lines = [
        f"{by}已接收{month_words(receipt.month)}第 {receipt.batch_no} 批："
        f"接收 {receipt.accepted} 行，新增 {receipt.added}，变更 {receipt.changed}，"
        f"退回 {len(receipt.refused)}。"
    ]
    if receipt.asked:
        lines.append(f"退回的行列入“事项”{receipt.asked} 件，按人处理；导入可以在“设置”里撤销。")
    if receipt.settled:
        lines.append(f"更正已被{by}采用，“事项”里自行消除 {receipt.settled} 件。")
    lines += [
        f"退回：《{row.sheet}》第 {row.row} 行{origin_words(receipt, row.sheet, row.row)}，"
        f"{row.reason}。{row.remedy}"
        for row in receipt.refused[:_SHOWN]
    ]
    lines += [
        f"{row.kind}：《{row.sheet}》第 {row.row} 行 {row.name}，涉及 {row.other_office}，"
        f"{row.reason}。"
        for row in receipt.decisions[:_SHOWN]
    ]
    more = max(len(receipt.refused) - _SHOWN, 0) + max(len(receipt.decisions) - _SHOWN, 0)
    if more:
        lines.append(f"还有 {more} 条，在“报送记录”里按“看回执”。")
    return "\n".join(lines)


def origin_words(receipt: ReceiptView, sheet: str, row: int) -> str:
    """``（青山镇第 12 行）``: where a township wrote what its county sent up; else empty."""
    found = receipt.origins.get((sheet, row))
    return f"（{found.office}第 {found.row} 行）" if found else ""
