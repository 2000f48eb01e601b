"""Signatures that were lost, moved, doubled, weakened or changed."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch
from zipfile import ZipFile

import openpyxl
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from app.ledger.refusals import Refusal
from app.ledger.sealing import names
from app.ledger.sealing.package import sign_package
from app.ledger.workbook import build_ledger
from tests.samples.ledgers import good as sample
from tests.samples.ledgers.knife import (
    PEOPLE,
    SIGNATURE,
    added,
    edited,
    hostile,
    packed,
    parts,
    signature,
)


@hostile(Refusal.NOT_SIGNED)
def never_signed() -> bytes:
    return build_ledger(sample.content())


@hostile(Refusal.NOT_SIGNED)
def saved_again_in_a_spreadsheet() -> bytes:
    book, out = openpyxl.load_workbook(BytesIO(sample.good())), BytesIO()
    book.save(out)
    return out.getvalue()


@hostile(Refusal.NOT_SIGNED)
def saved_again_by_a_streaming_program() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in parts(build_ledger(sample.content())).items():
            with archive.open(name, "w") as file:
                file.write(data)
    return out.getvalue() + b"\x00"


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def origin_link_cut_out() -> bytes:
    link = re.search(rb"<Relationship [^>]*digital-signature/origin[^>]*/>", _root_rels())
    assert link
    return edited(sample.good(), names.ROOT_RELS_PART, link[0], b"")


def _root_rels() -> bytes:
    return parts(sample.good())[names.ROOT_RELS_PART]


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def second_signature() -> bytes:
    return added(sample.good(), "_xmlsignatures/sig2.xml", signature())


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def two_links_to_signatures() -> bytes:
    second = (
        f'<Relationship Id="rId2" Type="{names.SIGNATURE_REL}" Target="sig1.xml"/></Relationships>'
    ).encode()
    return edited(sample.good(), names.ORIGIN_RELS_PART, b"</Relationships>", second)


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def signature_wrapped() -> bytes:
    """The signed object moved aside, one with the digest of a changed cell in its place."""
    content = parts(sample.good())
    changed = content[PEOPLE].replace("农村低保".encode(), "城市低保".encode(), 1)
    old, new = (base64.b64encode(hashlib.sha256(d).digest()) for d in (content[PEOPLE], changed))
    found = re.search(rb'<Object Id="idPackageObject">.*?</Object>', content[SIGNATURE], re.S)
    assert found
    forged = found[0].replace(old, new).replace(b' Id="idPackageObject"', b"")
    moved = forged + b"<Object>" + found[0] + b"</Object>"
    content[SIGNATURE] = content[SIGNATURE].replace(found[0], moved)
    content[PEOPLE] = changed
    return packed(content)


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def an_id_twice() -> bytes:
    twice = b'<SignatureValue Id="idPackageObject">'
    return edited(sample.good(), SIGNATURE, b"<SignatureValue>", twice)


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_second_manifest() -> bytes:
    return edited(sample.good(), SIGNATURE, b"</Manifest>", b"</Manifest><Manifest/>")


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_comment_in_the_signature() -> bytes:
    return edited(sample.good(), SIGNATURE, b"<KeyInfo>", b"<!-- hello --><KeyInfo>")


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_reference_less() -> bytes:
    found = re.search(rb'<Reference [^>]*URI="#idOfficeObject".*?</Reference>', signature(), re.S)
    assert found
    return edited(sample.good(), SIGNATURE, found[0], b"")


@hostile(Refusal.ALGORITHM)
def weak_digest() -> bytes:
    old, new = names.SHA256.encode(), b"http://www.w3.org/2000/09/xmldsig#sha1"
    return edited(sample.good(), SIGNATURE, old, new)


@hostile(Refusal.ALGORITHM)
def weak_signature_method() -> bytes:
    old, new = names.ECDSA_SHA256.encode(), b"http://www.w3.org/2000/09/xmldsig#hmac-sha1"
    return edited(sample.good(), SIGNATURE, old, new)


@hostile(Refusal.ALGORITHM)
def another_transform() -> bytes:
    old = b'<Transforms><Transform Algorithm="' + names.C14N.encode()
    return edited(
        sample.good(), SIGNATURE, old, old.replace(names.C14N.encode(), b"http://xpath.example")
    )


@hostile(Refusal.SIGNATURE)
def signature_value_changed() -> bytes:
    found = re.search(rb"<SignatureValue>([^<]+)<", signature())
    assert found
    value = bytearray(base64.b64decode(found[1]))
    value[7] ^= 1
    return edited(sample.good(), SIGNATURE, found[1], base64.b64encode(bytes(value)))


@hostile(Refusal.SIGNATURE)
def digest_of_a_part_changed() -> bytes:
    """A changed cell with its new digest in the manifest."""
    content = parts(sample.good())
    changed = content[PEOPLE].replace("农村低保".encode(), "城市低保".encode(), 1)
    old, new = (base64.b64encode(hashlib.sha256(d).digest()) for d in (content[PEOPLE], changed))
    content[SIGNATURE] = content[SIGNATURE].replace(old, new)
    return packed({**content, PEOPLE: changed})


@hostile(Refusal.SIGNATURE)
def time_of_signing_changed() -> bytes:
    return edited(sample.good(), SIGNATURE, b"2026-10-27T02:00:00Z", b"2026-09-27T02:00:00Z")


@hostile(Refusal.XADES)
def another_certificate_of_the_same_key() -> bytes:
    """The same key certified for another office: spreadsheet programs show that one as signer."""
    other = sample.office(issued=sample.ISSUED + timedelta(days=1)).chain[0]
    old, new = (_base64(cert) for cert in (sample.office().chain[0], other))
    return edited(sample.good(), SIGNATURE, old, new)


def _base64(certificate: x509.Certificate) -> bytes:
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER))


@hostile(Refusal.PART_CHANGED)
def one_cell_changed() -> bytes:
    return edited(sample.good(), PEOPLE, "农村低保".encode(), "城市低保".encode())


@hostile(Refusal.PART_CHANGED)
def a_link_changed() -> bytes:
    links = "xl/_rels/workbook.xml.rels"
    return edited(sample.good(), links, b"sheet1.xml", b"sheet2.xml")


@hostile(Refusal.PART_MISSING)
def a_part_missing() -> bytes:
    content = parts(sample.good())
    del content["xl/styles.xml"]
    return packed(content)


@hostile(Refusal.CONTENT_TYPE)
def content_type_changed() -> bytes:
    return edited(sample.good(), names.CONTENT_TYPES_PART, b"worksheet+xml", b"chartsheet+xml")


@hostile(Refusal.NOT_COVERED)
def a_sheet_added() -> bytes:
    return added(sample.good(), "xl/worksheets/sheet99.xml", b"<worksheet/>")


@hostile(Refusal.NOT_COVERED)
def a_link_added() -> bytes:
    more = b'<Relationship Id="rId99" Type="x" Target="worksheets/sheet1.xml"/></Relationships>'
    return edited(sample.good(), "xl/_rels/workbook.xml.rels", b"</Relationships>", more)


@hostile(Refusal.NOT_COVERED)
def a_second_workbook() -> bytes:
    more = (
        f'<Relationship Id="rId9" Type="{names.DOCUMENT_REL}" Target="xl/b.xml"/></Relationships>'
    )
    return edited(sample.good(), names.ROOT_RELS_PART, b"</Relationships>", more.encode())


@hostile(Refusal.NOT_COVERED)
def only_a_part_signed() -> bytes:
    fewer = names.UNSIGNED_PARTS | {PEOPLE}
    with patch.object(names, "UNSIGNED_PARTS", fewer):
        return sign_package(build_ledger(sample.content()), sample.office(), at=sample.SIGNED)
