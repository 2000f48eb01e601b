"""People on the way from one township to another: the signed file that carries their records, and
the signed answer that comes back.

Both are workbooks like a receipt: people can open them, machines verify them against the county's
root before anything is used. What a record holds travels as text by key, so that a newer program
can send facts that an older one does not know yet (they are then shown, not kept).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.ledger.book import Book, BookKind, ReadBook, build_book, expect_day, head_texts
from app.ledger.content import file_name
from app.ledger.front import (
    COVER_WIDTHS,
    GAP,
    Cell,
    Front,
    Line,
    count_lines,
    pair_lines,
    signature_lines,
    title_lines,
)
from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing.verify import verify_package
from app.ledger.styles import Style
from app.ledger.table import Column, Kind, Sheet, make_table
from app.ledger.verifying import Seal, open_sealed

PEOPLE = Sheet(
    "people",
    "转移人员",
    (
        Column("place", "序号", Kind.INTEGER, 8),
        Column("name", "姓名", width=14),
        Column("relation", "与户主关系", width=14),
        Column("registered_on", "登记日期", Kind.DATE, 12),
    ),
    row_key=("place",),
    frozen=1,
)
FACTS = Sheet(
    "facts",
    "登记内容",
    (
        Column("place", "序号", Kind.INTEGER, 8),
        Column("label", "项目", width=22),
        Column("value", "内容", width=48, sensitive=True),
        Column("key", "键", width=22),
    ),
    frozen=1,
    about="序号为 0 的是家庭的情况。",
)
HOLDINGS = Sheet(
    "holdings",
    "享有的类别",
    (
        Column("place", "序号", Kind.INTEGER, 8),
        Column("name", "类别", width=22),
        Column("start", "开始", Kind.DATE, 12),
        Column("end", "结束", Kind.DATE, 12),
        Column("basis", "依据", width=30),
        Column("code", "类别代码", width=22),
    ),
    frozen=1,
)
CONTACTS = Sheet(
    "contacts",
    "联系记录",
    (
        Column("place", "序号", Kind.INTEGER, 8),
        Column("day", "日期", Kind.DATE, 12),
        Column("kind_name", "方式", width=12),
        Column("done", "见到或通话", Kind.YES_NO, 12),
        Column("visitors", "走访人", width=20),
        Column("note", "记录", width=40, sensitive=True),
        Column("kind", "方式代码", width=12),
    ),
    frozen=1,
)
ANSWERS = Sheet(
    "answers",
    "答复",
    (
        Column("answer", "答复", width=12),
        Column("day", "日期", Kind.DATE, 12),
        Column("reason", "说明", width=48),
    ),
    frozen=1,
)
TRANSFER = BookKind(
    "transfer", ("转移单",), 1, lambda _version: (PEOPLE, FACTS, HOLDINGS, CONTACTS)
)
ANSWER = BookKind("transfer_answer", ("转移回执",), 1, lambda _version: (ANSWERS,))

HOME = 0
ACCEPTED, REFUSED = "同意接收", "退回"


@dataclass(frozen=True)
class TransferHead:
    """From which office to which, and why; ``number`` names the transfer at both ends."""

    number: str
    office_code: str
    office_name: str
    to_office_code: str
    to_office_name: str
    made_at: datetime
    made_by: str
    reason: str


@dataclass(frozen=True)
class Traveller:
    """One person of a transfer; ``facts`` are texts by key of the data dictionary."""

    name: str
    relation: str
    registered_on: date
    facts: Mapping[str, str]
    holdings: tuple[Mapping[str, Any], ...] = ()
    contacts: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Transfer:
    """A whole transfer; ``home`` are the household's facts as texts by key."""

    head: TransferHead
    travellers: tuple[Traveller, ...]
    home: Mapping[str, str]


@dataclass(frozen=True)
class TransferAnswer:
    """What the receiving office says: ``accepted`` or not, since when, with what reason."""

    head: TransferHead
    accepted: bool
    day: date
    reason: str


def build_transfer(transfer: Transfer, labels: Mapping[str, str]) -> bytes:
    """The transfer as a workbook, not yet signed; ``labels`` are the Chinese names of the keys."""
    numbered = list(enumerate(transfer.travellers, start=1))
    people = [
        {
            "place": place,
            "name": one.name,
            "relation": one.relation or None,
            "registered_on": one.registered_on,
        }
        for place, one in numbered
    ]
    sets = [(HOME, transfer.home), *((place, one.facts) for place, one in numbered)]
    facts = [
        {"place": place, "label": labels.get(key, key), "value": text, "key": key}
        for place, texts in sets
        for key, text in texts.items()
    ]
    tables = (
        make_table(PEOPLE, people),
        make_table(FACTS, facts),
        make_table(HOLDINGS, [{"place": p, **h} for p, one in numbered for h in one.holdings]),
        make_table(CONTACTS, [{"place": p, **c} for p, one in numbered for c in one.contacts]),
    )
    head = transfer.head
    front = _front("人员转移单", head, (("人数", str(len(numbered))),), count_lines(tables))
    foot = f"{head.office_name} 转往 {head.to_office_name}"
    return build_book(Book(TRANSFER, head_texts(head), tables, (front,), foot))


