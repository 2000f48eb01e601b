"""A ledger that two people signed, and what could be done to one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

from app.ledger.content import TWO_SIGNERS, LedgerContent
from app.ledger.refusals import ChainFault, Refusal
from app.ledger.sealing import names
from app.ledger.sealing.package import CoSigner, Signer, sign_package
from app.ledger.workbook import build_ledger
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.knife import PEOPLE, edited, hostile, packed, parts
from tests.samples.ledgers.wrong_certificates import Odd

_FIRST, _SECOND = TWO_SIGNERS


def content() -> LedgerContent:
    return replace(sample.content(), head=replace(sample.HEAD, signers=TWO_SIGNERS))


@cache
def filler() -> Signer:
    """The other person of the office, with a key and a certificate of her own."""
    return Odd(key=sample.key("filler")).signer()


def signed_by(
    first: Signer, second: Signer, roles: tuple[str, str] = TWO_SIGNERS, *, says: bool = True
) -> bytes:
    book = build_ledger(content() if says else sample.content())
    also = CoSigner(second, roles[1])
    return sign_package(book, first, at=sample.SIGNED, role=roles[0], also=also)


@cache
def good() -> bytes:
    """Signed by 负责人 and 填报人, as its manifest says."""
    return signed_by(sample.office(), filler())


@hostile(Refusal.SIGNERS)
def only_one_of_two_signed() -> bytes:
    return sign_package(build_ledger(content()), sample.office(), at=sample.SIGNED, role=_FIRST)


@hostile(Refusal.SIGNERS)
def the_second_signature_taken_away() -> bytes:
    """Neither the link to it nor its part is signed: the first signature holds all the same."""
    held = parts(good())
    del held[names.SECOND_SIGNATURE_PART]
    link = re.search(rb'<Relationship Id="rId2"[^>]*/>', held[names.ORIGIN_RELS_PART])
    override = re.search(rb'<Override PartName="/_xmlsignatures/sig2.xml"[^>]*/>',
                         held[names.CONTENT_TYPES_PART])  # fmt: skip
    assert link
    assert override
    for name, old in ((names.ORIGIN_RELS_PART, link), (names.CONTENT_TYPES_PART, override)):
        held[name] = held[name].replace(old[0], b"")
    return packed(held)


@hostile(Refusal.SIGNERS)
def one_person_signed_twice() -> bytes:
    return signed_by(sample.office(), sample.office())


@hostile(Refusal.SIGNERS)
def one_key_under_two_certificates() -> bytes:
    again = sample.office(issued=sample.ISSUED + timedelta(days=1))
    return signed_by(sample.office(), again)


@hostile(Refusal.SIGNERS)
def both_signed_as_the_same() -> bytes:
    return signed_by(sample.office(), filler(), (_FIRST, _FIRST))


@hostile(Refusal.SIGNERS)
def a_second_signature_that_nobody_asked_for() -> bytes:
    return signed_by(sample.office(), filler(), says=False)


@hostile(Refusal.OFFICE_CODE)
def the_second_is_of_another_office() -> bytes:
    return signed_by(sample.office(), sample.office("990102001000"))


@hostile(ChainFault.STRANGER)
def the_second_is_a_stranger() -> bytes:
    return signed_by(sample.office(), sample.office(by="impostor"))


@hostile(Refusal.SIGNATURE)
def the_second_signature_is_wrong() -> bytes:
    value = re.search(rb"<SignatureValue>([^<]+)<", parts(good())[names.SIGNATURE_PART])
    other = re.search(rb"<SignatureValue>([^<]+)<", parts(good())[names.SECOND_SIGNATURE_PART])
    assert value
    assert other
    return edited(good(), names.SECOND_SIGNATURE_PART, other[1], value[1])


@hostile(Refusal.PART_CHANGED)
def a_cell_changed_after_two_signed() -> bytes:
    return edited(good(), PEOPLE, "农村低保".encode(), "城市低保".encode())


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def the_second_signature_without_its_link() -> bytes:
    link = re.search(rb'<Relationship Id="rId2"[^>]*/>', parts(good())[names.ORIGIN_RELS_PART])
    assert link
    return edited(good(), names.ORIGIN_RELS_PART, link[0], b"")
