"""Texts on a page without rulings cut into rows, where paper is blank all across."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractors.writing import Mark, lines_of

Interval = tuple[float, float]

_WORD = 0.3  # of the height: blank between two marks of one text
_UNEVEN = 0.25  # of the height: lines of one size differ by less
_SPREAD = 2.2  # of the height: blank between the characters of a word that is set wide
_LEAST_PITCH = 0.7  # of the height: closer texts stand in one line
_TIGHT = 1.7  # of the height: the widest pitch of lines in one cell
_SUPPORT = 0.2  # of the count of the commonest pitch: a pitch as common is no accident
_LONG = 8  # characters: a text as long may be one that wraps
_PADDING = 1.2  # points that at least are blank between rows beside what is blank between lines
_LEFT = (0.0, 0.1, 0.2, 0.3, 0.4)  # shares of the width: labels over several rows stand left of these
_ALIGNED = 1.5  # points by which a line may stand out of its paragraph
CROSSES = 2.0  # points by which a text reaches into a row that it stands over
_WIDE = 1.2  # times its height: a text as wide does not run downwards
_APART = 0.7  # of the usual blank between rows
MARGIN = 3.0  # points around the text


@dataclass(slots=True)
class TextRow:
    """A row of a table without rulings: its upper and lower edge, and its text."""

    top: float
    bottom: float
    pieces: list[Mark]
    texts: list[Interval] = field(default_factory=list)
    """Where there is text, from left to right."""

    crossed: frozenset[tuple[Interval, Interval]] = frozenset()
    """The leftmost texts that stand in this row, if only in part."""


def pieces_of(marks: Sequence[Mark]) -> list[Mark]:
    """Marks of one line without a wide gap, as one mark."""
    pieces: list[Mark] = []
    for line in lines_of(marks):
        room = 0.0
        last: Mark | None = None
        for mark in line:
            if mark.text.isspace():
                room += (mark.x1 - mark.x0) * len(mark.text)
                continue
            if last is not None and mark.x0 - last.x1 <= room + _WORD * mark.height:
                last = pieces[-1] = _joined(last, mark)
            else:
                last = mark._replace(confidence=1.0)
                pieces.append(last)
            room = 0.0
    return pieces


def with_wide_words(pieces: Sequence[Mark], least: float) -> list[Mark]:
    """The single characters of a word that is set wide as one mark: 总   分.

    Not those under a line of a text: they are what was left of it.
    """
    lone = [p for p in pieces if _is_character(p) and not any(_is_under(p, other, least) for other in pieces)]
    words: list[Mark] = [piece for piece in pieces if piece not in lone]
    for line in lines_of(lone):
        word = line[0]
        for mark in line[1:]:
            if mark.x0 - word.x1 <= _SPREAD * mark.height:
                word = _joined(word, mark)
            else:
                words.append(word)
                word = mark
        words.append(word)
    return words


def _joined(one: Mark, other: Mark) -> Mark:
    return Mark(
        one.text + other.text,
        one.x0, min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1),
    )  # fmt: skip


def _is_under(lower: Mark, upper: Mark, least: float) -> bool:
    over = min(lower.x1, upper.x1) - max(lower.x0, upper.x0) > 0
    return over and len(upper.text) > 1 and 0 <= lower.centre[1] - upper.centre[1] - lower.height < least


def _is_character(mark: Mark) -> bool:
    return len(mark.text) == 1 and mark.text.isalpha() and not mark.text.isascii()


def evened(piece: Mark, height: float) -> Mark:
    """With the usual height, if it is nearly as high: boxes hang on the glyphs that happen to be in them."""
    if abs(piece.height - height) > _UNEVEN * height:
        return piece
    middle = piece.centre[1]
    return piece._replace(y0=middle - height / 2, y1=middle + height / 2)


def rows_of(pieces: Sequence[Mark], least: float) -> list[TextRow]:
    """Pieces cut into rows where paper is blank from the columns of labels to the right edge."""
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    texts, labels = _texts_and_labels(pieces, left + _LEFT[-1] * (right - left), least)
    cores = merged([(p.y0, p.y1) for p in texts], least)
    blocks = _blocks(labels, least)
    cores = merged([*cores, *_alone(blocks, cores, least)], 0.0)
    cuts = [min(p.y0 for p in pieces) - MARGIN]
    for (_, above), (below, _) in pairwise(cores):
        cuts.append(_cut(pieces, above, below, left, right, least))
    cuts.append(max(p.y1 for p in pieces) + MARGIN)
    return _between(pieces, cuts, blocks)


def _between(
    pieces: Sequence[Mark], cuts: Sequence[float], blocks: Sequence[tuple[Interval, Interval]]
) -> list[TextRow]:
    rows = []
    for top, bottom in pairwise(cuts):
        inside = [p for p in pieces if top <= p.centre[1] < bottom]
        if inside:
            crossing = [b for b in blocks if b[0][1] < bottom - CROSSES and b[1][1] > top + CROSSES]
            spread = [(one[0], other[0]) for one, other in crossing]
            spaces = merged([*((p.x0, p.x1) for p in inside), *spread], 0.0)
            first = frozenset(b for b in crossing if b[0][0] <= spaces[0][1])
            rows.append(TextRow(top, bottom, inside, spaces, first))
    return rows


def between(pieces: Sequence[Mark], cuts: Sequence[float], least: float) -> list[TextRow]:
    """Pieces in the rows between cuts that were found in another way."""
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    _, labels = _texts_and_labels(pieces, left + _LEFT[-1] * (right - left), least)
    return _between(pieces, cuts, _blocks(labels, least))


def _texts_and_labels(pieces: Sequence[Mark], limit: float, gap: float) -> tuple[list[Mark], list[Mark]]:
    """Pieces that reach beyond a limit, with the short lines of their paragraphs; and the rest."""
    texts = [piece for piece in pieces if piece.x1 > limit]
    labels = [piece for piece in pieces if piece.x1 <= limit]
    new = texts
    while new:
        new = [label for label in labels if any(_is_beside(label, text, gap) for text in new)]
        texts = [*texts, *new]
        labels = [label for label in labels if label not in new]
    return texts, labels


def _is_beside(label: Mark, text: Mark, gap: float) -> bool:
    """Whether a line stands directly above or below another, and no further left or right."""
    apart = max(label.y0 - text.y1, text.y0 - label.y1)
    return apart < gap and text.x0 - _ALIGNED <= label.x0 and label.x1 <= text.x1 + _ALIGNED


def _blocks(pieces: Iterable[Mark], gap: float) -> list[tuple[Interval, Interval]]:
    """Lines under each other without more than a line's blank, as two opposite corners."""
    blocks: list[list[float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.y0):
        under = next(
            (b for b in blocks if piece.y0 - b[3] < gap and min(b[2], piece.x1) - max(b[0], piece.x0) > 0),
            None,
        )
        if under is None:
            blocks.append([piece.x0, piece.y0, piece.x1, piece.y1])
        else:
            under[:] = (
                min(under[0], piece.x0), under[1], max(under[2], piece.x1), max(under[3], piece.y1)
            )  # fmt: skip
    return [((x0, y0), (x1, y1)) for x0, y0, x1, y1 in blocks]


def least_blank(pieces: Sequence[Mark], height: float) -> float:
    """The least blank that lies between two rows; what is less lies between lines of one text."""
    return _PADDING + _line_gap(pieces, height)


def _line_gap(pieces: Sequence[Mark], height: float) -> float:
    """What is blank between two lines of one text: from pairs where the lower is the shorter end."""
    pitches: Counter[float] = Counter()
    downwards = sorted(pieces, key=lambda piece: piece.y0 + piece.y1)
    for number, upper in enumerate(downwards):
        for lower in downwards[number + 1 :]:
            pitch = lower.centre[1] - upper.centre[1]
            if pitch > _TIGHT * height:
                break
            if pitch < _LEAST_PITCH * height or len(upper.text) < len(lower.text):
                continue
            aligned = abs(upper.x0 - lower.x0) < 1 or abs(upper.centre[0] - lower.centre[0]) < 1
            if aligned and (len(upper.text) >= _LONG or _is_rest(upper.text, lower.text)):
                pitches[round(pitch, 1)] += 1
    if not pitches:
        return 0.0
    usual = max(pitches.values()) * _SUPPORT
    return max(0.0, min(pitch for pitch, count in pitches.items() if count >= usual) - height)


def _is_rest(upper: str, lower: str) -> bool:
    """Whether the lower is what was left of a label, or the next character of one that runs downwards."""
    return len(lower) <= 2 < len(upper) or (len(upper) == len(lower) == 1 and (upper + lower).isalpha())


def merged(intervals: Iterable[Interval], gap: float) -> list[Interval]:
    """Intervals joined where less than a gap lies between them."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start - merged[-1][1] <= gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _alone(
    blocks: Sequence[tuple[Interval, Interval]], cores: Sequence[Interval], least: float
) -> list[Interval]:
    """Texts in the columns of labels that stand beside nothing: own rows where as far from all as rows are.

    A label in the middle of several rows stands beside nothing too, and nearer; but not two under each other,
    nor the next to one that a row stands beside: the labels of a column follow each other as their rows do.
    """
    apart = median([below[0] - above[1] for above, below in pairwise(cores)]) if len(cores) > 1 else 0.0
    free = [(block, _blank_around(block, cores)) for block in blocks]
    free = [(block, blank) for block, blank in free if blank >= min(least, _APART * apart)]
    own = [
        block
        for block, blank in free
        if blank >= _APART * apart
        or any(_share_a_gap(block, other, cores) for other, _ in free)
        or any(_follow(block, other, cores) for other in blocks)
    ]
    return [(one[0][1], one[1][1]) for one in own if not any(_stands_over(one, other) for other in own)]


def _stands_over(one: tuple[Interval, Interval], other: tuple[Interval, Interval]) -> bool:
    """Whether a label reaches into the row of one on its right, but is not in its middle."""
    (_, top), (right, bottom) = one
    (left, upper), (_, lower) = other
    beside = right <= left and min(bottom, lower) - max(top, upper) > 0
    return beside and abs(top + bottom - upper - lower) > 2 * _ALIGNED


def _blank_around(block: tuple[Interval, Interval], cores: Sequence[Interval]) -> float:
    """What is blank between a block and the nearest row; less than nothing where it stands beside one."""
    (_, top), (_, bottom) = block
    return min(max(start - bottom, top - end) for start, end in cores) if cores else 0.0


def _share_a_gap(
    one: tuple[Interval, Interval], other: tuple[Interval, Interval], cores: Sequence[Interval]
) -> bool:
    """Whether two blocks stand under each other with no row between them."""
    upper, lower = sorted((one, other), key=lambda block: block[0][1])
    under = min(upper[1][0], lower[1][0]) > max(upper[0][0], lower[0][0]) and upper[1][1] < lower[0][1]
    return under and not any(upper[1][1] <= start < lower[0][1] for start, _ in cores)


def _follow(
    block: tuple[Interval, Interval], other: tuple[Interval, Interval], cores: Sequence[Interval]
) -> bool:
    """Whether the row next to a block, above or below, is beside another of its column."""
    (x0, top), (x1, bottom) = block
    (left, upper), (right, lower) = other
    if not _is_wide(block) or not _is_wide(other) or min(x1, right) <= max(x0, left):
        return False
    above = [core for core in cores if core[1] <= top][-1:]
    below = [core for core in cores if core[0] >= bottom][:1]
    return any(abs(sum(core) - upper - lower) <= 2 * _ALIGNED for core in (*above, *below))


def _is_wide(block: tuple[Interval, Interval]) -> bool:
    """Whether a block is no part of writing that runs downwards."""
    (x0, top), (x1, bottom) = block
    return x1 - x0 > _WIDE * (bottom - top)


def _cut(
    pieces: Sequence[Mark], above: float, below: float, left: float, right: float, least: float
) -> float:
    """The middle of the widest blank between two rows; labels over several rows may cross it."""
    for share in _LEFT:
        taken = [(p.y0, p.y1) for p in pieces if p.x1 > left + share * (right - left)]
        blank = _widest_blank([t for t in taken if t[1] > above and t[0] < below], above, below)
        if blank[1] - blank[0] >= least:
            return sum(blank) / 2
    return (above + below) / 2


def _widest_blank(taken: Sequence[Interval], start: float, end: float) -> Interval:
    edges = [(start, start), *merged(taken, 0.0), (end, end)]
    blanks = [(max(start, one[1]), min(end, other[0])) for one, other in pairwise(edges)]
    return max(blanks, key=lambda blank: blank[1] - blank[0])
