"""How well and how fast names of indicators are matched.

python benchmarks/matching.py                  the labelled sets beside this file, then speed
python benchmarks/matching.py FILE [FILE …]    labelled sets of your own: CSV (tab-separated if .tsv) with the
                                               columns name, group and, where known, level2 and unit
python benchmarks/matching.py --errors FILE    print the pairs that are wrong, too

A pair is two names that get one code. Precision is the share of such pairs that share a group as well, recall
the share of pairs of one group that get one code; names that are typed alike in one group count once.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from normalizers.matching import Name, indicators, match, normal_form

DATA = Path(__file__).with_name("data")
NAMES, DISTINCT, SAMPLE = 1_000_000, 100_000, 2_000
"""Names matched for speed, distinct ones among them, names given to one ``extractOne`` each."""
BAR = 20
"""Times that matching must be faster than one ``extractOne`` a name."""
PLACES = (
    "遵义市",
    "花溪区",
    "昌吉州",
    "全县",
    "黔南州",
    "随州市",
    "中江县",
    "我市",
    "贵阳市",
    "宁晋县",
    "稷山县",
    "",
)
YEARS = ("2021年", "2022年度", "2023年", "2024年", "（2025年）", "", "", "")
TAILS = ("", "", "", "（%）", "（个）", "（万元）", "。")
FRONTS = ("", "", "1.", "（二）", "指标3：")
OBJECTS = (
    "茶园", "驿站", "古桥", "滑雪场", "书屋", "冷库", "菌棒", "鱼塘", "岗亭", "花海", "微景观", "羊舍",
    "晒场", "鼓楼", "索道", "窑洞", "戏台", "烽火台", "蜂箱", "牌楼",
)  # fmt: skip
ACTS = ("新建", "改造", "维护", "检查", "补助", "设计", "验收", "推广", "清理", "加固")
MEASURES = ("数量", "面积", "合格率", "完成及时率", "覆盖率", "成本", "满意度", "次数")


def main() -> None:
    chosen = _arguments()
    for path in chosen.sets or sorted(DATA.glob("indicator_names_*.tsv")):
        _quality(path, chosen.errors)
    if not chosen.sets or chosen.speed:
        _speed(chosen.seed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", type=Path, help="labelled sets")
    parser.add_argument("--errors", action="store_true", help="print the pairs that are wrong")
    parser.add_argument("--speed", action="store_true", help="measure speed, too, where sets are given")
    parser.add_argument("--seed", type=int, default=1, help="of the names that speed is measured on")
    return parser.parse_args()


def labelled(path: Path) -> list[tuple[Name, str]]:
    """Names and their groups; ends with a line to the person where a column is missing."""
    delimiter = "\t" if path.suffix == ".tsv" else ","
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=delimiter))
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"{path}: {error}")
    if not rows or not {"name", "group"} <= set(rows[0]):
        sys.exit(
            f"{path}: line 1: a labelled set needs the columns name and group (level2, unit where known)"
        )
    named = [
        (Name(row["name"], row.get("level2") or None, row.get("unit") or None), row["group"]) for row in rows
    ]
    return list(dict.fromkeys(named))


def pairwise(found: Iterable[Hashable], meant: Iterable[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs; each is 1 where there is nothing to get wrong."""
    rows = list(zip(found, meant, strict=True))
    both = _pairs(Counter(rows))
    ours = _pairs(Counter(one for one, _ in rows))
    theirs = _pairs(Counter(other for _, other in rows))
    precision, recall = both / ours if ours else 1.0, both / theirs if theirs else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _quality(path: Path, errors: bool) -> None:
    rows = labelled(path)
    names, groups = [name for name, _ in rows], [group for _, group in rows]
    found = match(names)
    codes = [one.code for one in found]
    precision, recall, f1 = pairwise(codes, groups)
    curated = sum(not one.provisional for one in found)
    print(
        f"{path.name}: {len(rows)} names in {len(set(groups))} groups, {curated} curated\n"
        f"  pairwise precision {precision:.4f}   recall {recall:.4f}   F1 {f1:.4f}"
    )
    if errors:
        _print_errors(names, codes, groups)


def _print_errors(names: Sequence[Name], codes: Sequence[str], groups: Sequence[str]) -> None:
    for title, keys, others in (("merged", codes, groups), ("split", groups, codes)):
        sorted_out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name, key, other in zip(names, keys, others, strict=True):
            sorted_out[key][other].append(name.text)
        for parts in sorted_out.values():
            if len(parts) > 1:
                print(f"  {title}: " + "  |  ".join("、".join(texts) for texts in parts.values()))


def typed(seed: int) -> list[Name]:
    """A million names as offices type them, 100,000 of them distinct, the frequent ones more often."""
    chance = random.Random(seed)
    known = [text for entry in indicators().values() for text in (entry.name, *entry.aliases)]
    distinct: dict[str, None] = {}
    while len(distinct) < DISTINCT:
        if chance.random() < 0.6:
            text = chance.choice(known)
        else:
            text = "".join(chance.choice(part) for part in (ACTS, OBJECTS, MEASURES))
        if chance.random() < 0.05:
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice("理里力立历利绿律") + text[at + 1 :]
        parts = (chance.choice(part) for part in (FRONTS, PLACES, YEARS))
        distinct["".join(parts) + text + chance.choice(TAILS)] = None
    names = [Name(text) for text in distinct]
    rest = chance.choices(names, weights=[1 / (rank + 10) for rank in range(DISTINCT)], k=NAMES - DISTINCT)
    names.extend(rest)
    chance.shuffle(names)
    return names


def _speed(seed: int) -> None:
    names = typed(seed)
    known = sorted({text for entry in indicators().values() for text in (entry.name, *entry.aliases)})
    sample = random.Random(seed).sample(names, SAMPLE)
    match([Name("群众满意度")])  # the vocabulary is loaded once a process, and not counted
    normal_form("群众满意度")
    scorers = {"fuzz.ratio, the quickest scorer": fuzz.ratio, "fuzz.WRatio, its default": fuzz.WRatio}
    alone = {title: _one_by_one(sample, known, scorer) for title, scorer in scorers.items()}
    started = time.perf_counter()
    match(names)
    ours = time.perf_counter() - started
    print(
        f"speed: {NAMES:,} names, {DISTINCT:,} distinct, against {len(known):,} names and aliases\n"
        f"  match {ours:.1f} s, {NAMES / ours:,.0f} names a second"
    )
    for title, seconds in alone.items():
        print(
            f"  extractOne with {title}: {seconds:.0f} s, scaled from {SAMPLE:,} names;"
            f" match takes 1/{seconds / ours:.0f} of it (asked: 1/{BAR})"
        )


def _one_by_one(sample: Sequence[Name], known: Sequence[str], scorer: Callable[..., float]) -> float:
    """Seconds that one ``extractOne`` a name would take for all names."""
    started = time.perf_counter()
    for name in sample:
        process.extractOne(name.text, known, scorer=scorer)
    return (time.perf_counter() - started) * NAMES / len(sample)


if __name__ == "__main__":
    main()
