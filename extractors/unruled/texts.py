"""The texts of cells, from marks in the order in which a program drew them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from statistics import median
from unicodedata import bidirectional, category, name

from extractors.unruled.endings import ending, ending_alike
from extractors.unruled.wraps import goes_on
from extractors.writing import Mark

_WORD = 0.3  # of the height: blank between two marks of one text
_FOREIGN = 0.6  # of the height: blank between words of scripts that set them apart, where none was drawn
_LETTERS = frozenset({"Lo", "Mn", "Mc"})
_LEFTWARDS = frozenset({"R", "AL"})  # bidirectional classes of letters that run from right to left
_SPREAD = 2.2  # of the height: blank between the characters of a word that is set wide
_FAR = 4.0  # of the height: blanks wider than that put two texts apart
_BLANK = 2.0  # a blank mark may stand for as many
BACK = 0.5  # of the height by which a mark may begin before the end of the one before
_PITCH = (0.7, 2.05)  # of the height: pitches of the lines of one text
_FIGURES_APART = 2.3  # of the height: the same of figures, which are less high than other lines
_FIGURE = re.compile(r"[\d,.]+[%％]?")
UNEVEN = 0.25  # of the height: lines of one text differ by less
_LABELS = 0.4  # of the width: labels that may be alone in their row begin further left
_WIDE = 0.3  # of the width: a text that has paragraphs
_ALIGNED = 1.5  # points
_SAME = 0.5  # points by which pitches of one text differ
_INDENT = 5.0  # of the height: how far the first line of a text is set in
_TOUCH = 0.1  # of the height by which a text at least reaches down beside another


_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(slots=True)
class Text:
    """The text of one cell; ``end`` is the row past the last that it stands over.

    ``is_sure``: whether nothing else explains as well which lines it has and over which rows it stands.
    """

    lines: list[Mark]
    row: int = 0
    end: int = 1
    is_sure: bool = True

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def y0(self) -> float:
        return self.lines[0].y0

    @property
    def y1(self) -> float:
        return self.lines[-1].y1

    @property
    def words(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def is_label(words: str) -> bool:
    """Whether a text has letters and no digits, but for those in brackets: 绩效指标（90分）."""
    words = _BRACKETED.sub("", words)
    return any(map(str.isalpha, words)) and not any(map(str.isdigit, words))


def joined_lines(marks: Sequence[Mark]) -> list[Mark]:
    """Marks that follow each other on one line without a wide gap, as one mark; blanks fill a gap."""
    lines: list[Mark] = []
    room, wide = 0.0, False
    for mark in marks:
        if mark.text.isspace():
            room += _BLANK * (mark.x1 - mark.x0) * len(mark.text)
            continue
        last = lines[-1] if lines else None
        # The characters of a word that is set wide: 总   分.
        wide = _is_character(mark) and last is not None and (wide or _is_character(last))
        if wide:
            room = max(room, _SPREAD * mark.height)
        if last and _is_beside(last, mark) and (_is_next(last, mark, room) or _runs_left(last, mark, room)):
            lines[-1] = Mark(
                last.text + mark.text,
                min(last.x0, mark.x0), min(last.y0, mark.y0), max(last.x1, mark.x1), max(last.y1, mark.y1),
            )  # fmt: skip
        else:
            lines.append(mark._replace(confidence=1.0))
            wide = False
        room = 0.0
    return lines


def _is_character(mark: Mark) -> bool:
    return len(mark.text) == 1 and mark.text.isalpha() and not mark.text.isascii()


def _is_beside(one: Mark, other: Mark) -> bool:
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    return overlap >= 0.5 * min(one.height, other.height)


def _is_next(one: Mark, other: Mark, room: float) -> bool:
    gap = other.x0 - one.x1
    word = _FOREIGN if _is_foreign(one.text[-1]) and _is_foreign(other.text[0]) else _WORD
    # Between Chinese and digits programs leave some blank, by the size of the font: digits are less high.
    mixed = one.text[-1].isascii() != other.text[0].isascii()
    height = max(one.height, other.height) if mixed else other.height
    return -BACK * one.height <= gap <= min(room + word * height, _FAR * other.height)


def _runs_left(one: Mark, other: Mark, room: float) -> bool:
    """Whether a mark goes on to the left, as writing does that runs from right to left: قامرات."""
    if not all(bidirectional(mark.text[0]) in _LEFTWARDS for mark in (one, other)):
        return False
    gap = one.x0 - other.x1
    return -BACK * one.height <= gap <= min(room + _FOREIGN * other.height, _FAR * other.height)


def _is_foreign(character: str) -> bool:
    """Whether a letter is of a script that sets words apart by blanks: neither Latin nor Chinese."""
    return category(character) in _LETTERS and not name(character, "").startswith(
        ("LATIN", "CJK", "FULLWIDTH")
    )


def texts_of(lines: Sequence[Mark]) -> list[Text]:
    """Lines that follow each other downwards as texts; put apart where they are lone labels of their rows."""
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    height = median(line.height for line in lines)
    chains: list[list[Mark]] = []
    for line, after in zip_longest(lines, lines[1:]):
        if (
            chains
            and _is_below(chains[-1], line, width, height)
            and not _stands_under(after, line, chains[-1])
        ):
            chains[-1].append(line)
        else:
            chains.append([line])
    limit = _left(lines) + _WIDE * width if lines else 0.0
    chains = [
        part
        for chain in _with_indents(chains)
        for part in (ending_alike(chain) if _right(chain) < limit else [chain])
    ]
    found: list[Text] = []
    for number, chain in enumerate(chains):
        beside = _beside(chains, number)
        last = number > 0 and _left(chain) >= _right(chains[number - 1]) and beside is None
        wide = _right(chain) - _left(chain) > _WIDE * width
        if (
            len(chain) == 1
            or (wide and not beside)
            or (last and _left(chain) > _left(lines) + _LABELS * width)
        ):
            found.append(Text(chain))
        else:
            found.extend(Text(part) for part in _parts(chain, beside, 0.0 if wide else _room(chain, lines)))
    return found


def _left(lines: Sequence[Mark]) -> float:
    return min(line.x0 for line in lines)


def _right(lines: Sequence[Mark]) -> float:
    return max(line.x1 for line in lines)


def _beside(chains: Sequence[Sequence[Mark]], number: int) -> tuple[float, list[float]] | None:
    """Of the texts that follow to the right of one: where the highest begins, and their middles."""
    found = []
    for one, other in pairwise(chains[number:]):
        if _left(other) < _right(one):
            break
        found.append((other[0].y0, _middle(other)))
    return (min(top for top, _ in found), [middle for _, middle in found]) if found else None


def _is_below(chain: Sequence[Mark], line: Mark, width: float, height: float) -> bool:
    last = chain[-1]
    pitch = line.centre[1] - last.centre[1]
    x0, x1 = min(one.x0 for one in chain), max(one.x1 for one in chain)
    widest = max(x1 - x0, line.x1 - line.x0)
    aligned = (
        abs(line.x0 - x0) < _ALIGNED
        or (
            abs(line.centre[0] - (x0 + x1) / 2) < _ALIGNED
            and (widest <= _WIDE * width or goes_on(last, line, widest) or _is_next_line(chain, line))
        )
        or (len(chain) == 1 and widest > _WIDE * width and 0 < x0 - line.x0 < _INDENT * last.height)
        or (x1 - x0 > _WIDE * width and line.x0 > x0 and line.x1 < x1 + last.height)
    )
    most = _FIGURES_APART if _is_rest_of_figure(last, line) else _PITCH[1]
    return (
        aligned
        and _PITCH[0] * last.height < pitch < most * max(last.height, height)
        and min(x1, line.x1) - max(x0, line.x0) > 0
        and abs(line.height - last.height) <= UNEVEN * last.height
    )


def _is_rest_of_figure(upper: Mark, lower: Mark) -> bool:
    """Whether a line has nothing but the last digits of a figure that did not fit above: 0 of 100."""
    are_figures = all(_FIGURE.fullmatch(line.text) for line in (upper, lower))
    return are_figures and lower.x1 - lower.x0 < upper.x1 - upper.x0


def _is_next_line(chain: Sequence[Mark], line: Mark) -> bool:
    """Whether a line is as far below the last of several as that below the one before."""
    if len(chain) < 2:
        return False
    pitch = chain[-1].centre[1] - chain[-2].centre[1]
    return abs(line.centre[1] - chain[-1].centre[1] - pitch) < _SAME


def _stands_under(after: Mark | None, line: Mark, chain: Sequence[Mark]) -> bool:
    """Whether what follows beside a line stands under the lines above it: the line is no part of them."""
    return after is not None and line.x1 < after.x0 < _right(chain) and _is_beside(line, after)


def _with_indents(chains: Sequence[list[Mark]]) -> list[list[Mark]]:
    """A line set in so far that the next does not reach under it, and its rest: by the text beside both."""
    found: list[list[Mark]] = []
    for number, chain in enumerate(chains):
        after = chains[number + 1] if number + 1 < len(chains) else None
        if found and after and _is_rest_of_indented(found[-1], chain, after):
            found[-1] = [*found[-1], *chain]
        else:
            found.append(chain)
    return found


def _is_rest_of_indented(upper: Sequence[Mark], lower: Sequence[Mark], after: Sequence[Mark]) -> bool:
    first, last = upper[0], lower[-1]
    pitch = lower[0].centre[1] - first.centre[1]
    off = _middle(after) - (first.centre[1] + last.centre[1]) / 2
    return (
        len(upper) == 1
        and _PITCH[0] * first.height < pitch < _PITCH[1] * first.height
        and lower[0].x0 + 1 < first.x0 < lower[0].x0 + _INDENT * first.height
        and after[0].x0 >= first.x1
        and abs(off) < pitch / 4
    )


def _room(chain: Sequence[Mark], lines: Sequence[Mark]) -> float:
    """The width of the widest line of the page that stands in the same column."""
    left, right = min(one.x0 for one in chain), max(one.x1 for one in chain)
    inside = [
        line.x1 - line.x0
        for line in lines
        if abs(line.x0 - left) < _ALIGNED or abs(line.centre[0] - (left + right) / 2) < _ALIGNED
    ]
    narrow = [width for width in inside if width < 2 * (right - left)]
    return max(narrow, default=right - left)


def _parts(
    chain: Sequence[Mark], beside: tuple[float, list[float]] | None, room: float
) -> Iterator[list[Mark]]:
    """One text, or several: lines above all that stands beside are those of rows with nothing else."""
    last = 0
    if beside is not None:
        top, middles = beside
        near = (chain[1].centre[1] - chain[0].centre[1]) / 4
        last = next((n for n, line in enumerate(chain) if line.y1 > top + _TOUCH * line.height), 0)
        if last == 0 or min(middles) <= _middle(chain) + near:
            yield list(chain)
            return
        beginnings = (last, *range(1, last))
        last = next((n for n in beginnings if any(abs(_middle(chain[n:]) - m) < near for m in middles)), last)
    part = [chain[0]]
    endings = Counter(filter(None, (ending(line.text) for line in chain)))
    for upper, lower in pairwise(chain[: last or None]):
        if goes_on(upper, lower, room + 2.0) and endings[ending(upper.text)] < 2:
            part.append(lower)
        else:
            yield part
            part = [lower]
    yield part
    if last:
        yield list(chain[last:])


def _middle(lines: Sequence[Mark]) -> float:
    return (lines[0].centre[1] + lines[-1].centre[1]) / 2
