"""Matters: found once, closed by themselves, never asked twice; and what a clerk does with them."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import Cancelled, DeclinedError, UserError
from app.core.terms import ContactKind, MatterOutcome, MatterState
from app.models.household import Award
from app.models.matter import Matter
from app.models.person import Person
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.matter_acts import (
    AddMatter,
    add_matter,
    answer_matter,
    assign_matters,
    close_matters,
    reopen_matter,
    tell_matters,
)
from app.services.matter_finding import find_matters
from app.services.matters import (
    ALL,
    LATE,
    MatterQuery,
    MatterRow,
    count_matters,
    list_matters,
    show_matter,
)
from app.services.register import SavePerson, save_person
from app.services.sheets import print_sheets
from app.services.visits import RecordContact, RecordVisit, record_contact, record_visit
from tests.conftest import desk_at
from tests.factory import (
    TODAY,
    VILLAGES,
    dump,
    id_number,
    make_household,
    make_person,
    visit_answers,
)
from tests.shared_stores import copy_office

DEAD = "2026-05-01"


def _rows(desk: Desk, state: str = ALL, **filters: object) -> list[MatterRow]:
    found = list_matters(desk, MatterQuery(state=state, **filters))  # type: ignore[arg-type]
    return [row for row in found.rows if row.group != "到期"]


def _only(desk: Desk, state: str = ALL) -> MatterRow:
    (row,) = _rows(desk, state)
    return row


@pytest.fixture
def dead(desk: Desk) -> int:
    """Somebody who has died and is still held as 特困."""
    person = make_person(desk, "老孙", categories=("tekun_scattered",), death_date=DEAD)
    make_household(desk, (person,), category="tekun_scattered")
    return person


def _end_payment(desk: Desk, person_id: int) -> None:
    save_person(desk, SavePerson(person_id, {"name": "老孙"}, VILLAGES[0], "", ()))
    with desk.write("end_awards", "停发") as work:
        for award in work.session.query(Award):
            award.end = desk.clock.today()


# --- finding -------------------------------------------------------------------------------------
def test_what_is_found_says_whom_why_by_when_and_what_to_do(desk: Desk, dead: int) -> None:
    assert find_matters(desk).opened == len(list_matters(desk).rows)
    row = _only(desk)
    assert (row.kind, row.who, row.village, row.state) == (
        "dead_but_paid", "老孙", VILLAGES[0], MatterState.OPEN,
    )  # fmt: skip
    assert row.due == date(2026, 5, 12)
    view = show_matter(desk, row.id)
    assert "追回" in view.remedy
    assert "年检率" in view.clauses[0]
    assert ("死亡日期", DEAD) in view.facts
    assert view.person_id == dead


def test_the_act_says_how_many_and_can_be_taken_back(desk: Desk, dead: int) -> None:
    before = dump(desk.store)
    kept = find_matters(desk)
    act = list_acts(desk, limit=1)[0]
    assert act.words == f"核对登记，新增 {kept.opened} 件事项"
    undo_act(desk, act.id)
    assert dump(desk.store) == before


def test_a_second_run_changes_nothing(desk: Desk, dead: int) -> None:
    find_matters(desk)
    before = dump(desk.store)
    assert find_matters(desk).words == "新增 0 件事项"
    assert dump(desk.store) == before


def test_a_run_that_is_cancelled_leaves_nothing(desk: Desk, dead: int) -> None:
    def stop(done: int, total: int, text: str) -> None:
        if done == 3:
            raise Cancelled

    before = dump(desk.store)
    with pytest.raises(Cancelled):
        find_matters(desk, stop)
    assert dump(desk.store) == before


def test_a_matter_whose_cause_has_gone_closes_by_itself(desk: Desk, dead: int) -> None:
    find_matters(desk)
    _end_payment(desk, dead)
    assert find_matters(desk).gone == 1
    view = show_matter(desk, _only(desk).id)
    assert (view.row.state, view.row.outcome_name) == (MatterState.CLOSED, "已消除")
    assert view.closed_on == TODAY
    assert [step.words[:4] for step in view.steps] == ["核对登记", "核对登记"]


def test_a_cause_that_comes_back_opens_the_matter_again(desk: Desk, dead: int) -> None:
    find_matters(desk)
    _end_payment(desk, dead)
    find_matters(desk)
    save_person(desk, SavePerson(dead, {"name": "老孙"}, "", "", ("tekun_scattered",)))
    assert find_matters(desk).reopened == 1
    assert _only(desk).state is MatterState.OPEN


def test_what_a_clerk_closed_is_not_asked_again(desk: Desk, dead: int) -> None:
    find_matters(desk)
    close_matters(desk, [_only(desk).id], MatterOutcome.NOT_NEEDED, "本月底停发，已报县里")
    assert find_matters(desk).reopened == 0
    assert _only(desk).outcome_name == "无需处理"


def test_what_a_clerk_closed_is_asked_again_when_its_facts_change(desk: Desk, dead: int) -> None:
    find_matters(desk)
    close_matters(desk, [_only(desk).id], MatterOutcome.NOT_NEEDED, "本月底停发，已报县里")
    with desk.write("correct", "更正") as work:
        work.session.get_one(Person, dead).death_date = date(2026, 3, 1)
    assert find_matters(desk).reopened == 1
    row = _only(desk)
    assert (row.state, row.outcome_name) == (MatterState.OPEN, "")
    assert "2026-03-01" in row.words


def test_a_household_leads_to_its_head(desk: Desk) -> None:
    people = make_person(desk, "户主"), make_person(desk, "另一个")
    make_household(desk, people, per_capita_income=Decimal(90000))
    find_matters(desk)
    view = show_matter(desk, _only(desk).id)
    assert (view.row.kind, view.row.who, view.person_id) == (
        "income_over_line", "户主 户主", people[0],
    )  # fmt: skip


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["die", "live", "tekun", "orphan", "nothing", "close", "call"]),
    ),
    max_size=12,
)


@given(changes=CHANGES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_nothing_is_doubled_and_a_second_run_is_idle(
    made_offices: Path, changes: list[tuple[int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy_office(made_offices / "plain", Path(folder) / "data")
        with desk_at(Path(folder) / "data") as desk:
            people = [make_person(desk, f"人{one}", birth_date="2000-01-01") for one in range(4)]
            for place, change in changes:
                _change(desk, people[place], change)
                find_matters(desk)
                before = dump(desk.store)["matter"]
                assert find_matters(desk).words == "新增 0 件事项"
                assert dump(desk.store)["matter"] == before
            keys = [row.key for row in _all(desk)]
            assert len(keys) == len(set(keys))
            assert all(row.outcome for row in _all(desk) if row.state == MatterState.CLOSED)


def _all(desk: Desk) -> list[Matter]:
    with desk.store.read() as session:
        return list(session.query(Matter))


def _change(desk: Desk, person: int, change: str) -> None:
    codes = {"tekun": ("tekun_central",), "orphan": ("orphan",), "nothing": ()}
    if change in codes:
        save_person(desk, SavePerson(person, {"name": "人"}, "", "", codes[change]))
    elif change == "call":
        record_contact(desk, RecordContact(person, TODAY, ContactKind.CALL, done=False))
    elif change == "close":
        waiting = [row.id for row in list_matters(desk).rows]
        if waiting:
            close_matters(desk, waiting[:2], MatterOutcome.SOLVED, "办好了")
    else:
        with desk.write("change", "改") as work:
            row = work.session.get_one(Person, person)
            row.death_date = date(2026, 5, 1) if change == "die" else None


# --- what a clerk does ---------------------------------------------------------------------------
def test_a_need_of_a_visit_is_handed_over_answered_told_and_closed(
    desk: Desk, tmp_path: Path
) -> None:
    make_person(desk, "小芳", categories=("orphan",), id_no=id_number(born=date(2015, 3, 1)))
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    needs = visit_answers(problems=("medical",), problems_note="药费高", referral=("insurance",))
    record_visit(desk, RecordVisit(batch.first_no, needs))
    find_matters(desk)
    row = _only(desk)
    assert (row.kind, row.department) == ("visit_problem", "医保")
    assign_matters(desk, [row.id], "县医保局")
    assert _only(desk).state is MatterState.ASSIGNED
    assert _only(desk).due == date(2026, 5, 26)
    answer_matter(desk, row.id, "门诊慢特病已登记，报销七成。")
    tell_matters(desk, [row.id])
    close_matters(desk, [row.id], MatterOutcome.SOLVED, "本人满意")
    view = show_matter(desk, row.id)
    assert (view.answer[:2], view.answered_on, view.told_on) == ("门诊", TODAY, TODAY)
    assert (view.row.outcome_name, view.reason) == ("已解决", "本人满意")
    assert [step.words for step in view.steps][1:] == [
        "交办事项", "答复事项", "告知结果", "办结事项（已解决）",
    ]  # fmt: skip


def test_a_later_visit_that_finds_nothing_lets_the_need_go(desk: Desk, tmp_path: Path) -> None:
    make_person(desk, "小芳", categories=("orphan",), id_no=id_number(born=date(2015, 3, 1)))
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    again = print_sheets(desk, "2026-06", out=tmp_path / "again.pdf")
    early = date(2026, 5, 2)
    record_visit(desk, RecordVisit(batch.first_no, visit_answers(early, problems=("care",))))
    find_matters(desk)
    record_visit(desk, RecordVisit(again.first_no, visit_answers(TODAY)))
    assert find_matters(desk).gone == 1


def test_a_matter_is_written_down_by_hand(desk: Desk) -> None:
    person = make_person(desk, "王奶奶")
    one = add_matter(desk, AddMatter("request", "  想装扶手  ", person, "残联"))
    view = show_matter(desk, one)
    assert (view.row.words, view.row.who, view.row.department) == ("想装扶手", "王奶奶", "残联")
    assert view.row.due == date(2026, 5, 26)
    assert find_matters(desk).gone == 0
    add_matter(desk, AddMatter("complaint", "有人反映发放名单没有公示", due=date(2026, 5, 8)))
    assert [row.due for row in _rows(desk)] == [date(2026, 5, 8), date(2026, 5, 26)]


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (AddMatter("dead_but_paid", "随便"), "不能手工登记"),
        (AddMatter("request", "  "), "没有填写内容"),
        (AddMatter("request", "很" * 501), "超过 500 字"),
        (AddMatter("request", "想装扶手", 4711), "没有找到这个人"),
    ],
)
def test_a_bad_matter_is_refused_and_nothing_is_written(
    desk: Desk, command: AddMatter, complaint: str
) -> None:
    before = dump(desk.store)
    with pytest.raises(UserError, match=complaint):
        add_matter(desk, command)
    assert dump(desk.store) == before


def test_many_are_closed_with_one_reason_and_taken_back_in_one_step(desk: Desk) -> None:
    ids = [add_matter(desk, AddMatter("request", f"诉求{one}")) for one in range(3)]
    before = dump(desk.store)
    done = close_matters(desk, ids, MatterOutcome.UNABLE, "不属于本单位")
    assert done.words == "办结事项（无法办理），3 件"
    assert _rows(desk, "undone") == []
    undo_act(desk, done.act_id)
    assert dump(desk.store) == before


def test_what_is_closed_must_be_opened_again_before_anything_is_done(desk: Desk) -> None:
    one, other = (add_matter(desk, AddMatter("request", text)) for text in "甲乙")
    close_matters(desk, [one], MatterOutcome.SOLVED, "办好了")
    before = dump(desk.store)
    for act in (
        lambda: close_matters(desk, [other, one], MatterOutcome.SOLVED, "再来"),
        lambda: answer_matter(desk, one, "答复"),
        lambda: assign_matters(desk, [one], "民政"),
        lambda: reopen_matter(desk, other),
    ):
        with pytest.raises(DeclinedError):
            act()
    assert dump(desk.store) == before
    reopen_matter(desk, one)
    assert {row.state for row in _rows(desk)} == {MatterState.OPEN}


def test_nobody_can_be_told_before_there_is_an_answer(desk: Desk) -> None:
    one = add_matter(desk, AddMatter("request", "想装扶手"))
    with pytest.raises(DeclinedError, match="还没有答复"):
        tell_matters(desk, [one])
    assert _only(desk).state is MatterState.OPEN


@pytest.mark.parametrize("reason", ["", "   ", "长" * 501])
def test_closing_needs_a_reason(desk: Desk, reason: str) -> None:
    one = add_matter(desk, AddMatter("request", "想装扶手"))
    with pytest.raises(UserError, match="理由"):
        close_matters(desk, [one], MatterOutcome.SOLVED, reason)
    assert _only(desk).state is MatterState.OPEN


def test_bad_acts_are_refused_in_words(desk: Desk) -> None:
    one = add_matter(desk, AddMatter("request", "想装扶手"))
    with pytest.raises(UserError, match="由程序登记"):
        close_matters(desk, [one], MatterOutcome.GONE, "没了")
    with pytest.raises(UserError, match="没有选中"):
        close_matters(desk, [], MatterOutcome.SOLVED, "办好了")
    with pytest.raises(UserError, match="没有写明交给哪个部门"):
        assign_matters(desk, [one], " ")
    with pytest.raises(UserError, match="没有找到其中的事项"):
        close_matters(desk, [one, 4711], MatterOutcome.SOLVED, "办好了")
    with pytest.raises(UserError, match="没有找到这件事项"):
        show_matter(desk, 4711)


# --- the list ------------------------------------------------------------------------------------
def test_late_ones_stand_first_and_are_counted(desk: Desk) -> None:
    for text, due in (("后", 20), ("迟", 4), ("先", 8), ("最迟", 1)):
        add_matter(desk, AddMatter("request", text, due=date(2026, 5, due)))
    assert [row.words for row in _rows(desk)] == ["最迟", "迟", "先", "后"]
    assert [row.late for row in _rows(desk)] == [True, True, False, False]
    counts = count_matters(desk)
    assert (counts.waiting, counts.late) == (4, 2)
    assert [row.words for row in _rows(desk, LATE)] == ["最迟", "迟"]


def test_the_list_is_narrowed_by_kind_village_state_person_day_and_words(desk: Desk) -> None:
    near = make_person(desk, "王奶奶", village=VILLAGES[0])
    far = make_person(desk, "李大爷", village=VILLAGES[1])
    one = add_matter(desk, AddMatter("request", "想装扶手", near, due=date(2026, 5, 8)))
    two = add_matter(desk, AddMatter("complaint", "账号不对", far, due=date(2026, 5, 20)))
    close_matters(desk, [two], MatterOutcome.SOLVED, "已更正")
    found = {
        "kind": _rows(desk, kind="request"),
        "village": _rows(desk, village=VILLAGES[0]),
        "undone": _rows(desk, "undone"),
        "person": _rows(desk, person_id=near),
        "day": _rows(desk, due_by=date(2026, 5, 10)),
        "text": _rows(desk, text="奶奶 扶手"),
    }
    assert {key: [row.id for row in rows] for key, rows in found.items()} == {
        key: [one] for key in found
    }
    assert [row.id for row in _rows(desk, MatterState.CLOSED)] == [two]


def test_the_list_says_when_the_register_was_last_gone_through(desk: Desk) -> None:
    assert list_matters(desk).found_at is None
    find_matters(desk)
    assert list_matters(desk).found_at == desk.clock.now().replace(tzinfo=None)


def test_a_look_at_a_matter_is_on_record(desk: Desk) -> None:
    one = add_matter(desk, AddMatter("request", "想装扶手"))
    show_matter(desk, one)
    assert list_acts(desk, limit=1, looks=True)[0].verb == "view_matter"
    assert list_acts(desk, limit=1)[0].verb == "add_matter"


def test_the_story_of_a_matter_is_its_own(desk: Desk) -> None:
    one = add_matter(desk, AddMatter("request", "写错了"))
    undo_act(desk, list_acts(desk, limit=1)[0].id)
    other = add_matter(desk, AddMatter("request", "想装扶手"))
    assert other == one, "SQLite gives the number again"
    assert [step.words for step in show_matter(desk, other).steps] == ["登记事项：诉求"]
