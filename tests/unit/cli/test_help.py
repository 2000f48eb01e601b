"""Every command explains itself in Chinese, and complains in Chinese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest

from app.cli.main import make_parser
from tests.unit.cli.running import plain_run

NEEDED = {
    "init", "sample", "import", "plan", "sheets", "record", "assess", "export", "verify", "receive",
    "merge", "receipt", "demo", "self-test", "doctor",
}  # fmt: skip
_HAN = re.compile(r"[一-鿿]")
_ENGLISH_OF_ARGPARSE = re.compile(
    r"usage|positional|options:|show this|argument|required|invalid|choice|expected|unrecognized"
)


def _commands(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, str]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for word, below in action.choices.items():
                yield f"{name} {word}".strip(), helps.get(word, "")
                yield from _commands(below, f"{name} {word}".strip())


def _options(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _options(below)
        else:
            yield action


ALL = tuple(_commands(make_parser()))


def test_every_command_that_was_promised_is_there() -> None:
    assert {name for name, _ in ALL} >= NEEDED


@pytest.mark.parametrize(("name", "words"), ALL, ids=[name for name, _ in ALL])
def test_help_is_chinese_and_ends_with_zero(
    capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    ran = plain_run(capsys)(name, "--help")
    assert ran.code == 0
    assert ran.out.startswith("用法：")
    assert _HAN.search(words)
    assert not _ENGLISH_OF_ARGPARSE.search(ran.out)


def test_every_option_is_explained_in_chinese() -> None:
    unexplained = [
        action.option_strings or action.dest
        for action in _options(make_parser())
        if not _HAN.search(action.help or "")
    ]
    assert unexplained == []


@pytest.mark.parametrize(
    "words",
    [
        "没有这个命令",
        "plan",
        "plan --month",
        "plan --month 2026-13",
        "plan --month 2026-05 --today 昨天",
        "plan --month 2026-05 --mon",
        "plan --month 2026-05 --data-dir x --temp-data",
        "init --role emperor --name 甲 --code 1 --county 乙 --clerk 丙",
        "init --name 甲 --code 1 --county 乙 --clerk 丙 --adopt S1",
        "receipt",
        "sample --out x --people 很多",
        "verify",
    ],
)
def test_bad_use_ends_with_two_and_says_in_chinese_what_is_wrong(
    capsys: pytest.CaptureFixture[str], words: str
) -> None:
    ran = plain_run(capsys)(words)
    assert ran.code == 2
    assert ran.out == ""
    assert _HAN.search(ran.err)
    assert "--help" in ran.err
    assert not _ENGLISH_OF_ARGPARSE.search(ran.err), ran.err


def test_help_without_a_command_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    ran = plain_run(capsys)("--help")
    assert ran.code == 0
    assert all(name in ran.out for name in NEEDED)
