"""Broken algorithms, keys with which anybody can sign, and tricks with references."""

from __future__ import annotations

import base64
import hashlib
import re
from contextlib import ExitStack
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from app.ledger.refusals import Refusal
from app.ledger.sealing import names, package
from app.ledger.sealing.c14n import canonical
from app.ledger.sealing.keys import KeyKind
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

_XADES_OBJECT = package._xades_object
_SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"
_MD5 = "http://www.w3.org/2001/04/xmldsig-more#md5"


def _with_value(value: bytes) -> bytes:
    found = re.search(rb"<SignatureValue>([^<]+)<", signature())
    assert found
    return edited(sample.good(), SIGNATURE, found[1], base64.b64encode(value))


def _signed_with(**changed: str) -> bytes:
    """Signed by the right office with other algorithms than the agreement allows."""
    with ExitStack() as stack:
        for name, value in changed.items():
            stack.enter_context(patch.object(names, name, value))
        return sign_package(build_ledger(sample.content()), sample.office(), at=sample.SIGNED)


@hostile(Refusal.ALGORITHM)
def digests_with_sha1() -> bytes:
    return _signed_with(SHA256=_SHA1)


@hostile(Refusal.ALGORITHM)
def digests_with_md5() -> bytes:
    return _signed_with(SHA256=_MD5)


@hostile(Refusal.ALGORITHM)
def one_part_with_sha1() -> bytes:
    """All the rest is as it should be; only the digest of the people's sheet is a weak one."""
    data = signature()
    found = re.search(
        rb'<Reference URI="/%b\?.*?</Reference>' % re.escape(PEOPLE.encode()), data, re.S
    )
    assert found
    weak = re.sub(rb"<DigestValue>[^<]+", b"<DigestValue>" + base64.b64encode(
        hashlib.sha1(parts(sample.good())[PEOPLE], usedforsecurity=False).digest()), found[0]
    ).replace(names.SHA256.encode(), _SHA1.encode())  # fmt: skip
    return edited(sample.good(), SIGNATURE, found[0], weak)


@hostile(Refusal.ALGORITHM)
def signed_with_rsa_sha1() -> bytes:
    return _signed_with(ECDSA_SHA256="http://www.w3.org/2000/09/xmldsig#rsa-sha1")


@hostile(Refusal.ALGORITHM)
def another_family_than_the_key() -> bytes:
    """An elliptic key whose signature is said to be one of RSA."""
    return _signed_with(ECDSA_SHA256=names.RSA_SHA256)


@hostile(Refusal.ALGORITHM)
def canonicalised_with_comments() -> bytes:
    return _signed_with(C14N=names.C14N + "#WithComments")


@hostile(Refusal.ALGORITHM)
def a_transform_that_is_a_program() -> bytes:
    """An XSLT transform can read files and build whatever it is told to be digested."""
    old = f'<Transform Algorithm="{names.RELS_TRANSFORM}"'.encode()
    new = b'<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"'
    return edited(sample.good(), SIGNATURE, old, new)


@hostile(Refusal.SIGNATURE)
def an_empty_signature_value() -> bytes:
    return _with_value(b"")


@hostile(Refusal.SIGNATURE)
def a_signature_of_zeros() -> bytes:
    """r = s = 0 was taken for valid by more than one library."""
    return _with_value(bytes(64))


@hostile(Refusal.SIGNATURE)
def a_signature_that_is_too_long() -> bytes:
    return _with_value(bytes(65))


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_signature_that_is_no_base64() -> bytes:
    return edited(sample.good(), SIGNATURE, b"<SignatureValue>", b"<SignatureValue>#")


@hostile(Refusal.SIGNATURE)
def somebody_elses_signature_value() -> bytes:
    other = parts(sample.signed(sample.content(people=9)))[SIGNATURE]
    found = re.search(rb"<SignatureValue>([^<]+)<", other)
    assert found
    return _with_value(base64.b64decode(found[1]))


@hostile(Refusal.SIGNATURE)
def another_certificate_first() -> bytes:
    """The root's certificate stands where the signer's belongs."""
    leaf, root = (_base64(c) for c in sample.office().chain)
    swapped = signature().replace(leaf, b"@").replace(root, leaf).replace(b"@", root)
    return packed({**parts(sample.good()), SIGNATURE: swapped})


def _base64(certificate: x509.Certificate) -> bytes:
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER))


