"""What the person dialog does: read the record, judge what is typed, keep it, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.core.codes import Codes
from app.core.dictionary import PERSON
from app.core.errors import UserError
from app.core.identity import read_id
from app.core.progress import Progress
from app.services.choices import field_choices
from app.services.codes import own_codes
from app.services.drafts import DraftRow, drop, find_draft, person_place
from app.services.households import HomeRow, find_homes, household_of
from app.services.office import show_office
from app.services.person.view import show_person
from app.services.register import KnownPerson, SavePerson, save_person, who_has
from app.services.typed_facts import Remark, Weight, derived, judge
from app.ui.drafts import Unsaved, restored_words
from app.ui.pages.people.person_draft import (
    HomeDraft,
    PersonDraft,
    difference,
    draft_of,
    home_to_save,
    next_after,
    restored,
)
from app.ui.pages.people.sections import ASKED
from app.ui.ports import Context

__all__ = ["FormChoices", "KindGroup", "PersonDraft", "PersonEditor", "PersonForm"]


@dataclass(frozen=True)
class KindGroup:
    """Categories that stand together, as ``(code, name)``."""

    title: str
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FormChoices:
    """What the pick lists offer: villages, categories in groups, words by field."""

    villages: tuple[str, ...]
    kinds: tuple[KindGroup, ...]
    words: Mapping[str, tuple[str, ...]]


class PersonForm(Protocol):
    def show_choices(self, choices: FormChoices) -> None: ...

    def show_draft(self, draft: PersonDraft) -> None: ...

    def show_restored(self, words: str, found: DraftRow | None) -> None: ...

    def show_remarks(self, remarks: tuple[Remark, ...]) -> None: ...

    def show_known(self, known: KnownPerson | None) -> None: ...

    def show_homes(self, homes: tuple[HomeRow, ...]) -> None: ...

    def show_problem(self, words: str) -> None: ...

    def saved(self, person_id: int, place: str) -> None: ...

    def start_next(self) -> None: ...

    def close_form(self) -> None: ...


@dataclass(frozen=True)
class _Start:
    choices: FormChoices
    base: PersonDraft
    found: DraftRow | None
    codes: Codes


class PersonEditor:
    """``person_id`` None registers somebody new."""

    def __init__(self, context: Context, view: PersonForm, person_id: int | None) -> None:
        self._context = context
        self._view = view
        self._person_id = person_id
        self._base = PersonDraft()
        self._lives = HomeDraft()  # as the register has it; a next person begins elsewhere
        self._codes = Codes()
        self._asked_number: str | None = None

    @property
    def place(self) -> str:
        """Where the draft of what is typed here belongs."""
        return person_place(self._person_id)

    @property
    def is_new(self) -> bool:
        """Whether somebody new is being registered."""
        return self._person_id is None

    def start(self) -> None:
        """Fill the pick lists and the fields: the record, and what was typed and not saved."""
        self._context.jobs.run(self._read, self._show, failed=self._give_up)

    def _read(self, _: Progress) -> _Start:
        desk = self._context.desk
        office = show_office(desk)
        codes = own_codes(desk)
        names = {code: codes.category_name(code, desk.clock.today()) for code in codes.categories}
        base = PersonDraft()
        if self._person_id is not None:
            person = show_person(desk, self._person_id, unmask=True)
            by_name = {name: code for code, name in names.items()}
            base = draft_of(person, household_of(desk, self._person_id), by_name)
        found = find_draft(desk, self.place)
        held = restored(base, found.typed).categories if found else base.categories
        kinds = (
            *_group("现有类别", held, names),
            *(
                KindGroup(group.name, tuple((c.code, c.name) for c in group.categories))
                for group in codes.offered_categories(desk.clock.today())
            ),
        )
        choices = FormChoices(office.villages if office else (), kinds, field_choices(desk))
        return _Start(choices, base, found, codes)

    def _show(self, start: _Start) -> None:
        self._lives, self._codes = start.base.home, start.codes
        self._view.show_choices(start.choices)
        self._show_form(start.base, start.found)

    def _show_form(self, base: PersonDraft, found: DraftRow | None) -> None:
        self._base = base
        self._asked_number = None
        self._view.show_draft(restored(base, found.typed) if found else base)
        self._view.show_restored(restored_words(found.saved_at) if found else "", found)

    def _give_up(self, error: UserError) -> None:
        self._view.close_form()
        self._context.ask.error(error)

    # --- while the clerk types ---------------------------------------------------------------
    def changed(self, draft: PersonDraft) -> None:
        """Say beside the fields what is wrong or strange, and whose number it is."""
        self.judge(draft)
        number = read_id(draft.values.get("id_no", "")).key or ""
        if number == self._asked_number:
            return
        self._asked_number = number

        def show(known: KnownPerson | None) -> None:
            other = known is not None and known.person_id != self._person_id
            self._view.show_known(known if other else None)

        self._context.jobs.run(
            lambda _: who_has(self._context.desk, number), show, latest="person.number"
        )

    def judge(self, draft: PersonDraft) -> None:
        """Say beside the fields what is wrong or strange."""
        self._view.show_remarks(self._remarks(draft))

    def derived(self, draft: PersonDraft) -> dict[str, str]:
        """What the numbers tell of other fields."""
        return derived(draft.values)

    def find_homes(self, text: str) -> None:
        """Look for households by the name of the head or a member."""
        self._context.jobs.run(
            lambda _: find_homes(self._context.desk, text),
            self._view.show_homes,
            latest="person.homes",
        )

    def unsaved(self, draft: PersonDraft) -> Unsaved:
        """What of ``draft`` is not in the register."""
        name = draft.values.get("name", "").strip()
        words = "登记新人" if self.is_new else "修改人员"
        return Unsaved(
            self.place, f"{words}：{name}" if name else words, difference(self._base, draft)
        )

    # --- what the buttons do -----------------------------------------------------------------
    def save(self, draft: PersonDraft, *, then_next: bool = False) -> None:
        """Keep the draft; a problem is shown in the dialog, which stays open."""
        self._view.show_problem("")
        errors = self._errors(draft)
        try:
            home = home_to_save(self._lives, draft.home)
        except UserError as error:
            self._tell(error)
            return
        if errors:
            self._view.show_problem(_all_words(errors))
            return
        command = SavePerson(
            person_id=self._person_id,
            values=draft.values,
            village=draft.village,
            group=draft.group,
            categories=draft.categories,
            home=home,
            draft=self.place,
        )
        done = self._next(draft) if then_next else self._close
        self._context.jobs.run(
            lambda _: save_person(self._context.desk, command),
            done,
            title="正在保存",
            failed=self._tell,
        )

    def discard(self) -> None:
        """Throw away what was typed; the fields show the record again."""
        self._context.jobs.run(
            lambda _: drop(self._context.desk, self.place), lambda _: self._show_record()
        )

    def _show_record(self) -> None:
        self._show_form(self._base, None)

    def _errors(self, draft: PersonDraft) -> list[Remark]:
        """In the order in which they stand on the form."""
        errors = [one for one in self._remarks(draft) if one.weight is Weight.ERROR]
        return sorted(errors, key=lambda one: ASKED.index(one.key) if one.key in ASKED else 0)

    def _remarks(self, draft: PersonDraft) -> tuple[Remark, ...]:
        today = self._context.desk.clock.today()
        return judge(draft.values, draft.categories, today, codes=self._codes)

    def _close(self, person_id: int) -> None:
        self._view.saved(person_id, self.place)
        self._view.close_form()

    def _next(self, draft: PersonDraft) -> Callable[[int], None]:
        """Saved; what comes now is somebody new at the same place (or what was typed there)."""

        def read(person_id: int) -> tuple[PersonDraft, DraftRow | None]:
            desk = self._context.desk
            base = next_after(draft, household_of(desk, person_id))
            return base, find_draft(desk, person_place(None))

        def show(start: tuple[PersonDraft, DraftRow | None]) -> None:
            self._person_id, self._lives = None, HomeDraft()
            self._view.start_next()
            self._show_form(*start)

        def go_on(person_id: int) -> None:
            self._view.saved(person_id, self.place)
            self._context.jobs.run(lambda _: read(person_id), show)

        return go_on

    def _tell(self, error: UserError) -> None:
        self._view.show_problem("".join(error.sentences()))


def _group(title: str, held: tuple[str, ...], names: Mapping[str, str]) -> list[KindGroup]:
    """The categories of the record, also those that are offered no longer."""
    known = tuple((code, names[code]) for code in held if code in names)
    return [KindGroup(title, known)] if known else []


def _all_words(errors: list[Remark]) -> str:
    more = f"（共 {len(errors)} 处）" if len(errors) > 1 else ""
    field = PERSON.get(errors[0].key)
    label = field.label if field is not None else "对象类别"
    return f"还不能保存{more}。{label}：{errors[0].words}。"
