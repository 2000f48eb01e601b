"""Which form is printed for the people that were chosen: no Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.core.progress import Progress
from app.services.documents import (
    FormChoice,
    PrintedDocuments,
    Wanted,
    meant_for,
    offered_forms,
    print_documents,
)
from app.services.printing import new_paper
from app.ui.ports import Context


class ChoiceScreen(Protocol):
    def show_forms(self, forms: tuple[FormChoice, ...]) -> None: ...

    def close(self) -> bool: ...


class ChoicePresenter:
    """Offers what makes sense for ``people``, writes it, and hands it to the print dialog."""

    def __init__(self, context: Context, view: ChoiceScreen, people: Sequence[int]) -> None:
        self._context, self._view, self._people = context, view, tuple(people)
        self._every = False

    def start(self, *, every: bool = False) -> None:
        """Read what can be printed; ``every`` form, or those meant for these people."""
        self._every = every
        desk, people = self._context.desk, self._people
        self._context.jobs.run(
            lambda _: offered_forms(desk, people, every=every),
            self._view.show_forms,
            latest="forms.offered",
        )

    def print(self, form: FormChoice, *, masked: bool, blanks: int = 0) -> None:
        """Write the papers, for those whom the form is meant for unless every form was offered.
        Whole numbers are asked about once more."""
        if not masked and not self._context.ask.confirm(
            "印出完整的身份证号和账号？",
            "会留下记录。交给外单位的，一般不用完整号码。",
            yes="印完整号码",
        ):
            return
        desk, people, every = self._context.desk, self._people, self._every

        def work(progress: Progress) -> PrintedDocuments:
            out = new_paper(desk, form.title)
            chosen = people if every else meant_for(desk, form.key, people)
            wanted = Wanted(people=chosen, blanks=blanks)
            return print_documents(
                desk, form.key, wanted, out=out, masked=masked, progress=progress
            )

        self._context.jobs.run(work, self._printed, title="正在生成文书")

    def _printed(self, done: PrintedDocuments) -> None:
        self._view.close()
        self._context.print_out(done.path, done.title)
        if words := left_out(done):
            self._context.ask.tell(f"已生成 {done.count} 份{done.title}。", words)


def left_out(done: PrintedDocuments) -> str:
    """What the clerk has to know of papers that are not quite as wanted; mostly nothing."""
    words = []
    if done.skipped:
        words.append(f"有 {done.skipped} 人没有登记相应的家庭或协议，没有印。")
    if done.cut:
        words.append(f"有 {len(done.cut)} 份内容太长，“…”处没有印全。")
    words += [
        f"编号 {number}：字库里没有“{chars}”，请手写补正。" for number, chars in done.absent[:5]
    ]
    return "\n".join(words)
