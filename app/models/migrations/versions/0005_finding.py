"""The index by which people are found, every reading of their names, keys that are looked up"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from app.core.pinyin import readings
from app.models import find_index

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_person_initials", "person")
    # Without these, taking back an import reads a whole table for each row that goes.
    op.create_index("ix_person_merged_into_id", "person", ["merged_into_id"])
    op.create_index("ix_kin_other_id", "kin", ["other_id"])
    op.create_index("ix_matter_contact_id", "matter", ["contact_id"])
    op.create_index("ix_sheet_contact_id", "sheet", ["contact_id"])
    _read_names()
    find_index.create(op.get_bind())


def _read_names() -> None:
    """Keep the readings as this version knows them; they follow from the names."""
    connection = op.get_bind()
    rows = connection.execute(text("SELECT id, name, former_name, pinyin, initials FROM person"))
    changed = []
    for person, name, former_name, pinyin, initials in rows:
        full, short = readings(name, former_name)
        if (full, short) != (pinyin, initials):
            changed.append({"id": person, "pinyin": full, "initials": short})
    if changed:
        query = "UPDATE person SET pinyin = :pinyin, initials = :initials WHERE id = :id"
        connection.execute(text(query), changed)
