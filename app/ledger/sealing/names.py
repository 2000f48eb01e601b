"""Names and algorithms of a signed package (OPC digital signatures, XML-DSig, XAdES)."""

from __future__ import annotations

from typing import Final

DSIG: Final = "http://www.w3.org/2000/09/xmldsig#"
MDSSI: Final = "http://schemas.openxmlformats.org/package/2006/digital-signature"
OFFICE: Final = "http://schemas.microsoft.com/office/2006/digsig"
XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"

C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
RELS_TRANSFORM: Final = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
OBJECT_TYPE: Final = "http://www.w3.org/2000/09/xmldsig#Object"
PROPERTIES_TYPE: Final = "http://uri.etsi.org/01903#SignedProperties"
SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"

DIGESTS: Final = {
    SHA256: "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
SIGNATURES: Final = {
    RSA_SHA256: ("rsa", "sha256"),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": ("rsa", "sha384"),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": ("rsa", "sha512"),
    ECDSA_SHA256: ("ec", "sha256"),
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384": ("ec", "sha384"),
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512": ("ec", "sha512"),
}

CONTENT_TYPES_PART: Final = "[Content_Types].xml"
ROOT_RELS_PART: Final = "_rels/.rels"
FOLDER: Final = "_xmlsignatures/"
ORIGIN_PART: Final = "_xmlsignatures/origin.sigs"
ORIGIN_RELS_PART: Final = "_xmlsignatures/_rels/origin.sigs.rels"
SIGNATURE_PART: Final = "_xmlsignatures/sig1.xml"
SECOND_SIGNATURE_PART: Final = "_xmlsignatures/sig2.xml"
SIGNATURE_PARTS: Final = (SIGNATURE_PART, SECOND_SIGNATURE_PART)
UNSIGNED_PARTS: Final = frozenset({CONTENT_TYPES_PART, "docProps/core.xml", "docProps/app.xml"})

RELS_CONTENT: Final = "application/vnd.openxmlformats-package.relationships+xml"
ORIGIN_CONTENT: Final = "application/vnd.openxmlformats-package.digital-signature-origin"
SIGNATURE_CONTENT: Final = (
    "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
)
ORIGIN_REL: Final = f"{RELS}/digital-signature/origin"
SIGNATURE_REL: Final = f"{RELS}/digital-signature/signature"
_OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT_REL: Final = f"{_OFFICE_RELS}/officeDocument"
UNSIGNED_ROOT_RELS: Final = frozenset({
    ORIGIN_REL,
    f"{RELS}/metadata/core-properties",
    f"{_OFFICE_RELS}/extended-properties",
})

TIME_FORMAT: Final = "YYYY-MM-DDThh:mm:ssTZD"
OFFICE_CODE_DIGITS: Final = 12
SMALLEST_RSA: Final = 2048
SMALLEST_EXPONENT: Final = 65537
DOCUMENT_SIGNING: Final = "1.3.6.1.5.5.7.3.36"
MICROSOFT_DOCUMENT_SIGNING: Final = "1.3.6.1.4.1.311.10.3.12"
CURVES: Final = {"secp256r1": 32, "secp384r1": 48}
