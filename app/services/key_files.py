"""The files in the key folder and on the stick: small, whole, readable by their owner only."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from app.core.errors import FileError, UserError, system_reason
from app.services.desk import Desk


def retire(desk: Desk, names: Iterable[str]) -> None:
    """Move key files to ``keys/retired``, as far as they are there. Raises ``FileError``."""
    stamp = f"{desk.clock.now():%Y%m%d-%H%M%S}"
    try:
        for name in names:
            path = key_file(desk, name)
            if path.exists():
                (path.parent / "retired").mkdir(exist_ok=True)
                path.replace(path.parent / "retired" / f"{stamp}-{path.name}")
    except OSError as error:
        raise FileError(
            "旧密钥移不走，没有更换。", error.strerror or "", "请检查数据文件夹能否写入。"
        ) from error


def expect_key_file(desk: Desk, name: str) -> bytes:
    """The bytes of a key file. Raises ``UserError`` while it is not there."""
    path = key_file(desk, name)
    if not path.exists():
        raise UserError(
            "还没有签名密钥或根证书。", "", "请先在“台账”页（接收单位：汇总页）完成密钥设置。"
        )
    return path.read_bytes()


def key_file(desk: Desk, name: str) -> Path:
    """Where a key file lies."""
    return desk.folder / "keys" / name


def keep(desk: Desk, name: str, data: bytes) -> None:
    """Keep a file among the keys, whole, readable by its owner only. Raises ``FileError``."""
    write_whole(key_file(desk, name), data)


def pem_name(*parts: str) -> str:
    """``证书_青山镇_990101101000.pem``, without what a stick refuses in a name."""
    return "_".join(re.sub(r'[\\/:*?"<>|\s]', "", part) for part in parts) + ".pem"


def write_whole(target: Path, data: bytes) -> None:
    """Write a small file whole, readable by its owner only."""
    unfinished = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise FileError(
            f"写不了文件：{target.name}。", system_reason(error), "请检查文件夹或U盘能否写入。"
        ) from error


def read_whole(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            f"读不了文件：{path.name}。", system_reason(error), "请检查文件是否还在。"
        ) from error
