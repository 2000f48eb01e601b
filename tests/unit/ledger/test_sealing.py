"""Keys, certificates, canonical XML and signing."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, timedelta
from io import BytesIO

import openpyxl
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.core.errors import DeclinedError, FileError
from app.ledger.refusals import ChainFault, LedgerRefused
from app.ledger.sealing.c14n import canonical, parse_xml
from app.ledger.sealing.certificates import (
    certificate_pem,
    in_groups,
    issue_leaf,
    load_certificates,
    load_revocations,
    make_request,
    make_revocations,
    make_root,
    read_request,
    view_certificate,
)
from app.ledger.sealing.keys import ROUNDS, KeyKind, lock_key, new_key, unlock_key
from app.ledger.sealing.opc import relationships, transformed_relationships
from app.ledger.sealing.package import Signer, sign_package
from app.ledger.verifying import verify_ledger
from app.ledger.workbook import build_ledger
from tests.samples.ledgers import good as sample

PASSPHRASE = "青山镇民政办的口令"
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)


@st.composite
def documents(draw: st.DrawFn) -> etree._Element:
    """Small documents with default and prefixed namespaces, declared at any depth."""
    spaces = st.sampled_from([None, "urn:a", "urn:b"])

    def element(depth: int) -> etree._Element:
        prefixes = {"p": "urn:p", "q": "urn:q", None: draw(spaces) or "urn:d"}
        declared = {k: v for k, v in prefixes.items() if draw(st.booleans())}
        space = draw(st.sampled_from([*declared.values(), "urn:x"])) if declared else None
        name = f"{{{space}}}e" if space else "e"
        made = etree.Element(name, nsmap=declared)
        made.text = draw(TEXT)
        for key in draw(st.sets(st.sampled_from(["k", "l", "{urn:p}m", "{urn:y}n"]), max_size=3)):
            made.set(key, draw(TEXT))
        if depth:
            for _ in range(draw(st.integers(0, 2))):
                child = element(depth - 1)
                child.tail = draw(TEXT)
                made.append(child)
        return made

    return parse_xml(etree.tostring(element(3)))


@given(documents())
def test_canonical_form_of_a_document_is_that_of_the_standard(root: etree._Element) -> None:
    assert canonical(root) == etree.tostring(root, method="c14n", with_comments=False)


def test_canonical_form_of_a_part_keeps_what_is_in_scope() -> None:
    """The case that lxml gets wrong: no xmlns="" on grandchildren, unused namespaces are kept."""
    root = parse_xml(b'<S xmlns="urn:a" xmlns:u="urn:u"><I><R A="1"><D B="2"/></R></I></S>')
    assert canonical(root[0]) == (
        b'<I xmlns="urn:a" xmlns:u="urn:u"><R A="1"><D B="2"></D></R></I>'
    )


def test_canonical_form_of_a_part_takes_xml_attributes_along() -> None:
    root = parse_xml(b'<S xml:lang="zh"><I/></S>')
    assert canonical(root[0]) == b'<I xml:lang="zh"></I>'


@pytest.mark.parametrize("inner", [b"<!-- c -->", b"<?p i?>"])
def test_what_is_not_understood_is_not_made_canonical(inner: bytes) -> None:
    with pytest.raises(ValueError, match="only elements"):
        canonical(parse_xml(b"<S>" + inner + b"</S>"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no xml",
        b"<a>",
        b"<!DOCTYPE a><a/>",
        b'<?xml version="1.0" encoding="gb18030"?><a/>',
        "<a/>".encode("utf-16"),
    ],
)
def test_a_parser_that_takes_only_plain_documents(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_xml(data)


def test_relationship_transform_sorts_and_says_internal() -> None:
    data = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'\n<Relationship Id="rId2" Type="t" Target="b" TargetMode="External"/>'
        b'<Relationship Target="c" Id="rId10" Type="t"/><Relationship Id="x" Type="t" Target="d"/>'
        b"</Relationships>"
    )
    assert transformed_relationships(data, {"rId2", "rId10"}) == (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId10" Target="c" TargetMode="Internal" Type="t"></Relationship>'
        b'<Relationship Id="rId2" Target="b" TargetMode="External" Type="t"></Relationship>'
        b"</Relationships>"
    )
    assert [link.external for link in relationships(data)] == [True, False, False]


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_locked_key_opens_with_its_passphrase_only(kind: KeyKind) -> None:
    key = sample.key(f"locked {kind}", kind)
    pem = lock_key(key, PASSPHRASE)
    opened = unlock_key(pem, PASSPHRASE)
    assert opened.public_key() == key.public_key()
    with pytest.raises(DeclinedError, match="口令不对"):
        unlock_key(pem, PASSPHRASE + "!")


def test_a_locked_key_really_has_six_hundred_thousand_rounds() -> None:
    pem = lock_key(sample.key("rounds"), PASSPHRASE)
    body = b"".join(pem.splitlines()[1:-1])
    assert ROUNDS == 600_000
    assert b"\x02\x03" + ROUNDS.to_bytes(3, "big") in base64.b64decode(body)


def test_a_locked_key_is_read_by_other_programs() -> None:
    pem = lock_key(sample.key("others"), PASSPHRASE)
    loaded = serialization.load_pem_private_key(pem, PASSPHRASE.encode())
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)


def test_a_passphrase_is_the_same_however_it_was_typed() -> None:
    pem = lock_key(sample.key("typed"), "caf\u00e9 caf\u00e9")
    unlock_key(pem, "cafe\u0301 cafe\u0301")


def test_a_short_passphrase_is_declined() -> None:
    with pytest.raises(DeclinedError, match="口令太短"):
        lock_key(sample.key("short"), "1234567")


def test_a_key_without_passphrase_is_not_taken() -> None:
    plain = sample.key("plain").private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with pytest.raises(FileError, match="不是加了口令的密钥"):
        unlock_key(plain, PASSPHRASE)


def test_the_default_key_is_rsa_3072() -> None:
    key = new_key()
    assert isinstance(key, rsa.RSAPrivateKey)
    assert key.key_size == 3072


def request(code: str = sample.OFFICE_CODE) -> bytes:
    key = sample.key(f"office {code}")
    return make_request(key, office_name=sample.OFFICE, office_code=code, county=sample.COUNTY)


def test_the_county_sets_the_office_code_and_not_the_request() -> None:
    leaf = issue_leaf(
        request("990199001000"),
        sample.root(),
        office_code="990107001000",
        office_name="第七镇人民政府",
        at=sample.ISSUED,
    )
    view = view_certificate(load_certificates(leaf)[0])
    assert (view.office_code, view.name) == ("990107001000", "第七镇人民政府")
    assert view.valid_until - view.valid_from > timedelta(days=3 * 365)


def test_a_request_shows_what_is_compared_by_telephone() -> None:
    found = read_request(request())
    assert (found.office_name, found.claimed_code) == (sample.OFFICE, sample.OFFICE_CODE)
    assert len(found.fingerprint.split()) == 16


def test_a_forged_request_is_refused() -> None:
    lines = request().splitlines()
    der = bytearray(base64.b64decode(b"".join(lines[1:-1])))
    der[-3] ^= 1
    forged = b"\n".join([lines[0], base64.b64encode(bytes(der)), lines[-1]])
    with pytest.raises(FileError, match="申请"):
        read_request(forged)


@pytest.mark.parametrize("read", [read_request, load_certificates, load_revocations])
def test_a_file_of_another_kind_is_told_in_words(read: object) -> None:
    with pytest.raises(FileError):
        read(b"hello")  # type: ignore[operator]


def test_a_certificate_never_outlives_its_root() -> None:
    key = sample.key("old root")
    made = make_root(key, sample.COUNTY, at=sample.SIGNED - timedelta(days=14 * 365))
    old = Signer(key, load_certificates(made))
    leaf = issue_leaf(
        request(),
        old,
        office_code=sample.OFFICE_CODE,
        office_name=sample.OFFICE,
        at=sample.ISSUED,
    )
    assert load_certificates(leaf)[0].not_valid_after_utc == old.chain[0].not_valid_after_utc


def test_a_signer_needs_the_certificate_of_its_own_key() -> None:
    with pytest.raises(ValueError, match="not that of the key"):
        Signer(sample.key("another"), sample.office().chain)


@pytest.mark.parametrize("kind", list(KeyKind))
def test_both_kinds_of_key_sign_ledgers_that_hold(kind: KeyKind) -> None:
    content = sample.content(head=replace(sample.HEAD, office_code=f"99010{len(kind)}001000"))
    signer = sample.office(content.head.office_code, kind=kind)
    data = sign_package(build_ledger(content), signer, at=sample.SIGNED, role="负责人")
    verified = verify_ledger(data, sample.trust(), at=sample.RECEIVED)
    assert verified.content == content
    assert verified.seal.role == "负责人"


def test_rsa_signs_the_same_bytes_the_same_way() -> None:
    signer = sample.office(kind=KeyKind.RSA_3072)
    data = build_ledger(sample.content())
    first, second = (sign_package(data, signer, at=sample.SIGNED) for _ in range(2))
    assert first == second


def test_nothing_is_signed_twice() -> None:
    with pytest.raises(ValueError, match="already signed"):
        sign_package(sample.good(), sample.office(), at=sample.SIGNED)


def revocations(since_days: int, root: str = "root") -> bytes:
    serial = sample.office().chain[0].serial_number
    since = sample.RECEIVED + timedelta(days=since_days)
    return make_revocations([(serial, since)], sample.root(root), at=sample.RECEIVED)


def test_a_revoked_certificate_is_refused_by_the_day_of_receipt() -> None:
    with pytest.raises(LedgerRefused) as caught:
        verify_ledger(sample.good(), sample.trust(), at=sample.RECEIVED, crl=revocations(0))
    assert caught.value.chain is ChainFault.REVOKED


def test_a_revocation_later_than_receipt_does_not_count_yet() -> None:
    verify_ledger(sample.good(), sample.trust(), at=sample.RECEIVED, crl=revocations(1))


def test_a_revocation_list_of_a_stranger_is_not_believed() -> None:
    crl = revocations(0, "impostor")
    with pytest.raises(LedgerRefused) as caught:
        verify_ledger(sample.good(), sample.trust(), at=sample.RECEIVED, crl=crl)
    assert caught.value.chain is ChainFault.BAD_LIST


def test_two_roots_may_be_pinned_during_a_change_over() -> None:
    both = (certificate_pem(sample.root("next").chain), *sample.trust())
    verify_ledger(sample.good(), both, at=sample.RECEIVED)


def test_nobody_is_trusted_without_a_pinned_root() -> None:
    with pytest.raises(LedgerRefused) as caught:
        verify_ledger(sample.good(), (), at=sample.RECEIVED)
    assert caught.value.chain is ChainFault.STRANGER


def test_clocks_may_differ_by_minutes() -> None:
    just_before = sample.SIGNED - timedelta(minutes=9)
    verify_ledger(sample.good(), sample.trust(), at=just_before.astimezone(UTC))


def test_a_fingerprint_is_read_out_in_groups() -> None:
    assert in_groups(bytes.fromhex("3f2a9c01")) == "3F2A 9C01"


def test_a_signed_ledger_still_opens_in_openpyxl() -> None:
    assert openpyxl.load_workbook(BytesIO(sample.good()))["封面"]["A1"].value == "救助服务数据台账"


def intermediate(path_length: int | None = 0) -> Signer:
    """A county below the root of a prefecture."""
    mine, above = sample.key("county below"), sample.root()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "下级县")])
    usage = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    made = (
        x509
        .CertificateBuilder()
        .subject_name(name)
        .issuer_name(above.chain[0].subject)
        .public_key(mine.public_key())
        .serial_number(7)
        .not_valid_before(sample.ISSUED)
        .not_valid_after(sample.RECEIVED + timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(x509.KeyUsage(**usage, key_cert_sign=True, crl_sign=True), critical=True)
        .sign(above.key, hashes.SHA256())
    )
    return Signer(mine, (made, *above.chain))


def signed_below(county: Signer) -> bytes:
    leaf = issue_leaf(
        request(),
        county,
        office_code=sample.OFFICE_CODE,
        office_name=sample.OFFICE,
        at=sample.SIGNED,
    )
    chain = (*load_certificates(leaf), *county.chain)
    signer = Signer(sample.key(f"office {sample.OFFICE_CODE}"), chain)
    return sign_package(build_ledger(sample.content()), signer, at=sample.SIGNED)


def test_three_levels_hold_with_only_the_top_pinned() -> None:
    data = signed_below(intermediate())
    verified = verify_ledger(data, sample.trust(), at=sample.RECEIVED)
    assert [view.name for view in verified.seal.path][1] == "下级县"
    assert len(verified.seal.path) == 3


def test_a_county_itself_may_be_pinned() -> None:
    county = intermediate()
    pinned = (certificate_pem(county.chain[:1]),)
    assert len(verify_ledger(signed_below(county), pinned, at=sample.RECEIVED).seal.path) == 2


def test_a_county_may_not_certify_another_county() -> None:
    """Path length 0: what is issued below it signs documents and nothing else."""
    county = intermediate()
    data = signed_below(replace(county, chain=(county.chain[0], *county.chain)))
    assert verify_ledger(data, sample.trust(), at=sample.RECEIVED)
    inner = Signer(sample.key("inner"), (_below(county), *county.chain))
    with pytest.raises(LedgerRefused) as caught:
        verify_ledger(signed_below(inner), sample.trust(), at=sample.RECEIVED)
    assert caught.value.chain is ChainFault.STRANGER


def _below(county: Signer) -> x509.Certificate:
    made = make_root(sample.key("inner"), "再下级", at=sample.ISSUED)
    like = load_certificates(made)[0]
    builder = (
        x509
        .CertificateBuilder()
        .subject_name(like.subject)
        .issuer_name(county.chain[0].subject)
        .public_key(sample.key("inner").public_key())
        .serial_number(8)
        .not_valid_before(sample.ISSUED)
        .not_valid_after(sample.RECEIVED + timedelta(days=300))
    )
    for extension in like.extensions:
        if isinstance(extension.value, (x509.BasicConstraints, x509.KeyUsage)):
            builder = builder.add_extension(extension.value, critical=True)
    return builder.sign(county.key, hashes.SHA256())
