"""Printing the forms of an agreement: the agreement itself, and the score sheet to fill in."""

from __future__ import annotations

from app.core.progress import Progress
from app.services.documents import PrintedDocuments, Wanted, print_documents
from app.services.printing import new_paper
from app.ui.ports import Context

AGREEMENT, SCORE_SHEET = "care_agreement", "carer_score"
_TITLES = {AGREEMENT: "护理协议", SCORE_SHEET: "护理人考核表"}


def print_form(
    context: Context, key: str, agreements: tuple[int, ...], *, masked: bool = True
) -> None:
    """Write form ``key`` for these agreements and show it in the print dialog. Whole numbers, as an
    agreement wants them, are asked about first."""
    desk = context.desk
    if not masked and not context.ask.confirm(
        "协议上印完整的身份证号和账号吗？", "会留下记录。", yes="印完整号码"
    ):
        masked = True

    def work(progress: Progress) -> PrintedDocuments:
        out = new_paper(desk, _TITLES[key])
        wanted = Wanted(agreements=agreements)
        return print_documents(desk, key, wanted, out=out, masked=masked, progress=progress)

    context.jobs.run(
        work, lambda done: context.print_out(done.path, done.title), title="正在生成文书"
    )
