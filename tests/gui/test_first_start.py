"""The first start and the first import, with the keyboard only."""

from __future__ import annotations

from app.core.terms import Role
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.office import show_office
from app.services.people import PeopleQuery, find_people
from app.ui.pages.people.page import PeoplePage
from app.ui.shell.first_start.page import FirstStartPage
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow


def full_width(digits: str) -> str:
    """Digits as they come with a Chinese input method on."""
    return "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in digits)


def set_up(clerk: Clerk) -> None:
    clerk.press("Enter")
    clerk.fill("青山镇人民政府", full_width("990101001000"), "样例县", "王晓兰")
    clerk.type("东河村")
    clerk.press("Ctrl+Return")


def test_three_steps_make_an_office(empty_desk: Desk, sit_down: OpenWindow) -> None:
    clerk = sit_down(empty_desk)
    set_up(clerk)
    office = show_office(empty_desk)
    assert office is not None
    assert (office.role, office.name, office.code, office.clerk, office.villages) == (
        Role.TOWNSHIP,
        "青山镇人民政府",
        "990101001000",
        "王晓兰",
        ("东河村",),
    )


def test_a_wrong_code_is_said_beside_the_fields_and_nothing_is_stored(
    empty_desk: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(empty_desk)
    clerk.press("Enter")
    clerk.fill("青山镇", "12", "样例县", "王晓兰")
    clerk.press("Ctrl+Return")
    page = clerk.window.centralWidget()
    assert isinstance(page, FirstStartPage)
    assert "单位代码是 12 位数字" in page.problem()
    assert show_office(empty_desk) is None


def test_the_sample_is_imported_after_its_preview_was_confirmed(
    empty_desk: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(empty_desk)
    set_up(clerk)
    clerk.press("Tab", "Enter")
    assert find_people(empty_desk, PeopleQuery()) == ()
    clerk.press("Enter")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    assert len(find_people(empty_desk, PeopleQuery())) == 300
    clerk.press("Enter")
    assert len(page.table.model_of_rows.rows()) == 300


def test_what_is_done_after_the_first_start_bears_the_name_of_the_clerk(
    empty_desk: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(empty_desk)
    set_up(clerk)
    clerk.press("Tab", "Enter", "Enter")
    imported = next(act for act in list_acts(empty_desk) if act.verb == "import")
    assert imported.actor == "王晓兰"
