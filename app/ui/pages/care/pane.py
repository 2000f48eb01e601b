"""One tab of the page 帮扶: what the shell's keys may call on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.ui.ports import Context
from app.ui.widgets.verbs import Verbs


class CarePane(Verbs):
    """The tab in front is asked what the page is asked. A pane is built when it is first turned to,
    and read anew whenever the page is; its places stand behind its key, as in ``key:place``."""


@dataclass(frozen=True)
class PaneEntry:
    """One tab; ``key`` is how other pages name it (``context.go("care", "carers:score")``)."""

    key: str
    title: str
    build: Callable[[Context], CarePane]
