"""What the person dialog does: read the record, keep it, say what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.terms import UNKNOWN
from app.services.codes import offered_categories
from app.services.office import show_office
from app.services.people import PersonView, show_person
from app.services.register import SavePerson, save_person
from app.ui.ports import Context


@dataclass(frozen=True)
class PersonDraft:
    """A record as it stands in the fields; an empty text is unknown."""

    values: Mapping[str, str] = field(default_factory=dict)
    village: str = ""
    group: str = ""
    categories: tuple[str, ...] = ()


Kinds = tuple[tuple[str, str], ...]
"""Categories to tick, ``(code, name)``."""


class PersonForm(Protocol):
    def show_choices(
        self, villages: tuple[str, ...], kinds: tuple[tuple[str, str], ...]
    ) -> None: ...

    def show_draft(self, draft: PersonDraft) -> None: ...

    def show_problem(self, words: str) -> None: ...

    def close_saved(self, person_id: int) -> None: ...


class PersonEditor:
    """``person_id`` None registers somebody new."""

    def __init__(self, context: Context, view: PersonForm, person_id: int | None) -> None:
        self._context = context
        self._view = view
        self._person_id = person_id

    def start(self) -> None:
        """Fill the pick lists and, for a known person, the fields."""

        def read(_: Progress) -> tuple[tuple[str, ...], PersonView | None, Kinds]:
            desk = self._context.desk
            office = show_office(desk)
            known = self._person_id and show_person(desk, self._person_id, unmask=True)
            kinds = tuple((c.code, c.name) for g in offered_categories(desk) for c in g.categories)
            return office.villages if office else (), known or None, kinds

        def show(found: tuple[tuple[str, ...], PersonView | None, Kinds]) -> None:
            villages, person, offered = found
            kinds = offered if person is None else kinds_for(person, offered)
            self._view.show_choices(villages, kinds)
            self._view.show_draft(PersonDraft() if person is None else draft_of(person))

        self._context.jobs.run(read, show)

    def save(self, draft: PersonDraft) -> None:
        """Keep the draft; a problem is shown in the dialog, which stays open."""
        self._view.show_problem("")
        command = SavePerson(
            person_id=self._person_id,
            values=draft.values,
            village=draft.village,
            group=draft.group,
            categories=draft.categories,
        )
        self._context.jobs.run(
            lambda _: save_person(self._context.desk, command),
            self._view.close_saved,
            title="正在保存",
            failed=self._tell,
        )

    def _tell(self, error: UserError) -> None:
        self._view.show_problem("".join(error.sentences()))


def draft_of(person: PersonView) -> PersonDraft:
    """The record as the fields show it: what is unknown is an empty field."""
    return PersonDraft(
        values={line.key: "" if line.value == UNKNOWN else line.value for line in person.facts},
        village=person.row.village,
        group=person.row.group,
        categories=tuple(line.code for line in person.holdings if line.end is None),
    )


def kinds_for(person: PersonView, offered: Kinds) -> Kinds:
    """What can be ticked: what is offered, and what the person holds that no longer is. Saving
    must not end what the dialog does not show."""
    known = {code for code, _ in offered}
    held = ((line.code, line.name) for line in person.holdings if line.end is None)
    return (*offered, *(each for each in held if each[0] not in known))
