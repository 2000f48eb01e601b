"""One act at the desk, asked for by a form: no Qt here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.core.errors import UserError
from app.services.desk import Desk
from app.ui.ports import Context

T = TypeVar("T")
Done = Callable[[], None]
Tell = Callable[[str], None]


def run_act(
    context: Context,
    work: Callable[[Desk], T],
    done: Callable[[T], None],
    tell: Tell | None = None,
) -> None:
    """Do ``work``, hand its result to ``done`` and say that something changed. What is wrong goes
    to ``tell`` (a form that stays open), without one to the message box."""
    desk = context.desk

    def finish(result: T) -> None:
        done(result)
        context.changed()

    def fail(error: UserError) -> None:
        if tell is None:
            context.ask.error(error)
        else:
            tell("".join(error.sentences()))

    context.jobs.run(lambda _: work(desk), finish, title="正在保存", failed=fail)
