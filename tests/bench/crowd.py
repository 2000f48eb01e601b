"""A county of invented people, written row by row: for measuring what a township never reaches."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

_VILLAGES = 240
_HOUSEHOLD = 3
_NAMED = (
    "清石桥溪沟湾坪坝山河塘田林庙关口龙凤虎马牛羊竹松柏梅兰桃李杏枣槐榆柳杨红新东西南北上下大小高长"
)
_CATEGORIES = ("dibao_rural", "dibao_urban", "tekun_scattered", "dibao_edge", "child_in_distress")
_PLACES = ("北坡", "南坡", "老街", "新街", "井边", "桥头", "水库", "学校", "榨房", "土地庙", "垭口")
_GROUPS = ("一组", "二组", "三组", "四组", "五组", "6组", "7组", "8组")


class Crowd:
    """``people`` from one source of chance."""

    def __init__(self, people: int, seed: int) -> None:
        self._people = people
        self._chance = Random(seed)

    def write(self, store: sqlite3.Connection) -> None:
        """Villages, households and people, then the index over them."""
        from sqlalchemy import create_engine
        from sqlalchemy.pool import StaticPool

        from app.models import find_index

        engine = create_engine("sqlite://", creator=lambda: store, poolclass=StaticPool)
        with engine.begin() as connection:
            find_index.drop_triggers(connection)
            self._fill(store)
            find_index.make(connection)

    def _fill(self, store: sqlite3.Connection) -> None:
        villages = self._villages()
        _insert(store, "region", ({"id": n, "name": v, "level": "village"} for n, v in villages))
        people = list(self._rows(dict(villages)))
        _insert(store, "household", (home for home, _ in people if home is not None))
        _insert(store, "person", (person for _, person in people))
        members = (
            {"person_id": p["id"], "household_id": _home(p["id"]), "start": "2026-01-01"}
            for _, p in people
        )
        _insert(store, "membership", members)
        _insert(store, "holding", map(self._holding, range(1, self._people + 1)))
        _insert(store, "contact", self._contacts())

    def _villages(self) -> list[tuple[int, str]]:
        chance, names = self._chance, dict[str, None]()
        while len(names) < _VILLAGES:
            names["".join(chance.choices(_NAMED, k=2)) + "村"] = None
        return list(enumerate(names, start=1))

    def _rows(
        self, villages: dict[int, str]
    ) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any]]]:
        """Everybody, each first of a household together with it."""
        from app.core.identity import check_digit
        from app.core.pinyin import readings

        home: dict[str, Any] = {}
        for number in range(1, self._people + 1):
            first = (number - 1) % _HOUSEHOLD == 0
            name = self._name()
            if first:
                home = self._home(number, name, villages)
            born = date(1930, 1, 1) + timedelta(days=self._chance.randrange(34_000))
            front = f"{990101 + home['village_id'] // 10}{born:%Y%m%d}{number % 1000:03d}"
            pinyin, initials = readings(name)
            yield home if first else None, {
                "id": number, "name": name, "pinyin": pinyin, "initials": initials,
                "id_no": front + check_digit(front), "id_kind": "eighteen",
                "village_id": home["village_id"], "registered_on": "2026-01-01",
                "birth_date": born.isoformat(), "sex": self._chance.choice("男女"),
                "phone": self._phone() if self._chance.random() < 0.5 else None,
                "group_name": home["group_name"], "address": home["address"],
            }  # fmt: skip

    def _home(self, number: int, head: str, villages: dict[int, str]) -> dict[str, Any]:
        village = self._chance.randrange(1, _VILLAGES + 1)
        group = self._chance.choice(_GROUPS)
        place = self._chance.choice(_PLACES)
        return {
            "id": _home(number), "head_name": head, "phone": self._phone(),
            "village_id": village, "group_name": group,
            "address": f"{villages[village]}{group}{place}{number % 300}号",
        }  # fmt: skip

    def _name(self) -> str:
        """The first surnames of the list are the frequent ones, as in life."""
        from app.exporters.sample.invent import words

        chance, known = self._chance, words()
        if chance.random() < 0.02:
            return str(chance.choice(known["minority"])[0])
        families = known["surnames"]
        weights = [1 / (place + 5) for place in range(len(families))]
        given = known["men"] if chance.random() < 0.5 else known["women"]
        length = chance.choice((1, 2, 2, 2))
        return "".join((*chance.choices(families, weights), *chance.choices(given, k=length)))

    def _phone(self) -> str:
        return (
            f"1{self._chance.choice((33, 38, 39, 58, 77, 89))}{self._chance.randrange(10**8):08d}"
        )

    def _holding(self, person: int) -> dict[str, Any]:
        code = self._chance.choice(_CATEGORIES)
        return {"person_id": person, "code": code, "start": "2026-01-01"}

    def _contacts(self) -> Iterator[dict[str, Any]]:
        for person in range(1, self._people + 1, 10):
            for back in range(6):
                day = date(2026, 5, 10) - timedelta(days=30 * back + person % 28)
                yield {
                    "person_id": person, "day": day.isoformat(), "kind": "visit", "done": 1,
                    "entered_at": "2026-05-20 09:00:00.000000", "entered_by": "样例经办人",
                }  # fmt: skip


def _home(number: int) -> int:
    return (number - 1) // _HOUSEHOLD + 1


def _insert(store: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    """All rows at once; they have the same columns."""
    first = next(rows)
    marks = ", ".join("?" * len(first))
    statement = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({marks})"
    store.execute(statement, tuple(first.values()))
    store.executemany(statement, (tuple(row.values()) for row in rows))
