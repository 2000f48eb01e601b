"""The signature part, read by its one layout: anything moved, doubled or added is refused."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

from app.ledger.refusals import LedgerRefused, Refusal
from app.ledger.sealing import names
from app.ledger.sealing.c14n import canonical, parse_xml
from app.ledger.sealing.strength import is_strong

_HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_REFERENCES = (
    (names.OBJECT_TYPE, "#idPackageObject", ()),
    (names.OBJECT_TYPE, "#idOfficeObject", ()),
    (names.PROPERTIES_TYPE, "#idSignedProperties", (names.C14N,)),
)
_MOST_CERTIFICATES = 5
_DEEPEST = 20


@dataclass(frozen=True)
class SignedPart:
    """One line of the manifest: a part (or some links of a .rels part) with its digest."""

    name: str
    content_type: str
    relationship_ids: tuple[str, ...] | None
    hash_name: str
    digest: bytes


@dataclass(frozen=True)
class Signature:
    """A signature whose cryptography holds; parts and certificates are still to be checked."""

    parts: tuple[SignedPart, ...]
    chain: tuple[x509.Certificate, ...]
    signed_at: datetime
    role: str


def read_signature(data: bytes) -> Signature:
    """Read and check the signature part by itself.

    Raises LedgerRefused with BAD_SIGNATURE_LAYOUT, ALGORITHM, SIGNATURE or XADES.
    """
    try:
        root = parse_xml(data)
        _check_tree(root)
        info, value, key_info, package, office, qualifying = _children(
            root, ["SignedInfo", "SignatureValue", "KeyInfo", "Object", "Object", "Object"]
        )
        signed = _signed_properties(qualifying)
        _check_ids(package, office, signed)
        parts = _manifest(package)
        chain = _certificates(key_info)
        _check_signed_info(info, (package, office, signed))
        _check_value(info, _bytes(value), chain[0])
        signed_at, role = _check_properties(package, signed, chain[0])
    except (ValueError, binascii.Error) as error:
        raise LedgerRefused(Refusal.BAD_SIGNATURE_LAYOUT) from error
    return Signature(parts, chain, signed_at, role)


def _dsig(name: str) -> str:
    return f"{{{names.DSIG}}}{name}"


def _xd(name: str) -> str:
    return f"{{{names.XADES}}}{name}"


def _check_tree(root: etree._Element) -> None:
    """Elements only, every id once, one manifest, and not nested deeper than the layout."""
    ids = []
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
    for element in root.iter():
        if not isinstance(element.tag, str):
            raise ValueError("comments and instructions are not allowed")
        ids += [text for name, text in element.attrib.items() if str(name).lower() == "id"]
    if root.tag != _dsig("Signature") or len(set(ids)) != len(ids):
        raise ValueError("not one signature with ids of its own")
    if len(list(root.iter(_dsig("Manifest")))) != 1:
        raise ValueError("not exactly one manifest")


def _children(parent: etree._Element, tags: Sequence[str]) -> list[etree._Element]:
    """All children, which must be exactly these elements of XML-DSig."""
    found = list(parent)
    if [child.tag for child in found] != [_dsig(tag) for tag in tags]:
        raise ValueError("an element holds something else")
    return found


def _signed_properties(qualifying: etree._Element) -> etree._Element:
    properties = list(qualifying)
    if [child.tag for child in properties] != [_xd("QualifyingProperties")]:
        raise ValueError("not the qualifying properties")
    inner = list(properties[0])
    tags = [child.tag for child in inner]
    if tags != [_xd("SignedProperties"), _xd("UnsignedProperties")]:
        raise ValueError("not the signed properties")
    return inner[0]


def _check_ids(package: etree._Element, office: etree._Element, signed: etree._Element) -> None:
    found = [element.get("Id") for element in (package, office, signed)]
    if found != ["idPackageObject", "idOfficeObject", "idSignedProperties"]:
        raise ValueError("the objects are not where they belong")


def _text(element: etree._Element) -> str:
    if len(element):
        raise ValueError("text expected")
    return element.text or ""


def _bytes(element: etree._Element) -> bytes:
    return base64.b64decode("".join(_text(element).split()), validate=True)


def _digest(method: etree._Element, value: etree._Element) -> tuple[str, bytes]:
    name = names.DIGESTS.get(method.get("Algorithm", ""))
    if name is None or len(method):
        raise LedgerRefused(Refusal.ALGORITHM)
    return name, _bytes(value)


def _manifest(package: etree._Element) -> tuple[SignedPart, ...]:
    manifest, _ = _children(package, ["Manifest", "SignatureProperties"])
    found = tuple(_signed_part(reference) for reference in manifest)
    if len({part.name.lower() for part in found}) != len(found):
        raise ValueError("a part is signed twice")
    return found


def _signed_part(reference: etree._Element) -> SignedPart:
    uri = reference.get("URI", "")
    name, mark, content_type = uri.removeprefix("/").partition("?ContentType=")
    if reference.tag != _dsig("Reference") or not uri.startswith("/") or not mark or not name:
        raise ValueError("a strange reference")
    ids = None
    if name.endswith(".rels"):
        transforms, method, value = _children(
            reference, ["Transforms", "DigestMethod", "DigestValue"]
        )
        ids = _relationship_ids(transforms)
    else:
        method, value = _children(reference, ["DigestMethod", "DigestValue"])
    hash_name, digest = _digest(method, value)
    return SignedPart(name, content_type, ids, hash_name, digest)


def _relationship_ids(transforms: etree._Element) -> tuple[str, ...]:
    links, c14n = _children(transforms, ["Transform", "Transform"])
    algorithms = [links.get("Algorithm"), c14n.get("Algorithm")]
    if algorithms != [names.RELS_TRANSFORM, names.C14N] or len(c14n):
        raise LedgerRefused(Refusal.ALGORITHM)
    if any(link.tag != f"{{{names.MDSSI}}}RelationshipReference" or len(link) for link in links):
        raise ValueError("links are named one by one")
    ids = tuple(link.get("SourceId", "") for link in links)
    if len(set(ids)) != len(ids):
        raise ValueError("a link is named twice")
    return ids


def _certificates(key_info: etree._Element) -> tuple[x509.Certificate, ...]:
    (data,) = _children(key_info, ["X509Data"])
    entries = _children(data, ["X509Certificate"] * len(data))
    if not 1 <= len(entries) <= _MOST_CERTIFICATES:
        raise ValueError("certificates are missing")
    return tuple(x509.load_der_x509_certificate(_bytes(entry)) for entry in entries)


def _check_signed_info(info: etree._Element, signed: Sequence[etree._Element]) -> None:
    """Exactly the three references, each digest right."""
    method, _, *references = _children(
        info, ["CanonicalizationMethod", "SignatureMethod", *["Reference"] * 3]
    )
    if method.get("Algorithm") != names.C14N or len(method):
        raise LedgerRefused(Refusal.ALGORITHM)
    for reference, element, expected in zip(references, signed, _REFERENCES, strict=True):
        kind, uri, transforms = expected
        if (reference.get("Type"), reference.get("URI")) != (kind, uri):
            raise ValueError("a reference points elsewhere")
        *before, digest_method, digest_value = list(reference)
        wrapped = ["Transforms"] if transforms else []
        _children(reference, [*wrapped, "DigestMethod", "DigestValue"])
        if before:
            (only,) = _children(before[0], ["Transform"])
            if only.get("Algorithm") not in transforms or len(only):
                raise LedgerRefused(Refusal.ALGORITHM)
        hash_name, digest = _digest(digest_method, digest_value)
        if hashlib.new(hash_name, canonical(element)).digest() != digest:
            raise LedgerRefused(Refusal.SIGNATURE)


def _check_value(info: etree._Element, value: bytes, leaf: x509.Certificate) -> None:
    """The signature value over SignedInfo, by the first certificate's key."""
    method = info[1]
    known = names.SIGNATURES.get(method.get("Algorithm", ""))
    if known is None or len(method):
        raise LedgerRefused(Refusal.ALGORITHM)
    family, hash_name = known
    algorithm, signed = _HASHES[hash_name], canonical(info)
    key = _public_key(leaf)
    try:
        if family == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(value, signed, padding.PKCS1v15(), algorithm)
        elif family == "ec" and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_dss(value, key.curve.name), signed, ec.ECDSA(algorithm))
        else:
            raise LedgerRefused(Refusal.ALGORITHM)
    except InvalidSignature as error:
        raise LedgerRefused(Refusal.SIGNATURE) from error


