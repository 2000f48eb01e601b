"""Runs measurements: prepares once, then ours and the peer by turns, and takes the medians."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.catalogue import PREPARATIONS
from tests.bench.measurement import RATIO, SECONDS, Figures, Limit, Measurement

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"QT_QPA_PLATFORM": "offscreen", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class Outcome:
    """Medians of both sides; ``ours`` has the ratio to the peer among its figures."""

    measurement: Measurement
    ours: Figures
    peer: Figures

    def kept(self, limit: Limit) -> bool | None:
        """Whether the budget is kept; None when this system does not tell the figure."""
        value = self.ours.get(limit.figure)
        return None if value is None else limit.holds(value)

    @property
    def within(self) -> bool:
        return all(self.kept(limit) is not False for limit in self.measurement.limits)


class Bench:
    """One run of the bench in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prepared: set[str] = set()

    def measure(self, measurement: Measurement) -> Outcome:
        """Run both sides by turns, so that a busy moment of the machine strikes both."""
        if measurement.needs:
            self._prepare(measurement.needs)
        runs: dict[str, list[Figures]] = {"ours": [], "peer": []}
        for _ in range(measurement.repeats):
            for side, done in runs.items():
                done.append(self._run(side, measurement))
        ours, peer = (medians(done) for done in runs.values())
        return Outcome(measurement, {**ours, RATIO: ours[SECONDS] / peer[SECONDS]}, peer)

    def _prepare(self, name: str) -> None:
        if name in self._prepared:
            return
        preparation = PREPARATIONS[name]
        for other in preparation.needs:
            self._prepare(other)
        print(f"preparing {name} …", file=sys.stderr)
        folder = self._folder / name
        folder.mkdir()
        self._worker("prepare", name, folder)
        self._prepared.add(name)

    def _run(self, side: str, measurement: Measurement) -> Figures:
        inputs = self._folder / measurement.needs
        with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
            answer = self._worker(side, measurement.name, inputs, Path(scratch))
        figures: Figures = json.loads(answer.splitlines()[-1])
        return figures

    def _worker(self, task: str, name: str, *folders: Path) -> str:
        """A process with its bytecode at hand, as an installed program has it."""
        command = [sys.executable, "-m", "tests.bench.worker", task, name, *map(str, folders)]
        outside = {key: text for key, text in os.environ.items() if not key.startswith("PYTHON")}
        bytecode = {"PYTHONPYCACHEPREFIX": str(self._folder / "bytecode")}
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**outside, **ENVIRONMENT, **bytecode},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        return done.stdout


def medians(runs: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The median of each figure."""
    listed = list(runs)
    return {key: median(run[key] for run in listed) for key in listed[0]}