def verify_transfer(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> tuple[Transfer, Seal]:
    """The transfer in ``data``, verified as strictly as a ledger. Raises LedgerRefused.

    Whether it is for this office is for the caller to compare.
    """
    seal, book = open_sealed(verify_package(data, trust, at=at, crl=crl), TRANSFER)
    try:
        head = _read_head(book.head)
        texts = _texts(book)
        travellers = tuple(
            Traveller(
                name=str(row["name"]),
                relation=str(row["relation"] or ""),
                registered_on=expect_day(row["registered_on"]),
                facts=texts.get(int(str(row["place"])), {}),
                holdings=_of(book, HOLDINGS, row["place"]),
                contacts=_of(book, CONTACTS, row["place"]),
            )
            for row in book.tables[PEOPLE.key].records()
        )
    except (KeyError, ValueError) as error:
        raise LedgerRefused(Refusal.LAYOUT, "转移单的表头信息不全或写法不对。") from error
    return Transfer(head, travellers, texts.get(HOME, {})), seal


def build_answer(answer: TransferAnswer) -> bytes:
    """The answer as a workbook, not yet signed. Its head names the answering office first."""
    words = ACCEPTED if answer.accepted else REFUSED
    rows = [{"answer": words, "day": answer.day, "reason": answer.reason or None}]
    tables = (make_table(ANSWERS, rows),)
    pairs = (("答复", words), ("日期", f"{answer.day:%Y-%m-%d}"))
    front = _front("人员转移回执", answer.head, pairs, count_lines(tables))
    foot = f"{answer.head.office_name} 答复 {answer.head.to_office_name}"
    return build_book(Book(ANSWER, head_texts(answer.head), tables, (front,), foot))


def verify_answer(
    data: bytes, trust: Sequence[bytes], *, at: datetime, crl: bytes | None = None
) -> tuple[TransferAnswer, Seal]:
    """The answer in ``data``, verified. Raises LedgerRefused."""
    seal, book = open_sealed(verify_package(data, trust, at=at, crl=crl), ANSWER)
    try:
        (row,) = book.tables[ANSWERS.key].records()
        if row["answer"] not in {ACCEPTED, REFUSED}:
            raise ValueError("an answer is one of two words")
        answer = TransferAnswer(
            _read_head(book.head),
            row["answer"] == ACCEPTED,
            expect_day(row["day"]),
            str(row["reason"] or ""),
        )
    except (KeyError, ValueError) as error:
        raise LedgerRefused(Refusal.LAYOUT, "转移回执的内容不全或写法不对。") from error
    return answer, seal


def transfer_file_name(head: TransferHead) -> str:
    """The name under which a transfer travels; it names no person."""
    return file_name("转移单", head.to_office_name, head.number)


def answer_file_name(head: TransferHead) -> str:
    """The name under which an answer travels."""
    return file_name("转移回执", head.to_office_name, head.number)


def _texts(book: ReadBook) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for row in book.tables[FACTS.key].records():
        found.setdefault(int(str(row["place"])), {})[str(row["key"])] = str(row["value"] or "")
    return found


def _of(book: ReadBook, sheet: Sheet, place: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {key: value for key, value in row.items() if key != "place"}
        for row in book.tables[sheet.key].records()
        if row["place"] == place
    )


def _read_head(texts: Mapping[str, str]) -> TransferHead:
    return TransferHead(
        number=texts["number"],
        office_code=texts["office_code"],
        office_name=texts["office_name"],
        to_office_code=texts["to_office_code"],
        to_office_name=texts["to_office_name"],
        made_at=datetime.fromisoformat(texts["made_at"]),
        made_by=texts.get("made_by", ""),
        reason=texts.get("reason", ""),
    )


def _front(
    title: str, head: TransferHead, more: Sequence[tuple[str, str]], counts: tuple[Line, ...]
) -> Front:
    pairs = (
        ("发出单位", head.office_name),
        ("接收单位", head.to_office_name),
        ("编号", head.number),
        ("时间", f"{head.made_at:%Y-%m-%d %H:%M}"),
        *more,
    )
    lines = (
        *title_lines(title, head.number),
        *pair_lines(pairs),
        Line((Cell("事由", Style.LABEL), Cell(head.reason, Style.VALUE, 3)), 40),
        GAP,
        *counts,
        GAP,
        *signature_lines((("经办人", head.made_by),), head.office_name),
        GAP,
        Line((Cell(_NOTE, Style.NOTE, 4),), 44),
    )
    return Front(title.removeprefix("人员"), COVER_WIDTHS, lines, one_page=True)


_NOTE = (
    "请在帮扶台账程序的“人员”页“转移”中打开本文件。内含个人信息，用后请从 U 盘删除。"
    "请不要用表格软件保存本文件。"
)
