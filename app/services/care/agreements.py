"""Care agreements: signed, corrected, renewed, ended; the person's record follows in each act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.core.errors import DeclinedError, UserError
from app.core.periods import add_months
from app.core.terms import CareEnd
from app.models.care import CareAgreement, Carer
from app.models.queries import care as queries
from app.models.unit_of_work import Session, Work
from app.services.care.standing import end_now, settle_alone, stand_by
from app.services.care.views import doubts_of
from app.services.desk import Desk
from app.services.matter_acts import Done
from app.services.person.facts import expect_person
from app.services.person.rows import check_days, check_not_future, expect_row, read_row, set_row
from app.services.person.typed import FieldError

_DAY = timedelta(days=1)
_COLUMNS = ("number", "relation", "items", "fee", "account_no", "start", "end")


@dataclass(frozen=True)
class Offer:
    """What a form for an agreement begins with."""

    number: str
    start: date
    end: date


def offer_agreement(desk: Desk) -> Offer:
    """A free number, and a year from today."""
    today = desk.clock.today()
    with desk.store.read() as session:
        return Offer(free_number(session, today), today, add_months(today, 12) - _DAY)


@dataclass(frozen=True)
class Signed(Done):
    """The agreements that were signed, in the order of the people."""

    ids: tuple[int, ...]


def add_agreement(
    desk: Desk, person_id: int, carer_id: int, values: Mapping[str, str | None]
) -> int:
    """Sign an agreement with one person; its id. As ``sign_agreements``."""
    return sign_agreements(desk, carer_id, (person_id,), values).ids[0]


def sign_agreements(
    desk: Desk, carer_id: int, people: Sequence[int], values: Mapping[str, str | None]
) -> Signed:
    """Sign an agreement of the carer with each of ``people``, all in one act. ``values`` are texts
    by column, the same for all; the number is that of the first, the others get the next free ones.

    The carer stands in each record from the same act on, and the task to find one is done. What is
    doubtful about the carer with so many (S3.217 names no figure, a county may) is said, not
    refused. Raises ``FieldError`` for what is missing or wrong, ``DeclinedError`` when the carer
    may not care, or another agreement of a person holds in that time; then nobody signs.
    """
    if not people or len(set(people)) < len(people):
        raise UserError("没有选要护理的人，或同一个人选了两次。", "", "请重新选定。")
    subject = ("person", people[0]) if len(people) == 1 else ("carer", carer_id)
    with desk.write("add_care_agreement", "签订护理协议", subject) as work:
        ids = []
        for place, person_id in enumerate(people):
            own = values if place == 0 else {**values, "number": None}
            with _named(place, len(people)):
                ids.append(_sign(work, desk, (person_id, carer_id), own).id)
        if len(ids) > 1:
            work.describe(f"签订护理协议，{len(ids)}份")
        doubts = doubts_of(desk, work.session, expect_row(work.session, Carer, carer_id))
        words = "；".join((work.line.words, *doubts))
        return Signed(work.act_id, words, tuple(ids))


@contextmanager
def _named(place: int, people: int) -> Iterator[None]:
    """Whom of several an error is about."""
    try:
        yield
    except DeclinedError as error:
        if people == 1:
            raise
        what = f"选定的第{place + 1}人：{error.what}"
        raise DeclinedError(what, error.why, error.what_to_do) from error


def renew_agreement(desk: Desk, agreement_id: int, values: Mapping[str, str | None]) -> int:
    """Another agreement of the same two, from the day after the last one on unless ``values`` say
    another; what they do not name is as before. Raises like ``add_agreement``."""
    with desk.write("renew_care_agreement", "续签护理协议") as work:
        old = expect_row(work.session, CareAgreement, agreement_id)
        work.line.subject_table, work.line.subject_id = "person", old.person_id
        if old.ended_on is not None:
            raise DeclinedError("这份协议已经提前结束，不能续签。", "", "请签订新的协议。")
        before = {
            "relation": old.relation,
            "items": old.items,
            "fee": None if old.fee is None else f"{old.fee}",
            "account_no": old.account_no,
            "start": (old.end + _DAY).isoformat(),
        }
        return _sign(work, desk, (old.person_id, old.carer_id), {**before, **values}).id


def change_agreement(desk: Desk, agreement_id: int, values: Mapping[str, str | None]) -> None:
    """Correct what is written; what ``values`` do not name stays."""
    with desk.write("change_care_agreement", "修改护理协议") as work:
        agreement = expect_row(work.session, CareAgreement, agreement_id)
        work.line.subject_table, work.line.subject_id = "person", agreement.person_id
        kept = {
            "number": agreement.number,
            "start": agreement.start.isoformat(),
            "end": agreement.end.isoformat(),
        }
        _fill(work.session, agreement, {**kept, **values}, desk.clock.today())
        _refuse_overlap(work.session, agreement)
        _refuse_lost_scores(work.session, agreement)
        carer = work.session.get_one(Carer, agreement.carer_id)
        _refuse_unqualified(carer, agreement.start, new=False)
        settle_alone(work, desk, {agreement.person_id})


def end_agreement(desk: Desk, agreement_id: int, day: date, reason: CareEnd) -> Done:
    """End an agreement with ``day`` as its last. Whoever still needs a carer becomes a task.

    Raises ``FieldError`` for a day outside it or in the future, ``DeclinedError`` when it has
    ended.
    """
    with desk.write("end_care_agreement", "结束护理协议") as work:
        agreement = expect_row(work.session, CareAgreement, agreement_id)
        work.line.subject_table, work.line.subject_id = "person", agreement.person_id
        if agreement.ended_on is not None:
            raise DeclinedError(f"这份协议已在{agreement.ended_on}结束。")
        check_not_future("day", day, desk.clock.today())
        if not agreement.start <= day <= agreement.end:
            within = f"协议从{agreement.start}到{agreement.end}"
            raise FieldError("day", f"日期不在协议期内，{within}。", "请核对日期。")
        end_now(work, agreement, day, reason)
        settle_alone(work, desk, {agreement.person_id})
        return Done(work.act_id, work.line.words)


def free_number(session: Session, today: date) -> str:
    """``HL-2026-001``: the next number of the year."""
    prefix = f"HL-{today.year}-"
    taken = (number.removeprefix(prefix) for number in queries.numbers_like(session, prefix))
    last = max((int(number) for number in taken if number.isdecimal()), default=0)
    return f"{prefix}{last + 1:03d}"


def _sign(
    work: Work, desk: Desk, sides: tuple[int, int], values: Mapping[str, str | None]
) -> CareAgreement:
    today = desk.clock.today()
    person = expect_person(work.session, sides[0])
    carer = expect_row(work.session, Carer, sides[1])
    if person.closed_on is not None or person.death_date is not None:
        raise DeclinedError("这个人的记录已经封存或登记了死亡。", "", "请核对是给谁签协议。")
    if carer.person_id == person.id:
        raise DeclinedError("护理人不能是本人。", "", "请选另一位护理人。")
    agreement = CareAgreement(person_id=person.id, carer_id=carer.id, number="")
    number = (values.get("number") or "").strip() or free_number(work.session, today)
    _fill(work.session, agreement, {**values, "number": number}, today)
    _refuse_unqualified(carer, agreement.start, new=True)
    _refuse_overlap(work.session, agreement)
    work.session.add(agreement)
    stand_by(work, agreement, carer, today)
    settle_alone(work, desk, {person.id})
    return agreement


def _fill(
    session: Session, agreement: CareAgreement, values: Mapping[str, str | None], today: date
) -> None:
    asked = {key: values[key] for key in _COLUMNS if key in values}
    found = read_row("care_agreement", asked, today=today, required=("number", "start", "end"))
    check_days(found["start"], found["end"])
    fee = found.get("fee")
    if isinstance(fee, Decimal) and fee < 0:
        raise FieldError("fee", "护理费不能是负数。", "不知道的空着，没有的写0。")
    with session.no_autoflush:
        taken = queries.agreement_with_number(session, str(found["number"]))
    if taken is not None and taken.id != agreement.id:
        raise FieldError("number", "这个协议编号已经用过。", "请换一个编号。")
    set_row(agreement, found)


def _refuse_unqualified(carer: Carer, start: date, *, new: bool) -> None:
    if new and carer.disqualified_on is not None:
        raise DeclinedError(
            f"这位护理人的资格已在{carer.disqualified_on}取消。",
            "",
            "请另选护理人；资格恢复了的，先登记重新取得。",
        )
    if start < carer.qualified_on:
        raise FieldError(
            "start", f"早于护理人取得资格的日期{carer.qualified_on}。", "请核对这两个日期。"
        )


def _refuse_overlap(session: Session, agreement: CareAgreement) -> None:
    """One person, one carer at a time, or two would be paid; a new one may begin on the last day
    of the other."""
    with session.no_autoflush:
        lines = queries.agreements(session, person_id=agreement.person_id)
    for other in (line.agreement for line in lines if line.agreement.id != agreement.id):
        last = other.end if other.ended_on is None else min(other.end, other.ended_on)
        own_last = agreement.ended_on or agreement.end
        if agreement.start < last and other.start < own_last:
            raise DeclinedError(
                f"这个人从{other.start}到{last}已有护理协议（{other.number}）。",
                "",
                "请先结束那一份，或改开始日期；同一护理人延长的，请用续签。",
            )


def _refuse_lost_scores(session: Session, agreement: CareAgreement) -> None:
    """The months that were scored stay within the agreement."""
    span = (f"{agreement.start:%Y-%m}", f"{agreement.end:%Y-%m}")
    with session.no_autoflush:
        scored = [score.month for score in queries.scores(session, agreements=[agreement.id])]
    outside = [month for month in scored if not span[0] <= month <= span[1]]
    if outside:
        raise FieldError("start", f"{outside[0]}已经考核过，不在改后的协议期内。", "请核对日期。")
