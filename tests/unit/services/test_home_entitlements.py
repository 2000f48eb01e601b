"""What a household is entitled to together, and what a trial says without keeping anything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select

from app.core.errors import UserError
from app.core.terms import Answer
from app.models.audit import AuditLine
from app.services.assessing import home_facts
from app.services.desk import Desk
from app.services.entitlement_papers import print_entitlements
from app.services.home_entitlements import HomeEntitlements, show_entitlements, sums_of
from app.services.office import adopt_pack
from app.services.person.typed import FieldError
from app.services.trials import TrialView, trial
from app.services.verdict_words import Rhythm
from tests.factory import dump, id_number, make_household, make_person

DAY = date(2026, 5, 6)
_SETTLED = {
    "three_withouts": "否",
    "seriously_ill": "否",
    "disability_grade": "无",
    "single_parent_family": "否",
    "only_child_family": "否",
    "two_daughter_family": "否",
    "in_school": "是",
    "birth_date": "2012-05-20",
}


def _pupil(desk: Desk, name: str = "张小明", **facts: str) -> int:
    values: dict[str, Any] = {**_SETTLED, **facts}
    return make_person(desk, name, id_no="", **values)


@pytest.fixture
def home(desk: Desk) -> tuple[int, int, int]:
    """A pupil whose answer is settled, somebody of whom little is known, somebody in 特困."""
    people = (
        _pupil(desk),
        make_person(desk, "李大树"),
        make_person(desk, "王老五", categories=("tekun_scattered",)),
    )
    make_household(desk, people)
    return people


def _line(view: TrialView, title: str) -> tuple[object, object]:
    line = next(line for line in view.lines if title in line.title)
    assert line.before is not None
    assert line.after is not None
    return line.before.amount, line.after.amount


def _verbs(desk: Desk) -> list[str]:
    with desk.store.read() as session:
        return list(session.scalars(select(AuditLine.verb).order_by(AuditLine.id)))


def _pages(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    pdf.close()
    return texts


def _month(home: HomeEntitlements) -> dict[str, Decimal | None]:
    return {member.name: member.month.known for member in home.members}


def test_the_sum_of_a_household_counts_what_is_settled_only(
    desk: Desk, home: tuple[int, int, int]
) -> None:
    shown = show_entitlements(desk, home[0], day=DAY)
    assert _month(shown) == {
        "张小明": Decimal("141.00"),
        "李大树": None,
        "王老五": Decimal("1128.00"),
    }
    whole = shown.sums[0]
    assert (whole.rhythm, whole.known) == (Rhythm.MONTH, Decimal("1269.00"))
    assert set(whole.open) == {"分类施保特殊困难补助金", "特困照料护理费"}
    assert shown.asked.name == "张小明"


def test_an_amount_that_is_not_known_is_never_zero(desk: Desk, home: tuple[int, int, int]) -> None:
    shown = show_entitlements(desk, home[1], day=DAY)
    waiting = shown.asked.month
    assert waiting.known is None
    assert "0.00" not in waiting.words()
    assert "待核实" in waiting.words()


def test_who_has_no_claim_has_a_settled_zero(desk: Desk) -> None:
    alone = show_entitlements(desk, make_person(desk, categories=()), day=DAY)
    assert alone.asked.month.known == Decimal(0)
    assert alone.asked.month.open == ()


def test_the_dead_of_a_household_are_not_assessed(desk: Desk) -> None:
    alive, dead = make_person(desk), make_person(desk, "张老汉", death_date="2026-03-01")
    make_household(desk, (alive, dead))
    assert len(show_entitlements(desk, alive, day=DAY).members) == 1
    assert len(show_entitlements(desk, dead, day=DAY).members) == 2


def test_what_pays_the_household_is_counted_once(desk: Desk) -> None:
    adopt_pack(desk, "S4B", adopted=True, first=date(2026, 1, 1))
    people = (make_person(desk), make_person(desk, "李四"))
    make_household(desk, people, per_capita_income=Decimal("3600.00"))
    shown = show_entitlements(desk, people[0], day=DAY)
    (difference,) = [v for v in shown.home if v.programme == "dibao_difference"]
    assert difference.amount == Decimal("810.00")
    assert all("户" not in v.unit for member in shown.members for v in member.verdicts)
    assert shown.sums[0].known == Decimal("810.00")


def test_the_look_at_a_household_is_on_record(desk: Desk, home: tuple[int, int, int]) -> None:
    show_entitlements(desk, home[0], day=DAY)
    trial(desk, home[0], {}, DAY)
    assert _verbs(desk)[-2:] == ["view_person", "view_person"]


def test_another_day_has_its_own_law_and_categories(desk: Desk) -> None:
    person = make_person(desk, categories=("tekun_scattered",))
    before = show_entitlements(desk, person, day=date(2021, 12, 31))
    assert not any(v.answer is Answer.YES for v in before.asked.verdicts)
    assert show_entitlements(desk, person, day=DAY).asked.month.known == Decimal("1128.00")


def test_only_one_of_two_claims_is_paid_and_the_other_is_named(desk: Desk) -> None:
    person = _pupil(desk, seriously_ill="是")
    shown = show_entitlements(desk, person, day=DAY).asked.verdicts
    verdict = next(v for v in shown if v.programme == "dibao_supplement")
    assert verdict.why == "具备“重病患者”，按此项发放"
    (other,) = verdict.excluded
    assert "在校生" in other
    assert "就高不累加" in other


def test_where_no_programme_applies_the_sum_is_no_zero() -> None:
    (month,) = sums_of(())
    assert (month.known, month.words()) == (None, "每月 没有适用的待遇")


def test_a_trial_changes_nothing_in_the_store(desk: Desk, home: tuple[int, int, int]) -> None:
    before = dump(desk.store)
    view = trial(desk, home[1], {"seriously_ill": "是"}, DAY)
    assert _line(view, "分类施保") == (None, Decimal("211.50"))
    assert view.changes == ("重病患者：未采集 → 是",)
    assert dump(desk.store) == before


def test_a_trial_can_forget_what_is_known(desk: Desk) -> None:
    person = _pupil(desk)
    view = trial(desk, person, {"seriously_ill": ""}, DAY)
    assert _line(view, "分类施保") == (Decimal("141.00"), None)
    (line,) = [line for line in view.lines if line.changed]
    assert "新增 1 项要核实" in line.words()


def test_a_trial_says_how_much_more(desk: Desk) -> None:
    view = trial(desk, _pupil(desk), {"seriously_ill": "是"}, DAY)
    (line,) = [line for line in view.lines if line.changed]
    assert line.difference == Decimal("70.50")
    assert line.words().startswith("多 70.50 元")


def test_a_trial_of_another_day_stands_beside_today(desk: Desk) -> None:
    person = _pupil(desk)
    view = trial(desk, person, {}, date(2022, 3, 1))
    (line,) = [line for line in view.lines if "分类施保" in line.title]
    assert line.after is None
    assert line.words() == "那一天没有这项待遇"
    assert (view.today, view.changes) == (DAY, ())


def test_the_facts_of_a_trial_are_those_that_are_asked(desk: Desk) -> None:
    facts = {fact.key: fact for fact in trial(desk, _pupil(desk), {}, DAY).facts}
    assert facts["in_school"].known == "是"
    assert facts["retro_medical_bills"].known == ""
    assert "无" in facts["disability_grade"].choices
    assert "persons_helped" not in facts  # of a programme that is not carried out here


@pytest.mark.parametrize(
    ("key", "text"), [("birth_date", "昨天"), ("disability_grade", "九级"), ("in_school", "也许")]
)
def test_a_trial_value_that_cannot_be_read_is_refused_at_its_field(
    desk: Desk, key: str, text: str
) -> None:
    person = make_person(desk)
    before = dump(desk.store)
    with pytest.raises(FieldError) as refused:
        trial(desk, person, {key: text}, DAY)
    assert refused.value.key == key
    assert dump(desk.store) == before


def test_nobody_is_neither_shown_nor_tried_nor_printed(desk: Desk, tmp_path: Path) -> None:
    for ask in (
        lambda: show_entitlements(desk, 4711, day=DAY),
        lambda: trial(desk, 4711, {}, DAY),
        lambda: print_entitlements(desk, [4711], tmp_path / "x.pdf", DAY),
        lambda: print_entitlements(desk, [], tmp_path / "x.pdf", DAY),
    ):
        with pytest.raises(UserError, match="没有"):
            ask()
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_statement_names_what_is_paid_why_and_what_is_missing(
    desk: Desk, home: tuple[int, int, int], tmp_path: Path
) -> None:
    path = tmp_path / "说明.pdf"
    printed = print_entitlements(desk, home, path, DAY)
    pages = _pages(path)
    assert printed.people == len(home) == printed.pages == len(pages)
    pupil = pages[0].replace("\r\n", "")
    for words in ("张小明", "141.00", "在校生", "S3.201", "2022-06-27", "核算人", "2026年5月6日"):
        assert words in pupil
    assert "还要核实" in pages[1]
    assert "计算" not in pages[1].split("特困供养人员基本生活费")[0] or "141.00" not in pages[1]
    assert _verbs(desk)[-1] == "print_entitlements"


def test_the_number_on_a_statement_is_masked_unless_asked_for(desk: Desk, tmp_path: Path) -> None:
    number = id_number()
    person = make_person(desk, id_no=number)
    print_entitlements(desk, [person], tmp_path / "遮.pdf", DAY)
    print_entitlements(desk, [person], tmp_path / "全.pdf", DAY, full=True)
    assert number not in _pages(tmp_path / "遮.pdf")[0]
    assert number in _pages(tmp_path / "全.pdf")[0]
    with desk.store.read() as session:
        words = session.scalars(select(AuditLine.words).order_by(AuditLine.id.desc())).first()
    assert words is not None
    assert "含完整号码" in words


def test_a_long_statement_goes_on_under_the_name_of_the_person(desk: Desk, tmp_path: Path) -> None:
    for pack in ("S0F", "S2P8", "S2P9", "S4B", "S1"):
        adopt_pack(desk, pack, adopted=True, first=date(2020, 1, 1))
    name = "阿卜杜热合曼·买买提依明·吐尔逊·艾合买提·努尔麦麦提"
    path = tmp_path / "说明.pdf"
    printed = print_entitlements(desk, [make_person(desk, name)], path, DAY)
    first, *others = _pages(path)
    assert printed.pages == 1 + len(others) > 1
    assert "（续）" not in first
    assert all("（续）" in page and name[:12] in page for page in others)
    assert ["核算人" in page for page in (first, *others)].index(True) == len(others)


def test_the_income_is_that_of_the_own_household(desk: Desk) -> None:
    person = make_person(desk)
    home = make_household(desk, (person,), per_capita_income=Decimal("6000.00"))
    make_household(desk, (make_person(desk, "别人"),), per_capita_income=Decimal("1.00"))
    with desk.store.read() as session:
        facts = home_facts(session, home)
    assert facts is not None
    assert facts.values()["month_income_per_head"] == Decimal("500.00")
