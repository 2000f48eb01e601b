"""Every way in which writing to a stick can end, with its words."""

from __future__ import annotations

import errno
from enum import StrEnum
from itertools import zip_longest

from app.core.errors import FileError
from app.ledger.refusals import Words

_BLOCK = 512
_HEAD = 4  # a workbook begins with PK and two numbers


class StickState(StrEnum):
    """The ways in which writing can end."""

    WRITTEN = "written"
    ALREADY_THERE = "already_there"
    NO_FOLDER = "no_folder"
    BAD_NAME = "bad_name"
    READ_ONLY = "read_only"
    NOT_WRITABLE = "not_writable"
    BUSY = "busy"
    FULL = "full"
    TOO_LARGE = "too_large"
    NAME_TAKEN = "name_taken"
    REMOVED = "removed"
    TAKEN_AWAY = "taken_away"
    REPLACED = "replaced"
    ENCRYPTED = "encrypted"
    FAKE_CAPACITY = "fake_capacity"
    READ_BACK_DIFFERS = "read_back_differs"
    CHECK_FAILED = "check_failed"


STICK_WORDS = {
    StickState.WRITTEN: Words(
        "已导出，读回核对无误。", "请在系统里点“安全移除”（“弹出”），再拔下 U 盘。"
    ),
    StickState.ALREADY_THERE: Words("同样的文件已经在这里，核对无误。", "不用再导出。"),
    StickState.NO_FOLDER: Words(
        "找不到要保存的文件夹。", "请插好 U 盘，重新选择文件夹，再导出一次。"
    ),
    StickState.BAD_NAME: Words(
        "文件名不能用在 U 盘上。", '请换一个不含 \\ / : * ? " < > | 的名称。'
    ),
    StickState.READ_ONLY: Words(
        "U 盘是只读的，没有写入。", "请拨开 U 盘上的写保护开关，或换一个 U 盘，再导出一次。"
    ),
    StickState.NOT_WRITABLE: Words(
        "这个文件夹不允许写入。",
        "请换一个文件夹；U 盘不允许写入的，请问单位管理电脑的人，再导出一次。",
    ),
    StickState.BUSY: Words(
        "文件正被别的程序占用，没有写成。",
        "多半是杀毒软件正在检查 U 盘，请等它查完，再导出一次。",
    ),
    StickState.FULL: Words("空间不够，没有写入。", "请清理 U 盘或换一个，再导出一次。"),
    StickState.TOO_LARGE: Words(
        "U 盘的格式放不下这么大的文件。", "请换一个 exFAT 或 NTFS 格式的 U 盘。"
    ),
    StickState.NAME_TAKEN: Words(
        "这里已有同名但内容不同的文件，没有覆盖。", "请核对那个文件；移走它或换一个文件夹再导出。"
    ),
    StickState.REMOVED: Words(
        "写入过程中 U 盘被拔出或断开，没有写完。", "请重新插好 U 盘，再导出一次。"
    ),
    StickState.TAKEN_AWAY: Words(
        "刚写好的文件被别的程序移走或改了名。",
        "多半是杀毒软件：请在它的隔离区里恢复并信任这个文件，或请单位管理电脑的人处理，再导出一次。",
    ),
    StickState.REPLACED: Words(
        "写好之后，文件马上被别的程序换成了别的内容，已删除。",
        "请查杀 U 盘病毒，或请单位管理电脑的人看是哪个程序，再导出一次。",
    ),
    StickState.ENCRYPTED: Words(
        "写到 U 盘上的文件被加密软件加了密，上级打不开，已删除。",
        "请单位管理电脑的人在加密（防泄密）软件里放行本程序，或用放行的 U 盘，再导出一次。",
    ),
    StickState.FAKE_CAPACITY: Words(
        "写进去的内容没有存住，文件已删除。",
        "这个 U 盘多半容量虚标或已损坏，不要再用它，请换一个再导出。",
    ),
    StickState.READ_BACK_DIFFERS: Words(
        "写完后读回来的内容和写入的不一样，文件已删除。",
        "这个 U 盘可能已损坏，请换一个再导出。",
    ),
    StickState.CHECK_FAILED: Words(
        "写完后核验没有通过，文件已删除。", "请重新导出；仍不行请换一个 U 盘。"
    ),
}

