"""Indicators of a longer term side by side with the year's: 三级指标（长期） | 三级指标（年度）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from extractors.model import Cell
from normalizers.lexicon import LabelMatch, words
from normalizers.reading.columns import Head
from normalizers.reading.stream import Row
from normalizers.text import core, squashed
from normalizers.tries import any_of

Term = Literal["year", "longer"]
_FIELDS = ("level1", "level2", "name", "target")


def of_the_year(
    matches: list[tuple[Head, LabelMatch | None]], above: Row | None, goals: Sequence[Cell] = ()
) -> list[tuple[Head, LabelMatch | None]]:
    """The headers with those of a longer term made columns of no view, where the year has one of its own.

    The term stands in the header's brackets, in the cell over it, or in a row of terms above the header;
    where none of them says one, in the header of the ``goals`` further up, whose columns then go on below.
    """
    named = [match.name for _, match in matches if match and match.name in _FIELDS]
    if len(set(named)) == len(named):
        return matches
    over = _row_of_terms(above)
    terms = [_term(head, over) for head, _ in matches]
    if not any(terms):
        terms = [_term_of(head, goals) for head, _ in matches]
    out: list[tuple[Head, LabelMatch | None]] = []
    for at, (head, match) in enumerate(matches):
        twins = [
            (other, terms[each])
            for each, (other, said) in enumerate(matches)
            if match and said and said.name == match.name and each != at
        ]
        is_other = (
            match is not None
            and match.name in _FIELDS
            and (
                (terms[at] == "longer" and any(term != "longer" for _, term in twins))
                or (
                    terms[at] is None and any(term == "year" and _alike(head, other) for other, term in twins)
                )
            )
        )
        out.append((head, LabelMatch("kept", 100.0, "exact") if is_other else match))
    return out


def _alike(one: Head, other: Head) -> bool:
    """Whether two headers say the same but for a term in brackets or in the cell over them."""
    return core(one.cells[-1].text) == core(other.cells[-1].text)


def _term(head: Head, over: Sequence[Cell]) -> Term | None:
    cells = (*reversed(head.cells), *(cell for cell in over if _covers(cell, head)))
    return next(filter(None, map(_term_in, cells)), None)


def _term_of(head: Head, goals: Sequence[Cell]) -> Term | None:
    over = next((cell for cell in goals if _covers(cell, head)), None)
    return _term_in(over) if over else None


def _term_in(cell: Cell) -> Term | None:
    text = squashed(cell.text)
    return "longer" if _said("longer").match(text) else "year" if _said("year").match(text) else None


@cache
def _said(term: Term) -> re.Pattern[str]:
    """A text that begins with words of a term, or has them at the beginning of a bracket."""
    return re.compile(rf"(?:.*[(\[])?{any_of(words('periods')[term])}")


def _row_of_terms(above: Row | None) -> Sequence[Cell]:
    """The cells of a row above headers that names terms: 中期指标 | 年度指标; nothing of any other."""
    named = filter(None, map(_term_in, above.own)) if above else ()
    return above.own if above and len(list(named)) > 1 else ()


def _covers(cell: Cell, head: Head) -> bool:
    return cell.column <= head.start and head.end <= cell.column + cell.column_span
