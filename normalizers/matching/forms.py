"""The normal form of a name: what is measured, of what; places, years, units, order, fillers set aside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from normalizers.matching.cleaning import PROPER, cleaned, unit_measure
from normalizers.matching.content import content_words, counted, finer, head_measure
from normalizers.matching.meaning import Meanings, Word, cost, meanings
from normalizers.matching.measures import COUNT, HOUSEHOLDS, PERSONS, RATE, SATISFACTION, VISITS
from normalizers.matching.name_prefixes import without_division, without_front
from normalizers.matching.printed import printed
from normalizers.matching.slips import repaired

_ASKED = "服务对象满意度指标"
"""The level of indicators that ask people."""
_LATIN = re.compile(r"[\d.a-z]+")


@dataclass(frozen=True, slots=True)
class NormalForm:
    """What a name means: its head measure ('' for a plain count), its other words, and how it reads.

    ``slip`` tells the slip of the pen that was mended, as typed → meant; ``unknown`` are the characters that
    no word explains; ``told`` is False where neither the name nor a unit says
    what is measured or, beside 数量, what is counted.
    """

    measure: str
    content: frozenset[str]
    reading: str
    unknown: frozenset[str] = frozenset()
    slip: str | None = None
    told: bool = True

    @property
    def key(self) -> str:
        """The normal form as one text."""
        return f"{self.measure}|{'+'.join(sorted(self.content))}"


def parts_of(key: str) -> tuple[str, frozenset[str]]:
    """The measure and the other words of a normal form; neither mark stands in a word.

    >>> parts_of(normal_form("污水处理率")) == ("率", frozenset({"污水", "处理"}))
    True
    """
    measure, _, words = key.partition("|")
    return measure, frozenset(words.split("+") if words else ())


def normal_form(text: str, level2: str | None = None, unit: str | None = None) -> str:
    """The normal form of a name: two names that have the same are one indicator.

    ``level2`` and ``unit`` tell what is measured where the name itself does not.

    >>> normal_form("1.遵义市2023年新建农村公路里程（公里）") == normal_form("农村公路新建公里数")
    True
    >>> normal_form("污水处理率") == normal_form("污水处理量")
    False
    """
    return form_of(text, level2, unit).key


def form_of(text: str, level2: str | None = None, unit: str | None = None) -> NormalForm:
    """The form behind ``normal_form``."""
    found = meanings()
    bare = cleaned(text, found.units, found.words, _schemes())
    hint = _unit_measure(bare.unit or unit or "", found.units)
    if hint in ("", RATE) and level2 == _ASKED:
        hint = SATISFACTION
    return _form(_together(bare.text, bare.behind), hint)


def _together(text: str, behind: str) -> str:
    """A name and what stood behind it in brackets, so that the measure stays the last word."""
    if not behind:
        return text
    found = meanings()
    tells = found.cut(behind)[-1].means[-1] in found.measures
    return f"{text}、{behind}" if tells or not text else f"{behind}、{text}"


def _unit_measure(unit: str, units: Mapping[str, str]) -> str:
    return unit_measure(unit, units) or units.get(re.split(r"[/(（]", unit.strip().lower())[0], "")


@cache
def _schemes() -> tuple[str, ...]:
    return tuple(sorted(meanings().roles["scheme"], key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1 << 17)
def _form(bare: str, hint: str) -> NormalForm:
    found = meanings()
    text = without_division(bare)
    words, slip = repaired(_counting(text))
    words = without_front(words, found)
    reading = "".join(word.text for word in words if word.text != "、").strip(PROPER) or bare
    roles = found.roles
    words = _with_kin(words, roles) if any(word.means[-1] in roles["kin"] for word in words) else words
    means = [(meaning, word.known) for word in words if word.text != "、" for meaning in word.means]
    atoms = _joined(means)
    said = [atom for atom in atoms if atom not in roles["filler"]] or atoms
    asked_in_words = hint == RATE and atoms[-1:] and atoms[-1] in roles["state"]
    measure, rest = head_measure(said, found, "" if asked_in_words else hint)
    if measure != COUNT or words[-1].text in _plain_counts():
        measure = finer(measure, rest, hint, found)
    told = bool(measure) and not (measure == COUNT and not hint)
    content = content_words(rest, measure, found)
    measure = counted(measure, rest, content, found)
    asked = measure == SATISFACTION and not content <= roles["served"] | roles["weak"]
    if asked or measure in (PERSONS, VISITS):
        content = content - roles["human"] or content
    if measure == HOUSEHOLDS:
        content = _householders(content, found) - roles["home"] or content
    unknown = frozenset(atom for atom, known in means if not known) & content
    return NormalForm(measure, frozenset(content), reading, unknown, slip, told)


def _counting(text: str) -> str:
    """工作队数 as 工作队数量, where so there are no more words; 企业家数 counts firms, not people."""
    found = meanings()
    last = found.cut(text)[-1] if text.endswith(COUNT) else None
    if not last or len(last.text) == 1 or last.text in printed("firm count") or last.means != (COUNT,):
        return text
    longer = (text + volume for volume in printed("volume"))
    return next((each for each in longer if cost(found.cut(each)) <= cost(found.cut(text))), text)


@cache
def _plain_counts() -> frozenset[str]:
    """Words that count anything; 盏数 says what by itself."""
    return frozenset({COUNT, *printed("plain count", "volume")})


def _joined(means: list[tuple[str, bool]]) -> list[str]:
    """The meanings in order; digits and Latin letters that stand together are one."""
    atoms: list[str] = []
    latin = False
    for meaning, known in means:
        is_latin = not known and _LATIN.fullmatch(meaning) is not None
        if is_latin and latin:
            atoms[-1] += meaning
        else:
            atoms.append(meaning)
        latin = is_latin
    return atoms


def _householders(content: frozenset[str], found: Meanings) -> frozenset[str]:
    """The words of a count of households without the 户 that the measure says already: 监测户 户数."""
    for word in content & found.roles["household"]:
        ending = next((each for each in printed("household") if word.endswith(each)), "")
        means = found.words.get(word.removesuffix(ending), ()) if ending else ()
        content = (content - {word}) | set(means) if means else content
    return content


def _with_kin(words: list[Word], roles: Mapping[str, frozenset[str]]) -> list[Word]:
    """The words with a person and whose kin stands right behind as one: 患者家属 are no 患者 及 家属."""
    joined: list[Word] = []
    for word in words:
        of = joined[-1].means[-1] if joined else ""
        if word.means[-1] in roles["kin"] and of in roles["person"] - roles["kin"]:
            whose = of + word.means[-1]
            means = meanings().words.get(whose, (whose,))
            joined[-1] = Word(joined[-1].text + word.text, (*joined[-1].means[:-1], *means))
        else:
            joined.append(word)
    return joined
