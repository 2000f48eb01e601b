"""The law of this office: what ships with the program, and the figures that the office entered."""

from __future__ import annotations

from app.models.policy import ParameterEntry
from app.models.queries import figures as queries
from app.models.queries import office as office_queries
from app.models.store import Store
from app.rules.engine.parameters import Policy
from app.rules.entries import Entry, EntryError, with_entries


class Law:
    """Keeps the policy of a store between writes: rules ask for it thousands of times.

    An entry that the shipped policy no longer takes (a newer program may word a parameter in
    another way) is left out and told by ``faults``; the others hold.
    """

    def __init__(self, store: Store, shipped: Policy) -> None:
        self._store = store
        self._shipped = shipped
        self._policy = shipped
        self._faults: tuple[EntryError, ...] = ()
        self._seen = -1

    @property
    def shipped(self) -> Policy:
        """What came with the program."""
        return self._shipped

    @property
    def policy(self) -> Policy:
        """What holds here now."""
        self._bring_up_to_date()
        return self._policy

    @property
    def faults(self) -> tuple[EntryError, ...]:
        """Why entries are left out."""
        self._bring_up_to_date()
        return self._faults

    def _bring_up_to_date(self) -> None:
        writes = self._store.writes
        if writes == self._seen:
            return
        with self._store.read() as session:
            office = office_queries.own_office(session)
            rows = queries.entries(session)
        policy, faults = self._shipped, []
        for row in rows:
            try:
                policy = with_entries(policy, [entry_of(row)], office=office.code if office else "")
            except EntryError as fault:
                faults.append(fault)
        self._policy, self._faults, self._seen = policy, tuple(faults), writes


def entry_of(row: ParameterEntry) -> Entry:
    """The entry that a row keeps."""
    return Entry(
        key=row.key,
        region=row.region,
        value=row.value,
        first=row.first,
        issued=row.issued,
        citation=row.citation,
        last=row.last,
    )
