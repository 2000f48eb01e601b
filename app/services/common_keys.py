"""Public files of the keys that every desk of an office needs: pinned roots, revoked certificates.

They lie in the key folder; where desks share a store (docs/decisions/0008), in the store too, since
a desk that has not heard of a revocation would accept what it signs. Private keys never do.
"""

from __future__ import annotations

from app.models.queries import office as queries
from app.models.unit_of_work import Work
from app.services.desk import Desk
from app.services.key_files import keep, key_file

_SETTING = "keys/"


def common(desk: Desk, name: str) -> bytes | None:
    """A file that ``keep_common`` kept; None while there is none."""
    if desk.store.place is not None:
        with desk.store.read() as session:
            found = queries.setting(session, f"{_SETTING}{name}")
        return None if found is None else str(found).encode("ascii")
    path = key_file(desk, name)
    return path.read_bytes() if path.exists() else None


def keep_common(desk: Desk, work: Work, name: str, data: bytes) -> None:
    """Keep a file among the keys and, where desks share a store, in the store."""
    keep(desk, name, data)
    if desk.store.place is not None:
        _publish(work, name, data)


def publish(desk: Desk, work: Work, *names: str) -> None:
    """Write what this desk has of ``names`` into its store, before others come to share it."""
    for name in names:
        if key_file(desk, name).exists():
            _publish(work, name, key_file(desk, name).read_bytes())


def _publish(work: Work, name: str, data: bytes) -> None:
    queries.remember(work.session, f"{_SETTING}{name}", data.decode("ascii"))
