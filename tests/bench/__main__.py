"""``python -m tests.bench``: measure, print the table; 1 when a budget is not kept."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.catalogue import MEASUREMENTS, SMALL
from tests.bench.measurement import Measurement
from tests.bench.report import as_json, table
from tests.bench.runner import Bench


def main() -> int:
    options = _parser().parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        bench = Bench(Path(folder))
        for measurement in chosen(options.only, small=options.small):
            print(f"measuring {measurement.title} …", file=sys.stderr)
            outcomes.append(bench.measure(measurement))
    print(table(outcomes))
    if options.json:
        text = json.dumps(as_json(outcomes), ensure_ascii=False, indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0 if all(outcome.within for outcome in outcomes) else 1


def chosen(only: Sequence[str], *, small: bool) -> list[Measurement]:
    """Everything (a small county instead of the large one when ``small``), or what is named."""
    if only:
        return [MEASUREMENTS[name] for name in only]
    left_out = SMALL.values() if not small else SMALL.keys()
    return [found for name, found in MEASUREMENTS.items() if name not in left_out]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--only", action="append", default=[], choices=MEASUREMENTS, metavar="NAME",
        help=f"measure this one (again for several): {', '.join(MEASUREMENTS)}",
    )  # fmt: skip
    parser.add_argument(
        "--small", action="store_true", help="a county of 6 townships instead of 24"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
