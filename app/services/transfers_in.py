"""People who come from another township: looked at first, then accepted or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.core.codes import categories
from app.core.dictionary import HOUSEHOLD, PERSON, Field, Kind
from app.core.errors import DeclinedError, UserError
from app.core.identity import read_id
from app.core.terms import ContactKind, TransferState
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing.package import sign_package
from app.ledger.stick import write_safely
from app.ledger.transfer import (
    Transfer,
    TransferAnswer,
    TransferHead,
    Traveller,
    answer_file_name,
    build_answer,
    verify_answer,
    verify_transfer,
)
from app.models import exchange
from app.models.contact import Contact
from app.models.holding import Holding
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.queries import people as people_queries
from app.models.queries import sameness
from app.models.queries import transfers as queries
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.faces import age_text, id_on_screen
from app.services.files import read_file
from app.services.keys import own_signer, revocations, trusted_roots
from app.services.office import expect_office, village_ids
from app.services.register import identify
from app.services.transfers import IN, TransferRow, import_answer

HERE, CLOSED, NEW = "已在册", "曾在册，已注销", "新登记"


@dataclass(frozen=True)
class ArrivingPerson:
    """One person of a transfer as the clerk sees it first; ``known`` says whether we know them."""

    name: str
    id_masked: str
    age: int | None
    relation: str
    categories: tuple[str, ...]
    known: str


@dataclass(frozen=True)
class TransferView:
    """What a transfer file holds; ``answered`` is set when this office has answered it."""

    number: str
    from_office: str
    sent_on: date
    reason: str
    people: tuple[ArrivingPerson, ...]
    whole_household: bool
    left_out: tuple[str, ...]
    answered: TransferState | None


@dataclass(frozen=True)
class Answer:
    """What this office answers: where the people live from now on, or why they are refused."""

    accept: bool
    village: str = ""
    group: str = ""
    reason: str = ""


def open_transfer_file(desk: Desk, path: Path) -> TransferView | TransferRow:
    """A transfer is shown, an answer to one of ours is taken in: the file itself says which it is.

    Raises like ``preview_transfer`` and ``import_answer``.
    """
    try:
        return preview_transfer(desk, path)
    except LedgerRefused as refused:
        if refused.code is not Refusal.KIND:
            raise
    return import_answer(desk, path)


def preview_transfer(desk: Desk, path: Path) -> TransferView:
    """What the transfer at ``path`` holds; nothing is changed.

    Raises ``LedgerRefused`` when it does not hold, ``DeclinedError`` when it is for another office.
    """
    transfer, _ = _read(desk, path)
    today = desk.clock.today()
    with desk.store.read() as session:
        row = queries.transfer_by_number(session, transfer.head.number, IN)
        return TransferView(
            number=transfer.head.number,
            from_office=transfer.head.office_name,
            sent_on=transfer.head.made_at.date(),
            reason=transfer.head.reason,
            people=tuple(_arriving(session, one, today) for one in transfer.travellers),
            whole_household=bool(transfer.home),
            left_out=tuple(sorted(_left_out(transfer))),
            answered=TransferState(row.state) if row else None,
        )


def answer_transfer(
    desk: Desk, path: Path, answer: Answer, folder: Path, *, passphrase: str
) -> Path:
    """Accept or refuse the transfer at ``path`` and write the signed answer to ``folder``.

    Accepted people stand on the register with their history, their categories open from today.
    Raises ``UserError`` without a village (accepting) or a reason (refusing), ``DeclinedError``
    when it was answered before or somebody of it is on the register already.
    """
    if answer.accept and not answer.village:
        raise UserError("没有选择转入的村（社区）。", "", "请选择他们现在住的村（社区）。")
    if not answer.accept and not answer.reason.strip():
        raise UserError("没有写退回的原因。", "", "请写明为什么退回。")
    transfer, data = _read(desk, path)
    signer, now = own_signer(desk, passphrase), desk.clock.now()
    words = "接收转入人员" if answer.accept else "退回转入人员"
    with desk.write("answer_transfer", f"{words}：{len(transfer.travellers)} 人") as work:
        if queries.transfer_by_number(work.session, transfer.head.number, IN) is not None:
            raise DeclinedError("这份转移单已经答复过。", "", "要再写一次回执，请到转移列表。")
        people = []
        if answer.accept:
            village = village_ids(work, {answer.village})[answer.village]
            people = _take_in(_Arrival(work, transfer, village, answer.group or None, now.date()))
        reply = TransferAnswer(
            _reply_head(desk, transfer.head), answer.accept, now.date(), answer.reason.strip()
        )
        work.session.add(_row(transfer, reply, data, people))
        work.session.flush()
        sealed = sign_package(build_answer(reply), signer, at=now, role="经办人")
        roots, crl = trusted_roots(desk), revocations(desk)

        def holds(read: bytes) -> None:
            verify_answer(read, roots, at=now, crl=crl)

        return write_safely(folder, answer_file_name(reply.head), sealed, check=holds).path


def _read(desk: Desk, path: Path) -> tuple[Transfer, bytes]:
    office, data = expect_office(desk), read_file(path)
    transfer, _ = verify_transfer(
        data, trusted_roots(desk), at=desk.clock.now(), crl=revocations(desk)
    )
    if transfer.head.to_office_code != office.code:
        raise DeclinedError(
            "这份转移单是发给别的单位的。",
            f"写给 {transfer.head.to_office_name}（{transfer.head.to_office_code}）。",
            "请退给发出的单位。",
        )
    return transfer, data


def _reply_head(desk: Desk, head: TransferHead) -> TransferHead:
    return TransferHead(
        number=head.number,
        office_code=head.to_office_code,
        office_name=expect_office(desk).name,
        to_office_code=head.office_code,
        to_office_name=head.office_name,
        made_at=desk.clock.now(),
        made_by=desk.actor.name,
        reason=head.reason,
    )


def _row(
    transfer: Transfer, reply: TransferAnswer, data: bytes, people: list[int]
) -> exchange.Transfer:
    head = transfer.head
    return exchange.Transfer(
        number=head.number,
        direction=IN,
        state=TransferState.ACCEPTED if reply.accepted else TransferState.REFUSED,
        people=people,
        other_office_code=head.office_code,
        other_office_name=head.office_name,
        sent_on=head.made_at.date(),
        answered_on=reply.day,
        reason=reply.reason or head.reason,
        file_name=answer_file_name(reply.head),
        sha256=sha256(data).hexdigest(),
        data=data,
    )


def _arriving(session: Session, one: Traveller, today: date) -> ArrivingPerson:
    known, born = _known(session, one), one.facts.get("birth_date")
    return ArrivingPerson(
        name=one.name,
        id_masked=id_on_screen(one.facts.get("id_no")),
        age=age_text(date.fromisoformat(born) if born else None, today),
        relation=one.relation,
        categories=tuple(str(h["name"]) for h in one.holdings if h["end"] is None),
        known=NEW if known is None else HERE if known.closed_on is None else CLOSED,
    )


def _known(session: Session, one: Traveller) -> Person | None:
    """The record of this number here; of one that was merged away the record that was kept."""
    key = read_id(one.facts.get("id_no", "")).key
    found = people_queries.person_by_key(session, key) if key else None
    return session.get(Person, sameness.kept_id(session, found.id)) if found else None


def _left_out(transfer: Transfer) -> set[str]:
    """Facts and categories that this version of the program does not know."""
    facts = {key for one in transfer.travellers for key in one.facts if key not in PERSON}
    facts |= {key for key in transfer.home if key not in HOUSEHOLD}
    codes = {str(h["name"]) for one in transfer.travellers for h in one.holdings if not _kept(h)}
    return facts | codes


def _kept(holding: Mapping[str, Any]) -> bool:
    return holding["code"] in categories()


@dataclass(frozen=True)
class _Arrival:
    """Where and when the people of one transfer arrive."""

    work: Work
    transfer: Transfer
    village_id: int
    group: str | None
    day: date


def _take_in(arrival: _Arrival) -> list[int]:
    work = arrival.work
    people = []
    for one in arrival.transfer.travellers:
        known = _expect_not_here(work, one)
        person = known or Person(registered_on=arrival.day, name=one.name)
        for key, value in _values(one.facts, PERSON).items():
            setattr(person, key, value)
        person.closed_on = person.close_reason = None
        person.village_id, person.group_name = arrival.village_id, arrival.group
        work.session.add(person)
        identify(work, person)
        work.session.flush()
        _give_history(arrival, person, one)
        people.append(person)
    if arrival.transfer.home:
        _make_home(arrival, people)
    return [person.id for person in people]


def _expect_not_here(work: Work, one: Traveller) -> Person | None:
    known = _known(work.session, one)
    if known is not None and known.closed_on is None:
        raise DeclinedError(
            f"{one.name} 已在本单位的名册上。",
            "一个人只登记一次。",
            "请先核对：是同一人的，请退回并写明“已在册”。",
        )
    return known


def _give_history(arrival: _Arrival, person: Person, one: Traveller) -> None:
    """Categories still held go on here from today; contacts stay as the other office had them."""
    head, session = arrival.transfer.head, arrival.work.session
    for holding in one.holdings:
        if holding["end"] is None and _kept(holding):
            since = f"自{head.office_name}转入，原自 {holding['start']:%Y-%m-%d}"
            session.add(
                Holding(person_id=person.id, code=holding["code"], start=arrival.day, basis=since)
            )
    for contact in one.contacts:
        session.add(
            Contact(
                person_id=person.id,
                day=contact["day"],
                kind=ContactKind(contact["kind"]),
                done=bool(contact["done"]),
                visitors=contact["visitors"],
                note=contact["note"],
                entered_at=head.made_at.replace(tzinfo=None),
                entered_by=head.office_name,
            )
        )


def _make_home(arrival: _Arrival, people: list[Person]) -> None:
    session = arrival.work.session
    values = {"head_name": people[0].name, **_values(arrival.transfer.home, HOUSEHOLD)}
    home = Household(village_id=arrival.village_id, **values)
    session.add(home)
    session.flush()
    for person, one in zip(people, arrival.transfer.travellers, strict=True):
        session.add(
            Membership(
                person_id=person.id,
                household_id=home.id,
                relation=one.relation or None,
                start=arrival.day,
            )
        )


def _values(texts: Mapping[str, str], known: Mapping[str, Field]) -> dict[str, object]:
    """The facts that this program knows, typed. Raises ``DeclinedError`` naming a wrong one."""
    values: dict[str, object] = {}
    for key, text in texts.items():
        field = known.get(key)
        if field is None:
            continue
        try:
            values[key] = _typed(field.kind, text)
        except (ValueError, KeyError, InvalidOperation) as error:
            raise DeclinedError(
                f"转移单里“{field.label}”的写法不对。", "", "请让发出单位重新写一份。"
            ) from error
    return values


def _typed(kind: Kind, text: str) -> object:
    if kind is Kind.DATE:
        return date.fromisoformat(text)
    if kind is Kind.MONEY:
        return Decimal(text)
    if kind is Kind.NUMBER:
        return int(text)
    if kind is Kind.YES_NO:
        return {"是": True, "否": False}[text]
    return text
