"""One person on the page 人员: the story, a day of the past, and everything that can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Protocol

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.terms import UNKNOWN
from app.services.cadre_choices import CadreChoice, cadre_choices
from app.services.households import HouseholdView, household_of, list_homes
from app.services.office import show_office
from app.services.pairing import Programme, programmes
from app.services.person.closing import Payment, payments_to_stop
from app.services.person.confidential import keep_confidential, show_confidential
from app.services.person.contacting import EventLine, ExcuseLine, remove_event
from app.services.person.incomes import remove_income
from app.services.person.lines import BenefitLine, IncomeRow, KinLine, MemberLine
from app.services.person.responsible import NamedLine
from app.services.person.story import StoryLine, tell_story
from app.services.person.typed import FieldError
from app.services.person.view import PersonView, person_as_of, show_person
from app.ui.pages.people.person import contact_tasks, home_tasks, tasks
from app.ui.pages.people.person.named_tasks import end_named_task, name_task
from app.ui.ports import Context
from app.ui.tasks import Ask, How, Task, Values, day_in


class RecordScreen(Protocol):
    def show_record(self, person: PersonView, *, unmasked: bool) -> None: ...

    def show_story(self, story: tuple[StoryLine, ...]) -> None: ...

    def show_payments(self, payments: tuple[Payment, ...]) -> None: ...

    def show_household(self, home: HouseholdView | None, person_id: int) -> None: ...

    def open_task(self, task: Task) -> None: ...


class RecordPresenter:
    """Knows which record is shown, masked or not, of today or of a day; a past one is only read."""

    def __init__(self, context: Context, view: RecordScreen) -> None:
        self._context = context
        self._view = view
        self._now: PersonView | None = None
        self._shown: PersonView | None = None
        self._unmasked = False
        self._payments: tuple[Payment, ...] = ()

    @property
    def is_past(self) -> bool:
        """Whether a day of the past is shown."""
        return self._shown is not None and self._shown.day is not None

    def show(self, person: PersonView, *, unmasked: bool) -> None:
        """Another record, or the same one read again."""
        self._now, self._unmasked, self._payments = person, unmasked, ()
        self._show(person)
        self._view.show_payments(())
        if person.row.closed_on is not None:
            self._context.jobs.run(
                lambda _: payments_to_stop(self._context.desk, person.row.id),
                self._show_payments,
                latest="person.payments",
            )

    def tell_story(self) -> None:
        """Read the story; the tab asks for it when it is opened."""
        if self._now is not None:
            desk, person_id, unmask = self._context.desk, self._now.row.id, self._unmasked
            self._context.jobs.run(
                lambda _: tell_story(desk, person_id, unmask=unmask),
                self._view.show_story,
                latest="person.story",
            )

    def draw_household(self) -> None:
        """Read the household as it is now; the tree asks for it when it is looked at."""
        if self._now is not None:
            desk, person_id = self._context.desk, self._now.row.id
            self._context.jobs.run(
                lambda _: household_of(desk, person_id),
                lambda home: self._view.show_household(home, person_id),
                latest="person.household",
            )

    # --- a day of the past -------------------------------------------------------------------
    def start_as_of(self) -> None:
        """Ask for the day."""
        if self._now is None:
            return
        person_id, unmask = self._now.row.id, self._unmasked
        day = Ask("day", "日期", How.DAY, required=True, hint="那一天结束时的样子")
        self._view.open_task(
            Task(
                f"某日情况：{self._now.row.name}",
                (day,),
                lambda d, v: person_as_of(d, person_id, day_in(v, "day"), unmask=unmask),
                save="查看",
                note="按变更记录还原那一天登记的全部情况；只能看，不能改。",
            )
        )

    def back_to_now(self) -> None:
        """The record as it stands."""
        if self._now is not None:
            self._show(self._now)

    # --- doing -------------------------------------------------------------------------------
    def perform(
        self, task: Task, values: Values, done: Callable[[], None], tell: Callable[[str, str], None]
    ) -> None:
        """Do what the form says; ``tell`` gets the field (or "") and what is wrong, and the form
        stays open."""

        def finish(result: object) -> None:
            done()
            if isinstance(result, PersonView):
                self._show(result)
            else:
                self._context.changed()

        def fail(error: UserError) -> None:
            key = error.key if isinstance(error, FieldError) else ""
            tell(key, "".join(error.sentences()))

        self._context.jobs.run(
            lambda _: task.do(self._context.desk, values), finish, title=task.title, failed=fail
        )

    def add_kin(self) -> None:
        self._start(lambda person: tasks.kin_task(person.row.id))

    def change_kin(self, line: KinLine) -> None:
        def with_numbers(person: PersonView) -> Task:
            whole = next(one for one in person.kin if one.id == line.id)
            return tasks.kin_task(person.row.id, whole)

        self._start_unmasked(with_numbers)

    def end_kin(self, line: KinLine) -> None:
        self._start(lambda _: tasks.end_kin_task(line, self._today))

    def name_responsible(self, line: NamedLine | None = None) -> None:
        """Ask who looks after the person from now on."""
        desk, today = self._context.desk, self._today

        def read(_: Progress) -> tuple[tuple[CadreChoice, ...], tuple[Programme, ...]]:
            return cadre_choices(desk), programmes(desk)

        def ask(found: tuple[tuple[CadreChoice, ...], tuple[Programme, ...]]) -> None:
            self._start(lambda person: name_task(person.row.id, *found, today=today, line=line))

        if self._may_change() is not None:
            self._context.jobs.run(read, ask, latest="person.cadres")

    def end_named(self, line: NamedLine) -> None:
        self._start(lambda _: end_named_task(line, self._today))

    def add_income(self) -> None:
        self._start(lambda p: tasks.income_task(p.row.id, p.home.id if p.home else None))

    def change_income(self, line: IncomeRow) -> None:
        self._start(lambda p: tasks.income_task(p.row.id, None, line))

    def remove_income(self, line: IncomeRow) -> None:
        """Take out a line that was written by mistake, once that is confirmed."""
        question = f"删去“{line.kind_name} {line.period}”吗？"
        if self._may_change() and self._context.ask.confirm(
            question, "只用于误登的收入；经过里会留下记录。", yes="删去"
        ):
            self._do("正在删去", partial(remove_income, line_id=line.id))

    def add_benefit(self) -> None:
        self._start(lambda person: tasks.benefit_task(person.row.id))

    def change_benefit(self, line: BenefitLine) -> None:
        def with_numbers(person: PersonView) -> Task:
            whole = next(one for one in person.benefits if one.id == line.id)
            return tasks.benefit_task(person.row.id, whole)

        if line.of_household:
            self._context.ask.tell(
                "这是发给全户的待遇。", "它来自省里系统的家庭表，导入新表时更新。"
            )
        else:
            self._start_unmasked(with_numbers)

    def end_benefit(self, line: BenefitLine) -> None:
        number = line.id
        if number is None:
            self.change_benefit(line)
        else:
            self._start(lambda _: tasks.end_benefit_task(line, number, self._today))

    def stop_payments(self) -> None:
        """Stop what is still paid though the record is closed."""
        closed_on, payments = self._now.row.closed_on if self._now else None, self._payments
        if closed_on is not None and payments:
            self._start(lambda p: tasks.stop_task(p.row.id, payments, closed_on))

    def assess(self) -> None:
        self._start(lambda person: tasks.self_care_task(person.row.id, self._today))

    # --- how the person may be contacted -----------------------------------------------------
    def add_excuse(self) -> None:
        self._start(lambda p: contact_tasks.excuse_task(p.row.id, self._today))

    def end_bend(self, line: ExcuseLine | EventLine) -> None:
        """An excuse ends on a day; an event is taken out, if it was written by mistake."""
        if isinstance(line, ExcuseLine):
            self._start(lambda _: contact_tasks.end_excuse_task(line, self._today))
        else:
            self._remove_event(line)

    def renew_excuse(self, line: ExcuseLine | EventLine) -> None:
        """Ask again whether it still holds."""
        if isinstance(line, ExcuseLine) and line.running:
            self._start(lambda _: contact_tasks.renew_excuse_task(line))

    def add_event(self) -> None:
        self._start(lambda p: contact_tasks.event_task(p.row.id, self._today))

    def _remove_event(self, line: EventLine) -> None:
        question = f"去掉“{line.kind_name} {line.when}”吗？"
        if self._may_change() and self._context.ask.confirm(
            question, "只用于误登的；经过里会留下记录。", yes="去掉"
        ):
            self._do("正在去掉", partial(remove_event, event_id=line.id))

    def change_facts(self, group: str) -> None:
        self._start_unmasked(lambda p: tasks.facts_task(p.row.id, group, p.facts))

    def close_or_reopen(self) -> None:
        self._start(
            lambda p: (
                tasks.close_task(p.row.id, p.row.name, self._today)
                if p.row.closed_on is None
                else tasks.reopen_task(p.row.id, p.row.name)
            )
        )

    # --- the household -----------------------------------------------------------------------
    def new_home(self) -> None:
        self._start(lambda p: home_tasks.new_home_task(p.row.id, p.row.name, self._today))

    def join_home(self) -> None:
        """Ask which household, out of those of the village."""
        person = self._may_change()
        if person is not None:
            row, today = person.row, self._today
            self._context.jobs.run(
                lambda _: list_homes(self._context.desk, row.village),
                lambda homes: self._view.open_task(
                    home_tasks.join_task(row.id, row.name, homes, today)
                ),
                latest="person.homes",
            )

    def leave_home(self) -> None:
        self._start(lambda p: home_tasks.leave_task(p.row.id, p.row.name, self._today))

    def change_head(self) -> None:
        person = self._may_change()
        if person is not None and person.home is not None:
            if all(line.is_head for line in person.household):
                self._context.ask.tell("这一户没有别的成员可以做户主。", "请先把成员加入这一户。")
                return
            self._view.open_task(
                home_tasks.head_task(person.home.id, person.household, self._today)
            )

    def change_relation(self, line: MemberLine) -> None:
        self._start(lambda _: home_tasks.relation_task(line))

    def change_home(self) -> None:
        """The facts of the household, with whole numbers; the look is on record."""
        person, desk = self._may_change(), self._context.desk
        if person is None or person.home is None:
            return

        def read(_: object) -> Task | None:
            office = show_office(desk)
            home = show_person(desk, person.row.id, unmask=True).home
            villages = office.villages if office else ()
            return home_tasks.home_task(home, villages) if home else None

        self._context.jobs.run(
            read, lambda task: self._view.open_task(task) if task else None, latest="person.task"
        )

    # --- what is kept under lock -------------------------------------------------------------
    def change_confidential(self) -> None:
        """Show and change what is confidential; whoever is not on the list is told so."""
        person, desk = self._may_change(), self._context.desk
        if person is None:
            return
        person_id = person.row.id

        def ask(text: str) -> None:
            known = "" if text == UNKNOWN else text
            self._view.open_task(
                Task(
                    f"保密事项：{person.row.name}",
                    (Ask("confidential", "内容", value=known),),
                    lambda d, v: keep_confidential(d, person_id, v["confidential"]),
                    note="只有名单里的人能看到；每次查看都有记录。清空就是去掉。",
                )
            )

        self._context.jobs.run(
            lambda _: show_confidential(desk, person_id), ask, latest="person.task"
        )

    # --- within ------------------------------------------------------------------------------
    @property
    def _today(self) -> date:
        return self._context.desk.clock.today()

    def _show(self, person: PersonView) -> None:
        self._shown = person
        self._view.show_record(person, unmasked=self._unmasked)

    def _show_payments(self, payments: tuple[Payment, ...]) -> None:
        self._payments = payments
        self._view.show_payments(payments)

    def _may_change(self) -> PersonView | None:
        """The record of now; None while there is none or a day of the past is shown."""
        return None if self.is_past else self._now

    def _start(self, make: Callable[[PersonView], Task]) -> None:
        person = self._may_change()
        if person is not None:
            self._view.open_task(make(person))

    def _start_unmasked(self, make: Callable[[PersonView], Task]) -> None:
        """The same with whole numbers in the fields; the look is on record."""
        person, desk = self._may_change(), self._context.desk
        if person is not None:
            self._context.jobs.run(
                lambda _: show_person(desk, person.row.id, unmask=True),
                lambda whole: self._view.open_task(make(whole)),
                latest="person.task",
            )

    def _do(self, title: str, what: Callable[..., object]) -> None:
        self._context.jobs.run(
            lambda _: what(self._context.desk), lambda _: self._context.changed(), title=title
        )
