"""The pay sheet of a month: read, printed to sign, written for the bank."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from app.core.money import yuan
from app.services.care.pay import PaySheet, pay_sheet, print_pay_sheet, write_pay_workbook
from app.ui.ports import PDF, WORKBOOK, Context


class PayScreen(Protocol):
    def show_sheet(self, sheet: PaySheet, words: str) -> None: ...

    def say(self, words: str) -> None: ...


class PayPresenter:
    """Reads when a month is asked for; nothing is paid here, only listed."""

    def __init__(self, context: Context, view: PayScreen) -> None:
        self._context = context
        self._view = view

    def read(self, month: str) -> None:
        """Show the sheet of a month."""
        desk = self._context.desk
        self._context.jobs.run(
            lambda _: pay_sheet(desk, month),
            lambda sheet: self._view.show_sheet(sheet, sheet_words(sheet)),
            latest="care.pay",
        )

    def print_sheet(self, month: str) -> None:
        """The sheet to sign, into a file that the clerk names."""
        desk, path = self._context.desk, self._ask(f"护理费发放表_{month}.pdf", PDF)
        if path is None:
            return

        def printed(_: PaySheet) -> None:
            self._view.say(f"已生成：{path}")
            self._context.print_out(path, "护理费发放表")

        self._context.jobs.run(
            lambda _: print_pay_sheet(desk, month, path), printed, title="正在生成护理费发放表"
        )

    def write_workbook(self, month: str) -> None:
        """The sheet for the bank, with whole accounts, once that is meant."""
        words = "表里有完整的身份证号和账号，只交给财政所、银行，用完请妥善保管。"
        if not self._context.ask.confirm("要导出护理费发放表吗？", words, yes="导出"):
            return
        desk, path = self._context.desk, self._ask(f"护理费发放表_{month}.xlsx", WORKBOOK)
        if path is not None:
            self._context.jobs.run(
                lambda _: write_pay_workbook(desk, month, path),
                lambda _: self._view.say(f"已导出：{path}"),
                title="正在导出护理费发放表",
            )

    def _ask(self, name: str, kind: str) -> Path | None:
        return self._context.ask.save_as(
            "护理费发放表存到哪里", self._context.desk.folder / name, kind
        )


def sheet_words(sheet: PaySheet) -> str:
    """``发放 12 人次，合计 3,600.00 元；没有发放 2``."""
    words = f"发放 {len(sheet.paid)} 人次，合计 {yuan(sheet.total)} 元"
    return f"{words}；没有发放 {len(sheet.unpaid)}" if sheet.unpaid else words
