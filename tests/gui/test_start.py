"""A clerk who starts the program waits for the workbench alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.services.sample import fill_with_sample
from tests.gui.conftest import REGISTERED
from tests.house.tree import ROOT

# Workbooks, papers, signatures, pinyin, migrations, a server: each is loaded where it is used.
LATER = {
    "PIL",
    "alembic",
    "cryptography",
    "lxml",
    "msoffcrypto",
    "openpyxl",
    "psycopg",
    "pypdfium2",
    "pypinyin",
    "reportlab",
    "xlrd",
    "PySide6.QtPrintSupport",
    "sqlalchemy.dialects.postgresql",
}


def test_what_the_workbench_does_not_need_is_not_loaded_on_the_way_to_it(tmp_path: Path) -> None:
    with open_desk(tmp_path, clock=fixed_clock(REGISTERED), program="测试") as desk:
        fill_with_sample(desk, people=40)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.started", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "app.ui.pages.workbench.page" in loaded
    assert loaded & LATER == set()
