"""Which layout of a form holds here: the office's own, else the shipped one; and by which a paper
was printed. Nothing that draws is loaded for it: the window starts without."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from app.core.errors import UserError
from app.core.form_file import form_of_text, load_form, shipped_keys
from app.core.forms import Form
from app.core.paths import resource
from app.models.form import PrintedLayout
from app.models.queries import documents as queries
from app.models.unit_of_work import Session

SHEET = "visit_sheet"

read_layout = lru_cache(maxsize=64)(form_of_text)


def form_in_use(session: Session, key: str) -> Form:
    """The layout that holds here: the office's own, else the shipped one. Raises ``UserError`` when
    there is no form of this key."""
    own = queries.newest_layout(session, key)
    if own is not None:
        return read_layout(own.text, own.source)
    if key not in shipped_keys():
        raise UserError("没有这种表样。", f"表样代码：{key}。", "请在“设置—表样”中查看有哪些表样。")
    return load_form(key)


def keep_layout(session: Session, key: str) -> PrintedLayout:
    """The layout that holds here, kept as papers are printed by it: what was printed is typed in
    by the same, whatever is adopted or shipped later. Raises ``UserError`` like ``form_in_use``."""
    form, own = form_in_use(session, key), queries.newest_layout(session, key)
    if own is not None:
        text = own.text
    else:
        text = resource("forms", f"{key}.toml").read_text(encoding="utf-8-sig")
    digest = sha256(text.encode("utf-8")).hexdigest()
    kept = queries.printed_layout(session, digest)
    if kept is None:
        kept = PrintedLayout(key=key, version=form.version, sha256=digest, text=text)
        session.add(kept)
        session.flush()
    return kept


def printed_form(session: Session, layout_id: int | None) -> Form:
    """The form as it was printed; what was printed before layouts were kept is a visit sheet."""
    if layout_id is None:
        return form_in_use(session, SHEET)
    kept = session.get_one(PrintedLayout, layout_id)
    return read_layout(kept.text, kept.key)


def printed_forms(session: Session) -> dict[int | None, Form]:
    """Every form by which something was printed."""
    forms: dict[int | None, Form] = {None: form_in_use(session, SHEET)}
    for kept in queries.printed_layouts(session):
        forms[kept.id] = read_layout(kept.text, kept.key)
    return forms


def forms_in_use(session: Session) -> dict[str, Form]:
    """Every form by its key."""
    own = queries.newest_layouts(session)
    read = {key: read_layout(row.text, row.source) for key, row in own.items()}
    return {key: load_form(key) for key in shipped_keys() if key not in own} | read
