"""Moving people to another township: sent as a signed file, closed here once they are accepted.

Until the other office's signed answer is imported the people stay on this register with all their
duties, so that nobody is on no register; a refusal or a withdrawal changes nothing but the state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from app.core.codes import category_name
from app.core.dictionary import HOUSEHOLD, HOUSEHOLD_FIELDS, PERSON, PERSON_FIELDS, Kind
from app.core.errors import DeclinedError, UserError
from app.core.terms import (
    CONTACT_NAMES,
    TRANSFER_STATE_NAMES,
    CloseReason,
    ContactKind,
    TransferState,
)
from app.ledger.sealing.package import sign_package
from app.ledger.stick import write_safely
from app.ledger.transfer import (
    Transfer,
    TransferHead,
    Traveller,
    build_transfer,
    transfer_file_name,
    verify_answer,
    verify_transfer,
)
from app.models import exchange
from app.models.household import Household
from app.models.person import Person
from app.models.queries import people as people_queries
from app.models.queries import transfers as queries
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.files import read_file
from app.services.keys import own_signer, revocations, trusted_roots
from app.services.office import OfficeView, check_code, expect_office
from app.services.person.closing import ClosePerson, close_record

OUT, IN = "out", "in"
LABELS = {field.key: field.label for field in (*HOUSEHOLD_FIELDS, *PERSON_FIELDS)}


@dataclass(frozen=True)
class SendPeople:
    """Who goes where and why; the people are one household or single persons."""

    people: tuple[int, ...]
    to_office_code: str
    to_office_name: str
    reason: str


@dataclass(frozen=True)
class TransferRow:
    """One transfer in the list."""

    id: int
    number: str
    outgoing: bool
    state: TransferState
    state_words: str
    other_office: str
    people: tuple[int, ...]
    sent_on: date
    answered_on: date | None
    reason: str


def list_transfers(desk: Desk) -> tuple[TransferRow, ...]:
    """Every transfer that left or came in, newest first."""
    with desk.store.read() as session:
        return tuple(
            TransferRow(
                id=row.id,
                number=row.number,
                outgoing=row.direction == OUT,
                state=TransferState(row.state),
                state_words=TRANSFER_STATE_NAMES[TransferState(row.state)],
                other_office=row.other_office_name,
                people=tuple(row.people),
                sent_on=row.sent_on,
                answered_on=row.answered_on,
                reason=row.reason or "",
            )
            for row in queries.transfers(session)
        )


def send_people(desk: Desk, command: SendPeople, folder: Path, *, passphrase: str) -> Path:
    """Write the signed transfer file to ``folder``; returns its path.

    Raises ``UserError`` for a wrong office code or a missing reason, ``DeclinedError`` when
    somebody is not on the register or on the way already, ``FileError`` when the stick fails.
    """
    office = expect_office(desk)
    _check(office, command)
    signer, now = own_signer(desk, passphrase), desk.clock.now()
    with desk.write("send_transfer", f"转出人员：{len(command.people)} 人") as work:
        people = [_expect_here(work, person_id) for person_id in dict.fromkeys(command.people)]
        number = _number(work, office, now.date())
        head = _head(desk, office, number, command)
        transfer = Transfer(
            head,
            tuple(_traveller(work.session, person) for person in people),
            _home(work.session, people),
        )
        data = sign_package(
            build_transfer(transfer, LABELS), signer, at=now, role="经办人", comment=number
        )
        roots, crl = trusted_roots(desk), revocations(desk)
        row = exchange.Transfer(
            number=number,
            direction=OUT,
            state=TransferState.SENT,
            people=[person.id for person in people],
            other_office_code=head.to_office_code,
            other_office_name=head.to_office_name,
            sent_on=now.date(),
            reason=head.reason,
            file_name=transfer_file_name(head),
            sha256=sha256(data).hexdigest(),
            data=data,
        )
        work.session.add(row)
        work.session.flush()

        def holds(read: bytes) -> None:
            verify_transfer(read, roots, at=now, crl=crl)

        return write_safely(folder, row.file_name, data, check=holds).path


def withdraw_transfer(desk: Desk, transfer_id: int, reason: str) -> None:
    """Call an unanswered transfer back. Raises ``DeclinedError`` when it was answered,
    ``UserError`` without a reason."""
    if not reason.strip():
        raise UserError("没有写撤回的原因。", "", "请写明为什么撤回。")
    with desk.write("withdraw_transfer", "撤回转出") as work:
        row = work.session.get_one(exchange.Transfer, transfer_id)
        if row.direction != OUT or row.state != TransferState.SENT:
            raise DeclinedError("这份转移单已经有了答复，不能撤回。", "", "请打电话与对方联系。")
        row.state, row.reason = TransferState.WITHDRAWN, reason.strip()
        row.answered_on = desk.clock.today()


def import_answer(desk: Desk, path: Path) -> TransferRow:
    """Take the other office's answer: accepted people are closed here as of the day they were
    accepted, refused ones stay. The same answer again changes nothing.

    Raises ``LedgerRefused`` when it does not hold, ``DeclinedError`` when it answers another office
    or a transfer that we did not send to that office.
    """
    office = expect_office(desk)
    answer, seal = verify_answer(
        read_file(path), trusted_roots(desk), at=desk.clock.now(), crl=revocations(desk)
    )
    head = answer.head
    if head.to_office_code != office.code:
        raise DeclinedError(
            "这份转移回执是发给别的单位的。",
            f"写给 {head.to_office_name}。",
            "请选择本单位的回执。",
        )
    with desk.write("import_transfer_answer", "导入转移回执") as work:
        row = queries.transfer_by_number(work.session, head.number, OUT)
        if row is None or row.other_office_code != seal.signer.office_code:
            raise DeclinedError(
                "这份回执答复的转移单不是本机发出的。",
                f"编号 {head.number}，由 {head.office_name} 签发。",
                "请核对编号和接收单位。",
            )
        state = TransferState.ACCEPTED if answer.accepted else TransferState.REFUSED
        if row.state != state:
            work.describe(f"导入转移回执：{TRANSFER_STATE_NAMES[state]}，{len(row.people)} 人")
            row.state, row.answered_on = state, answer.day
            row.reason = answer.reason or row.reason
            if answer.accepted:
                _close(work, row, answer.day)
    return next(r for r in list_transfers(desk) if r.number == head.number and r.outgoing)


def fact_text(kind: Kind, value: object) -> str:
    """A fact as it travels: dates ISO, amounts with a point, 是 and 否."""
    return ("是" if value else "否") if kind is Kind.YES_NO else str(value)


def _check(office: OfficeView, command: SendPeople) -> None:
    check_code(command.to_office_code, "接收单位代码")
    if command.to_office_code == office.code:
        raise UserError("接收单位就是本单位。", "", "本乡镇内换村，请直接修改“村（社区）”。")
    for label, text in (("接收单位", command.to_office_name), ("转移事由", command.reason)):
        if not text.strip():
            raise UserError(f"“{label}”没有填写。", "", f"请填写{label}后再写转移单。")
    if not command.people:
        raise UserError("没有选择要转出的人。", "", "请先在名单中选人。")


def _expect_here(work: Work, person_id: int) -> Person:
    person = work.session.get(Person, person_id)
    if person is None or person.closed_on is not None:
        raise DeclinedError("要转出的人不在册。", "可能已经注销。", "请刷新名单后再选。")
    for row in queries.transfers(work.session):
        if row.direction == OUT and row.state == TransferState.SENT and person_id in row.people:
            raise DeclinedError(
                f"{person.name} 已经在转移途中。",
                f"转移单 {row.number}。",
                "请等待对方答复，或先撤回那一份。",
            )
    return person


def _number(work: Work, office: OfficeView, day: date) -> str:
    return f"{office.code}-{day:%Y%m%d}-{queries.sent_on(work.session, day) + 1}"


def _head(desk: Desk, office: OfficeView, number: str, command: SendPeople) -> TransferHead:
    return TransferHead(
        number=number,
        office_code=office.code,
        office_name=office.name,
        to_office_code=command.to_office_code,
        to_office_name=command.to_office_name.strip(),
        made_at=desk.clock.now(),
        made_by=desk.actor.name,
        reason=command.reason.strip(),
    )


def _traveller(session: Session, person: Person) -> Traveller:
    home = people_queries.household_of(session, person.id)
    return Traveller(
        name=person.name,
        relation=(home[1].relation or "") if home else "",
        registered_on=person.registered_on,
        facts=_texts(person),
        holdings=tuple(
            {
                "name": category_name(holding.code),
                "start": holding.start,
                "end": holding.end,
                "basis": holding.basis,
                "code": holding.code,
            }
            for holding in people_queries.holdings_of(session, [person.id])
        ),
        contacts=tuple(
            {
                "day": contact.day,
                "kind_name": CONTACT_NAMES[ContactKind(contact.kind)],
                "done": contact.done,
                "visitors": contact.visitors,
                "note": contact.note,
                "kind": contact.kind,
            }
            for contact in people_queries.contacts_of(session, person.id)
        ),
    )


def _home(session: Session, people: Sequence[Person]) -> dict[str, str]:
    """The household's facts, when everybody who lives in it goes."""
    homes = {home[0].id for p in people if (home := people_queries.household_of(session, p.id))}
    if len(homes) != 1:
        return {}
    home_id = homes.pop()
    going = {person.id for person in people}
    if any(m.id not in going for m, _ in people_queries.household_members(session, home_id)):
        return {}
    return _texts(session.get_one(Household, home_id))


def _texts(row: Person | Household) -> dict[str, str]:
    fields = PERSON if isinstance(row, Person) else HOUSEHOLD
    return {
        key: fact_text(field.kind, value)
        for key, field in fields.items()
        if (value := getattr(row, key)) is not None
    }


def _close(work: Work, row: exchange.Transfer, day: date) -> None:
    words = f"迁往{row.other_office_name}"
    for person_id in row.people:
        person = work.session.get_one(Person, person_id)
        if person.closed_on is None:
            leaving = ClosePerson(person_id, CloseReason.MOVED_OUT, day, words)
            close_record(work.session, person, leaving)
