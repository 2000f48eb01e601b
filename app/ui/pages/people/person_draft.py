"""A person as it stands in the fields, and what of it is not saved yet. No Qt, no store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from app.core.dictionary import PERSON
from app.core.errors import UserError
from app.core.terms import UNKNOWN
from app.services.households import HomeRow, HouseholdView
from app.services.person.living import FoundHome, Home, JoinHome, LeaveHome
from app.services.person.view import PersonView

NO_HOME, FOUND, JOIN = "none", "found", "join"


@dataclass(frozen=True)
class HomeDraft:
    """The household as chosen: none, a new one, or ``household_id`` (which ``words`` describe)."""

    choice: str = NO_HOME
    household_id: int | None = None
    words: str = ""
    relation: str = ""


@dataclass(frozen=True)
class PersonDraft:
    """A record as it stands in the fields; an empty text is unknown."""

    values: Mapping[str, str] = field(default_factory=dict)
    village: str = ""
    group: str = ""
    categories: tuple[str, ...] = ()
    home: HomeDraft = HomeDraft()


def draft_of(
    person: PersonView, household: HouseholdView | None, codes: Mapping[str, str]
) -> PersonDraft:
    """The record as the fields show it: what is unknown is an empty field. ``codes`` are those of
    the categories by their names of today."""
    return PersonDraft(
        values={line.key: "" if line.value == UNKNOWN else line.value for line in person.facts},
        village=person.row.village,
        group=person.row.group,
        categories=tuple(codes[name] for name in person.row.categories if name in codes),
        home=home_draft(household, person.row.id),
    )


def home_draft(household: HouseholdView | None, person_id: int) -> HomeDraft:
    """How somebody belongs to a household now."""
    if household is None:
        return HomeDraft()
    relation = next((m.relation for m in household.members if m.person_id == person_id), "")
    return HomeDraft(JOIN, household.row.id, home_words(household.row), relation)


def home_words(row: HomeRow) -> str:
    """A household in one line: whose it is and where."""
    place = " ".join(part for part in (row.village, row.group, row.address) if part)
    return f"{row.head_name}家　{place}　{row.size} 人".replace("　　", "　")


def home_to_save(base: HomeDraft, now: HomeDraft) -> Home | None:
    """What to do about the household; None where nothing was changed.

    Raises ``UserError`` when no household was picked.
    """
    if now == base:
        return None
    if now.choice == NO_HOME:
        return LeaveHome()
    if now.choice == FOUND:
        return FoundHome()
    if now.household_id is None:
        raise UserError("没有选定家庭。", "", "请输入户主姓名，在列出的家庭里选一户。")
    return JoinHome(now.household_id, now.relation)


def difference(base: PersonDraft, now: PersonDraft) -> dict[str, Any]:
    """What was typed and is not in ``base``, as JSON knows it; empty when nothing was."""
    typed: dict[str, Any] = {}
    values = {key: text for key, text in now.values.items() if text != base.values.get(key, "")}
    if values:
        typed["values"] = values
    for key in ("village", "group"):
        if getattr(now, key) != getattr(base, key):
            typed[key] = getattr(now, key)
    if set(now.categories) != set(base.categories):
        typed["categories"] = list(now.categories)
    if now.home != base.home:
        typed["home"] = asdict(now.home)
    return typed


def restored(base: PersonDraft, typed: Mapping[str, Any]) -> PersonDraft:
    """``base`` with what was typed; a field that this version does not know is left out."""
    values = {key: str(text) for key, text in typed.get("values", {}).items() if key in PERSON}
    home = typed.get("home")
    return replace(
        base,
        values={**base.values, **values},
        village=str(typed.get("village", base.village)),
        group=str(typed.get("group", base.group)),
        categories=tuple(str(code) for code in typed.get("categories", base.categories)),
        home=HomeDraft(**home) if isinstance(home, dict) else base.home,
    )


def next_after(saved: PersonDraft, household: HouseholdView | None) -> PersonDraft:
    """What the next person of the same place begins with: village, group and addresses, and the
    household that the last one belongs to."""
    kept = ("address", "hukou_address", "hukou_kind")
    home = HomeDraft()
    if household is not None:
        home = HomeDraft(JOIN, household.row.id, home_words(household.row))
    return PersonDraft(
        values={key: saved.values.get(key, "") for key in kept},
        village=saved.village,
        group=saved.group,
        home=home,
    )