_OF_ERRNO = {
    errno.ENOSPC: StickState.FULL,
    errno.EDQUOT: StickState.FULL,
    errno.EFBIG: StickState.TOO_LARGE,
    errno.EROFS: StickState.READ_ONLY,
    errno.EACCES: StickState.NOT_WRITABLE,
    errno.EPERM: StickState.NOT_WRITABLE,
    errno.EBUSY: StickState.BUSY,
    errno.EINVAL: StickState.BAD_NAME,
    errno.ENAMETOOLONG: StickState.BAD_NAME,
    errno.EIO: StickState.REMOVED,
    errno.ENODEV: StickState.REMOVED,
    errno.ENXIO: StickState.REMOVED,
    errno.ENOENT: StickState.TAKEN_AWAY,
}
# Windows' own numbers go first: as errno most of them are only EACCES or EINVAL.
_OF_WINDOWS = {
    2: StickState.TAKEN_AWAY,  # file not found
    19: StickState.READ_ONLY,  # write-protected
    21: StickState.REMOVED,  # not ready
    31: StickState.REMOVED,  # a device does not function
    32: StickState.BUSY,  # sharing violation
    33: StickState.BUSY,  # lock violation
    39: StickState.FULL,
    112: StickState.FULL,
    123: StickState.BAD_NAME,
    206: StickState.BAD_NAME,  # the name is too long
    223: StickState.TOO_LARGE,
    225: StickState.TAKEN_AWAY,  # "contains a virus"
    226: StickState.TAKEN_AWAY,  # "deleted because of a virus"
    433: StickState.REMOVED,  # no such device
    1006: StickState.REMOVED,  # the volume was altered from outside
    1117: StickState.REMOVED,  # device error
    1167: StickState.REMOVED,  # not connected
    6000: StickState.ENCRYPTED,  # could not be encrypted
    6002: StickState.ENCRYPTED,  # is encrypted
}


class StickError(FileError):
    """The file was not exported; ``state`` says how it ended."""

    def __init__(self, state: StickState, why: str = "") -> None:
        self.state = state
        words = STICK_WORDS[state]
        super().__init__(words.what, why, words.what_to_do)


def state_of_error(error: OSError) -> StickState:
    """What an error of the system means while the stick is still in."""
    told = _OF_WINDOWS.get(getattr(error, "winerror", None) or 0)
    return told or _OF_ERRNO.get(error.errno or 0, StickState.NOT_WRITABLE)


def state_of_difference(meant: bytes, found: bytes, *, renamed: bool) -> StickState:
    """What it means that ``found`` was read back instead of ``meant``.

    A stick that pretends to be larger than it is gives back blanks, too little, or blocks that
    belong elsewhere. Encrypting software puts a head of its own in front. What was right under the
    temporary name and is wrong under the final one was replaced by somebody.
    """
    if _not_kept(meant, found):
        return StickState.FAKE_CAPACITY
    if found[:_HEAD] != meant[:_HEAD]:
        return StickState.ENCRYPTED
    return StickState.REPLACED if renamed else StickState.READ_BACK_DIFFERS


def _not_kept(meant: bytes, found: bytes) -> bool:
    """Whether every block that differs is missing, blank, or another block of the same file."""
    if len(found) > len(meant):
        return False
    own = _blocks(meant)
    wrong = [now for was, now in zip_longest(own, _blocks(found), fillvalue=b"") if was != now]
    known = set(own)
    return all(block.strip(b"\x00") == b"" or block.strip(b"\xff") == b"" or block in known
               for block in wrong)  # fmt: skip


def _blocks(data: bytes) -> list[bytes]:
    return [data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK)]
