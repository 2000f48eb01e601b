"""The explanations of the first cases of every programme and screen: ``python -m tests.rules.told``
writes them anew, for people to read what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.rules.assess import assess
from app.rules.engine.explain import lines
from app.rules.engine.logic import Node
from app.rules.screening import screen
from tests.rules.case_files import assumed_policy, case_facts, cases

REGION = "520122100"
TOLD = Path(__file__).parent / "explanations"


def _told(root: Node) -> str:
    return "".join(f"{'  ' * line.depth}{line.words}：{line.result}\n" for line in lines(root))


def _programmes() -> dict[str, list[Any]]:
    """The first three cases of each programme and each screen, by its name."""
    found: dict[str, list[Any]] = {}
    for kind in ("programme", "screen"):
        for parameter in cases(kind):
            (case,) = parameter.values
            if "facts" in case:
                found.setdefault(f"{kind}_{case[kind]}", []).append(case)
    return {name: several[:3] for name, several in found.items()}


CASES = _programmes()


def _explained(case: dict[str, Any]) -> str:
    facts = case_facts(case["facts"], others_are_no=case.get("others_are_no", False))
    policy, region = assumed_policy(case), case.get("region", REGION)
    if "screen" in case:
        found = screen(case["screen"], facts, policy, day=case["day"], region=region)
        return _told(found.explanation)
    (verdict,) = assess(
        case["programme"], facts, policy,
        day=case["day"], region=region, known_on=case.get("known_on"),
    )  # fmt: skip
    return _told(verdict.explanation)


def told_of(name: str) -> str:
    """The explanations of the first cases of one programme or screen, as the file keeps them."""
    return "\n".join(f"【{case['name']}】\n{_explained(case)}" for case in CASES[name])


if __name__ == "__main__":
    for old in TOLD.glob("*.txt"):
        old.unlink()
    for each in CASES:
        (TOLD / f"{each}.txt").write_text(told_of(each), encoding="utf-8")
