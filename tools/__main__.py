"""``python3 -m tools TARGET``: setup, run, test, shared, check, bench, demo, rules, mutants,
lock."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from tools import postgres, setup
from tools.setup import PYTHON, ROOT

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def _call(*words: str, env: dict[str, str] | None = None) -> None:
    """Run a command of the environment in the project's folder; stop with its exit code."""
    done = subprocess.run(
        [str(PYTHON), *words], check=False, cwd=ROOT, env={**os.environ, **(env or {})}
    )
    if done.returncode:
        sys.exit(done.returncode)


def run() -> None:
    """Open the window; without a display say so and run the same month without one."""
    setup.setup()
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        words = "这台机器没有图形界面：改为不开窗口运行同一个月的全部工作（python -m app demo）。"
        print(words, flush=True)
        demo()
        return
    _call("-m", "app")


def demo() -> None:
    """The demonstration month into ``demo-out``."""
    setup.setup()
    _call("-m", "app", "demo", "--out", "demo-out", env=OFFSCREEN)


def check() -> None:
    """Format, lint, types, imports."""
    setup.setup(dev=True)
    _call("-m", "ruff", "format", "--check", ".")
    _call("-m", "ruff", "check", ".")
    _call("-m", "mypy")
    _call("-c", "from importlinter.cli import lint_imports_command as c; c()")


def test() -> None:
    """Every check, then every test, windows included, on an offscreen platform."""
    check()
    setup.see_to_libreoffice()
    postgres.see_to_postgresql()
    # Also where a server is named: this is the pass on SQLite.
    own_store = {**OFFSCREEN, postgres.SERVER: ""}
    _call("-m", "pytest", "-n", "2", "--hypothesis-profile", "gate", env=own_store)
    shared()


def shared() -> None:
    """The tests of a store that desks share, and the county's on such a store."""
    setup.setup(dev=True)
    with postgres.server() as url:
        if url:
            words = ("-m", "pytest", "-n", "2", "--hypothesis-profile", "gate")
            _call(*words, *postgres.TESTS, env={**OFFSCREEN, postgres.SERVER: url})


def bench() -> None:
    """The budgets, each beside its peer in the same run, as ratios."""
    setup.setup(dev=True, bench=True)
    _call("-m", "tests.bench", env=OFFSCREEN)


def rules() -> None:
    """The tables of docs/rules.md and the explanations of the cases, from the policy."""
    setup.setup(dev=True)
    _call("-m", "tools.rules_document")
    _call("-m", "tests.rules.told")


def mutants() -> None:
    """Whether the tests of the law notice a change: docs/mutants.md (a quarter of an hour)."""
    setup.setup(dev=True, mutation=True)
    _call("-m", "tools.mutants")


TARGETS: dict[str, Callable[[], None]] = {
    "setup": setup.setup,
    "run": run,
    "test": test,
    "shared": shared,
    "check": check,
    "bench": bench,
    "demo": demo,
    "rules": rules,
    "mutants": mutants,
    "lock": setup.lock,
}


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1] not in TARGETS:
        print(f"usage: python3 -m tools {{{'|'.join(TARGETS)}}}")
        sys.exit(2)
    TARGETS[sys.argv[1]]()


if __name__ == "__main__":
    main()
