"""What the county decides about conflicts, and the merged workbooks it has made"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conflict_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conflict_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("kept_claim", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conflict_decision"),
        sa.UniqueConstraint("conflict_id", name="uq_conflict_decision_conflict_id"),
    )
    op.create_table(
        "merged_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_merged_month"),
        sa.UniqueConstraint("number", name="uq_merged_month_number"),
    )
    with op.batch_alter_table("merged_month", schema=None) as batch_op:
        batch_op.create_index("ix_merged_month_month", ["month"], unique=False)

    # Plain ADD COLUMN: the table keeps its rows, and with them the bytes of every ledger.
    op.add_column("received_ledger", sa.Column("visits_due", sa.Integer(), nullable=True))
    op.add_column("received_ledger", sa.Column("visits_done", sa.Integer(), nullable=True))
