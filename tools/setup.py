"""Make ``.venv`` with the pinned packages and see to Qt's system libraries."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
REQUIREMENTS = ROOT / "requirements.lock"
DEV_REQUIREMENTS = ROOT / "requirements-dev.lock"
BENCH_REQUIREMENTS = ROOT / "requirements-bench.lock"
MUTATION_REQUIREMENTS = ROOT / "requirements-mutation.lock"

# What Qt 6.9 loads when a window opens (offscreen and on X11), by Debian's names.
QT_PACKAGES = (
    "libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3",
    "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
)  # fmt: skip
QT_PROBE = "from PySide6 import QtGui, QtWidgets"
XCB_LIBRARIES = (
    "libxkbcommon-x11.so.0", "libxcb-cursor.so.0", "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1", "libxcb-shape.so.0",
)  # fmt: skip
# The smallest LibreOffice that checks a signed workbook, with the bridge that asks it: 108 MB to
# load and 316 MB on disk on a bare Debian 12, about three quarters of a minute.
OFFICE_PACKAGES = ("libreoffice-calc-nogui", "python3-uno")
SYSTEM_PYTHON = "/usr/bin/python3"  # the one that Debian builds the bridge for


def setup(*, dev: bool = False, bench: bool = False, mutation: bool = False) -> None:
    """Bring the environment up to date; does nothing when the lock files have not changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - told in words before anything is imported
        sys.exit("本程序需要 Python 3.11 或更高版本 (Python >= 3.11 is needed).")
    if not PYTHON.exists():
        _make_venv()
    wanted = [REQUIREMENTS]
    wanted += [DEV_REQUIREMENTS] if dev else []
    wanted += [BENCH_REQUIREMENTS] if bench else []
    wanted += [MUTATION_REQUIREMENTS] if mutation else []
    for requirements in wanted:
        _install(requirements)
    if sys.platform.startswith("linux"):
        _see_to_qt()


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        _apt([version], why="Python's venv module is incomplete")
    print(f"making {VENV.name} …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def _install(requirements: Path) -> None:
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = VENV / f"{requirements.stem}.stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    print(f"installing {requirements.name} …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(requirements)], check=True)
    stamp.write_text(digest, encoding="utf-8")


def _see_to_qt() -> None:
    """Qt's system libraries: installed with apt where that is possible, else named."""
    if _qt_loads():
        return
    _apt(list(QT_PACKAGES), why="Qt needs system libraries")
    if not _qt_loads():
        sys.exit("Qt still does not load; see the message above.")


def _qt_loads() -> bool:
    probe = f"{QT_PROBE}; import ctypes; [ctypes.CDLL(n) for n in {XCB_LIBRARIES!r}]"
    done = subprocess.run([str(PYTHON), "-c", probe], capture_output=True, check=False)
    return done.returncode == 0


def see_to_libreoffice() -> None:
    """For the tests only: LibreOffice, whose second opinion on our signatures they ask. Installed
    where that is possible; where it is not, that one test is skipped and says why."""
    if not sys.platform.startswith("linux") or _office_answers():
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print("LibreOffice is missing: its second opinion on signatures is not asked.", flush=True)
        return
    print("installing LibreOffice for the tests …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *OFFICE_PACKAGES]):
        done = subprocess.run(
            ["apt-get", *command, "-q"], check=False, env=quiet, stdout=subprocess.DEVNULL
        )
        if done.returncode:
            print("LibreOffice cannot be installed here; going on without it.", flush=True)
            return


def _office_answers() -> bool:
    if shutil.which("soffice") is None or not Path(SYSTEM_PYTHON).exists():
        return False
    probe = [SYSTEM_PYTHON, "-c", "import uno"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _apt(packages: list[str], *, why: str) -> None:
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None or WINDOWS or os.geteuid() != 0:
        prefix = "sudo " if shutil.which("apt-get") else "(on Debian) sudo "
        sys.exit(f"{why}. Type this, then try again:\n  {prefix}{' '.join(command)}")
    print(f"{why}: installing with apt …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], check=True, env=quiet, stdout=subprocess.DEVNULL)
    subprocess.run([*command, "-q"], check=True, env=quiet, stdout=subprocess.DEVNULL)


def lock() -> None:
    """Write the lock files anew from pyproject.toml (needs uv in the environment)."""
    setup(dev=True)
    uv = [str(PYTHON), "-m", "uv", "pip", "compile", "--quiet", "--universal", "--no-header"]
    uv += ["--python-version", "3.11", "--no-emit-index-url", "pyproject.toml"]
    for target, extra in (
        (REQUIREMENTS, []),
        (DEV_REQUIREMENTS, ["--extra", "dev"]),
        (BENCH_REQUIREMENTS, ["--extra", "bench"]),
        (MUTATION_REQUIREMENTS, ["--extra", "mutation"]),
    ):
        subprocess.run([*uv, *extra, "-o", str(target)], check=True, cwd=ROOT)
