"""One preparation or one timed run, in a process of its own, so that neither memory nor imports
of one side touch the other: ``python -m tests.bench.worker prepare|ours|peer NAME …``."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

from app.core.collector import calm_collector
from tests.bench.catalogue import MEASUREMENTS, PREPARATIONS
from tests.bench.measurement import MEGABYTES, SECONDS, Place, peak_megabytes, start_peak


def main(task: str, name: str, *folders: str) -> None:
    """Do it; a timed run prints its figures as the last line."""
    paths = [Path(folder) for folder in folders]
    if task == "prepare":
        PREPARATIONS[name].make(*paths)
        return
    measurement = MEASUREMENTS[name]
    side = measurement.ours if task == "ours" else measurement.peer
    if task == "ours":
        calm_collector()
    work = side(Place(*paths))
    gc.collect()
    start_peak()
    before = 0.0 if measurement.from_start else time.process_time()
    figures = dict(work())
    figures[SECONDS] = time.process_time() - before
    peak = peak_megabytes()
    if peak is not None:
        figures[MEGABYTES] = peak
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
