"""Text as it is compared: widths folded, blanks gone. What is stored keeps the paper's characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

REMEMBERED = 1 << 15
"""Texts whose folding is kept: the labels and headers of one form are those of the next."""

BLANKS = re.compile(r"[\s\u200b\ufeff\u00ad]+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|\([^()]*$|^[^()]*\)(?=.)")
_NUMBERING = re.compile(
    r"^(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十]\))(?=[^\d%])"
)
_EDGES = re.compile(r"^[\-—–_:：;,.、。*·]+|[\-—–_:：;,.、。*·]+$")


def folded(text: str) -> str:
    """NFKC: full-width, small-form and superscript characters become their plain ones; blanks stay."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(REMEMBERED)
def squashed(text: str) -> str:
    """Fold the widths and remove every blank: two texts that squash alike are the same on paper."""
    return BLANKS.sub("", folded(text))


def unbroken(text: str) -> str:
    """Join the lines of a cell: a blank only between two Latin words, nothing between anything else."""
    lines = [line.strip() for line in text.splitlines()]
    joined = ""
    for line in lines:
        latin = joined[-1:].isascii() and joined[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha()
        joined += (" " if latin else "") + line
    return joined.strip()


@lru_cache(REMEMBERED)
def core(text: str) -> str:
    """The bare words of a label: squashed, without numbering, brackets, dashes, colons and ``其中:``.

    >>> core("-----其中：上级补助：")
    '上级补助'
    >>> core("全年执行数 (B)")
    '全年执行数'
    """
    bare = _EDGES.sub("", _NUMBERING.sub("", squashed(text)))
    stripped = _EDGES.sub("", _BRACKETED.sub("", bare)) or bare
    return _EDGES.sub("", re.sub(r"^其中[:：]?", "", stripped)) or stripped
