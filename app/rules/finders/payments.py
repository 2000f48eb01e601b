"""Payments that cannot be right: to the dead, twice, or to an account of two households."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from app.core.codes import categories, category_name
from app.core.masks import mask_account
from app.rules.finders.look import Look, of_household, of_person
from app.rules.findings import Finding
from app.rules.register_snapshot import Home, Paid, Someone

DIBAO = frozenset({"dibao_urban", "dibao_rural"})
TEKUN = frozenset({"tekun_scattered", "tekun_central"})


def dead_but_paid(look: Look) -> Iterator[Finding]:
    """S4.209: dead, and still held as 低保 or 特困, paid by name, or the only one of a household
    that is paid."""
    members = look.register.members()
    for person in look.register.people:
        if person.death_date is None:
            continue
        lines = _still_paid(look, person, members)
        if not lines:
            continue
        codes = {line.category for line in lines}
        # Whatever is paid besides 低保 ends with the death as 特困 does: the screen knows the two.
        screened = look.screened(
            "dead_but_paid",
            {"dead": True, "in_dibao": bool(codes & DIBAO), "in_tekun": bool(codes - DIBAO)},
        )
        if screened:
            names = "、".join(sorted({category_name(code) for code in codes}))
            words = f"{person.death_date}死亡，仍在享受{names}"
            since = "、".join(sorted({line.start.isoformat() for line in lines}))
            facts = {"死亡日期": f"{person.death_date}", "仍在享受": names, "享受开始": since}
            yield look.finding(
                "dead_but_paid", of_person(person.id), words, facts, screened=screened
            )


def _still_paid(
    look: Look, person: Someone, members: Mapping[int, Sequence[Someone]]
) -> list[Paid]:
    held = [
        Paid(held.code, None, held.start)
        for held in look.register.held.get(person.id, ())
        if held.code in DIBAO | TEKUN
    ]
    by_name = list(look.register.benefits.get(person.id, ()))
    alone = person.home is not None and all(
        member.death_date is not None for member in members[person.home]
    )
    # A household of which nobody lives: its payment is the dead one's.
    own = look.register.awards.get(person.home, ()) if alone and person.home is not None else ()
    return [*held, *by_name, *own]


def dibao_and_tekun(look: Look) -> Iterator[Finding]:
    """S3.202: one person in 低保 and in 特困."""
    for person in look.register.people:
        codes = look.register.codes(person.id)
        facts = {"in_dibao": bool(codes & DIBAO), "in_tekun": bool(codes & TEKUN)}
        if all(facts.values()) and (screened := look.screened("dibao_and_tekun", facts)):
            names = _names(codes & (DIBAO | TEKUN))
            yield look.finding(
                "dibao_and_tekun",
                of_person(person.id),
                f"同时享受{names}",
                {"享受的类别": names},
                screened=screened,
            )


def exclusive_lines(look: Look) -> Iterator[Finding]:
    """S3.201: two categories, or a category and a payment by name, that exclude each other. 低保
    with 特困 is told by its own finder."""
    for person in look.register.people:
        codes = set(look.register.codes(person.id))
        codes |= {line.category for line in look.register.benefits.get(person.id, ())}
        for one, other in combinations(sorted(codes), 2):
            if not _exclude(one, other) or ({one, other} & DIBAO and {one, other} & TEKUN):
                continue
            screened = look.screened("exclusive_lines", {"exclusive_held": True})
            if screened:
                names = _names({one, other})
                yield look.finding(
                    "exclusive_lines",
                    of_person(person.id, part=f"{one}+{other}"),
                    f"同时享受{names}，两者不能同时享受",
                    {"享受的类别": names},
                    screened=screened,
                )


def _exclude(one: str, other: str) -> bool:
    known = categories()
    return any(
        first in known and second in known[first].conflicts
        for first, second in ((one, other), (other, one))
    )


def shared_account(look: Look) -> Iterator[Finding]:
    """S2.234: an account that two households, or people of two, are paid into."""
    users: dict[str, set[int]] = {}
    for home in look.register.homes.values():
        for account in (home.account_no, home.card_no):
            _use(users, account, home.id)
    for person in look.register.people:
        if person.home is None:
            continue
        by_name = (line.account_no for line in look.register.benefits.get(person.id, ()))
        for account in (person.account_no, person.card_no, *by_name):
            _use(users, account, person.home)
    together: dict[tuple[int, ...], list[str]] = {}
    for account, homes in users.items():
        if len(homes) > 1:
            together.setdefault(tuple(sorted(homes)), []).append(account)
    for group, accounts in together.items():
        screened = look.screened("shared_account", {"account_in_two_households": True})
        if screened:
            heads = "、".join(_head(look.register.homes[home]) for home in group)
            yield look.finding(
                "shared_account",
                of_household(group[0], part="-".join(map(str, group))),
                f"{len(group)} 户用同一个账户领取：{heads}",
                {"账户": "、".join(map(mask_account, accounts)), "户主": heads},
                screened=screened,
            )


def _use(users: dict[str, set[int]], account: str | None, home: int) -> None:
    plain = "".join((account or "").split())
    if plain.isdecimal() and int(plain) > 0:  # not 无, not a row of noughts
        users.setdefault(plain, set()).add(home)


def _head(home: Home) -> str:
    return home.head_name or "（无户主姓名）"


def _names(codes: set[str] | frozenset[str]) -> str:
    return "、".join(category_name(code) for code in sorted(codes))


FINDERS = (dead_but_paid, dibao_and_tekun, exclusive_lines, shared_account)
