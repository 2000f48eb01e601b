"""Which layout of a form holds here: the office's own, else the shipped one. Nothing that draws is
loaded for it: the window starts without."""

from __future__ import annotations

from functools import lru_cache

from app.core.errors import UserError
from app.core.form_file import form_of_text, load_form, shipped_keys
from app.core.forms import Form
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


def forms_in_use(session: Session) -> dict[str, Form]:
    """Every form by its key."""
    own = queries.newest_layouts(session)
    read = {key: read_layout(row.text, row.source) for key, row in own.items()}
    return {key: load_form(key) for key in shipped_keys() if key not in own} | read
