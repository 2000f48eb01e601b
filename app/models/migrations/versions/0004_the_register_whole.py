"""The register whole: more facts, what is around a person, matters, papers, profiles, own figures"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _facts()
    _money()
    _people_around()
    _self_care()
    _matters()
    _codes()
    _imports_and_drafts()
    _judgements()
    _papers()
    _agreements()


def _facts() -> None:
    with op.batch_alter_table("household", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resident_size", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("vehicles", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("luxury", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("land_area", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("house_structure", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("house_danger", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("safe_water", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("large_expense", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("expense_cause", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("risk_cause", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("award_extent", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("registered_poor", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("registered_poor_no", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("relocation_site", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("elders_apart", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("note", sa.String(), nullable=True))
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("job_wish", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("work_place", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("work_months", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("labour_skill", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("chronically_ill", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("autism", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("disability_parts", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("disability_valid_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("school_stage", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("serious_illness_insurance", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("pension", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("mandarin", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("phone_owner", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("second_phone", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("second_phone_owner", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("residence_kind", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("residence_permit_no", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("agent_name", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("agent_id_no", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("agent_relation", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("staff_relative", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("staff_relative_words", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("confidential", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            "fk_person_merged_into_id_person", "person", ["merged_into_id"], ["id"]
        )


def _money() -> None:
    op.create_table(
        "benefit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("account_no", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_benefit_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_benefit"),
    )
    with op.batch_alter_table("benefit", schema=None) as batch_op:
        batch_op.create_index("ix_benefit_person_id", ["person_id"], unique=False)
    op.create_table(
        "income_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_income_line_household_id_household"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_income_line_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_income_line"),
    )
    with op.batch_alter_table("income_line", schema=None) as batch_op:
        batch_op.create_index("ix_income_line_household_id", ["household_id"], unique=False)
        batch_op.create_index("ix_income_line_person_id", ["person_id"], unique=False)


def _people_around() -> None:
    op.create_table(
        "kin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("id_no", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("able", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name="fk_kin_other_id_person"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_kin_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_kin"),
    )
    with op.batch_alter_table("kin", schema=None) as batch_op:
        batch_op.create_index("ix_kin_person_id", ["person_id"], unique=False)


def _self_care() -> None:
    op.create_table(
        "self_care",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("able_count", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("assessor", sa.String(), nullable=True),
        sa.Column("basis", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_self_care_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_self_care"),
    )
    with op.batch_alter_table("self_care", schema=None) as batch_op:
        batch_op.create_index("ix_self_care_person_id", ["person_id"], unique=False)


def _matters() -> None:
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("remedy", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_matter_contact_id_contact"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_matter_household_id_household"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_matter_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_matter"),
        sa.UniqueConstraint("key", name="uq_matter_key"),
    )
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.create_index("ix_matter_due_on", ["due_on"], unique=False)
        batch_op.create_index("ix_matter_household_id", ["household_id"], unique=False)
        batch_op.create_index("ix_matter_kind", ["kind"], unique=False)
        batch_op.create_index("ix_matter_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_matter_state", ["state"], unique=False)


def _codes() -> None:
    op.create_table(
        "code_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_code_mapping"),
        sa.UniqueConstraint("list", "raw", name="uq_code_mapping_list"),
    )
    op.create_table(
        "code_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_code_text"),
    )
    with op.batch_alter_table("code_text", schema=None) as batch_op:
        batch_op.create_index("ix_code_text_list", ["list"], unique=False)


def _imports_and_drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("actor", "place", name="uq_draft_actor"),
    )
    op.create_table(
        "import_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("headers", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_profile"),
        sa.UniqueConstraint("name", name="uq_import_profile_name"),
    )
    with op.batch_alter_table("import_profile", schema=None) as batch_op:
        batch_op.create_index("ix_import_profile_headers", ["headers"], unique=False)


def _judgements() -> None:
    op.create_table(
        "ignored_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("subject_table", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ignored_by", sa.String(), nullable=False),
        sa.Column("ignored_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ignored_doubt"),
        sa.UniqueConstraint("rule", "subject_table", "subject_id", name="uq_ignored_doubt_rule"),
    )
    op.create_table(
        "sameness_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["person.id"], name="fk_sameness_verdict_first_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["person.id"], name="fk_sameness_verdict_second_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sameness_verdict"),
        sa.UniqueConstraint("first_id", "second_id", name="uq_sameness_verdict_first_id"),
    )
    with op.batch_alter_table("sameness_verdict", schema=None) as batch_op:
        batch_op.create_index("ix_sameness_verdict_first_id", ["first_id"], unique=False)
        batch_op.create_index("ix_sameness_verdict_second_id", ["second_id"], unique=False)


def _papers() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("original_seen", sa.Date(), nullable=True),
        sa.Column("original_seen_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_paper_contact_id_contact"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_paper_household_id_household"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_paper_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_paper"),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index("ix_paper_contact_id", ["contact_id"], unique=False)
        batch_op.create_index("ix_paper_household_id", ["household_id"], unique=False)
        batch_op.create_index("ix_paper_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_paper_sha256", ["sha256"], unique=False)


def _agreements() -> None:
    op.create_table(
        "parameter_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("citation", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parameter_entry"),
    )
    with op.batch_alter_table("parameter_entry", schema=None) as batch_op:
        batch_op.create_index("ix_parameter_entry_key", ["key"], unique=False)
    op.create_table(
        "policy_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policy_pack"),
        sa.UniqueConstraint("sha256", name="uq_policy_pack_sha256"),
    )
    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("other_office_code", sa.String(), nullable=False),
        sa.Column("other_office_name", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transfer"),
        sa.UniqueConstraint("number", name="uq_transfer_number"),
    )
