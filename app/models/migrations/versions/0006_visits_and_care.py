"""Visits and care: responsible persons, what bends the plan, carers, giving, layouts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.models import kept_plan

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cadre()
    _responsible_columns()
    _printed_layout()
    _contact_columns()
    _ledger_export_columns()
    _sheet_batch_columns()
    _self_care_columns()
    _life_event()
    _contact_excuse()
    _contact_day()
    _recheck()
    _recheck_line()
    _carer()
    _care_agreement()
    _care_score()
    _stock_item()
    _donation()
    _festival_visit()
    _gift()
    _stock_move()
    _wish()
    _activity()
    _mutual_help()
    _form_layout()
    _printed_form()
    kept_plan.create(op.get_bind())


def _cadre() -> None:
    op.create_table(
        "cadre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("village_default", sa.Boolean(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=True),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["cadre.id"], name="fk_cadre_deputy_id_cadre"),
        sa.ForeignKeyConstraint(["village_id"], ["region.id"], name="fk_cadre_village_id_region"),
        sa.PrimaryKeyConstraint("id", name="pk_cadre"),
    )
    with op.batch_alter_table("cadre", schema=None) as batch_op:
        batch_op.create_index("ix_cadre_village_id", ["village_id"], unique=False)


def _responsible_columns() -> None:
    with op.batch_alter_table("responsible", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cadre_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("programme", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("end_reason", sa.String(), nullable=True))
        batch_op.create_index("ix_responsible_cadre_id", ["cadre_id"], unique=False)
        batch_op.create_foreign_key("fk_responsible_cadre_id_cadre", "cadre", ["cadre_id"], ["id"])


def _contact_columns() -> None:
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("time", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("hours", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("late_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("checked_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("layout_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            "fk_contact_layout_id_printed_layout", "printed_layout", ["layout_id"], ["id"]
        )


def _sheet_batch_columns() -> None:
    with op.batch_alter_table("sheet_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("layout_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            "fk_sheet_batch_layout_id_printed_layout", "printed_layout", ["layout_id"], ["id"]
        )


def _self_care_columns() -> None:
    with op.batch_alter_table("self_care", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_self_care_contact_id", ["contact_id"], unique=False)
        batch_op.create_foreign_key(
            "fk_self_care_contact_id_contact", "contact", ["contact_id"], ["id"]
        )


def _printed_layout() -> None:
    op.create_table(
        "printed_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_printed_layout"),
        sa.UniqueConstraint("sha256", name="uq_printed_layout_sha256"),
    )
    with op.batch_alter_table("printed_layout", schema=None) as batch_op:
        batch_op.create_index("ix_printed_layout_key", ["key"], unique=False)


def _ledger_export_columns() -> None:
    with op.batch_alter_table("ledger_export", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sources", sa.JSON(), nullable=True))


def _life_event() -> None:
    op.create_table(
        "life_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("told_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_life_event_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_life_event"),
    )
    with op.batch_alter_table("life_event", schema=None) as batch_op:
        batch_op.create_index("ix_life_event_kind", ["kind"], unique=False)
        batch_op.create_index("ix_life_event_person_id", ["person_id"], unique=False)


def _contact_excuse() -> None:
    op.create_table(
        "contact_excuse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_contact_excuse_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_excuse"),
    )
    with op.batch_alter_table("contact_excuse", schema=None) as batch_op:
        batch_op.create_index("ix_contact_excuse_person_id", ["person_id"], unique=False)


def _contact_day() -> None:
    op.create_table(
        "contact_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("visitor", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_contact_day_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_day"),
    )
    with op.batch_alter_table("contact_day", schema=None) as batch_op:
        batch_op.create_index("ix_contact_day_month", ["month"], unique=False)
        batch_op.create_index("ix_contact_day_person_id", ["person_id"], unique=False)


def _recheck() -> None:
    op.create_table(
        "recheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("list_digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recheck"),
        sa.UniqueConstraint("number", name="uq_recheck_number"),
    )


def _recheck_line() -> None:
    op.create_table(
        "recheck_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recheck_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("office_code", sa.String(), nullable=True),
        sa.Column("contact_no", sa.String(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_recheck_line_contact_id_contact"
        ),
        sa.ForeignKeyConstraint(
            ["recheck_id"], ["recheck.id"], name="fk_recheck_line_recheck_id_recheck"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recheck_line"),
    )
    with op.batch_alter_table("recheck_line", schema=None) as batch_op:
        batch_op.create_index("ix_recheck_line_contact_id", ["contact_id"], unique=False)
        batch_op.create_index("ix_recheck_line_recheck_id", ["recheck_id"], unique=False)


def _carer() -> None:
    op.create_table(
        "carer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id_no", sa.String(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("health", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("qualified_on", sa.Date(), nullable=False),
        sa.Column("disqualified_on", sa.Date(), nullable=True),
        sa.Column("disqualified_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_carer_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_carer"),
    )
    with op.batch_alter_table("carer", schema=None) as batch_op:
        batch_op.create_index("ix_carer_person_id", ["person_id"], unique=False)


def _care_agreement() -> None:
    op.create_table(
        "care_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("carer_id", sa.Integer(), nullable=False),
        sa.Column("kin_id", sa.Integer(), nullable=True),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("items", sa.String(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("account_no", sa.String(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["carer_id"], ["carer.id"], name="fk_care_agreement_carer_id_carer"
        ),
        sa.ForeignKeyConstraint(["kin_id"], ["kin.id"], name="fk_care_agreement_kin_id_kin"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_care_agreement_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_care_agreement"),
        sa.UniqueConstraint("number", name="uq_care_agreement_number"),
    )
    with op.batch_alter_table("care_agreement", schema=None) as batch_op:
        batch_op.create_index("ix_care_agreement_carer_id", ["carer_id"], unique=False)
        batch_op.create_index("ix_care_agreement_kin_id", ["kin_id"], unique=False)
        batch_op.create_index("ix_care_agreement_person_id", ["person_id"], unique=False)


def _care_score() -> None:
    op.create_table(
        "care_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("vetoes", sa.JSON(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("satisfaction", sa.String(), nullable=True),
        sa.Column("opinion", sa.String(), nullable=True),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("scored_by", sa.String(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_how", sa.String(), nullable=True),
        sa.Column("why_corrected", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["care_agreement.id"],
            name="fk_care_score_agreement_id_care_agreement",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_care_score"),
    )
    with op.batch_alter_table("care_score", schema=None) as batch_op:
        batch_op.create_index("ix_care_score_agreement_id", ["agreement_id"], unique=False)
        batch_op.create_index("ix_care_score_month", ["month"], unique=False)


def _stock_item() -> None:
    op.create_table(
        "stock_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_stock_item"),
        sa.UniqueConstraint("name", name="uq_stock_item_name"),
    )


def _donation() -> None:
    op.create_table(
        "donation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("donor", sa.String(), nullable=False),
        sa.Column("donor_phone", sa.String(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_donation"),
        sa.UniqueConstraint("number", name="uq_donation_number"),
    )


def _festival_visit() -> None:
    op.create_table(
        "festival_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_festival_visit"),
    )


def _gift() -> None:
    op.create_table(
        "gift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("festival_id", sa.Integer(), nullable=True),
        sa.Column("donation_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("worth", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("given_by", sa.String(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_gift_contact_id_contact"),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donation.id"], name="fk_gift_donation_id_donation"
        ),
        sa.ForeignKeyConstraint(
            ["festival_id"], ["festival_visit.id"], name="fk_gift_festival_id_festival_visit"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_gift_household_id_household"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["stock_item.id"], name="fk_gift_item_id_stock_item"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_gift_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_gift"),
        sa.UniqueConstraint("number", name="uq_gift_number"),
    )
    with op.batch_alter_table("gift", schema=None) as batch_op:
        batch_op.create_index("ix_gift_contact_id", ["contact_id"], unique=False)
        batch_op.create_index("ix_gift_day", ["day"], unique=False)
        batch_op.create_index("ix_gift_donation_id", ["donation_id"], unique=False)
        batch_op.create_index("ix_gift_festival_id", ["festival_id"], unique=False)
        batch_op.create_index("ix_gift_household_id", ["household_id"], unique=False)
        batch_op.create_index("ix_gift_item_id", ["item_id"], unique=False)
        batch_op.create_index("ix_gift_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_gift_source", ["source"], unique=False)


def _stock_move() -> None:
    op.create_table(
        "stock_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("gift_id", sa.Integer(), nullable=True),
        sa.Column("donation_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donation.id"], name="fk_stock_move_donation_id_donation"
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name="fk_stock_move_gift_id_gift"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["stock_item.id"], name="fk_stock_move_item_id_stock_item"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stock_move"),
    )
    with op.batch_alter_table("stock_move", schema=None) as batch_op:
        batch_op.create_index("ix_stock_move_donation_id", ["donation_id"], unique=False)
        batch_op.create_index("ix_stock_move_gift_id", ["gift_id"], unique=False)
        batch_op.create_index("ix_stock_move_item_id", ["item_id"], unique=False)


def _wish() -> None:
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("none_wished", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("fulfilled_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("feedback", sa.String(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_wish_contact_id_contact"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_wish_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_wish"),
    )
    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.create_index("ix_wish_contact_id", ["contact_id"], unique=False)
        batch_op.create_index("ix_wish_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_wish_state", ["state"], unique=False)


def _activity() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("volunteers", sa.Integer(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("spent", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index("ix_activity_kind", ["kind"], unique=False)


def _mutual_help() -> None:
    op.create_table(
        "mutual_help",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("helper_household_id", sa.Integer(), nullable=True),
        sa.Column("helper", sa.String(), nullable=False),
        sa.Column("helper_phone", sa.String(), nullable=True),
        sa.Column("tasks", sa.String(), nullable=True),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["helper_household_id"],
            ["household.id"],
            name="fk_mutual_help_helper_household_id_household",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_mutual_help_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mutual_help"),
    )
    with op.batch_alter_table("mutual_help", schema=None) as batch_op:
        batch_op.create_index(
            "ix_mutual_help_helper_household_id", ["helper_household_id"], unique=False
        )
        batch_op.create_index("ix_mutual_help_person_id", ["person_id"], unique=False)


def _form_layout() -> None:
    op.create_table(
        "form_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_layout"),
    )
    with op.batch_alter_table("form_layout", schema=None) as batch_op:
        batch_op.create_index("ix_form_layout_key", ["key"], unique=False)


def _printed_form() -> None:
    op.create_table(
        "printed_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(), nullable=False),
        sa.Column("printed_by", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("stack_no", sa.String(), nullable=False),
        sa.Column("layout_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_printed_form_contact_id_contact"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name="fk_printed_form_household_id_household"
        ),
        sa.ForeignKeyConstraint(
            ["layout_id"], ["printed_layout.id"], name="fk_printed_form_layout_id_printed_layout"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_printed_form_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_printed_form"),
        sa.UniqueConstraint("number", name="uq_printed_form_number"),
    )
    with op.batch_alter_table("printed_form", schema=None) as batch_op:
        batch_op.create_index("ix_printed_form_contact_id", ["contact_id"], unique=False)
        batch_op.create_index("ix_printed_form_form_key", ["form_key"], unique=False)
        batch_op.create_index("ix_printed_form_household_id", ["household_id"], unique=False)
        batch_op.create_index("ix_printed_form_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_printed_form_stack_no", ["stack_no"], unique=False)
