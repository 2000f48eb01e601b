"""What a ``person_key`` is: an identity, the same in every office, or one office's own number."""

from __future__ import annotations

import re

from app.ledger.table import Value

_NUMBER = re.compile(r"P[0-9]{1,11}")


def is_own_number(key: str, id_no: Value) -> bool:
    """Whether ``key`` says who somebody is only within the office that wrote it: there is no
    identity number, or one from which no key could be made."""
    if id_no is None:
        return True
    return looks_like_number(key) and key != str(id_no)[:18].upper()


def looks_like_number(key: str) -> bool:
    """The same of somebody who is not on the sheet of people, as far as the key itself tells."""
    return _NUMBER.fullmatch(key) is not None
