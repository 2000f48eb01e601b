"""What goes wrong in the world and is told to the clerk, in Chinese.

Everything that is not a ``UserError`` is our own bug and goes to the log and the crash dialog.
"""

from __future__ import annotations

import errno


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


_REASONS = {
    errno.ENOENT: "文件或文件夹不存在。",
    errno.ENOTDIR: "路径中有一段不是文件夹。",
    errno.EISDIR: "这是文件夹，不是文件。",
    errno.EEXIST: "已有同名的文件。",
    errno.EACCES: "没有权限，或正被其他程序打开。",
    errno.EPERM: "没有权限。",
    errno.ENOSPC: "磁盘空间不够。",
    errno.EDQUOT: "磁盘配额用完了。",
    errno.EROFS: "磁盘或U盘是只读的。",
    errno.EIO: "读写设备时出错。",
    errno.ENAMETOOLONG: "文件名太长。",
}


def system_reason(error: OSError) -> str:
    """Why the system refused, as a Chinese sentence: its own words are in its own language."""
    return _REASONS.get(error.errno or 0, f"系统报告错误 {error.errno}。")
