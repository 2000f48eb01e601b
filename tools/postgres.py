"""A PostgreSQL server for the tests: one that is named to us, or one of our own that forgets."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Where the tests are told the server, and where somebody may name one that runs already: a URL
# whose user may make databases.
SERVER = "BANGFU_TEST_POSTGRESQL"
# What is tested a second time on a server. The register of people is a township's and stays out,
# but for finding somebody, which goes another way there.
TESTS = (
    "tests/server",
    "tests/unit/models/test_columns.py",
    "tests/unit/models/test_undo.py",
    "tests/unit/models/test_unit_of_work.py",
    *(f"tests/unit/services/test_{name}.py" for name in (
        "acts", "county", "county_answers", "county_decisions", "county_year", "drafts", "finding",
        "keys", "merge_properties",
    )),
)  # fmt: skip
PACKAGES = ("postgresql",)
_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres"
# Nothing here outlives the tests, so nothing waits for the disk.
_FORGETFUL = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running server; empty, with the reason printed, where there is none."""
    programs = _programs()
    if url := os.environ.get(SERVER):
        yield url
    elif programs is None:
        print("PostgreSQL is missing: the shared store is not tested.", flush=True)
        yield ""
    else:
        with tempfile.TemporaryDirectory(prefix="bangfu-pg-") as folder:
            try:
                url = _start(programs, Path(folder))
            except _ServerError as error:
                print(f"PostgreSQL cannot be started: {error}", flush=True)
                url = ""
            try:
                yield url
            finally:
                if url:
                    _stop(programs, Path(folder))


def see_to_postgresql() -> None:
    """For the tests only: install the server where that is possible."""
    if os.environ.get(SERVER) or _programs() is not None:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    print("installing PostgreSQL for the tests …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(
            ["apt-get", *command, "-q"], check=False, env=quiet, stdout=subprocess.DEVNULL
        )
        if done.returncode:
            print("PostgreSQL cannot be installed here; going on without it.", flush=True)
            return


def _programs() -> Path | None:
    """The folder with ``initdb`` and ``pg_ctl``, the newest where there are several. On Windows
    none: a server there is named by its URL."""
    if sys.platform == "win32":
        return None
    if found := shutil.which("initdb"):
        return Path(found).parent
    if not _DEBIAN.is_dir():
        return None
    found_here = [path for path in _DEBIAN.iterdir() if (path / "bin" / "initdb").exists()]
    newest = max(found_here, key=lambda path: float(path.name), default=None)
    return newest / "bin" if newest else None


class _ServerError(Exception):
    """A machine on which the server does not start: the tests that want one are left out."""


def _start(programs: Path, folder: Path) -> str:
    """Its URL; it listens on a socket in its own folder alone."""
    if os.geteuid() == 0:
        try:
            shutil.chown(folder, _USER)
        except LookupError as error:
            raise _ServerError(f"there is no user {_USER}") from error
    data = folder / "data"
    _call(programs / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8",
          "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    options = f"-k {folder} -c listen_addresses='' {_FORGETFUL}"
    _call(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    return f"postgresql+psycopg://{_USER}@/postgres?host={folder}"


def _stop(programs: Path, folder: Path) -> None:
    _call(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


def _call(program: Path, *words: object) -> None:
    command = [str(program), *map(str, words)]
    if os.geteuid() == 0:  # the server refuses to be run by root
        command = ["runuser", "-u", _USER, "--", *command]
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/"
    )
    if done.returncode:
        raise _ServerError(f"{program.name} failed:\n{done.stdout}")
