"""Micro-wishes: collected, claimed, fulfilled, fed back (S1.303); one a quarter (S1.203)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.errors import DeclinedError, UserError
from app.core.periods import Period, Span, period_of
from app.core.terms import WISH_STATE_NAMES, ContactKind, ExcuseKind, GiftSource, WishState
from app.models.duty import ContactExcuse
from app.models.giving import Wish
from app.models.queries import giving as queries
from app.models.unit_of_work import Session, Work
from app.rules.findings import key_of
from app.services.desk import Desk
from app.services.faces import id_on_screen
from app.services.gifts import GiveGift, Thing, expect_receiver, give
from app.services.matter_finding import solve
from app.services.visits import RecordContact, add_contact

WAITING = "wish_waiting"
_OPEN = frozenset({WishState.COLLECTED, WishState.CLAIMED})


@dataclass(frozen=True)
class WishRow:
    """A wish as the list shows it. ``due`` is the last day of the quarter in which it is wanted
    fulfilled; ``carried``: it was collected in an earlier quarter; ``late``: that one has ended."""

    id: int
    person_id: int
    name: str
    id_masked: str
    village: str
    phone: str
    words: str
    state: WishState
    state_name: str
    collected_on: date
    claimed_by: str
    claimed_on: date | None
    fulfilled_on: date | None
    told_on: date | None
    feedback: str
    due: date | None
    carried: bool
    late: bool


@dataclass(frozen=True)
class WishQuery:
    """What of the list is wanted: a state (empty: those that are not done), a village, words."""

    state: str = ""
    village: str = ""
    text: str = ""


@dataclass(frozen=True)
class FulfilWish:
    """What the wish became. ``thing`` None: something that is no gift (a repair, an outing)."""

    wish_id: int
    day: date
    thing: Thing | None = None
    donation_id: int | None = None
    given_by: str = ""
    note: str = ""
    again: bool = False


def collect_wish(desk: Desk, person_id: int, words: str, day: date) -> int:
    """Write down what somebody wishes for. Raises ``UserError`` for nothing, or a day to come."""
    if not words.strip():
        raise UserError("没有写心愿是什么。", "", "问过没有心愿的，请用“无心愿”登记。")
    with desk.write("collect_wish", "征集微心愿", ("person", person_id)) as work:
        wish = _new(work, desk, person_id, day)
        wish.words = words.strip()
        work.session.add(wish)
        work.session.flush()
        return wish.id


def note_no_wish(desk: Desk, person_id: int, day: date) -> int:
    """Somebody was asked and wishes for nothing: the duty of this quarter is excused (S1.203).

    Raises ``DeclinedError`` when this is noted for the quarter already.
    """
    with desk.write("note_no_wish", "登记无心愿", ("person", person_id)) as work:
        wish = _new(work, desk, person_id, day)
        quarter = period_of(day, Span.QUARTER)
        if queries.noted_no_wish(work.session, wish.person_id, quarter.first, quarter.last):
            raise DeclinedError("这个季度已经登记过“无心愿”。", "", "不用再登记。")
        wish.words, wish.none_wished, wish.state = "", True, WishState.NO_WISH
        work.session.add(wish)
        work.session.add(
            ContactExcuse(
                person_id=wish.person_id,
                kind=ExcuseKind.OTHER,
                kinds=ContactKind.WISH,
                start=quarter.first,
                end=quarter.last,
                reason=WISH_STATE_NAMES[WishState.NO_WISH],
                said_by=desk.actor.name,
            )
        )
        work.session.flush()
        return wish.id


def _new(work: Work, desk: Desk, person_id: int, day: date) -> Wish:
    _check_day(desk, day)
    person = expect_receiver(work.session, person_id, day)
    work.line.subject_id = person.id
    return Wish(person_id=person.id, none_wished=False, state=WishState.COLLECTED, collected_on=day)


def claim_wish(desk: Desk, wish_id: int, claimed_by: str, day: date) -> None:
    """Somebody (a unit, a person) takes a wish on; who does it instead of another replaces that
    one. Raises ``UserError`` without a name, ``DeclinedError`` for one that is done."""
    if not claimed_by.strip():
        raise UserError("没有写明谁认领。", "", "请填写单位或个人的名称。")
    with desk.write("claim_wish", "认领微心愿", ("wish", wish_id)) as work:
        wish = _expect(work.session, wish_id, _OPEN)
        _check_day(desk, day, since=wish.collected_on)
        wish.state, wish.claimed_by, wish.claimed_on = WishState.CLAIMED, claimed_by.strip(), day


def fulfil_wish(desk: Desk, command: FulfilWish) -> int:
    """A wish came true: in the same act a contact of its kind, and a gift where something was
    given, so that duty and register agree; the act's number comes back.

    Raises what ``gifts.give_gift`` does, ``DeclinedError`` for a wish that is done.
    """
    with desk.write("fulfil_wish", "实现微心愿", ("wish", command.wish_id)) as work:
        wish = _expect(work.session, command.wish_id, _OPEN)
        _check_day(desk, command.day, since=wish.collected_on)
        by = command.given_by.strip() or wish.claimed_by or ""
        note = "：".join(filter(None, (wish.words, command.note.strip())))
        asked = RecordContact(wish.person_id, command.day, ContactKind.WISH, note=note)
        contact = add_contact(work, desk, asked)
        contact.visitors = by or None
        if command.thing is not None:
            gift = GiveGift(
                person_id=wish.person_id,
                thing=command.thing,
                source=GiftSource.WISH,
                day=command.day,
                donation_id=command.donation_id,
                contact_id=contact.id,
                given_by=by,
                note=wish.words,
                again=command.again,
            )
            give(work, desk, gift)
        wish.state, wish.fulfilled_on = WishState.FULFILLED, command.day
        wish.contact_id = contact.id
        solve(work, desk, key_of(WAITING, wish.id), "心愿已实现")
        return work.act_id


def tell_wish(desk: Desk, wish_id: int, feedback: str, day: date) -> None:
    """What the person says to it; that closes the wish. Raises ``UserError`` without words,
    ``DeclinedError`` for one that is not fulfilled."""
    if not feedback.strip():
        raise UserError("没有写反馈。", "", "请写明本人的意见，例如“很满意，已签收”。")
    with desk.write("tell_wish", "反馈微心愿", ("wish", wish_id)) as work:
        wish = _expect(work.session, wish_id, frozenset({WishState.FULFILLED}))
        _check_day(desk, day, since=wish.fulfilled_on)
        wish.state, wish.told_on, wish.feedback = WishState.FED_BACK, day, feedback.strip()


def drop_wish(desk: Desk, wish_id: int, reason: str) -> None:
    """The office does not take a wish on (审核不通过, withdrawn). Raises ``UserError`` without a
    reason, ``DeclinedError`` for one that is done."""
    if not reason.strip():
        raise UserError("没有写明原因。", "", "请写明为什么不办，例如“本人撤回”。")
    with desk.write("drop_wish", "不予办理微心愿", ("wish", wish_id)) as work:
        wish = _expect(work.session, wish_id, _OPEN)
        wish.state, wish.feedback = WishState.DROPPED, reason.strip()
        solve(work, desk, key_of(WAITING, wish.id), "心愿不予办理")


def list_wishes(desk: Desk, query: WishQuery | None = None) -> tuple[WishRow, ...]:
    """The wishes that match: those that wait first, by the day they are due."""
    wanted, today = query or WishQuery(), desk.clock.today()
    with desk.store.read() as session:
        rows = [wish_row(line, today) for line in queries.wishes(session)]
    found = [row for row in rows if _fits(row, wanted)]
    return tuple(sorted(found, key=lambda row: (row.due or date.max, row.id)))


def wishes_of(desk: Desk, person_id: int) -> tuple[WishRow, ...]:
    """Everything that one person wished for, the newest first."""
    today = desk.clock.today()
    with desk.store.read() as session:
        lines = queries.wishes(session, person_id=person_id)
        return tuple(wish_row(line, today) for line in lines)


def wish_row(line: queries.WishLine, today: date) -> WishRow:
    """A wish as the list shows it."""
    wish = line.wish
    state = WishState(wish.state)
    quarter = due_quarter(wish) if state in _OPEN else None
    return WishRow(
        id=wish.id,
        person_id=wish.person_id,
        name=line.name,
        id_masked=id_on_screen(line.id_no),
        village=line.village or "",
        phone=line.phone or "",
        words=wish.words or WISH_STATE_NAMES[WishState.NO_WISH],
        state=state,
        state_name=WISH_STATE_NAMES[state],
        collected_on=wish.collected_on,
        claimed_by=wish.claimed_by or "",
        claimed_on=wish.claimed_on,
        fulfilled_on=wish.fulfilled_on,
        told_on=wish.told_on,
        feedback=wish.feedback or "",
        due=quarter.last if quarter else None,
        carried=quarter is not None and period_of(today, Span.QUARTER).first > wish.collected_on,
        late=quarter is not None and quarter.last < today,
    )


def due_quarter(wish: Wish) -> Period:
    """The quarter in which a wish is wanted fulfilled: that of the claim, else of the wish."""
    return period_of(wish.claimed_on or wish.collected_on, Span.QUARTER)


def _fits(row: WishRow, query: WishQuery) -> bool:
    if query.state and row.state != query.state:
        return False
    if not query.state and row.state not in {*_OPEN, WishState.FULFILLED}:
        return False
    if query.village not in {"", row.village}:
        return False
    spoken = (row.name, row.words, row.claimed_by, row.village)
    return all(any(word in text for text in spoken) for word in query.text.split())


def _expect(session: Session, wish_id: int, states: frozenset[WishState]) -> Wish:
    wish = session.get(Wish, wish_id)
    if wish is None:
        raise UserError("没有找到这个心愿。", "", "可能已被撤销，请刷新列表。")
    if WishState(wish.state) not in states:
        names = "、".join(WISH_STATE_NAMES[state] for state in WishState if state in states)
        raise DeclinedError(
            f"这个心愿{WISH_STATE_NAMES[WishState(wish.state)]}，不能这样办。",
            f"只有{names}的可以。",
            "登记有误的，请先撤销那一步。",
        )
    return wish


def _check_day(desk: Desk, day: date, *, since: date | None = None) -> None:
    if day > desk.clock.today():
        raise UserError("日期在今天之后。", "", "请填写实际的日期。")
    if since is not None and day < since:
        raise UserError(f"日期早于上一步（{since}）。", "", "请核对日期。")
