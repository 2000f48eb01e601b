"""Signing a finished workbook, so that Excel, WPS and LibreOffice show it as signed.

The order matters: content types and the root relationship first, then the digest of every part,
each object after its last change, SignedInfo last. docs/exchange.md gives the layout.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from lxml import etree

from app.ledger.container import Part, join, pack, split
from app.ledger.sealing import names
from app.ledger.sealing.c14n import canonical, parse_xml
from app.ledger.sealing.opc import (
    content_type,
    content_types,
    relationships,
    transformed_relationships,
)

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Chain = tuple[x509.Certificate, ...]
LONGEST_COMMENT = 255
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_DETAILS = (
    ("WindowsVersion", "10.0"),
    ("OfficeVersion", "16.0"),
    ("ApplicationVersion", "16.0"),
    ("Monitors", "1"),
    ("HorizontalResolution", "1920"),
    ("VerticalResolution", "1080"),
    ("ColorDepth", "32"),
    ("SignatureProviderId", "{00000000-0000-0000-0000-000000000000}"),
    ("SignatureProviderUrl", ""),
    ("SignatureProviderDetails", "9"),
    ("ManifestHashAlgorithm", names.SHA256),
    ("SignatureType", "1"),
)


@dataclass(frozen=True)
class Signer:
    """An unlocked key and its certificates: the leaf first, then its issuers up to the root."""

    key: PrivateKey
    chain: Chain

    def __post_init__(self) -> None:
        mine, certified = self.key.public_key(), self.chain[0].public_key()
        if _spki(mine) != _spki(certified):
            raise ValueError("the certificate is not that of the key")


@dataclass(frozen=True)
class CoSigner:
    """The second of two people who sign, with a key of their own, and as what."""

    signer: Signer
    role: str


def _spki(key: object) -> bytes:
    assert isinstance(key, (rsa.RSAPublicKey, ec.EllipticCurvePublicKey))
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def sign_package(
    data: bytes,
    signer: Signer,
    *,
    at: datetime,
    comment: str = "",
    role: str = "",
    also: CoSigner | None = None,
) -> bytes:
    """The workbook with its signature inside; ``at`` has a time zone, ``role`` is the signer's own
    claim (经办人, 负责人). ``also`` signs the same parts once more, beside the first signature. RSA
    signatures are the same for the same input, ECDSA ones are not.
    """
    people = [CoSigner(signer, role), *([also] if also else [])]
    signatures = names.SIGNATURE_PARTS[: len(people)]
    if at.tzinfo is None:
        raise ValueError("the time of signing needs a time zone")
    parts = {part.name: part for part in split(data)}
    if any(name.startswith(names.FOLDER) for name in parts):
        raise ValueError("already signed")
    types = _with_types(parts[names.CONTENT_TYPES_PART].unpack(), signatures)
    root_rels = _with_origin(parts[names.ROOT_RELS_PART].unpack())
    parts[names.CONTENT_TYPES_PART] = pack(names.CONTENT_TYPES_PART, [types])
    parts[names.ROOT_RELS_PART] = pack(names.ROOT_RELS_PART, [root_rels])
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = []
    for name, person in zip(signatures, people, strict=True):
        objects = (
            _package_object(_manifest(parts, types), stamp),
            _office_object(comment[:LONGEST_COMMENT]),
            _xades_object(person.signer.chain[0], stamp, person.role),
        )
        made.append(pack(name, [_signature(objects, person.signer)]))
    links = _links([
        (f"rId{number}", names.SIGNATURE_REL, name.removeprefix(names.FOLDER))
        for number, name in enumerate(signatures, start=1)
    ])
    ordered = [parts.pop(names.CONTENT_TYPES_PART), *parts.values()]
    ordered += [pack(names.ORIGIN_PART, []), pack(names.ORIGIN_RELS_PART, [links]), *made]
    return join(ordered)


def _with_types(data: bytes, signatures: Iterable[str]) -> bytes:
    root = parse_xml(data)
    etree.SubElement(
        root, f"{{{names.TYPES}}}Default", Extension="sigs", ContentType=names.ORIGIN_CONTENT
    )
    for name in signatures:
        etree.SubElement(
            root,
            f"{{{names.TYPES}}}Override",
            PartName=f"/{name}",
            ContentType=names.SIGNATURE_CONTENT,
        )
    return _HEAD + etree.tostring(root)


def _with_origin(data: bytes) -> bytes:
    """All on one line: LibreOffice keeps white space inside .rels and then calls it broken."""
    links = [(link.id, link.type, link.target) for link in relationships(data)]
    taken = {name for name, _, _ in links}
    free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    return _links([*links, (free, names.ORIGIN_REL, names.ORIGIN_PART)])


def _links(links: Sequence[tuple[str, str, str]]) -> bytes:
    root = etree.Element(f"{{{names.RELS}}}Relationships", nsmap={None: names.RELS})
    for name, kind, target in links:
        etree.SubElement(root, f"{{{names.RELS}}}Relationship", Id=name, Type=kind, Target=target)
    return _HEAD + etree.tostring(root)


def _manifest(parts: Mapping[str, Part], types: bytes) -> etree._Element:
    """A reference to every part and every relationship that the agreement wants signed."""
    manifest = etree.Element(_dsig("Manifest"), nsmap={None: names.DSIG})
    kinds = content_types(types)
    for name, part in parts.items():
        if name in names.UNSIGNED_PARTS:
            continue
        uri = f"/{name}?ContentType={content_type(name, kinds)}"
        reference = etree.SubElement(manifest, _dsig("Reference"), URI=uri)
        if name.endswith(".rels"):
            _add_digest(reference, [_add_transforms(reference, name, part.unpack())])
        else:
            _add_digest(reference, part.pieces())
    return manifest


def _add_transforms(reference: etree._Element, name: str, data: bytes) -> bytes:
    unsigned = names.UNSIGNED_ROOT_RELS if name == names.ROOT_RELS_PART else frozenset()
    ids = sorted(link.id for link in relationships(data) if link.type not in unsigned)
    transforms = etree.SubElement(reference, _dsig("Transforms"))
    transform = etree.SubElement(transforms, _dsig("Transform"), Algorithm=names.RELS_TRANSFORM)
    for link in ids:
        etree.SubElement(
            transform,
            f"{{{names.MDSSI}}}RelationshipReference",
            {"SourceId": link},
            nsmap={"mdssi": names.MDSSI},
        )
    etree.SubElement(transforms, _dsig("Transform"), Algorithm=names.C14N)
    return transformed_relationships(data, ids)


def _add_digest(reference: etree._Element, pieces: Iterable[bytes]) -> None:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    etree.SubElement(reference, _dsig("DigestMethod"), Algorithm=names.SHA256)
    value = etree.SubElement(reference, _dsig("DigestValue"))
    value.text = _base64(digest.digest())


def _dsig(name: str) -> str:
    return f"{{{names.DSIG}}}{name}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _package_object(manifest: etree._Element, stamp: str) -> etree._Element:
    made = etree.Element(_dsig("Object"), Id="idPackageObject", nsmap={None: names.DSIG})
    made.append(manifest)
    properties = etree.SubElement(made, _dsig("SignatureProperties"))
    inner = etree.SubElement(
        properties,
        _dsig("SignatureProperty"),
        Id="idSignatureTime",
        Target="#idPackageSignature",
    )
    time = etree.SubElement(inner, f"{{{names.MDSSI}}}SignatureTime", nsmap={"mdssi": names.MDSSI})
    etree.SubElement(time, f"{{{names.MDSSI}}}Format").text = names.TIME_FORMAT
    etree.SubElement(time, f"{{{names.MDSSI}}}Value").text = stamp
    return made


def _office_object(comment: str) -> etree._Element:
    made = etree.Element(_dsig("Object"), Id="idOfficeObject", nsmap={None: names.DSIG})
    properties = etree.SubElement(made, _dsig("SignatureProperties"))
    inner = etree.SubElement(
        properties,
        _dsig("SignatureProperty"),
        Id="idOfficeV1Details",
        Target="#idPackageSignature",
    )
    info = etree.SubElement(inner, f"{{{names.OFFICE}}}SignatureInfoV1", nsmap={None: names.OFFICE})
    first = (("SetupID", ""), ("SignatureText", ""), ("SignatureImage", ""))
    for name, text in (*first, ("SignatureComments", comment), *_DETAILS):
        etree.SubElement(info, f"{{{names.OFFICE}}}{name}").text = text or None
    return made


def _xades_object(leaf: x509.Certificate, stamp: str, role: str) -> etree._Element:
    made = etree.Element(_dsig("Object"), nsmap={None: names.DSIG})
    qualifying = etree.SubElement(
        made,
        _xd("QualifyingProperties"),
        {"Target": "#idPackageSignature"},
        nsmap={"xd": names.XADES},
    )
    signed = etree.SubElement(qualifying, _xd("SignedProperties"), Id="idSignedProperties")
    properties = etree.SubElement(signed, _xd("SignedSignatureProperties"))
    etree.SubElement(properties, _xd("SigningTime")).text = stamp
    certificate = etree.SubElement(
        etree.SubElement(properties, _xd("SigningCertificate")), _xd("Cert")
    )
    _add_digest(
        etree.SubElement(certificate, _xd("CertDigest")),
        [leaf.public_bytes(serialization.Encoding.DER)],
    )
    issuer = etree.SubElement(certificate, _xd("IssuerSerial"))
    etree.SubElement(issuer, _dsig("X509IssuerName")).text = leaf.issuer.rfc4514_string()
    etree.SubElement(issuer, _dsig("X509SerialNumber")).text = str(leaf.serial_number)
    policy = etree.SubElement(properties, _xd("SignaturePolicyIdentifier"))
    etree.SubElement(policy, _xd("SignaturePolicyImplied"))
    if role:
        claimed = etree.SubElement(
            etree.SubElement(properties, _xd("SignerRole")), _xd("ClaimedRoles")
        )
        etree.SubElement(claimed, _xd("ClaimedRole")).text = role
    unsigned = etree.SubElement(qualifying, _xd("UnsignedProperties"))
    etree.SubElement(unsigned, _xd("UnsignedSignatureProperties"))
    return made


def _xd(name: str) -> str:
    return f"{{{names.XADES}}}{name}"


def _signature(objects: tuple[etree._Element, ...], signer: Signer) -> bytes:
    root = etree.Element(_dsig("Signature"), Id="idPackageSignature", nsmap={None: names.DSIG})
    info = etree.SubElement(root, _dsig("SignedInfo"))
    value = etree.SubElement(root, _dsig("SignatureValue"))
    certificates = etree.SubElement(etree.SubElement(root, _dsig("KeyInfo")), _dsig("X509Data"))
    for certificate in signer.chain:
        entry = etree.SubElement(certificates, _dsig("X509Certificate"))
        entry.text = _base64(certificate.public_bytes(serialization.Encoding.DER))
    root.extend(objects)
    etree.SubElement(info, _dsig("CanonicalizationMethod"), Algorithm=names.C14N)
    method = names.RSA_SHA256 if isinstance(signer.key, rsa.RSAPrivateKey) else names.ECDSA_SHA256
    etree.SubElement(info, _dsig("SignatureMethod"), Algorithm=method)
    for number, target in enumerate(("idPackageObject", "idOfficeObject")):
        reference = etree.SubElement(
            info, _dsig("Reference"), Type=names.OBJECT_TYPE, URI="#" + target
        )
        _add_digest(reference, [canonical(objects[number])])
    reference = etree.SubElement(
        info, _dsig("Reference"), Type=names.PROPERTIES_TYPE, URI="#idSignedProperties"
    )
    transforms = etree.SubElement(reference, _dsig("Transforms"))
    etree.SubElement(transforms, _dsig("Transform"), Algorithm=names.C14N)
    _add_digest(reference, [canonical(objects[2][0][0])])
    value.text = _base64(_sign(signer.key, canonical(info)))
    return _HEAD + etree.tostring(root)


def _sign(key: PrivateKey, data: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    size = (key.curve.key_size + 7) // 8
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")
