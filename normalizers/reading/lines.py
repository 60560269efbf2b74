"""What lines outside the grid say: year, unit of money, labelled values, notes."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from normalizers.lexicon import lexicon, words
from normalizers.text import REMEMBERED, chinese, folded, simplified, squashed
from normalizers.tries import any_of

SHORTEST_INNER_LABEL = 4
"""Characters: 填报日期 right behind a name is a label, 单位 or 日期 may be its last word."""
_YEAR_LINE = re.compile(
    r"[(\[【]?(?:(?:预算|评价|自评|绩效)?年度[:：])?((?:19|20)\d\d)(?:年度?|年)?[)\]】]?(?:[(]?\1[-–]?[)]?)?"
)
"""The year, and in forms of two languages once more: （2023年度）(2023-…)."""
LONGEST_FOOTER = 20
"""Characters: what a scanner app writes at the foot of a page is a name or a slogan."""
_OTHER = re.compile(r"[ \t\u3000]{2,}([\u4e00-\u9fff]{2,10})[ \t\u3000]*:")
"""A label that no vocabulary has, set off by blanks, behind a value: 自评总分：94   单位领导审签："""
_YEAR_BETWEEN = re.compile(
    r"[(\[【]\s*(?:19|20)\d\d\s*年度?\s*[)\]】]|(?<![\d(\[【\-—–~至到、])(?:19|20)\d\d\s*年度(?![)\]】])"
)
_BESIDE_YEAR = frozenset({"organization", "implementing_unit", "competent_department", "filled_on"})
"""What a line under the heading says beside the year; a project's name may end with a year of its own."""
LONGEST_SIGNED = 30
"""Characters: who signs a form writes a name, an office, a telephone or a day."""
_TO_FILL_IN = re.compile(r"(?<=[\u4e00-\u9fff)])_+(?=\s|$)")
"""单位（盖章）____: a place that was left blank, where a line has no colons."""
_MISREAD_DAY = re.compile(r"(?<=[报表制评写告列价])[目曰臼白口](?=期[ \t\u3000]*:)")
"""日 of 填报日期, as scans have it: unread, the label and its day would be the end of the body's name."""
_BLANK = " \t\u3000_＿"
"""Around a value, which may stand on a line that was there to be filled in."""
_SIGNED = frozenset({"contact", "filled_on"})
_PAGE_NUMBER = re.compile(r"[-—–]*第?\d{1,4}(?:页|/\d+)?(?:[,，/]?共\d+页)?[-—–]*")


class _SameLength(dict[int, str]):
    """Characters by code, each folded when it is first met; those that would become several stay."""

    def __missing__(self, code: int) -> str:
        plain = folded(chr(code))
        self[code] = simplified(plain if len(plain) == 1 else chr(code))
        return self[code]


_SAME_LENGTH = _SameLength()


def same_length_fold(text: str) -> str:
    """Fold widths one character for one, so that offsets still fit the original."""
    return text if text.isascii() else text.translate(_SAME_LENGTH)


@cache
def _labels() -> re.Pattern[str]:
    """Every known label followed by a colon, blanks allowed inside."""
    blank = r"[ \t\u3000]*"
    aliases = any_of(lexicon("labels").aliases, between=blank)
    return re.compile(rf"(?P<label>{aliases}){blank}(?:\([^)]{{0,12}}\))?{blank}:")


@cache
def _scanner_app() -> re.Pattern[str]:
    """What an app signs a page with: its own words, or its being an app."""
    return re.compile(rf"{any_of(words('words')['scanner_app'])}|app$", re.IGNORECASE)


@cache
def _note() -> re.Pattern[str]:
    return re.compile(rf"({any_of(words('words')['note'])})\s*[:：]?")


def year_line(text: str) -> int | None:
    """The year of a line that says nothing else: (2024年度), 年度：2024."""
    bare = chinese(squashed(text))
    found = _YEAR_LINE.fullmatch(bare)
    return int(found[1]) if found and re.search(r"年|\(", bare) else None


def year_between(text: str) -> tuple[str, str] | None:
    """The year in a line that says more, and the line without it: 填报单位：…  2025年度  单位：万元.

    Beside it stands the name of a body, a day or the unit of money.
    """
    found = list(_YEAR_BETWEEN.finditer(same_length_fold(text)))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    before, after = text[:start].strip(), text[end:].strip()
    beside = [_goes_with_year(part, at) for part, at in ((before, -1), (after, 0)) if part]
    return (text[start:end], f"{before}  {after}".strip()) if beside and all(beside) else None


