"""What the files say of one person, while rows are brought together."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.importers.book import Cell
from app.importers.planned import Around, Place, PlannedCategory
from app.importers.register import FieldValue
from app.importers.table import Table

HEAD_RELATIONS = frozenset({"户主", "本人", "本人或户主"})


@dataclass
class Person:
    """What one row, later several, say of a person. ``key`` is None when the row is refused."""

    key: str | None
    table: Table
    place: Place
    fields: dict[str, FieldValue]
    raw: dict[str, str]
    categories: dict[str, PlannedCategory] = field(default_factory=dict)
    head_key: str | None = None
    head_name: str | None = None
    relation: str | None = None
    village: str | None = None
    group: str | None = None
    monthly: Cell | None = None
    around: Around = field(default_factory=Around)
    home: dict[str, FieldValue] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()
    number: str = ""

    @property
    def is_head(self) -> bool:
        if self.head_key is not None:
            return self.head_key == self.key
        named = self.head_name is not None and self.head_name == self.fields.get("name")
        return self.relation in HEAD_RELATIONS or named
