"""One program at a time holds a data folder; the message names the other one."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import filelock

from app.core.errors import FileError

LOCK_NAME = "in-use.lock"
OWNER_NAME = "in-use.json"


class FolderLock:
    """Held from opening to closing the store; the operating system frees it if we die."""

    def __init__(self, folder: Path) -> None:
        self._lock = filelock.FileLock(folder / LOCK_NAME, timeout=0)
        self._owner = folder / OWNER_NAME

    def take(self, *, program: str, since: str) -> None:
        """Take the lock for ``program``. Raises ``FileError`` naming who has it, or when the folder
        may not be written."""
        try:
            self._lock.acquire()
        except filelock.Timeout as taken:
            raise FileError(
                "这份数据正被另一个程序使用。", self._owner_words(), "请先关闭它，再重新打开。"
            ) from taken
        except OSError as error:
            raise FileError(
                "不能写入数据文件夹。", "", "请检查文件夹的权限和磁盘空间，或换一个文件夹。"
            ) from error
        note = {"program": program, "pid": os.getpid(), "since": since}
        with suppress(OSError):  # only a courtesy to whoever comes second
            self._owner.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")

    def free(self) -> None:
        """Give the folder back."""
        self._owner.unlink(missing_ok=True)
        self._lock.release()

    def _owner_words(self) -> str:
        with suppress(OSError, ValueError, KeyError):
            note = json.loads(self._owner.read_text(encoding="utf-8"))
            who = f"{note['program']}（进程号 {note['pid']}，{note['since']} 打开）"
            return f"正在使用的是：{who}。"
        return "未能读出正在使用它的程序名。"
