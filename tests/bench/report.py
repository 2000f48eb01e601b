"""The table of a run, and the same as JSON."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from typing import Any

from tests.bench.measurement import MEGABYTES, RATIO, SECONDS, Limit
from tests.bench.runner import Outcome

_TITLES = ("measurement", "ours", "peer", "ratio", "budget", "within", "peak", "besides", "peer is")
_UNITS = {
    RATIO: "{:.2f} ×",
    SECONDS: "{:.2f} s",
    MEGABYTES: "{:.0f} MB",
    "rows_per_second": "{:,.0f} rows/s",
    "file_megabytes": "file {:.1f} MB",
    "p50_ms": "p50 {:.1f} ms",
    "p95_ms": "p95 {:.1f} ms",
    "p99_ms": "p99 {:.1f} ms",
    "wall_seconds": "wall {:.2f} s",
}
_OWN_COLUMNS = {RATIO, SECONDS, MEGABYTES}


def table(outcomes: Sequence[Outcome]) -> str:
    """All outcomes below one another, as Markdown, so that it can be kept in a document."""
    rows = [_TITLES, *(_cells(outcome) for outcome in outcomes)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_TITLES))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, _line(["-" * width for width in widths], widths))
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _cells(outcome: Outcome) -> tuple[str, ...]:
    measurement, ours, peer = outcome.measurement, outcome.ours, outcome.peer
    besides = [_text(key, value) for key, value in ours.items() if key not in _OWN_COLUMNS]
    return (
        measurement.title,
        _text(SECONDS, ours[SECONDS]),
        _text(SECONDS, peer[SECONDS]),
        _text(RATIO, ours[RATIO]),
        "; ".join(_limit_text(limit) for limit in measurement.limits) or "none",
        _within(outcome),
        _text(MEGABYTES, ours[MEGABYTES]) if MEGABYTES in ours else "—",
        "; ".join(besides),
        measurement.peer_name,
    )


def _within(outcome: Outcome) -> str:
    if not outcome.measurement.limits:
        return "—"
    return "yes" if outcome.within else "NO"


def _text(figure: str, value: float) -> str:
    return _UNITS[figure].format(value)


def _limit_text(limit: Limit) -> str:
    return f"{'≥' if limit.at_least else '≤'} {_text(limit.figure, limit.bound)}"


def as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Everything that was measured, by the name of the measurement."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "measurements": {outcome.measurement.name: _as_json(outcome) for outcome in outcomes},
    }


def _as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "title": outcome.measurement.title,
        "peer_name": outcome.measurement.peer_name,
        "ours": dict(outcome.ours),
        "peer": dict(outcome.peer),
        "limits": [
            {"budget": _limit_text(limit), "kept": outcome.kept(limit)}
            for limit in outcome.measurement.limits
        ],
        "within": outcome.within,
    }
