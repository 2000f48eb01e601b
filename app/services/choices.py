"""What is offered in a field of a person: words to choose from, while anything may be typed."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.dictionary import PERSON
from app.importers.layouts import standard_words
from app.services.desk import Desk

# Lists that no workbook has brought yet.
_OWN = {
    "hukou_kind": ("农村户口", "城市户口"),
    "phone_owner": ("本人", "配偶", "子女", "邻居", "村干部"),
    "second_phone_owner": ("本人", "配偶", "子女", "邻居", "村干部"),
}


def field_choices(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    """The words offered for each field that has a list, by key; ``relation`` to the head too."""
    offered = {
        key: tuple(dict.fromkeys(words.values()))
        for key, words in standard_words().items()
        if key in PERSON or key == "relation"
    }
    return {**_OWN, **offered}
