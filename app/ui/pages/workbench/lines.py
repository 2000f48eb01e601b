"""The lines that the workbench is made of; each leads to where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.key_expiry import ExpiryNotice


@dataclass(frozen=True)
class Figure:
    """One of the large figures at the top; pressing it goes to ``page`` at ``place``."""

    words: str
    value: str
    page: str
    place: str = ""
    late: bool = False


@dataclass(frozen=True)
class Todo:
    """One line of what is to be done."""

    words: str
    count: str
    when: str
    page: str
    place: str = ""
    late: bool = False


def certificate_line(notice: ExpiryNotice | None, page: str, place: str) -> tuple[Todo, ...]:
    """Our own certificate ends soon; without it no ledger is accepted."""
    if notice is None:
        return ()
    over = notice.days < 0
    words = "签名证书已经过期，请马上换发" if over else "签名证书快到期，请联系换发"
    when = "已过期" if over else f"还有 {notice.days} 天"
    return (Todo(words, f"至 {notice.until:%Y-%m-%d}", when, page, place, over),)
