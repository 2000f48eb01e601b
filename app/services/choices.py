"""What is offered in a field of a person: words to choose from, while anything may be typed."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.code_lists import kept_words
from app.core.dictionary import PERSON
from app.services.codes import own_codes
from app.services.desk import Desk

_WHOSE = ("本人", "配偶", "子女", "邻居", "村干部")
# Fields whose words no list of a standard or a system has.
_OWN = {"phone_owner": _WHOSE, "second_phone_owner": _WHOSE}


def field_choices(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    """The words offered for each field that has a list, by key; ``relation`` to the head too. The
    office's own words stand last."""
    codes = own_codes(desk)
    offered = {
        key: tuple(dict.fromkeys((*words, *codes.own_words(key))))
        for key, words in kept_words().items()
        if key in PERSON or key == "relation"
    }
    return {**_OWN, **offered}
