"""撤销上一步: the newest change of the register is taken back, if it is still only ours."""

from __future__ import annotations

from app.services.acts import ActRow, last_step, undo_act
from app.ui.ports import Context


class UndoPresenter:
    """Asks before it takes anything back, and says why when it cannot."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def undo_last(self) -> None:
        """Ask about the last step that still stands, and take it back."""
        desk = self._context.desk
        self._context.jobs.run(lambda _: last_step(desk), self._ask, latest="people.last_step")

    def _ask(self, act: ActRow | None) -> None:
        ask, desk = self._context.ask, self._context.desk
        if act is None:
            ask.tell("没有可以撤销的。", "登记的内容还没有改动过。")
        elif not act.undoable:
            ask.tell("上一步不能撤销。", _why(act))
        elif ask.confirm(
            f"撤销上一步“{act.words}”吗？",
            f"{act.at:%Y-%m-%d %H:%M}，{act.actor}。会整个退回去。",
            yes="撤销",
        ):
            self._context.jobs.run(
                lambda _: undo_act(desk, act.id),
                lambda _: self._context.changed(),
                title="正在撤销",
            )


def _why(act: ActRow) -> str:
    if act.sent_with:
        return f"“{act.words}”已随 {act.sent_with} 台账上报。要更正，请登记新的内容。"
    return f"“{act.words}”已经对外生效。要更正，请登记新的内容。"
