"""Composition root: the one file that knows every room and wires it."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from app.core.clock import Clock, fixed_clock
from app.core.collector import calm_collector
from app.core.errors import UserError
from app.core.paths import default_data_dir
from app.models.store import open_store
from app.rules.policy import shipped_policy
from app.services.desk import Actor, Desk
from app.services.law import Law
from app.services.office import expect_own_store, show_office


def main(arguments: Sequence[str]) -> int:
    """Open the window, or run the command that ``arguments`` begin with."""
    from app.cli.parser import Doors, complain

    calm_collector()
    window = _window_options(arguments)
    if window is None:
        from app.cli.main import run_command

        doors = Doors(command_desk, folder_desk, _take_pictures)
        return run_command(arguments, doors)
    try:
        return _open_window(window)
    except UserError as error:
        return complain(error)


@contextmanager
def open_desk(folder: Path, *, clock: Clock, program: str, actor: str = "") -> Iterator[Desk]:
    """A desk on the store in ``folder``; the actor is the office's clerk unless named."""
    store = open_store(folder, program=program, now=clock.now())
    try:
        law = Law(store, shipped_policy())
        desk = Desk(store, Actor(actor or "未登记"), clock, law, folder)
        office = show_office(desk)
        if office is not None:
            expect_own_store(desk, office)
        # Desks that share a store have one office in common, but not one clerk.
        here = store.place.clerk if store.place else ""
        if not actor and office is not None:
            desk = Desk(store, Actor(here or office.clerk), clock, law, folder)
        yield desk
    finally:
        store.close()


@contextmanager
def command_desk(options: argparse.Namespace) -> Iterator[Desk]:
    """The desk that a command line asks for."""
    from app.cli.parser import options_clock

    clock = options_clock(options)
    with _folder(options) as folder:
        program = f"命令 {getattr(options, 'command', '')}".strip()
        with open_desk(folder, clock=clock, program=program, actor=options.actor) as desk:
            yield desk


@contextmanager
def folder_desk(folder: Path, day: date, actor: str) -> Iterator[Desk]:
    """A desk on any folder, on any day (the demonstration plays several offices)."""
    with open_desk(folder, clock=fixed_clock(day), program="命令 demo", actor=actor) as desk:
        yield desk


def _take_pictures(desk: Desk, folder: Path) -> list[Path]:
    from app.ui.pictures import take_pictures

    return take_pictures(desk, folder)


@contextmanager
def _folder(options: argparse.Namespace) -> Iterator[Path]:
    if options.temp_data:
        with tempfile.TemporaryDirectory(prefix="bangfu-") as folder:
            yield Path(folder)
    else:
        yield options.data_dir or default_data_dir()


def _window_options(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of the window; None when a command is asked for."""
    from app.cli.parser import Parser, common

    if any(not word.startswith("-") for word in arguments[:1]) or {"-h", "--help"} & set(arguments):
        return None
    parser = Parser(prog="python -m app", description="帮扶台账")
    common(parser, json=False)
    parser.add_argument("--sample", type=int, default=0, metavar="人数", help="先装入样例人员")
    return parser.parse_args(arguments)


def _open_window(options: argparse.Namespace) -> int:
    from app.cli.parser import options_clock
    from app.ui.shell.app import run_window

    clock = options_clock(options)
    with (
        _folder(options) as folder,
        open_desk(folder, clock=clock, program="窗口", actor=options.actor) as desk,
    ):
        if options.sample:
            from app.services.sample import SEED, fill_with_sample
            from app.services.sample_care import fill_care_with_sample

            fill_with_sample(desk, people=options.sample)
            fill_care_with_sample(desk, seed=SEED)
        return run_window(desk)
