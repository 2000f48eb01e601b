"""How the tab 捐赠与活动 looks: donations, activities, mutual help, one above the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from app.core.money import yuan
from app.services.activities import ActivityRow
from app.services.donations import DonationRow
from app.services.mutual_help import HelpList, HelpRow
from app.ui.pages.care.giving.columns import ACTIVITIES, DONATIONS, HELP
from app.ui.pages.care.giving.frame import GivingPane, on_current
from app.ui.pages.care.giving.presenters import DonationPresenter
from app.ui.pages.people.person.part import Part
from app.ui.ports import Context
from app.ui.widgets.page import GAP, card


class DonationPane(GivingPane):
    """Ins adds where the cursor is, Enter opens, Tab goes to the next list."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.presenter = do = DonationPresenter(context, self)
        self.donations: Part[DonationRow] = Part(
            "捐赠",
            DONATIONS,
            empty="还没有捐赠。按 Ctrl+N 登记。",
            add=("登记捐赠…", do.add_donation),
            change=do.show_use,
            others=(
                ("收据…", self.print_out),
                ("用到哪里", self._show_use),
            ),
        )
        self.activities: Part[ActivityRow] = Part(
            "活动",
            ACTIVITIES,
            empty="还没有活动。按 Ins 登记讲座、文体活动、评选、志愿服务。",
            add=("登记活动…", do.add_activity),
            change=do.change_activity,
        )
        self.help: Part[HelpRow] = Part(
            "互助户",
            HELP,
            empty="还没有互助户。按 Ins 登记谁照应谁。",
            add=("登记互助户…", do.add_help),
            change=lambda row: do.go_to_person(row.person_id),
            end=("结束…", do.end_help),
        )
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GAP)
        for part in (self.donations, self.activities, self.help):
            frame, inside = card()
            inside.setContentsMargins(1, 4, 1, 1)
            inside.addWidget(part)
            split.addWidget(frame)
        self.middle.addWidget(split)

    def doing(self) -> DonationPresenter:
        return self.presenter

    # --- what the page calls -----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()

    def new(self) -> None:
        self.presenter.add_donation()

    def print_out(self) -> None:
        on_current(self.donations.table, self.presenter.print_receipt)()

    def _show_use(self) -> None:
        on_current(self.donations.table, self.presenter.show_use)()

    def focus_first(self) -> None:
        self.donations.table.setFocus()

    # --- what the presenter says -------------------------------------------------------------
    def show_donations(self, rows: tuple[DonationRow, ...]) -> None:
        self.donations.show_rows(rows)

    def show_activities(self, rows: tuple[ActivityRow, ...]) -> None:
        self.activities.show_rows(rows)

    def show_help(self, found: HelpList) -> None:
        self.help.show_rows(found.rows)
        helping = len({row.helper for row in found.rows if row.end is None})
        words = f"互助户 {helping} 户"
        if found.subsidy is not None:
            words += f"，补助标准每照应 1 人每月 {yuan(found.subsidy)} 元"
        self.count(words)
