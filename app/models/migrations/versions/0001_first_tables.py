"""First tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adopted_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_adopted_pack"),
        sa.UniqueConstraint("key", name="uq_adopted_pack_key"),
    )
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("subject_table", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["audit_line.id"], name="fk_audit_line_undone_by_audit_line"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_line"),
    )
    with op.batch_alter_table("audit_line", schema=None) as batch_op:
        batch_op.create_index("ix_audit_line_verb", ["verb"], unique=False)

    op.create_table(
        "ledger_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("batch_no", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("exported_at", sa.DateTime(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_export"),
        sa.UniqueConstraint("batch_no", name="uq_ledger_export_batch_no"),
    )
    with op.batch_alter_table("ledger_export", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_export_month", ["month"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("county", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("is_self", sa.Boolean(), nullable=False),
        sa.Column("clerk", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
        sa.UniqueConstraint("code", name="uq_office_code"),
    )
    op.create_table(
        "received_ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_code", sa.String(), nullable=False),
        sa.Column("office_name", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("batch_no", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("previous_sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_received_ledger"),
        sa.UniqueConstraint("office_code", "batch_no", name="uq_received_ledger_office_code"),
        sa.UniqueConstraint("sha256", name="uq_received_ledger_sha256"),
    )
    with op.batch_alter_table("received_ledger", schema=None) as batch_op:
        batch_op.create_index("ix_received_ledger_month", ["month"], unique=False)
        batch_op.create_index("ix_received_ledger_office_code", ["office_code"], unique=False)

    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name="fk_region_parent_id_region"),
        sa.PrimaryKeyConstraint("id", name="pk_region"),
        sa.UniqueConstraint("parent_id", "name", name="uq_region_parent_id"),
    )
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_setting"),
        sa.UniqueConstraint("key", name="uq_setting_key"),
    )
    op.create_table(
        "sheet_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("printed_at", sa.DateTime(), nullable=False),
        sa.Column("printed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_batch"),
        sa.UniqueConstraint("number", name="uq_sheet_batch_number"),
    )
    op.create_table(
        "audit_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["line_id"], ["audit_line.id"], name="fk_audit_change_line_id_audit_line"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_change"),
    )
    with op.batch_alter_table("audit_change", schema=None) as batch_op:
        batch_op.create_index("ix_audit_change_line_id", ["line_id"], unique=False)
        batch_op.create_index("ix_audit_change_row_id", ["row_id"], unique=False)

    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("head_key", sa.String(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("group_name", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("head_name", sa.String(), nullable=False),
        sa.Column("head_id_no", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("covered_size", sa.Integer(), nullable=True),
        sa.Column("annual_income", sa.BigInteger(), nullable=True),
        sa.Column("per_capita_income", sa.BigInteger(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("hukou_kind", sa.String(), nullable=True),
        sa.Column("cert_no", sa.String(), nullable=True),
        sa.Column("first_month", sa.String(), nullable=True),
        sa.Column("apply_reason", sa.String(), nullable=True),
        sa.Column("calc_method", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("bank", sa.String(), nullable=True),
        sa.Column("account_name", sa.String(), nullable=True),
        sa.Column("account_no", sa.String(), nullable=True),
        sa.Column("card_no", sa.String(), nullable=True),
        sa.Column("meter_no", sa.String(), nullable=True),
        sa.Column("house_count", sa.Integer(), nullable=True),
        sa.Column("house_area", sa.BigInteger(), nullable=True),
        sa.Column("financial_assets", sa.BigInteger(), nullable=True),
        sa.Column("other_assets", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["region.id"], name="fk_household_village_id_region"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
        sa.UniqueConstraint("head_key", name="uq_household_head_key"),
    )
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.create_index("ix_household_village_id", ["village_id"], unique=False)

    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["audit_line.id"], name="fk_import_batch_line_id_audit_line"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("id_key", sa.String(), nullable=True),
        sa.Column("id_kind", sa.String(), nullable=False),
        sa.Column("pinyin", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("group_name", sa.String(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=True),
        sa.Column("raw", sa.JSON(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("former_name", sa.String(), nullable=True),
        sa.Column("id_no", sa.String(), nullable=True),
        sa.Column("no_id_reason", sa.String(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("ethnicity", sa.String(), nullable=True),
        sa.Column("marriage", sa.String(), nullable=True),
        sa.Column("education", sa.String(), nullable=True),
        sa.Column("political", sa.String(), nullable=True),
        sa.Column("employment", sa.String(), nullable=True),
        sa.Column("annual_income", sa.BigInteger(), nullable=True),
        sa.Column("labour", sa.String(), nullable=True),
        sa.Column("health", sa.String(), nullable=True),
        sa.Column("illness", sa.String(), nullable=True),
        sa.Column("seriously_ill", sa.Boolean(), nullable=True),
        sa.Column("disability_no", sa.String(), nullable=True),
        sa.Column("disability_kind", sa.String(), nullable=True),
        sa.Column("disability_grade", sa.String(), nullable=True),
        sa.Column("self_care", sa.String(), nullable=True),
        sa.Column("support_form", sa.String(), nullable=True),
        sa.Column("care_institution", sa.String(), nullable=True),
        sa.Column("carer_name", sa.String(), nullable=True),
        sa.Column("carer_id_no", sa.String(), nullable=True),
        sa.Column("carer_phone", sa.String(), nullable=True),
        sa.Column("in_school", sa.Boolean(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("three_withouts", sa.Boolean(), nullable=True),
        sa.Column("single_parent_family", sa.Boolean(), nullable=True),
        sa.Column("only_child_family", sa.Boolean(), nullable=True),
        sa.Column("two_daughter_family", sa.Boolean(), nullable=True),
        sa.Column("insurance", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("hukou_address", sa.String(), nullable=True),
        sa.Column("hukou_kind", sa.String(), nullable=True),
        sa.Column("bank", sa.String(), nullable=True),
        sa.Column("account_name", sa.String(), nullable=True),
        sa.Column("account_no", sa.String(), nullable=True),
        sa.Column("card_no", sa.String(), nullable=True),
        sa.Column("death_date", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["village_id"], ["region.id"], name="fk_person_village_id_region"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("id_key", name="uq_person_id_key"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_initials", ["initials"], unique=False)
        batch_op.create_index("ix_person_name", ["name"], unique=False)
        batch_op.create_index("ix_person_phone", ["phone"], unique=False)
        batch_op.create_index("ix_person_village_id", ["village_id"], unique=False)

    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_award_household_id_household"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_award"),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index("ix_award_household_id", ["household_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("visitors", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_contact_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_day", ["day"], unique=False)
        batch_op.create_index("ix_contact_person_id", ["person_id"], unique=False)

    op.create_table(
        "holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_holding_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_holding"),
    )
    with op.batch_alter_table("holding", schema=None) as batch_op:
        batch_op.create_index("ix_holding_code", ["code"], unique=False)
        batch_op.create_index("ix_holding_person_id", ["person_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_membership_household_id_household"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_membership_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_household_id", ["household_id"], unique=False)
        batch_op.create_index("ix_membership_person_id", ["person_id"], unique=False)

    op.create_table(
        "responsible",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_responsible_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_responsible"),
    )
    with op.batch_alter_table("responsible", schema=None) as batch_op:
        batch_op.create_index("ix_responsible_person_id", ["person_id"], unique=False)

    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["sheet_batch.id"], name="fk_sheet_batch_id_sheet_batch"
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_sheet_contact_id_contact"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_sheet_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_sheet"),
        sa.UniqueConstraint("number", name="uq_sheet_number"),
    )
    with op.batch_alter_table("sheet", schema=None) as batch_op:
        batch_op.create_index("ix_sheet_batch_id", ["batch_id"], unique=False)
        batch_op.create_index("ix_sheet_person_id", ["person_id"], unique=False)
