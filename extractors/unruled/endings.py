"""Labels of one kind that stand under each other, told apart by what they end with: 效益指标, 满意度指标."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise

from extractors.writing import Mark

_ENDING = 2  # characters at the end of labels of one kind: 指标
_LEAST = 4  # characters of a label that has such an ending
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]$")
_OPENING = ("(", "（")


def ending_alike(chain: Sequence[Mark]) -> list[list[Mark]]:
    """Lines under each other as labels, if several end alike; brackets belong to what they stand behind."""
    sofar = list(accumulate(line.text for line in chain))
    ends = [
        (number, ending(_BRACKETED.sub("", text)))
        for number, text in enumerate(sofar, 1)
        if number == len(chain) or not chain[number].text.startswith(_OPENING)
    ]
    counts = Counter(end for _, end in ends)
    # Of two as common the one of the last label: 指标, where 益指 ends lines too.
    common, count = max(counts.items(), key=lambda one: (bool(one[0]), one[1], one[0] == ends[-1][1]))
    if not common or count < 2:
        return [list(chain)]
    cuts = sorted({0, *(number for number, end in ends if end == common), len(chain)})
    parts = [list(chain[start:stop]) for start, stop in pairwise(cuts)]
    if any(len("".join(line.text for line in part)) < _LEAST for part in parts):
        return [list(chain)]
    return parts


def ending(text: str) -> str:
    """What labels of one kind end with; nothing where letters do: words end alike by chance."""
    last = text[-_ENDING:]
    return last if len(last) == _ENDING and last.isalpha() and not last.isascii() else ""
