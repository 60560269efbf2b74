"""One regular expression for many words: tried letter by letter, longest word first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_END = ""


def any_of(words: Iterable[str], between: str = "") -> str:
    """A pattern, without groups, of any of ``words``; the longest that fits is taken.

    ``between`` is a pattern of what may stand between two letters of a word.
    A plain alternation of 500 units is tried one by one at every place; this branches on each letter.

    >>> any_of(["个", "个月", "天"])
    '(?:个(?:月)?|天)'
    >>> any_of(["单位"], between=" *")
    '(?:单(?: *位))'
    """
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for letter in word:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return f"(?:{_alternatives(trie, '', between)})"


def _alternatives(node: dict[str, Any], before: str, between: str) -> str:
    branches = []
    for letter, below in node.items():
        if letter != _END:
            branches.append(before + re.escape(letter) + _below(below, between))
    return "|".join(branches)


def _below(node: dict[str, Any], between: str) -> str:
    if set(node) == {_END}:
        return ""
    return f"(?:{_alternatives(node, between, between)})" + ("?" if _END in node else "")