@hostile(Refusal.ALGORITHM)
def rsa_with_the_exponent_one() -> bytes:
    """With the exponent 1 the padded digest is its own signature: anybody can write it."""
    signer = sample.office(kind=KeyKind.RSA_3072)
    content = parts(sign_package(build_ledger(sample.content()), signer, at=sample.SIGNED))
    der = signer.chain[0].public_bytes(serialization.Encoding.DER)
    weak = der.replace(b"\x02\x03\x01\x00\x01", b"\x02\x03\x00\x00\x01")
    assert weak != der
    old, new = base64.b64encode(der), base64.b64encode(weak)
    made = content[SIGNATURE].replace(old, new)
    key = signer.key.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    digest = hashlib.sha256(canonical(etree.fromstring(made)[0])).digest()
    info = bytes.fromhex("3031300d060960864801650304020105000420") + digest
    value = b"\x00\x01" + b"\xff" * (key.key_size // 8 - len(info) - 3) + b"\x00" + info
    made = re.sub(rb"(<SignatureValue>)[^<]+", rb"\g<1>" + base64.b64encode(value), made)
    return packed({**content, SIGNATURE: made})


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def no_certificate() -> bytes:
    found = re.search(rb"<X509Data>.*</X509Data>", signature(), re.S)
    assert found
    return edited(sample.good(), SIGNATURE, found[0], b"<X509Data/>")


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_key_without_its_certificate() -> bytes:
    value = b"<KeyInfo><KeyValue><RSAKeyValue/></KeyValue>"
    return edited(sample.good(), SIGNATURE, b"<KeyInfo>", value)


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_certificate_that_is_none() -> bytes:
    old = b"<X509Certificate>"
    return edited(sample.good(), SIGNATURE, old, old + b"AAAA")


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_part_signed_twice() -> bytes:
    found = re.search(rb'<Reference URI="/xl/styles.xml.*?</Reference>', signature(), re.S)
    assert found
    return edited(sample.good(), SIGNATURE, found[0], found[0] * 2)


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_reference_to_the_network() -> bytes:
    old = b'<Reference URI="/xl/styles.xml'
    return edited(sample.good(), SIGNATURE, old, b'<Reference URI="http://x.example/styles.xml')


@hostile(Refusal.SIGNATURE)
def a_manifest_that_is_empty() -> bytes:
    found = re.search(rb"<Manifest>.*</Manifest>", signature(), re.S)
    assert found
    return edited(sample.good(), SIGNATURE, found[0], b"<Manifest></Manifest>")


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def references_in_another_order() -> bytes:
    first, second, *_ = re.findall(rb"<Reference .*?</Reference>", signature(), re.S)
    swapped = signature().replace(first + second, second + first)
    return packed({**parts(sample.good()), SIGNATURE: swapped})


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def an_instruction_in_the_signature() -> bytes:
    return edited(sample.good(), SIGNATURE, b"<KeyInfo>", b"<?xml-stylesheet a?><KeyInfo>")


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_signature_nested_deeply() -> bytes:
    """Deep enough to exhaust a reader that calls itself for each level."""
    deep = b"<a>" * 200 + b"</a>" * 200
    return edited(sample.good(), SIGNATURE, b"</KeyInfo>", deep + b"</KeyInfo>")


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def another_object_beside_the_signed_ones() -> bytes:
    return edited(sample.good(), SIGNATURE, b"</Signature>", b"<Object><a/></Object></Signature>")


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_foreign_file_among_the_signatures() -> bytes:
    return added(sample.good(), "_xmlsignatures/note.xml", b"<a/>")


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_folder_of_signatures_in_capitals() -> bytes:
    return added(sample.good(), "_XmlSignatures/sig2.xml", signature())


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def an_origin_that_says_something() -> bytes:
    return packed({**parts(sample.good()), names.ORIGIN_PART: b"hello"})


@hostile(Refusal.BAD_SIGNATURE_LAYOUT)
def a_signature_outside_the_package() -> bytes:
    old = b'Target="sig1.xml"'
    new = b'Target="http://x.example/sig1.xml" TargetMode="External"'
    return edited(sample.good(), names.ORIGIN_RELS_PART, old, new)


@hostile(Refusal.XADES)
def no_signing_certificate_signed() -> bytes:
    """Signed well, but without the certificate among what is signed: any of the same key fits."""
    with patch("app.ledger.sealing.package._xades_object", _xades_without_certificate):
        return sign_package(build_ledger(sample.content()), sample.office(), at=sample.SIGNED)


def _xades_without_certificate(leaf: x509.Certificate, stamp: str, role: str) -> etree._Element:
    made = _XADES_OBJECT(leaf, stamp, role)
    found = next(made.iter(f"{{{names.XADES}}}SigningCertificate"))
    parent = found.getparent()
    assert parent is not None
    parent.remove(found)
    return made


@hostile(Refusal.CONTENT_TYPE)
def a_sheet_shown_as_macros() -> bytes:
    old = b"spreadsheetml.worksheet+xml"
    new = b"spreadsheetml.macrosheet+xml"
    return edited(sample.good(), names.CONTENT_TYPES_PART, old, new)


@hostile(Refusal.BAD_PACKAGE)
def a_second_content_type_in_other_letters() -> bytes:
    """To a spreadsheet ``/XL/Worksheets/Sheet4.xml`` is the same part, with this type."""
    more = (
        b'<Override PartName="/XL/Worksheets/Sheet4.xml" '
        b'ContentType="application/vnd.ms-excel.macrosheet+xml"/></Types>'
    )
    return edited(sample.good(), names.CONTENT_TYPES_PART, b"</Types>", more)


@hostile(Refusal.NOT_COVERED)
def an_unsigned_link_to_the_network() -> bytes:
    """Links to document properties are not signed; this one leads out."""
    more = (
        f'<Relationship Id="rId9" Type="{names.RELS}/metadata/core-properties" '
        'Target="http://x.example/core.xml" TargetMode="External"/></Relationships>'
    )
    return edited(sample.good(), names.ROOT_RELS_PART, b"</Relationships>", more.encode())


@hostile(Refusal.NOT_COVERED)
def an_unsigned_link_to_a_sheet() -> bytes:
    more = (
        f'<Relationship Id="rId9" Type="{names.RELS}/metadata/core-properties" '
        f'Target="{PEOPLE}"/></Relationships>'
    )
    return edited(sample.good(), names.ROOT_RELS_PART, b"</Relationships>", more.encode())
