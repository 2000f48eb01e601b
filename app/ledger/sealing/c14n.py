"""Inclusive Canonical XML 1.0, and a parser that fetches and expands nothing.

lxml's own C14N is right for whole documents but wrong for a part of one: it writes ``xmlns=""`` on
grandchildren and drops inherited namespaces, so that signatures made with it are broken for
everyone else. Hence this writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

_XML = "http://www.w3.org/XML/1998/namespace"
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
_ATTRIBUTE = str.maketrans({
    "&": "&amp;",
    "<": "&lt;",
    '"': "&quot;",
    "\t": "&#x9;",
    "\n": "&#xA;",
    "\r": "&#xD;",
})
Namespaces = Mapping[str | None, str]


def parse_xml(data: bytes) -> etree._Element:
    """The root of a document in UTF-8 without DOCTYPE. Raises ValueError for anything else."""
    check_plain(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("not well-formed") from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("a DOCTYPE is not allowed")
    return root


def check_plain(data: bytes) -> None:
    """UTF-8 and no DOCTYPE, before any parser sees it. Raises ValueError."""
    if not data.startswith(b"<") or b"\x00" in data[:200]:
        raise ValueError("not UTF-8")
    head = data[:200].partition(b"?>")[0].lower()
    if b"encoding" in head and b'"utf-8"' not in head and b"'utf-8'" not in head:
        raise ValueError("not UTF-8")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("a DOCTYPE is not allowed")


def canonical(element: etree._Element) -> bytes:
    """The element as canonical XML with every namespace that is in scope where it stands.

    Raises ValueError for comments, processing instructions and entities: no signed part of a ledger
    has them, and what is not understood is not signed.
    """
    inherited = {
        name: value
        for ancestor in reversed(list(element.iterancestors()))
        for name, value in _attributes(ancestor).items()
        if name.startswith(f"{{{_XML}}}")
    }
    return "".join(_element(element, {}, inherited)).encode()


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _element(
    element: etree._Element, rendered: Namespaces, inherited: Mapping[str, str]
) -> Iterator[str]:
    if not isinstance(element.tag, str):
        raise ValueError("only elements and text can be made canonical")
    name = _qualified(element.prefix, etree.QName(element).localname)
    scope = {prefix: uri for prefix, uri in element.nsmap.items() if prefix != "xml"}
    new = {prefix: uri for prefix, uri in scope.items() if rendered.get(prefix) != uri}
    if None in rendered and None not in scope and rendered[None]:
        new[None] = ""
    yield f"<{name}"
    for prefix, uri in sorted(new.items(), key=lambda item: item[0] or ""):
        yield f' {_qualified("xmlns", prefix) if prefix else "xmlns"}="{uri.translate(_ATTRIBUTE)}"'
    yield from _written_attributes(element, inherited)
    yield f">{(element.text or '').translate(_TEXT)}"
    below = {**rendered, **new}
    for child in element:
        yield from _element(child, below, {})
        yield (child.tail or "").translate(_TEXT)
    yield f"</{name}>"


def _written_attributes(element: etree._Element, inherited: Mapping[str, str]) -> Iterator[str]:
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
    attributes = {**inherited, **_attributes(element)}
    named = [(etree.QName(key), value) for key, value in attributes.items()]
    for name, value in sorted(named, key=lambda item: (item[0].namespace or "", item[0].localname)):
        prefix = "xml" if name.namespace == _XML else prefixes.get(name.namespace or "")
        yield f' {_qualified(prefix, name.localname)}="{value.translate(_ATTRIBUTE)}"'


def _qualified(prefix: str | None, name: str) -> str:
    return f"{prefix}:{name}" if prefix else name
