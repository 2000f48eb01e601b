"""A specimen of a form: each place filled with the name of its fact, or with very long contents."""

from __future__ import annotations

from app.core.form_facts import facts_of, row_sources
from app.core.forms import Form, Grid
from app.exporters.form_heights import Content, Row
from app.exporters.form_pdf import FormSheet

NUMBER = "9900000000000"
_SHORT_ROWS, _LONG_ROWS = 2, 6
_SHORTEST = {
    "sex": "女", "age": "103", "family_size": "12", "covered_size": "12", "able": "无",
    "id_text": "99010119500307472X", "id_no": "99010119500307472X", "year": "2026",
    "month": "2026年12月", "today": "2026年12月30日",
}  # fmt: skip


def sample_content(form: Form, *, long: bool = False) -> Content:
    """Contents for every fact and every row; ``long`` ones are as long as a register ever had."""
    values = {key: _text(key, label, long=long) for key, label in facts_of(form.subject).items()}
    rows = {grid.source: _rows(form, grid, long=long) for grid in form.grids if grid.source}
    return Content(values, rows)


def sample_sheet(form: Form, *, long: bool = False) -> FormSheet:
    """The specimen as a sheet."""
    content = sample_content(form, long=long)
    return FormSheet(NUMBER, content.values, content.rows, "样张")


def _rows(form: Form, grid: Grid, *, long: bool) -> list[Row]:
    facts = row_sources(form.subject)[grid.source]
    row = {key: _text(key, label, long=long) for key, label in facts.items()}
    return [row] * (_LONG_ROWS if long else _SHORT_ROWS)


def _text(key: str, label: str, *, long: bool) -> str:
    if not long:
        return label
    if key in _SHORTEST:
        return _SHORTEST[key]
    length = 80 if "address" in key else 30 if key.endswith(("name", "carer", "office")) else 20
    return (label + "某" * length)[:length]
