"""In which order a person's facts are asked: every field of the dictionary, once, but for what is
confidential, which has a form of its own."""

from __future__ import annotations

from dataclasses import dataclass

PLACE, KINDS = "住址和家庭", "对象类别"  # sections that hold more than fields of the dictionary


@dataclass(frozen=True)
class Section:
    """One part of the form: its title and the keys of its fields."""

    title: str
    keys: tuple[str, ...]


SECTIONS = (
    Section(
        "身份",
        (
            "name",
            "id_no",
            "no_id_reason",
            "sex",
            "birth_date",
            "ethnicity",
            "former_name",
            "marriage",
            "education",
            "political",
        ),
    ),
    Section(
        PLACE, ("address", "hukou_address", "hukou_kind", "residence_kind", "residence_permit_no")
    ),
    Section(KINDS, ()),
    Section("联系", ("phone", "phone_owner", "second_phone", "second_phone_owner")),
    Section(
        "健康和残疾",
        (
            "health",
            "illness",
            "seriously_ill",
            "chronically_ill",
            "autism",
            "disability_no",
            "disability_kind",
            "disability_grade",
            "disability_parts",
            "disability_valid_until",
            "self_care",
        ),
    ),
    Section(
        "供养照料",
        (
            "three_withouts",
            "support_form",
            "care_institution",
            "carer_name",
            "carer_id_no",
            "carer_phone",
        ),
    ),
    Section(
        "劳动收入",
        (
            "labour",
            "labour_skill",
            "employment",
            "annual_income",
            "job_wish",
            "work_place",
            "work_months",
        ),
    ),
    Section("教育", ("in_school", "school", "school_stage", "mandarin")),
    Section(
        "参保和家庭类型",
        (
            "insurance",
            "serious_illness_insurance",
            "pension",
            "single_parent_family",
            "only_child_family",
            "two_daughter_family",
        ),
    ),
    Section(
        "发放",
        (
            "bank",
            "account_name",
            "account_no",
            "card_no",
            "agent_name",
            "agent_id_no",
            "agent_relation",
        ),
    ),
    Section(
        "其他",
        ("staff_relative", "staff_relative_words", "death_date", "note"),
    ),
)

ASKED = tuple(key for section in SECTIONS for key in section.keys)
REQUIRED = frozenset({"name"})
# Fields of digits: full-width ones become plain, blanks go. How long a finished one is.
LENGTHS = {
    "id_no": (18, 20, 22),
    "disability_no": (20, 22),
    "carer_id_no": (18,),
    "agent_id_no": (18,),
    "residence_permit_no": (),
    "phone": (11,),
    "second_phone": (11,),
    "carer_phone": (11,),
    "account_no": (),
    "card_no": (),
}
LONG = frozenset({"note", "staff_relative_words"})
SEXES = ("男", "女")
