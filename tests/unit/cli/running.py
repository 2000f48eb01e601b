"""Commands run as a person runs them, but in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import main


@dataclass(frozen=True)
class Ran:
    """What a command ended with and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


def runner(capsys: pytest.CaptureFixture[str], *always: object) -> Run:
    """A function that runs a command; ``always`` are options after every command."""

    def run(command: str, *words: object) -> Ran:
        arguments = [*command.split(), *map(str, words), *map(str, always)]
        try:
            code = main(arguments)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


def plain_run(capsys: pytest.CaptureFixture[str]) -> Run:
    """For commands without a store."""
    return runner(capsys)


def in_folder(capsys: pytest.CaptureFixture[str], folder: Path, day: str = "2026-05-27") -> Run:
    """For commands on the store in ``folder``, as of ``day``."""
    return runner(capsys, "--data-dir", folder, "--today", day)
