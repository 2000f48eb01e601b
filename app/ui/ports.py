"""What presenters need of the screen, as protocols. No Qt here: tests hand in stand-ins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from app.core.errors import UserError
from app.core.levels import TOWNSHIP, Level, speak
from app.core.progress import Progress
from app.services.desk import Desk
from app.ui.memory import Memory

T = TypeVar("T")

WORKBOOKS = "表格文件 (*.xlsx *.xls *.et *.csv)"
WORKBOOK = "表格文件 (*.xlsx)"
LEDGERS = "台账文件 (*.xlsx)"
CERTIFICATES = "证书文件 (*.pem *.crt *.cer *.zip)"
REQUESTS = "证书申请 (*.csr *.pem)"
PDF = "PDF 文件 (*.pdf)"
LAYOUTS = "表样文件 (*.toml)"


class Ask(Protocol):
    """The mouth and ears of the program: every message box, file dialog and prompt."""

    def error(self, error: UserError) -> None: ...

    def tell(self, what: str, detail: str = "") -> None: ...

    def confirm(self, question: str, detail: str = "", *, yes: str = "确定") -> bool: ...

    def files(self, title: str, kinds: str) -> tuple[Path, ...]: ...

    def file(self, title: str, kinds: str) -> Path | None: ...

    def folder(self, title: str) -> Path | None: ...

    def save_as(self, title: str, suggested: Path, kinds: str) -> Path | None: ...

    def passphrase(self, title: str, words: str, *, new: bool = False) -> str | None: ...

    def line(self, title: str, words: str, *, text: str = "") -> str | None: ...


class Runner(Protocol):
    """Does work off the screen and hands the result back on it."""

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        *,
        title: str = "",
        latest: str = "",
        failed: Callable[[UserError], None] | None = None,
        quiet: bool = False,
    ) -> None:
        """Do ``work``, then call ``done`` with what it gave.

        With a ``title`` it is a command: a second one of the same title is not started while the
        first one runs. With ``latest`` it is a question: an older answer to the same question is
        thrown away. ``failed`` replaces the message box for a ``UserError``. A ``quiet`` one is
        done behind what the clerk does: it shows nothing, and begins anew when another job comes.
        """


@dataclass
class Context:
    """What every page is given; pages ask it for the desk each time, because the shell puts another
    one there when another clerk sits down.

    ``go`` opens a page (its key) at a place within it; ``changed`` says that the store holds
    something new, so that other pages read again when they are shown. ``memory`` keeps how things
    looked over a restart. ``print_out`` shows a written PDF (under a title) and prints it.
    ``level`` is where the office stands: words differ one level up.
    """

    desk: Desk
    ask: Ask
    jobs: Runner
    go: Callable[[str, str], None]
    changed: Callable[[], None]
    memory: Memory = field(default_factory=Memory)
    print_out: Callable[[Path, str], None] = field(default=lambda _path, _title: None)
    level: Level = TOWNSHIP

    def receiving(self, text: str) -> str:
        """``text``, written for a county that receives, as this office says it."""
        return speak(text, self.level)

    def sending(self, text: str) -> str:
        """``text``, written for a township that sends to its county, as this office says it."""
        return speak(text, self.level.above)
