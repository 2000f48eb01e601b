"""The lines of a festival's list: people put on it, and the signature sheet typed back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import DeclinedError, UserError
from app.core.terms import ContactKind, GiftSource
from app.models.giving import FestivalVisit, Gift
from app.models.queries import giving as queries
from app.models.queries import sameness
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.festivals import expect_open, wanted_goods
from app.services.gifts import (
    GiveGift,
    Thing,
    again_days,
    check_day,
    check_thing,
    fill_thing,
    give,
    is_same,
    new_lines,
    spoken_for,
    thing_of,
)
from app.services.stock import expect_item, expect_there
from app.services.visits import RecordContact, add_contact


@dataclass(frozen=True)
class Added:
    """How many came onto the list; ``already`` stood on it, ``elsewhere`` (name of the list → how
    many) on another one of the day, ``same_home`` share a home with somebody on the list;
    ``lately`` were given the same not long ago (S0.231)."""

    added: int
    already: int
    elsewhere: tuple[tuple[str, int], ...]
    same_home: int
    lately: int

    @property
    def words(self) -> str:
        """What the clerk reads."""
        parts = [f"加入 {self.added} 人"]
        if self.already:
            parts.append(f"{self.already} 人已在名单里，没有重复加入")
        parts += [f"{count} 人已在“{name}”，没有重复加入" for name, count in self.elsewhere]
        if self.same_home:
            parts.append(f"{self.same_home} 人与名单上的人同住一户，请核对")
        if self.lately:
            parts.append(f"{self.lately} 人不久前发过同样的东西，请核对")
        return "；".join(parts)


@dataclass(frozen=True)
class GiveOut:
    """A signature sheet typed back: everything on ``day`` but what ``absent`` names (ids of lines),
    who were not at home; ``only`` these lines where some are given. ``visited``: brought home,
    which counts as a visit (S4.214)."""

    festival_id: int
    day: date
    absent: frozenset[int] = frozenset()
    only: frozenset[int] = frozenset()
    given_by: str = ""
    visited: bool = True


def add_people(
    desk: Desk,
    festival_id: int,
    people: Sequence[int],
    thing: Thing,
    *,
    donation_id: int | None = None,
) -> Added:
    """Put people on a list, each for the same thing. Who stands on it, or on another list of the
    day, is not put on it again: one person in two lists is one visit (S4.214).

    Raises ``UserError`` for a thing that is not clear, ``DeclinedError`` for a closed list or a
    donation that has not enough.
    """
    check_thing(thing)
    with desk.write("add_to_festival", "节日慰问名单：加入") as work:
        session = work.session
        festival = expect_open(session, festival_id)
        wanted = dict.fromkeys(sameness.kept_id(session, one) for one in people)
        on_list = _people_on(session, festival_id)
        others = queries.on_other_lists(session, festival)
        fresh = [one for one in wanted if one not in on_list and one not in others]
        elsewhere: dict[str, int] = {}
        for one in wanted:
            if one in others and one not in on_list:
                elsewhere[others[one]] = elsewhere.get(others[one], 0) + 1
        added = Added(
            len(fresh),
            sum(one in on_list for one in wanted),
            tuple(elsewhere.items()),
            _same_home(session, on_list, fresh),
            _lately(desk, session, festival, fresh=fresh, thing=thing),
        )
        _add_lines(session, festival, fresh, thing=thing, donation_id=donation_id)
        work.describe(f"节日慰问名单：{added.words}")
        return added


def _add_lines(
    session: Session,
    festival: FestivalVisit,
    people: Sequence[int],
    *,
    thing: Thing,
    donation_id: int | None,
) -> None:
    new = new_lines(session, len(people), GiftSource.FESTIVAL, festival.day.year)
    for person_id, gift in zip(people, new, strict=True):
        gift.person_id, gift.festival_id = person_id, festival.id
        fill_thing(session, gift, thing)
        if donation_id is not None:
            spoken_for(session, donation_id, thing)
            gift.donation_id = donation_id
        session.add(gift)
        session.flush()


def change_lines(desk: Desk, ids: Collection[int], thing: Thing) -> int:
    """Give other things to these lines than was planned; how many. Raises ``DeclinedError`` when
    one of them was given already."""
    check_thing(thing)
    with desk.write("change_festival_lines", f"节日慰问名单：改发放内容 {len(ids)} 人") as work:
        for gift in _expect_planned(work.session, ids):
            if gift.donation_id is not None:
                donation_id, gift.donation_id = gift.donation_id, None
                work.session.flush()
                spoken_for(work.session, donation_id, thing)
                gift.donation_id = donation_id
            fill_thing(work.session, gift, thing)
            work.session.flush()
        return len(ids)


def remove_lines(desk: Desk, ids: Collection[int]) -> int:
    """Take people off a list; how many. Raises ``DeclinedError`` when one was given already."""
    with desk.write("remove_festival_lines", f"节日慰问名单：移出 {len(ids)} 人") as work:
        for gift in _expect_planned(work.session, ids):
            work.session.delete(gift)
        return len(ids)


def give_out(desk: Desk, command: GiveOut) -> int:
    """Type a signature sheet back: every line that waits is given, but for those who were not at
    home, whose line waits for a second try (S3.225). How many were given.
    Who is no longer on the register is passed over.

    Raises ``DeclinedError`` when stock has not enough for all, or nothing waits; nothing is
    written then.
    """
    check_day(desk, command.day)
    with desk.write("give_out", "节日慰问：登记发放") as work:
        session = work.session
        expect_open(session, command.festival_id)
        waiting = queries.waiting_lines(session, command.festival_id)
        if command.only:
            waiting = [gift for gift in waiting if gift.id in command.only]
        if not waiting:
            raise DeclinedError("没有等待发放的人。", "", "名单上的人都已发放，或名单还是空的。")
        absent = [gift for gift in waiting if gift.id in command.absent]
        present = [gift for gift in waiting if gift.id not in command.absent]
        _expect_enough(session, present)
        for gift in present:
            give(work, desk, _giving(gift, command), planned=gift)
        for gift in absent:
            _was_absent(work, desk, gift, command)
        work.describe(f"节日慰问：发放 {len(present)} 人，不在家 {len(absent)} 人")
        return len(present)


def _giving(gift: Gift, command: GiveOut) -> GiveGift:
    return GiveGift(
        person_id=gift.person_id or 0,
        thing=thing_of(gift),
        source=GiftSource.FESTIVAL,
        day=command.day,
        visited=command.visited,
        given_by=command.given_by,
    )


def _was_absent(work: Work, desk: Desk, gift: Gift, command: GiveOut) -> None:
    """A closed door: counted, and an attempt to visit, which leaves the duty open (S1.205)."""
    gift.tries += 1
    if command.visited and gift.person_id is not None:
        asked = RecordContact(
            gift.person_id, command.day, ContactKind.VISIT, done=False, note="节日慰问：不在家"
        )
        add_contact(work, desk, asked).visitors = command.given_by.strip() or desk.actor.name


def _expect_planned(session: Session, ids: Collection[int]) -> list[Gift]:
    found = [line.gift for line in queries.gifts_by_id(session, ids)]
    if not found:
        raise UserError("没有选中名单上的人。", "", "请先在名单中选中。")
    if any(gift.day is not None for gift in found):
        raise DeclinedError("选中的人里有已经发放的。", "", "请只选还没有发放的人。")
    for gift in found:
        if gift.festival_id is not None:
            expect_open(session, gift.festival_id)
    return found


def _people_on(session: Session, festival_id: int) -> set[int]:
    lines = queries.gifts(session, festival_id=festival_id, planned=True)
    return {line.gift.person_id for line in lines if line.gift.person_id is not None}


def _same_home(session: Session, on_list: Collection[int], fresh: Sequence[int]) -> int:
    """How many of ``fresh`` share a home with somebody who is on the list or comes before them."""
    homes = queries.homes_of(session, [*on_list, *fresh])
    seen = {homes[one] for one in on_list if one in homes}
    shared = 0
    for one in fresh:
        if one in homes:
            shared += homes[one] in seen
            seen.add(homes[one])
    return shared


def _lately(
    desk: Desk, session: Session, festival: FestivalVisit, *, fresh: Sequence[int], thing: Thing
) -> int:
    """How many of ``fresh`` were given the same not long before the festival."""
    days = again_days(desk, festival.day)
    if days is None:
        return 0
    homes = queries.homes_of(session, fresh)
    return sum(
        any(
            is_same(gift, thing, GiftSource.FESTIVAL)
            for gift in queries.given_near(
                session, one, homes.get(one), day=festival.day, days=days
            )
        )
        for one in fresh
    )


def _expect_enough(session: Session, gifts: Sequence[Gift]) -> None:
    """One clear sentence before anything is written, not one at the thirtieth line."""
    for item_id, quantity in wanted_goods(gifts).items():
        expect_there(session, expect_item(session, item_id), quantity)
