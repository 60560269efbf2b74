"""Rows of a table without rulings by the order in which a program drew its texts.

Office programs and report writers draw a table cell by cell, each row from left to right. Where the order
and the places of the texts say the same, it shows what alignment cannot: which lines are one text, which
texts are one row however close the rows stand, and in which row a label over several rows begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.unruled.bands import COLUMNS
from extractors.unruled.rows import MARGIN, TextRow, merged
from extractors.unruled.wraps import goes_on
from extractors.writing import Mark

_WORD = 0.3  # of the height: blank between two marks of one text
_SPREAD = 2.2  # of the height: blank between the characters of a word that is set wide
_FAR = 4.0  # of the height: blanks wider than that put two texts apart
_BLANK = 2.0  # a blank mark may stand for as many
_BACK = 0.5  # of the height by which a mark may begin before the end of the one before
_PITCH = (0.7, 1.9)  # of the height: pitches of the lines of one text
_UNEVEN = 0.25  # of the height: lines of one text differ by less
_LABELS = 0.4  # of the width: labels that may be alone in their row begin further left
_WIDE = 0.3  # of the width: a text that has paragraphs
_ALIGNED = 1.5  # points
_INDENT = 5.0  # of the height: how far the first line of a text is set in
_STEP = 0.4  # of the height: a row begins at least so far below the one above
_OVER = 0.35  # of the height by which a text may hang over the end of its row
_TOUCH = 0.1  # of the height by which a text at least reaches down beside another
_OFF = 0.45  # of the height by which a text may be off the middle of its rows
_ASTRAY = 0.75  # of the height: so far off the middle of its rows no text stands
_PROMPT = re.compile(r".*[^\d\s][:：].*", re.S)  # a label with its value in one text
_ENDING = 2  # characters at the end of labels of one kind: 指标
_PAGE_NUMBER = re.compile(r"[\W\d第共页]+")
_PROMPTS = 3  # such texts on one line above a table


@dataclass(slots=True)
class Text:
    """The text of one cell; ``end`` is the row past the last that it stands over."""

    lines: list[Mark]
    row: int = 0
    end: int = 1

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


@dataclass(frozen=True, slots=True)
class DrawnRows:
    rows: list[TextRow]
    texts: list[Text]
    """Those over several rows too, by the numbers of ``rows``."""


def drawn_rows(marks: Sequence[Mark], least: int, goes_on: bool, foot: float = 0.0) -> DrawnRows | None:
    """The rows of the table whose texts come in this order; None where order and places do not agree.

    ``goes_on``: whether it may begin on the page before. ``foot``: the place from which on a table at the end
    of the page may go on overleaf.
    """
    lines = joined_lines(marks)
    if len(lines) < 2:
        return None
    height = median(line.height for line in lines)
    lines = [_evened(line, height) for line in lines]
    stretch, others = _stretches(_rows(_texts(lines), height), height)
    rows = _table(stretch, height, least, goes_on)
    ys = _boundaries(rows, height) if rows else None
    if ys is None:
        return None
    if any(len(row) >= COLUMNS or any(ys[0] < text.middle < ys[-1] for text in row) for row in others):
        return None
    for row, texts in enumerate(rows):
        for text in texts:
            text.row = row
    _stretch(rows, ys, height, foot)
    if _has_labels_in_the_middle(rows) or not _stand_in_their_rows(rows, ys, height, goes_on, foot):
        return None
    return DrawnRows(_text_rows(rows, ys), [text for texts in rows for text in texts])


def _has_labels_in_the_middle(rows: Sequence[Sequence[Text]]) -> bool:
    """Whether a label was drawn with the row in its middle: rows under a header begin beside, under none."""
    for number, row in enumerate(rows[1:], 1):
        header = rows[number - 1]
        if len(header) < COLUMNS or any(map(str.isdigit, "".join(text.words for text in header))):
            continue
        covered = any(t.end > number and t.x1 <= row[0].x0 for r in rows[:number] for t in r)
        label = next((r for r in rows[number:] if r[0].x0 < row[0].x0 and r[0].x1 <= row[0].x0), None)
        if not covered and label and _begins_beside(row, label):
            return True
    return False


def _stand_in_their_rows(
    rows: Sequence[Sequence[Text]], ys: Sequence[float], height: float, goes_on: bool, foot: float
) -> bool:
    """Whether each text over several rows is in their middle or at their top, but for those a page cuts."""
    for text in (text for row in rows for text in row if text.end > text.row + 1):
        off = text.middle - (ys[text.row] + ys[text.end]) / 2
        at_top = text.y0 - ys[text.row] < height
        cut = (text.row == 0 and goes_on and off < 0) or (text.end == len(rows) and ys[-1] > foot)
        if abs(off) > _ASTRAY * height and not at_top and not cut:
            return False
    return True


def _begins_beside(row: Sequence[Text], label: Sequence[Text]) -> bool:
    return len(label) > 1 and min(row[0].x1, label[1].x1) - max(row[0].x0, label[1].x0) > 0


def _evened(line: Mark, height: float) -> Mark:
    if abs(line.height - height) > _UNEVEN * height:
        return line
    middle = line.centre[1]
    return line._replace(y0=middle - height / 2, y1=middle + height / 2)


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
        if last and _is_beside(last, mark) and _is_next(last, mark, room):
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
    return -_BACK * one.height <= gap <= min(room + _WORD * other.height, _FAR * other.height)


def _texts(lines: Sequence[Mark]) -> list[Text]:
    """Lines that follow each other downwards as texts; put apart where they are lone labels of their rows."""
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    height = median(line.height for line in lines)
    chains: list[list[Mark]] = []
    for line in lines:
        if chains and _is_below(chains[-1], line, width, height):
            chains[-1].append(line)
        else:
            chains.append([line])
    limit = _left(lines) + _WIDE * width if lines else 0.0
    chains = [
        part
        for chain in _with_indents(chains)
        for part in (_ending_alike(chain) if _right(chain) < limit else [chain])
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


def _ending_alike(chain: list[Mark]) -> list[list[Mark]]:
    """Labels one under the other, each ending as the last does: 效益指标 and 社会效益指标."""
    ending = chain[-1].text[-_ENDING:]
    ends = [n for n, line in enumerate(chain, 1) if line.text[-_ENDING:] == ending]
    if len(ends) < 2 or len(ending) < _ENDING or not ending.isalpha():
        return [chain]
    return [chain[start:end] for start, end in pairwise((0, *ends))]


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
            and (widest <= _WIDE * width or goes_on(last, line, widest))
        )
        or (len(chain) == 1 and widest > _WIDE * width and 0 < x0 - line.x0 < _INDENT * last.height)
        or (x1 - x0 > _WIDE * width and line.x0 > x0 and line.x1 < x1 + last.height)
    )
    return (
        aligned
        and _PITCH[0] * last.height < pitch < _PITCH[1] * max(last.height, height)
        and min(x1, line.x1) - max(x0, line.x0) > 0
        and abs(line.height - last.height) <= _UNEVEN * last.height
    )


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
    endings = Counter(line.text[-_ENDING:] for line in chain if len(line.text) >= _ENDING)
    for upper, lower in pairwise(chain[: last or None]):
        if goes_on(upper, lower, room + 2.0) and endings[upper.text[-_ENDING:]] < 2:
            part.append(lower)
        else:
            yield part
            part = [lower]
    yield part
    if last:
        yield list(chain[last:])


def _middle(lines: Sequence[Mark]) -> float:
    return (lines[0].centre[1] + lines[-1].centre[1]) / 2


def _rows(texts: Sequence[Text], height: float) -> list[list[Text]]:
    """Texts that follow each other to the right; not two that stand under each other, and nothing beside."""
    runs: list[list[Text]] = []
    for text in texts:
        if runs and text.x0 >= runs[-1][-1].x1 - _BACK * height:
            runs[-1].append(text)
        else:
            runs.append([text])
    rows: list[list[Text]] = []
    for run in runs:
        rows.append([run[0]])
        for number, text in enumerate(run[1:], 1):
            bottom = max(one.y1 for one in rows[-1])
            if any(other.y0 < bottom for other in run[number:]):
                rows[-1].append(text)
            else:
                rows.append([text])
    return rows


def _top(row: Sequence[Text]) -> float:
    return min(text.y0 for text in row)


def _stretches(rows: Sequence[list[Text]], height: float) -> tuple[list[list[Text]], list[list[Text]]]:
    """The longest stretch of rows that begin below each other, and all other rows."""
    stretches: list[list[list[Text]]] = []
    for row in rows:
        if stretches and _top(row) > _top(stretches[-1][-1]) + _STEP * height:
            stretches[-1].append(row)
        else:
            stretches.append([row])
    longest = max(stretches, key=lambda stretch: sum(map(len, stretch)))
    return longest, [row for stretch in stretches if stretch is not longest for row in stretch]


def _table(rows: list[list[Text]], height: float, least: int, goes_on: bool) -> list[list[Text]]:
    """From the first to the last row of several texts, and rests of cut rows that directly stand by them.

    Prompts above a table are none of its rows.
    """
    several = [index for index, row in enumerate(rows) if len(row) > 1 and not _has_prompts(row)]
    if len(several) < least:
        return []
    first, last = several[0], several[-1]
    left = min(row[0].x0 for row in rows[first : last + 1])
    while last + 1 < len(rows) and _is_rest(rows[last + 1], rows[last], left, height):
        last += 1
    while goes_on and first > 0 and _is_rest(rows[first - 1], rows[first], left, height):
        first -= 1
    return rows[first : last + 1]


def _is_rest(row: Sequence[Text], by: Sequence[Text], left: float, height: float) -> bool:
    """Whether the only text of a row is what the page cut off from one beside the labels."""
    text = row[0]
    apart = max(text.y0 - max(one.y1 for one in by), min(one.y0 for one in by) - text.y1)
    over = sum(min(text.x1, one.x1) - max(text.x0, one.x0) > 0 for one in by)
    beside = text.x0 > left + height and apart < height and over < 2
    small = abs(text.lines[0].height - height) <= _UNEVEN * height
    return len(row) == 1 and beside and small and not _PAGE_NUMBER.fullmatch(text.words)


def _has_prompts(row: Sequence[Text]) -> bool:
    return len(row) <= _PROMPTS and all(_PROMPT.fullmatch(text.words) for text in row)


def _boundaries(rows: Sequence[Sequence[Text]], height: float) -> list[float] | None:
    """Where rows begin and end; None where no text of a row ends above the next row."""
    ys = [_top(rows[0]) - MARGIN]
    for row, below in pairwise(rows):
        top = _top(below)
        ends = [text.y1 for text in row if text.y1 <= top + _OVER * height]
        if not ends:
            return None
        ys.append((max(ends) + top) / 2)
    return [*ys, max(text.y1 for row in rows for text in row) + MARGIN]


def _stretch(rows: Sequence[Sequence[Text]], ys: Sequence[float], height: float, foot: float) -> None:
    """Over which rows each text stands."""
    for number, row in enumerate(rows):
        for text in row:
            free = _free_below(rows, number, text)
            label = _label_below(rows, number, text, free)
            cut = label == len(rows) and ys[-1] > foot
            text.end = _end(text, ys, free, label, cut, height)


def _free_below(rows: Sequence[Sequence[Text]], number: int, text: Text) -> int:
    """The first row below that has a text of the same columns."""
    return next(
        (
            n
            for n in range(number + 1, len(rows))
            if any(min(o.x1, text.x1) - max(o.x0, text.x0) > 0 for o in rows[n])
        ),
        len(rows),
    )


def _label_below(rows: Sequence[Sequence[Text]], number: int, text: Text, free: int) -> int:
    """The first row below that has a text further left."""
    return next((n for n in range(number + 1, free) if rows[n][0].x0 < text.x1), free)


def _end(text: Text, ys: Sequence[float], free: int, label: int, cut: bool, height: float) -> int:
    """The row past the last of a text: by where its middle is, within what is free below it.

    ``label``: up to where nothing stands further left. ``cut``: whether the page may cut the cell there.
    """
    first = text.row

    def off(end: int) -> float:
        return abs(text.middle - (ys[first] + ys[end]) / 2)

    fits = text.y1 <= ys[first + 1] + _OVER * height
    if label > first + 1:
        ends = range(max(first + 2, label - 1), label + 1) if cut else range(first + 1, label + 1)
        best = min(ends, key=lambda end: (off(end), -end))
        return best if off(best) <= _OFF * height else label
    if fits:
        alone = off(first + 1) <= _OFF * height or text.y0 - ys[first] < height
        return first + 1 if alone else min(range(first + 1, free + 1), key=off)
    reach = next(end for end in range(first + 1, len(ys)) if text.y1 <= ys[end] + _OVER * height)
    return min(range(min(reach, free), free + 1), key=off)


def _text_rows(rows: Sequence[Sequence[Text]], ys: Sequence[float]) -> list[TextRow]:
    found = []
    for number, (top, bottom) in enumerate(pairwise(ys)):
        inside = [text for row in rows for text in row if text.row <= number < text.end]
        spaces = merged([(text.x0, text.x1) for text in inside], 0.0)
        pieces = [line for text in rows[number] for line in text.lines]
        found.append(TextRow(top, bottom, pieces, spaces))
    return found
