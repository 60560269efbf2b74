"""Text as it is compared: widths folded, blanks gone. What is stored keeps the paper's characters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

REMEMBERED = 1 << 16
"""Texts whose folding and look-up are kept: the labels and headers of one form are those of the next."""

BLANKS = re.compile(r"[\s\u200b\ufeff\u00ad]+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|\([^()]*$|^[^()]*\)(?=.)")
_NUMBERING = re.compile(
    r"^(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十]\))(?=[^\d%])"
)
_REFERENCE = re.compile(
    r"(?<=\S)\s*[①-⑳](?:\s*[=＝][①-⑳\d\s+＋\-－—*×/／÷%％()（）]+)?\s*$|^\s*[①-⑳](?=\s*\S)"
)
"""The number of a column behind its header, with what it is made of (小计④=①+②+③); of a row, before
its label."""
_FORMULA = re.compile(r"(?<=[数率值分额])[A-F](?:[/÷×*][A-F])?\)?$")
"""The letter of a column behind its header, its brackets lost on a scan: 执行数B, 执行率B/A."""

_EDGES = re.compile(r"^[\-—–_:：;,.、。*※·]+|[\-—–_:：;,.、。*·]+$")


_FOREIGN = re.compile(
    r"[A-Za-z]{2,}|[\u0590-\u08ff\u0f00-\u0fff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]+"
    r"|(?<=[\u0f00-\u0fff\u0600-\u06ff\u1800-\u18af])[/|.,:]"
)
"""Words in Latin, Arabic (Uyghur, Kazakh), Tibetan and Mongolian letters: half of a bilingual label."""
_HAN = re.compile(r"[\u3400-\u9fff]{2}")
_MIRRORED = re.compile(r"\)([^()]+)\)$|\(([^()]+)\($")
"""A bracket that stands turned round beside letters written from the right: )元)."""


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


class _Simple(dict[int, str]):
    """Characters by code, each converted when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        simple = _converter().convert(char) if char >= "\u3400" else char
        self[code] = simple if len(simple) == 1 else char
        return self[code]


_SIMPLE = _Simple()


def simplified(text: str) -> str:
    """Traditional characters become simplified ones, one for one, so that offsets still fit the original."""
    return text if text.isascii() else text.translate(_SIMPLE)


def folded(text: str) -> str:
    """NFKC: full-width, small-form and superscript characters become their plain ones; blanks stay."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(REMEMBERED)
def squashed(text: str) -> str:
    """Fold widths and traditional characters and remove every blank: texts that squash alike say the same."""
    return simplified(BLANKS.sub("", folded(text)))


def chinese(text: str) -> str:
    """The Chinese half of a label in two languages; any other text as it stands."""
    if not _HAN.search(text):
        return text
    return _MIRRORED.sub(r"(\1\2)", _FOREIGN.sub("", text))


def is_chinese(text: str) -> bool:
    """Whether a text holds a Chinese word."""
    return _HAN.search(text) is not None


def is_foreign(text: str) -> bool:
    """Whether a text is words of another language: no Chinese one, no figure."""
    bare = squashed(text)
    return not is_chinese(bare) and _FOREIGN.search(bare) is not None and not any(map(str.isdigit, bare))


def unbroken(text: str) -> str:
    """Join the lines of a cell: a blank only between two Latin words, nothing between anything else."""
    lines = text.splitlines()
    if len(lines) < 2:
        return text.strip()
    joined = ""
    for line in map(str.strip, lines):
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
    >>> core("执行率B/A")
    '执行率'
    """
    bare = _EDGES.sub("", _NUMBERING.sub("", chinese(squashed(_REFERENCE.sub("", text)))))
    stripped = _FORMULA.sub("", _EDGES.sub("", _BRACKETED.sub("", bare))) or bare
    return _EDGES.sub("", re.sub(r"^其中[:：]?", "", stripped)) or stripped
