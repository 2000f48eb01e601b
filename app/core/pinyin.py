"""How a name is found by typing letters: every reading of every character counts."""

from __future__ import annotations

from itertools import islice, product

# Surnames that pypinyin reads as the ordinary word; both readings are kept.
_SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "查": "zha", "区": "ou", "翟": "zhai",
    "覃": "qin", "乐": "yue", "召": "shao", "折": "she", "尉": "wei", "盖": "ge", "缪": "miao",
    "朴": "piao", "冼": "xian", "纪": "ji", "任": "ren", "华": "hua", "员": "yun", "洗": "xian",
}  # fmt: skip
_MOST = 12


def readings(name: str) -> tuple[str, str]:
    """(full pinyin, initials) of ``name``, each a blank-separated list of all its readings with a
    blank in front, so that ``LIKE '% zsf%'`` finds a prefix of any reading."""
    from pypinyin import Style, pinyin

    if not name:
        return "", ""
    syllables = [
        [reading for reading in options if reading]
        for options in pinyin(name, style=Style.NORMAL, heteronym=True, errors=lambda _: "")
    ]
    if syllables and name[0] in _SURNAMES:
        surname = _SURNAMES[name[0]]
        syllables[0] = [surname, *(other for other in syllables[0] if other != surname)]
    ways = list(islice(product(*(options for options in syllables if options)), _MOST))
    full = dict.fromkeys("".join(way) for way in ways)
    initials = dict.fromkeys("".join(part[0] for part in way) for way in ways)
    return _joined(full), _joined(initials)


def _joined(ways: dict[str, None]) -> str:
    return "".join(f" {way}" for way in ways if way)
