"""The program from its first moment to the workbench: run as a process of its own by test_start,
it prints the names of everything that was loaded on the way."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from app.bootstrap import open_desk
from app.core.clock import fixed_clock
from app.ui.ask import QtAsk
from app.ui.jobs import Jobs
from app.ui.pictures import wait_until_idle
from app.ui.shell.app import make_app
from app.ui.shell.main_window import MainWindow


def main(folder: Path) -> None:
    make_app()
    with open_desk(folder, clock=fixed_clock(date(2026, 6, 22)), program="测试") as desk:
        ask = QtAsk()
        jobs = Jobs(ask)
        window = MainWindow(desk, ask, jobs)
        window.show()
        window.start()
        wait_until_idle(jobs)
        assert window.current_page() is not None
        print(*sorted(sys.modules))
        jobs.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
