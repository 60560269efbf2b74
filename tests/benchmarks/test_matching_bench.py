"""The figures of the benchmark of matching, on cases that one can count by hand."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest


def test_pairs_are_counted_as_by_hand(matching: ModuleType) -> None:
    assert matching.pairwise(["a", "a", "b"], ["x", "x", "x"]) == pytest.approx((1.0, 1 / 3, 0.5))
    assert matching.pairwise(["a", "a", "a"], ["x", "x", "y"]) == pytest.approx((1 / 3, 1.0, 0.5))
    assert matching.pairwise(["a", "b"], ["x", "y"])[:2] == (1.0, 1.0)


def test_a_set_without_groups_is_refused(matching: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name\n污水处理率\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="a labelled set needs the columns name and group"):
        matching.labelled(path)


def test_the_labelled_sets_have_no_name_in_two_groups(matching: ModuleType) -> None:
    for path in sorted(matching.DATA.glob("*.tsv")):
        rows = matching.labelled(path)
        assert len(rows) > 600
        assert len({name for name, _ in rows}) == len(rows), path.name
