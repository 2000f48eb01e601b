"""The first start: what this copy is used as, which office, and the first data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.core.errors import UserError
from app.core.terms import Role
from app.services.office import OfficeView, SetUpOffice, set_up_office
from app.ui.ports import Context

ROLE_STEP, OFFICE_STEP, DATA_STEP = range(3)


@dataclass(frozen=True)
class OfficeAnswers:
    """What stands in the fields of the second step."""

    name: str
    code: str
    county: str
    clerk: str
    villages: str


class FirstStartView(Protocol):
    def show_step(self, step: int, role: Role) -> None: ...

    def show_problem(self, words: str) -> None: ...


class FirstStartPresenter:
    """Walks through the steps; nothing is stored before the second one is complete."""

    def __init__(
        self,
        context: Context,
        view: FirstStartView,
        finish: Callable[[OfficeView, str, str], None],
    ) -> None:
        self._context = context
        self._view = view
        self._finish = finish
        self._role = Role.TOWNSHIP
        self._office: OfficeView | None = None

    def choose_role(self, role: Role) -> None:
        self._role = role
        self._view.show_step(OFFICE_STEP, role)

    def back_to_role(self) -> None:
        self._view.show_step(ROLE_STEP, self._role)

    def give_office(self, answers: OfficeAnswers) -> None:
        """Set the office up; what is wrong with an answer is said beside the fields."""
        command = SetUpOffice(
            role=self._role,
            name=answers.name.strip(),
            code=answers.code.strip(),
            county=answers.county.strip(),
            clerk=answers.clerk.strip(),
            villages=village_names(answers.villages),
        )
        self._context.jobs.run(
            lambda _: set_up_office(self._context.desk, command),
            self._take_office,
            title="正在建立单位",
            failed=self._tell_problem,
        )

    def finish_with_import(self) -> None:
        self._end("people", "import")

    def finish_with_sample(self) -> None:
        self._end("people", "sample")

    def finish_empty(self) -> None:
        self._end("settings" if self._role is Role.COUNTY else "", "")

    def _take_office(self, office: OfficeView) -> None:
        self._office = office
        self._view.show_step(DATA_STEP, self._role)

    def _tell_problem(self, error: UserError) -> None:
        self._view.show_problem("".join(error.sentences()))

    def _end(self, page: str, place: str) -> None:
        if self._office is not None:
            self._finish(self._office, page, place)


def village_names(text: str) -> tuple[str, ...]:
    """One village a line; blank lines and repetitions go, the order stays."""
    names = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(name for name in names if name))
