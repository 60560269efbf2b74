"""Names that hold digits or numerals: PM2.5, GB18918-2002, 10号文, 12345热线, 一次性, 一户一档."""

from __future__ import annotations

import re
from functools import cache

from normalizers.lexicon import words
from normalizers.tries import any_of

MASK = "□"
"""Stands for a character of a name, a date, a frequency: no figure, but a place."""
NUMERALS = "零〇一二两三四五六七八九十百千万亿"


@cache
def _names() -> re.Pattern[str]:
    known = words("quantities")
    fixed = any_of(known["figureless"])
    dialled = any_of(known["services"])
    listed = any_of(known["numbered"])
    roads = any_of(known["roads"])
    return re.compile(
        rf"(?<![{NUMERALS}])(?:{fixed})"
        r"|一[^一\d,;、]{1,2}一(?=[^\d])[^一\d,;、]{1,2}"
        r"|(?:^|(?<=[;。]))\(?\d{1,2}(?:[、)]|\.(?![\d.]))(?=[^\d%])"
        r"|\d+(?:\.\d+){2,}|\d+\.{2,}\d+|[A-Za-z]+\d+\+\d+"
        r"|\(\d{1,2}\)(?=[\u4e00-\u9fff])|[A-Za-z]\+\d+|\d+(?:\+[\dA-Za-z]+)+"
        r"|[〔\[(【](?:19|20)\d\d[〕\])】]\s*第?\d*号?|第?\d+号(?:令|文件?|公告|通知)?"
        r"|(?<![\d.万千百亿A-Za-zμ°/])[A-Za-z]+(?:\d*/[A-Za-z]+)?[-_ ]?\d+(?:[.-]\d+)*(?![\d%‰])[A-Za-z]?"
        r"|(?<![\d.])[2-6]G(?=[\u4e00-\u9fff])|(?<![\d.])[1-5]A(?:级|景区|$)"
        rf"|(?<![\d.])\d{{3,5}}(?=(?:{dialled}))"
        rf"|(?:{roads})\d+|(?<![\d.])\d{{3,4}}(?:{roads})"
        rf"|(?:{listed})\d{{1,2}}(?=[:：、,.)]|$)"
        rf"|(?<![\d.{NUMERALS}])(?:\d{{1,2}}|[{NUMERALS}]+)(?:年级|级|型|星级|类(?![别型])|等奖|号楼|号线|期工程)"
        rf"|[{NUMERALS}、]*[{NUMERALS}]标段|(?:19|20)\d\d[届级]"
        rf"|前(?:\d+|[{NUMERALS}]+)(?=[名位强列甲])|(?<![\d{NUMERALS}])[多几数若][{NUMERALS}]+"
    )


def without_names(text: str) -> str:
    """The text with □ for every character of a name that holds digits or numerals."""
    return _names().sub(lambda found: MASK * len(found[0]), text)
