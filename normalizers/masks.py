"""Names that hold digits or numerals: PM2.5, GB18918-2002, 10号文, 12345热线, 一次性, 一户一档."""

from __future__ import annotations

import re
from functools import cache

from normalizers.lexicon import words
from normalizers.numerals import NUMERALS, WHOLE
from normalizers.tries import any_of
from normalizers.units import unit_pattern

MASK = "□"
"""Stands for a character of a name, a date, a frequency: no figure, but a place."""


@cache
def _names() -> re.Pattern[str]:
    known = words("quantities")
    fixed = any_of(known["figureless"])
    dialled = any_of(known["services"])
    listed = any_of(known["numbered"])
    codes = any_of(mark for mark in known["marks"] if mark.isascii() and mark.isalpha())
    roads, unit = any_of(known["roads"]), rf"(?!里程|段){unit_pattern()}"
    return re.compile(
        rf"{WHOLE}(?:{fixed}"
        rf"|一[^\d,;、{NUMERALS}]{{1,2}}一(?=[^\d])[^\d,;、{NUMERALS}]{{1,2}}"
        r"|(?:^|(?<=[;。]))\(?\d{1,2}(?:[、)]|\.(?![\d.]))(?=[^\d%])"
        r"|\d+(?:\.\d+){2,}|\d+\.{2,}\d+|[A-Za-z]+\d+\+\d+"
        r"|\(\d{1,2}\)(?=[\u4e00-\u9fff])|[A-Za-z]\+\d+|\d+(?:\+[\dA-Za-z]+)+"
        r"|[〔\[(【](?:19|20)\d\d[〕\])】]\s*第?\d*号?|第?\d+号(?:令|文件?|公告|通知)?"
        rf"|(?<![\d.{NUMERALS}A-Za-zμ°/])(?!{codes}\d)[A-Za-z]+(?:\d*/[A-Za-z]+)?"
        r"[-_ ]?\d+(?:[.-]\d+)*(?![\d%‰])"
        r"(?:[A-Za-z](?![A-Za-z\d/]))?"
        r"|(?<![\d.])[2-6]G(?=[\u4e00-\u9fff])|(?<![\d.])[1-5]A(?:级|景区|$)"
        rf"|(?<![\d.])\d{{3,5}}(?=(?:{dialled}))"
        rf"|(?:{roads})\d{{3,4}}(?!{unit})|(?<![\d.])\d{{3,4}}(?:{roads})"
        rf"|(?:{listed})\d{{1,2}}(?=[:：、,.)]|$)"
        rf"|(?<![\d.{NUMERALS}])(?:\d{{1,2}}|[{NUMERALS}]+)(?:年级|级|型|星级|类(?![别型])|等奖|号楼|号线|期工程)"
        rf"|[{NUMERALS}、]*[{NUMERALS}]标段|(?:19|20)\d\d[届级]"
        rf"|前(?:\d+|[{NUMERALS}]+)(?=[名位强列甲])"
        rf"|(?<![\d{NUMERALS}])(?:几[{NUMERALS}]+|(?:(?<![最至不])多|[数若])[十百千万亿]+)){WHOLE}"
    )


def without_names(text: str) -> str:
    """The text with □ for every character of a name that holds digits or numerals."""
    return _names().sub(lambda found: MASK * len(found[0]), text)
