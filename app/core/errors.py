"""What goes wrong in the world and is told to the clerk, in Chinese.

Everything that is not a ``UserError`` is our own bug and goes to the log and the crash dialog.
"""

from __future__ import annotations


class UserError(Exception):
    """Something the clerk can understand and mend.

    ``what`` happened, ``why`` (may be empty) and ``what_to_do`` are Chinese sentences without
    personal data. ``exit_code`` is what a command ends with: 1 the answer is no, 2 bad use,
    3 a file is at fault.
    """

    exit_code = 2

    def __init__(self, what: str, why: str = "", what_to_do: str = "") -> None:
        self.what = what
        self.why = why
        self.what_to_do = what_to_do
        super().__init__("".join(self.sentences()))

    def sentences(self) -> tuple[str, ...]:
        """The parts that say something, in the order they are read."""
        return tuple(part for part in (self.what, self.why, self.what_to_do) if part)


class FileError(UserError):
    """A file or a medium is at fault: damaged, locked, full, of an unknown layout."""

    exit_code = 3


class DeclinedError(UserError):
    """The request was understood and the answer is no (a rule, a conflict, a check that fails)."""

    exit_code = 1


class Cancelled(Exception):  # noqa: N818 - not an error: the clerk pressed 取消
    """The clerk pressed 取消; whoever does the work stops and leaves everything as it was."""
