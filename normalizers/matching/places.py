"""Names of places in front of a name: divisions by their official list, others by the word behind them."""

from __future__ import annotations

from functools import cache

from normalizers.lexicon import vocabulary_folder
from normalizers.matching.printed import printed
from normalizers.matching.slips import common_words

SHORTEST = 2
"""Characters that a division's name must have without its ending: 吴县 is not called 吴."""
LONGEST = 15


@cache
def divisions() -> frozenset[str]:
    """The names of all provinces, prefectures and counties, full."""
    lines = (vocabulary_folder() / "divisions.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[1] for line in lines if line and not line.startswith("#"))


@cache
def short_divisions() -> frozenset[str]:
    """The names of provinces and prefectures without their endings: 贵州, 贵阳."""
    lines = (vocabulary_folder() / "divisions.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    high = [row for row in rows if row[0].endswith("00")]
    named = {row[2] for row in high if len(row) > 2 and row[2]}
    return frozenset(named | {bare for row in high if len(bare := _bare(row[1])) >= SHORTEST})


@cache
def short_counties() -> frozenset[str]:
    """The names of counties without their endings that can be nothing else: 呼图壁, 都江堰.

    Those of two characters are words too often (平安, 惠民, 牡丹, 沿河), others are hills and waters too.
    """
    lines = (vocabulary_folder() / "divisions.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    named = {(row[2] if len(row) > 2 else "") or _bare(row[1]) for row in rows if row[0][-2:] != "00"}
    nature = printed("nature")
    return frozenset(
        name
        for name in named
        if len(name) > SHORTEST and not name.endswith(nature) and name not in common_words()
    )


def _bare(name: str) -> str:
    ending = next((ending for ending in printed("division") if name.endswith(ending)), "")
    return name.removesuffix(ending)


def division_in_front(text: str) -> int:
    """How many characters of a division's name the text begins with; 0 where it begins with none."""
    full = divisions()
    for length in range(min(LONGEST, len(text)), SHORTEST - 1, -1):
        if text[:length] in full:
            return length
    short = short_divisions()
    county = short_counties()
    return next(
        (length for length in (6, 5, 4, 3, 2) if text[:length] in short or text[:length] in county), 0
    )
