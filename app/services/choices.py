"""What is offered in a field of a person: words to choose from, while anything may be typed."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.code_lists import kept_words
from app.core.dictionary import PERSON
from app.models.queries.codes import own_codes
from app.services.desk import Desk

# Lists that no workbook has brought yet.
_OWN = {
    "hukou_kind": ("农村户口", "城市户口"),
    "phone_owner": ("本人", "配偶", "子女", "邻居", "村干部"),
    "second_phone_owner": ("本人", "配偶", "子女", "邻居", "村干部"),
}


def field_choices(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    """The words offered for each field that has a list, by key; ``relation`` to the head too. The
    office's own words come after the shipped ones."""
    with desk.store.read() as session:
        own = own_codes(session)
    offered = {
        key: tuple(dict.fromkeys((*words, *own.own_words(key))))
        for key, words in kept_words().items()
        if key in PERSON or key == "relation"
    }
    return {**_OWN, **offered}
