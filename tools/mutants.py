"""Whether the tests of the law notice a change: ``python -m tools mutants`` writes docs/mutants.md.

mutmut changes one thing at a time in the modules that reckon, and runs the tests of that line. All
ten thousand changes would take most of a day, so a fixed part is taken: those whose number ends in
1, which holds the first change of every function. The readers of policy files are left out: what
they refuse has tests of its own, and most changes there touch the words of a refusal.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "mutants.md"
REASONS = ROOT / "tests" / "mutants.toml"
PARTS = (
    "arrears.x", "balancing.x", "budgets.x", "care_pay.x", "caregivers.x",
    "deadline_rules.x_deadline_in_force", "deadline_rules.xǁ", "deadlines.x", "dibao_formula.x",
    "duties.x", "duty_calendar.x", "duty_claims.x", "duty_facts.x", "duty_gates.x",
    "duty_rules.x_filled_in", "duty_rules.xǁ", "duty_slots.x", "engine.arithmetic.x",
    "engine.awards.x", "engine.case.x", "engine.facts.x", "engine.grading.x", "engine.logic.x",
    "engine.parameters.x", "engine.references.x", "entries.x", "fairness.x", "groups.x",
    "home_teaching.x", "impact.x", "ledger_period.x", "medical_bills.x", "months.x", "pairing.x__",
    "pairing.x_c", "pairing.x_most", "pairing.x_pairing", "pairing.xǁ", "payers.x",
    "planned_contacts.x", "quota.x", "ranking.x", "recheck_draw.x", "screening.x__",
    "screening.x_screen", "screens.disability.x", "visit_flags.x", "working_days.x_",
    "working_days.xǁWork",
)  # fmt: skip
FIXED_PART = "__mutmut_*1"
WANTED_SHARE = 0.85
_RESULT = re.compile(r"^\s*(app\.rules\.\S+): (.+)$", re.MULTILINE)
_NOTICED = frozenset({"killed", "timeout", "segfault", "caught by type check"})


_ABOUT = (
    "Written by `python -m tools mutants`: mutmut changes one thing at a time in the modules that",
    "reckon the law, and the tests have to notice. A fixed part is taken: the changes whose number",
    "ends in 1, among them the first of every function. Left out are the readers of policy files,",
    "which have tests of what they refuse, and the programmes and most screens, which have cases.",
)


@dataclass(frozen=True)
class Survivor:
    """A change that no test noticed: where, the lines before and after, and the word on it."""

    where: str
    before: str
    after: str
    why: str


def run() -> float:
    """Run the changes, write the document; the share that was noticed."""
    began = time.monotonic()
    patterns = [f"app.rules.{part}*{FIXED_PART}" for part in PARTS]
    _mutmut("run", *patterns, check=False)
    results = dict(_RESULT.findall(_mutmut("results", "--all", "true")))
    checked = {name: state for name, state in results.items() if state != "not checked"}
    if not checked:
        sys.exit("mutmut has checked nothing; see its output above.")
    minutes = (time.monotonic() - began) / 60
    survivors = [_survivor(name) for name, state in checked.items() if state not in _NOTICED]
    noticed = 1 - len(survivors) / len(checked)
    DOCUMENT.write_text(_document(checked, survivors, minutes), encoding="utf-8")
    print(f"{noticed:.1%} of {len(checked)} changes were noticed; see {DOCUMENT.name}")
    return noticed


def _mutmut(*words: str, check: bool = True) -> str:
    command = [sys.executable, "-m", "mutmut", *words]
    capture = words[0] != "run"
    done = subprocess.run(
        command, cwd=ROOT, check=check, text=True, encoding="utf-8",
        stdout=subprocess.PIPE if capture else None,
    )  # fmt: skip
    return done.stdout or ""


def _survivor(name: str) -> Survivor:
    diff = _mutmut("show", name).splitlines()
    before = [line[1:].strip() for line in diff if re.match(r"-(?!--)", line)]
    after = [line[1:].strip() for line in diff if re.match(r"\+(?!\+\+)", line)]
    where = re.sub(r"__mutmut_\d+$", "", name.removeprefix("app.rules."))
    found = {"where": where, "before": " ".join(before), "after": " ".join(after)}
    return Survivor(**found, why=_why(**found))


def _why(**found: str) -> str:
    """The word of the first row whose patterns fit ``where``, ``before`` and ``after``."""
    rows = tomllib.loads(REASONS.read_text(encoding="utf-8"))["survivor"]
    fitting = (row for row in rows if all(re.search(row[key], found[key]) for key in found))
    return next((str(row["why"]) for row in fitting), "not looked at yet")


def _document(checked: dict[str, str], survivors: list[Survivor], minutes: float) -> str:
    modules: dict[str, Counter[str]] = defaultdict(Counter)
    for name, state in checked.items():
        module = name.removeprefix("app.rules.").partition(".x")[0]
        modules[module]["noticed" if state in _NOTICED else "survived"] += 1
    rows = [
        f"| `{module}` | {counted.total()} | {counted['survived']} | "
        f"{counted['noticed'] / counted.total():.0%} |"
        for module, counted in sorted(modules.items())
    ]
    total = len(checked)
    share = 1 - len(survivors) / total
    lines = [
        "# Mutants",
        "",
        *_ABOUT,
        "",
        f"**{share:.1%}** of {total} changes were noticed ({minutes:.0f} minutes on two shared "
        f"cores; the floor is {WANTED_SHARE:.0%}).",
        "",
        "| module of `app/rules` | changes | survived | noticed |",
        "|---|---|---|---|",
        *rows,
        "",
        "## Survivors",
        "",
        "| where | before | after | why it may live |",
        "|---|---|---|---|",
        *(_row(one) for one in sorted(survivors, key=lambda one: (one.where, one.after))),
        "",
    ]
    return "\n".join(lines)


def _row(one: Survivor) -> str:
    cells = (f"`{one.where}`", _code(one.before), _code(one.after), one.why)
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    return f"`{text.replace('|', '¦')}`" if text else ""


if __name__ == "__main__":
    sys.exit(run() < WANTED_SHARE)
