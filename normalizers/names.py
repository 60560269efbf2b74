"""Names of bodies and projects: their codes, and the spelling that identifies them."""

from __future__ import annotations

import re

from normalizers.lexicon import words
from normalizers.reading.titles import title_kind
from normalizers.text import squashed

_BRACKETED_CODE = re.compile(r"[(\[【〔]\s*(\d{3,})\s*[)\]】〕]")
_LEADING_CODE = re.compile(r"^\s*([\dA-Za-z]*\d{3,}[\dA-Za-z]*)\s*[-—–_:：]\s*(?=\D)|^(\d{3,})(?=[^\d年\-.])")
# G320, S101, X001 are the numbers of roads, and no codes.
_PROJECT_CODE = re.compile(
    r"^[(\[【〔](?:项目)?(?:代码|编码|编号)?:?[\dA-Za-z-]{6,}[)\]】〕]"
    r"|^(?![GSXYC]\d{1,4}[-—–_:])(?=[\dA-Za-z]*\d{3})[\dA-Za-z]+[-—–_:]+(?=[^\d\-])"
    r"|^[\dA-Za-z]*\d{6,}[\dA-Za-z]*(?=[^\d年.%])"
    r"|[(\[【〔](?:项目)?(?:代码|编码|编号)?:?(?=[\dA-Za-z]*\d{6})[\dA-Za-z-]{6,}[)\]】〕]$"
)
_PROJECT_LABEL = re.compile(
    r"^(?:项目\d{1,2}[:、.]|\d{1,2}[.、](?=\D)|[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\))"
)
_OTHER_LANGUAGE = re.compile(
    r"[\u0590-\u08ff\u0f00-\u0fff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc][^\u3400-\u9fff]*"
    r"|^[A-Za-z][A-Za-z\s,.'’&()-]{11,}(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff)）])\s*[A-Za-z][A-Za-z\s,.'’&()-]{11,}$"
)
"""The name once more in Uyghur, Kazakh, Tibetan or Mongolian letters, or in English before or behind it."""
_HAN = re.compile(r"[\u3400-\u9fff]{2}")
_QUOTES = re.compile(r"[“”\"'‘’《》〈〉「」『』]")
_DOCUMENT_NUMBER = re.compile(r"\((?:[^()]{0,12})[〔\[](?:19|20)\d\d[〕\]]\d+号\)")
_YEAR = r"(?:19|20)\d\d"
_LATE = r"20[12]\d"
_COUNTED = "亩户人万亿吨米公平个台套件所座份条元立名辆张间盏棵株头只匹次年"
"""What a bare figure in front of a name may count: 2020亩高标准农田 is no year."""
_EDITION = re.compile(
    rf"[(\[【〔]{_YEAR}(?:[-—–~至到]{_YEAR})?(?:年度?)?[)\]】〕]"
    rf"|(?<!\d){_YEAR}(?:年度?)?[-—–~至到](?:{_YEAR}|\d\d)(?:年度?|$)"
    rf"|(?<!\d){_YEAR}(?=年[初中末底终])|(?<!\d){_YEAR}年度?"
    rf"|^{_YEAR}[-—–_](?=\D)|[-—–_]{_YEAR}$"
    rf"|^{_LATE}(?=[\u4e00-\u9fff])(?![{_COUNTED}])|(?<=[\u4e00-\u9fff)]){_LATE}$"
)
_CHINESE_YEAR = re.compile(r"二[〇○零][〇○零一二三][〇○零一二三四五六七八九](?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PHASE = re.compile(r"[(]([一二三四五六七八九十\d]+期)[)]")


def department_code(text: str | None) -> str | None:
    """The code printed with a department: 211 in [211]…, 306 in 306-…; None where there is none."""
    bare = squashed(text or "")
    found = _BRACKETED_CODE.search(bare)
    if found:
        return found[1]
    leading = _leading_code(bare)
    return (leading[1] or leading[2]) if leading else None


def canonical_body(text: str | None) -> str | None:
    """A body's name without code, widths and blanks folded."""
    bare = _BRACKETED_CODE.sub("", _chinese(text))
    leading = _leading_code(bare)
    return (bare[leading.end() :] if leading else bare).strip(":,;。、-—_") or None


def _leading_code(bare: str) -> re.Match[str] | None:
    """The code in front of a name; a number that people call is part of the name: 120急救中心."""
    leading = _LEADING_CODE.match(bare)
    return None if leading and leading[2] in words("bodies/phrases")["number_in_name"] else leading


def is_title(name: str | None) -> bool:
    """Whether a form's title stands where a project's name belongs: two of them name no one project."""
    spelled = _without_edition(name)
    return bool(spelled and spelled.endswith("表") and title_kind(spelled))


def canonical_project(text: str | None) -> str | None:
    """A project's name as it is the same from year to year; None for a form's title in its place.

    Set aside are its code, its number in a list, quotation marks, the number of the document that
    grants the money, and years, wherever they stand: （2025年）, 2023年度…, 提前下达2024年….
    Phases (一期, 二期), batches (第二批) and 提前下达 stay: one year has several of them.
    """
    return None if is_title(text) else _without_edition(text)


def _without_edition(text: str | None) -> str | None:
    bare = _without_code(_dated(text))
    without = _EDITION.sub("", _DOCUMENT_NUMBER.sub("", bare))
    name = _PHASE.sub(r"\1", without.replace("()", "")).strip("-—–_:,;。、")
    return name or bare or None


def project_edition(text: str | None) -> str | None:
    """What ``canonical_project`` sets aside but codes: years and document numbers; None without any.

    >>> project_edition("2021-2022年度污水处理费")
    '2021-2022'
    """
    bare = _without_code(_dated(text))
    found = [number[0].strip("()") for number in _DOCUMENT_NUMBER.finditer(bare)]
    years = (re.findall(_YEAR, match[0]) for match in _EDITION.finditer(_DOCUMENT_NUMBER.sub("", bare)))
    return ",".join([*("-".join(span) for span in years), *found]) or None


def _dated(text: str | None) -> str:
    """The Chinese text of a name, its year in digits: 二〇二三年 is 2023年."""
    return _CHINESE_YEAR.sub(lambda year: year[0].translate(_DIGITS), _chinese(text))


def _chinese(text: str | None) -> str:
    """The text squashed, without what it says once more in another language."""
    whole = text or ""
    return squashed(_OTHER_LANGUAGE.sub("", whole.strip()) if _HAN.search(whole) else whole)


def _without_code(bare: str) -> str:
    bare = _QUOTES.sub("", _BRACKETED_CODE.sub(_year_stays, bare))
    for _ in range(2):
        bare = _PROJECT_LABEL.sub("", bare)
        code = _PROJECT_CODE.match(bare)
        if code and not re.fullmatch(rf"{_YEAR}\W*", code[0]):
            bare = bare[code.end() :] or bare
    return _PROJECT_CODE.sub("", bare) if bare.endswith((")", "]", "】", "〕")) else bare


def _year_stays(code: re.Match[str]) -> str:
    return code[0] if re.fullmatch(_YEAR, code[1]) else ""
