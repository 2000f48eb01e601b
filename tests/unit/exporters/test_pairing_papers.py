"""Contact cards and pairing lists: everything is on the paper, long contents too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2

from app.exporters.contact_cards import ContactCard, write_contact_cards
from app.exporters.pairing_list import (
    PairingGroup,
    PairingLine,
    PairingPaper,
    write_pairing_list,
)

DAY = date(2026, 5, 6)
LONG = "青山镇农业农村和乡村振兴综合服务中心（退役军人服务站、党群服务中心）"
POST = "党委委员、武装部部长兼综合行政执法大队教导员"


def text_of(path: Path) -> list[str]:
    """The words of each page, without blanks and line breaks."""
    pdf = pypdfium2.PdfDocument(path)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]


def sizes(path: Path) -> set[tuple[int, int]]:
    return {
        (round(w), round(h)) for w, h in (page.get_size() for page in pypdfium2.PdfDocument(path))
    }


def card(name: str = "张大山", deputy: str = "", phone: str = "13800000001") -> ContactCard:
    return ContactCard(
        name, "清水村一组", "王干部", "青山镇政府", "副镇长", phone, deputy, "青山镇", DAY
    )


def line(number: int = 1, **changes: str) -> PairingLine:
    facts = {
        "name": f"张{number}", "id_masked": "99*************23X", "place": "清水村一组",
        "categories": "农村低保", "phone": "13800000009", "cadre": "王干部",
        "post": "青山镇政府 副镇长", "cadre_phone": "13800000001", "since": "2026-03-01",
    }  # fmt: skip
    return PairingLine(**(facts | changes))


def paper(*groups: PairingGroup, apart: bool = False) -> PairingPaper:
    return PairingPaper("青山镇", "结对帮扶名单", "截至今天", groups, apart, "王经办", DAY)


def test_eight_cards_stand_on_a_page(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    write_contact_cards(path, [card(f"张{n}") for n in range(9)])
    first, second = text_of(path)
    assert first.count("帮扶联络卡") == 8
    assert second.count("帮扶联络卡") == 1
    assert "13800000001" in second
    assert sizes(path) == {(595, 842)}


def test_a_card_names_the_deputy_and_keeps_long_words_whole(tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    long = ContactCard(
        "古丽巴哈尔·阿卜杜热合曼", "清水村一组", "欧阳买买提江·阿卜杜热合曼", LONG, POST,
        "0851-85551234", "李支书 13800000002", "青山镇", DAY,
    )  # fmt: skip
    write_contact_cards(path, [long, card(phone="")])
    (words,) = text_of(path)
    for part in (long.name, long.cadre, LONG, POST, "代理人李支书13800000002"):
        assert part in words
    assert words.count("代理人") == 1


def test_a_list_goes_on_with_its_heading_and_titles_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    group = PairingGroup("王干部　共 40 人", [line(n) for n in range(40)])
    write_pairing_list(path, paper(group, PairingGroup("李支书　共 1 人", [line(99)])))
    pages = text_of(path)
    assert len(pages) > 2
    assert all("签名" in page and "青山镇结对帮扶名单" in page for page in pages)
    assert all("王干部共40人（续）" in page for page in pages[1:-1])
    assert "".join(pages).count("99*************23X") == 41
    assert sizes(path) == {(842, 595)}


def test_villages_that_go_their_own_way_begin_a_page(tmp_path: Path) -> None:
    groups = [PairingGroup(name, [line()]) for name in ("清水村", "石桥村")]
    for apart, count in ((True, 2), (False, 1)):
        path = tmp_path / f"{apart}.pdf"
        write_pairing_list(path, paper(*groups, apart=apart))
        assert len(text_of(path)) == count


def test_a_long_row_grows_and_nothing_of_it_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    kinds = "农村低保、重度残疾人、留守老人、独居老人、重病患者"
    row = line(name="古丽巴哈尔·阿卜杜热合曼", categories=kinds, post=f"{LONG} {POST}")
    write_pairing_list(path, paper(PairingGroup("王干部", [row])))
    (words,) = text_of(path)
    for part in (row.name, kinds, LONG, POST):
        assert part in words
