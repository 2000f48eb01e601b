"""The shipped policy: ``resources/policy`` read with every kind of value there is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

from app.core.paths import resource
from app.rules.deadline_rules import read_deadline_rule, read_named_days
from app.rules.duty_rules import read_duty_rule
from app.rules.engine.loading import read_packs, read_parameters, read_sources
from app.rules.engine.parameters import Policy
from app.rules.engine.values import SCALARS, Reader, Spot, read_choice, read_table, read_text
from app.rules.indicators import read_indicator_rule
from app.rules.pairing import read_pairing_rule
from app.rules.programmes import methods
from app.rules.screening import read_screen_rule
from app.rules.spells import read_named_spells
from app.rules.working_days import read_announced_year

_PROGRAMME_KEYS = frozenset({"method", "pack", "matter"})


@dataclass(frozen=True)
class ProgrammeRule:
    """Which method of a programme holds, and the pack that brings it. ``matter``: what it is about,
    where several packs have a rule of their own for the same thing and only one may be paid."""

    method: str
    pack: str
    matter: str = ""


def load_policy(root: Path) -> Policy:
    """The policy below ``root``. Raises PolicyFileError naming file, line and what to write."""
    packs = read_packs(root / "packs.toml")
    deadlines = frozenset(path.stem for path in root.glob("deadline/*.toml"))
    return Policy(
        parameters=read_parameters(root, readers_of(packs, deadlines)),
        sources=read_sources(root / "sources.toml"),
        packs=packs,
        digest=_digest(root),
    )


def _digest(root: Path) -> str:
    digest = sha256()
    for path in sorted(root.rglob("*.toml")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def readers_of(packs: Collection[str], deadlines: Collection[str] = ()) -> Mapping[str, Reader]:
    """How each kind of value is read; ``deadlines`` are those that a duty may name."""
    return {
        **SCALARS,
        "programme": partial(read_programme_rule, packs=packs),
        "duty": partial(read_duty_rule, packs=packs, deadlines=deadlines),
        "deadline": partial(read_deadline_rule, packs=packs),
        "screen": partial(read_screen_rule, packs=packs),
        "indicator": partial(read_indicator_rule, packs=packs),
        "pairing": partial(read_pairing_rule, packs=packs),
        "named_days": read_named_days,
        "named_spells": read_named_spells,
        "work_year": read_announced_year,
    }


@lru_cache(maxsize=1)
def shipped_policy() -> Policy:
    """The policy that comes with the program."""
    return load_policy(resource("policy"))


def read_programme_rule(raw: object, spot: Spot, packs: Collection[str]) -> ProgrammeRule:
    """The value of a ``programme`` parameter. Raises PolicyFileError."""
    table = read_table(raw, spot, _PROGRAMME_KEYS)
    programme = Path(spot.file).stem
    names = [name for module, name in methods() if module == programme]
    return ProgrammeRule(
        method=read_choice(table.get("method"), spot, "method", names),
        pack=read_choice(table.get("pack"), spot, "pack", packs),
        matter=read_text(table["matter"], spot, "matter") if "matter" in table else "",
    )