def _public_key(leaf: x509.Certificate) -> object:
    """The signer's key, if it is strong. Raises LedgerRefused (ALGORITHM)."""
    try:
        key = leaf.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise LedgerRefused(Refusal.ALGORITHM) from error
    if not is_strong(key):
        raise LedgerRefused(Refusal.ALGORITHM)
    return key


def _dss(value: bytes, curve: str) -> bytes:
    """r and s side by side, as XML has them, in DER."""
    size = names.CURVES[curve]
    if len(value) != 2 * size:
        raise LedgerRefused(Refusal.SIGNATURE)
    r, s = int.from_bytes(value[:size], "big"), int.from_bytes(value[size:], "big")
    return encode_dss_signature(r, s)


def _check_properties(
    package: etree._Element, signed: etree._Element, leaf: x509.Certificate
) -> tuple[datetime, str]:
    """The certificate and time that were signed are those that are shown. Raises XADES."""
    ns = {"d": names.DSIG, "m": names.MDSSI, "x": names.XADES}
    base = "x:SignedSignatureProperties"
    certificate = f"{base}/x:SigningCertificate/x:Cert"
    method = _only(signed, f"{certificate}/x:CertDigest/d:DigestMethod", ns)
    value = _only(signed, f"{certificate}/x:CertDigest/d:DigestValue", ns)
    serial = _only(signed, f"{certificate}/x:IssuerSerial/d:X509SerialNumber", ns)
    signing = _text(_only(signed, f"{base}/x:SigningTime", ns))
    time = "d:SignatureProperties/d:SignatureProperty/m:SignatureTime"
    shown = _text(_only(package, f"{time}/m:Value", ns))
    form = _text(_only(package, f"{time}/m:Format", ns))
    hash_name, digest = _digest(method, value)
    der = leaf.public_bytes(serialization.Encoding.DER)
    right = (
        hashlib.new(hash_name, der).digest() == digest
        and _text(serial) == str(leaf.serial_number)
        and (signing, form) == (shown, names.TIME_FORMAT)
    )
    if not right:
        raise LedgerRefused(Refusal.XADES)
    roles = signed.findall(f"{base}/x:SignerRole/x:ClaimedRoles/x:ClaimedRole", ns)
    return _time(signing), "、".join(_text(role) for role in roles)


def _only(parent: etree._Element, path: str, ns: dict[str, str]) -> etree._Element:
    found = parent.findall(path, ns)
    if len(found) != 1:
        raise LedgerRefused(Refusal.XADES)
    return found[0]


def _time(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise LedgerRefused(Refusal.XADES) from error
