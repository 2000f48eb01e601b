"""A fingerprint in words, to be read out on the telephone: a byte is two syllables of which the
first comes from one list and the second from another, so that a slip is heard at once."""

from __future__ import annotations

# Sixteen and sixteen characters that no dialect of the county confuses; none stands in both lists.
_FIRST = "东南西北春夏秋冬金木水火山川田园"
_SECOND = "牛马羊鸡龙虎鱼鸟红黄蓝白米麦豆茶"


def spoken(fingerprint: str) -> str:
    """``3F2A 9C01`` as ``北茶 西鱼　…``: each hexadecimal byte one word, four words a group."""
    digits = "".join(fingerprint.split())
    words = [
        _FIRST[int(digits[at], 16)] + _SECOND[int(digits[at + 1], 16)]
        for at in range(0, len(digits), 2)
    ]
    return "　".join(" ".join(words[at : at + 4]) for at in range(0, len(words), 4))
