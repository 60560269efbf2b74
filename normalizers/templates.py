"""How the points of a form are shared out: templates by rule, year and place, as data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import yaml

from normalizers.lexicon import VocabularyError, composed, lexicon, vocabulary_folder

EXECUTION = "预算执行率"
ALL = "全部指标"
_KEYS = frozenset({"name", "source", "from", "until", "weights"})
_NEEDED = ("name", "source", "from", "weights")


@dataclass(frozen=True, slots=True)
class Template:
    """Points of the budget execution and of each first level; ``first`` to ``last`` are fiscal years."""

    name: str
    source: str
    first: int
    last: int | None
    weights: dict[str, Decimal]

    def holds_in(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)

    def fits(self, levels: dict[str, Decimal], execution: Decimal | None) -> bool:
        """Whether first levels carry these points; an execution that prints no weight of its own fits any."""
        own = {level: points for level, points in self.weights.items() if level != EXECUTION}
        found = {ALL: sum(levels.values(), Decimal(0))} if ALL in own else levels
        return found == own and execution in (None, self.weights.get(EXECUTION))

    def __str__(self) -> str:
        return ", ".join(f"{level} {points}" for level, points in self.weights.items())


@cache
def templates() -> tuple[Template, ...]:
    """All templates of ``templates.yaml``, in its order."""
    return parse_templates(vocabulary_folder() / "templates.yaml")


def parse_templates(path: Path) -> tuple[Template, ...]:
    """Read a file of templates. Raises VocabularyError, with file and line, for one that cannot be right."""
    root = composed(path)
    if not isinstance(root, yaml.SequenceNode):
        raise VocabularyError(f"{path.name}: line 1: expected a list of templates")
    return tuple(_template(path, node) for node in root.value)


def _template(path: Path, node: yaml.Node) -> Template:
    line = node.start_mark.line + 1

    def wrong(what: str) -> VocabularyError:
        return VocabularyError(f"{path.name}: line {line}: {what}")

    values = {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    missing = [key for key in _NEEDED if key not in values]
    if missing or values.keys() - _KEYS:
        raise wrong(f"a template has {', '.join(sorted(_KEYS))}; until may be left out")
    try:
        years = [int(values[key].value) if key in values else None for key in ("from", "until")]
        weights = {key.value: Decimal(value.value) for key, value in values["weights"].value}
    except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
        raise wrong("from and until are years, weights are points by first level") from error
    unknown = [level for level in weights if level not in (EXECUTION, ALL) and not _is_level(level)]
    if unknown:
        raise wrong(f"“{unknown[0]}” is no first level of level1.yaml, nor {EXECUTION} or {ALL}")
    if sum(weights.values()) != 100:
        raise wrong(f"the weights sum to {sum(weights.values())}, not to 100")
    first, last = years
    if first is None or (last is not None and last < first):
        raise wrong("until is a year before from")
    return Template(values["name"].value, values["source"].value, first, last, weights)


def _is_level(name: str) -> bool:
    return lexicon("level1").exact(name) == name