def _goes_with_year(part: str, at: int) -> bool:
    """Whether a part of a line is money, or its first label (``at`` 0) or last (-1) is in _BESIDE_YEAR."""
    labels = without_money(part).strip()
    said = labelled(labels)
    begins = bool(said) and labels.startswith(said[0][1])
    return not labels or (begins and said[at][0] in _BESIDE_YEAR)


@cache
def _money_line() -> re.Pattern[str]:
    """单位：万元, 金额单位：（千元）, 单位：万美元; not the name of a body (填报单位：元…)."""
    foreign = rf"(?:{any_of(words('money_labels')['foreign'])})"
    unit = rf"{foreign}?(?:[百千万亿]|[十百千]\s*万)?\s*(?:元(?:人民币|{foreign})?|{foreign})"
    return re.compile(
        rf"(?<![填报位])(?:金额|货币|计量)?单位\s*[:：]?\s*(?:人民币)?\s*[(]?\s*({unit})[)]?(?![\u4e00-\u9fff])"
    )


def money_line(text: str) -> str | None:
    """The unit of money that a text states in a corner: 万元 of 单位：万元."""
    found = _money_line().search(same_length_fold(text))
    return squashed(found[1]) if found else None


def without_money(text: str) -> str:
    """A line without the unit of money that stands in its corner."""
    found = _money_line().search(same_length_fold(text))
    return text[: found.start()] + " " + text[found.end() :] if found else text


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page or to an app, not to a form."""
    bare = squashed(text)
    if not bare or _PAGE_NUMBER.fullmatch(bare):
        return True
    if len(bare) <= LONGEST_FOOTER and _scanner_app().search(bare):
        return True
    return any(bare == word or (len(word) >= 4 and word in bare) for word in words("words")["page_furniture"])


@lru_cache(REMEMBERED)
def labelled(text: str) -> tuple[tuple[str, str, str], ...]:
    """The (field, label as printed, value) triples of a line such as ``单位（盖章）：… 填报日期：…``."""
    plain = _MISREAD_DAY.sub("日", same_length_fold(text))
    if ":" not in plain:
        plain = _TO_FILL_IN.sub(lambda found: ":" + " " * (len(found[0]) - 1), plain)
    head, colon, _ = plain.partition(":")
    if not colon:
        return ()
    found = [match for match in _labels().finditer(plain) if _starts_label(plain, match)]
    if not found:
        match = lexicon("labels").match(head)
        cut = len(head)
        return ((match.name, text[:cut].strip(), text[cut + 1 :].strip(_BLANK)),) if match else ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    triples: list[tuple[str, str, str]] = []
    for label, end in zip(found, ends, strict=True):
        field = lexicon("labels").aliases[squashed(label["label"])]
        other = _OTHER.search(plain, label.end(), end)
        value = text[label.end() : other.start() if other else end].strip(_BLANK)
        triples.append((field, text[label.start() : label.end() - 1].strip(), value))
        if other:
            triples.append(("section", text[other.start(1) : other.end(1)], text[other.end() : end].strip()))
    return tuple(triples)


def _starts_label(text: str, match: re.Match[str]) -> bool:
    """A label begins a line, follows something that is no word, or is long enough to be no part of one."""
    before = text[match.start() - 1] if match.start() else ""
    return not "\u4e00" <= before <= "\u9fff" or len(squashed(match["label"])) >= SHORTEST_INNER_LABEL


def is_signed(text: str) -> bool:
    """Whether a line says who filled in the form, or when: 填报人：…  联系电话：…, and no rule for it."""
    said = labelled(text)
    if not said or not text.lstrip().startswith(said[0][1]):
        return False
    is_short = all(len(value) <= LONGEST_SIGNED and "。" not in value for _, _, value in said)
    return is_short and any(field in _SIGNED for field, _, _ in said)


def is_note_item(text: str) -> bool:
    """Whether a line is numbered as the items of a note are: 2. …, 3、…, （4）…"""
    return re.match(r"[(]?\d{1,2}[.、)]\D", squashed(text)) is not None


def note_label(text: str) -> str | None:
    """The label of a line that begins the notes under a table: 注."""
    bare = same_length_fold(text).strip()
    found = _note().match(bare)
    return found[1] if found and (":" in found[0] or found[1].startswith("注") or bare == found[1]) else None
