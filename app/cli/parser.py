"""Command lines that speak Chinese, and what a command answers with."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import Any, NoReturn

from app.core.clock import Clock, fixed_clock, system_clock
from app.core.errors import FileError, UserError, system_reason
from app.services.desk import Desk

BAD_USE = 2


@dataclass(frozen=True)
class Report:
    """What a command found: ``lines`` for people, ``data`` for ``--json``; ``ok`` false is the
    answer no (exit code 1)."""

    lines: tuple[str, ...]
    data: Any = field(default_factory=dict)
    ok: bool = True


@dataclass(frozen=True)
class Doors:
    """What commands need of other rooms; handed in by the composition root."""

    open_desk: Callable[[argparse.Namespace], AbstractContextManager[Desk]]
    open_folder: Callable[[Path, date, str], AbstractContextManager[Desk]]
    take_pictures: Callable[[Desk, Path], list[Path]]


Command = Callable[[argparse.Namespace, Doors], Report]

_ENGLISH = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"argument (.*): expected one argument", r"参数 \1 后面要跟一个值"),
    (r"argument (.*): expected at least one argument", r"参数 \1 后面至少要跟一个值"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 没有 \2；可选：\3"),
    (r"argument (.*): invalid .* value: (.*)", r"参数 \1 的值 \2 不对"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*): not allowed with argument (.*)", r"参数 \1 与 \2 不能同时使用"),
    (r"one of the arguments (.*) is required", r"以下参数须有一个：\1"),
)


class _Help(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ``ArgumentParser`` whose help and complaints are Chinese."""

    def __init__(self, **words: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Help, **words)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        for pattern, chinese in _ENGLISH:
            message = re.sub(pattern, chinese, message)
        sys.stderr.write(f"命令写法不对：{message}\n要看说明，请输入：{self.prog} --help\n")
        raise SystemExit(BAD_USE)


def day(text: str) -> date:
    """An argument that is a day, ``2026-05-20``."""
    return date.fromisoformat(text)


def month(text: str) -> str:
    """An argument that is a month, ``2026-05``."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise ValueError(text)
    return text


def read_text(path: Path) -> str:
    """The text of a file that a command was given. Raises ``FileError``."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileError(f"读不了文件 {path}。", system_reason(error), "请核对文件名。") from error
    except UnicodeDecodeError as error:
        raise FileError(
            f"读不了文件 {path}。", "它不是 UTF-8 文本。", "请另存为 UTF-8。"
        ) from error


def common(parser: argparse.ArgumentParser, *, json: bool = True) -> None:
    """The options every command with a store has."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--data-dir", type=Path, metavar="文件夹", help="数据文件夹（不写：系统默认）"
    )
    where.add_argument("--temp-data", action="store_true", help="用临时数据，结束后删除")
    parser.add_argument("--today", type=day, metavar="年-月-日", help="以此日为今天（补录、演示）")
    parser.add_argument("--actor", default="", metavar="姓名", help="经办人（不写：本单位经办人）")
    if json:
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def options_clock(options: argparse.Namespace) -> Clock:
    """The clock a command line asks for."""
    return fixed_clock(options.today) if options.today else system_clock()


def passphrase(parser: argparse.ArgumentParser) -> None:
    """The passphrase of the signing key; asked for when it is not given."""
    parser.add_argument("--passphrase", metavar="口令", help="签名密钥的口令（不写则提示输入）")


def passphrase_of(options: argparse.Namespace) -> str:
    """What was given, or what is typed now without being shown."""
    given: str | None = options.passphrase
    return getpass("签名密钥的口令：") if given is None else given


def complain(error: UserError) -> int:
    """Tell the clerk; returns the exit code."""
    sys.stderr.write("".join(f"{line}\n" for line in error.sentences()))
    return error.exit_code
