"""Layout → form → facts: find the forms, read them in the paper's words, settle doubts, type, check.

>>> from normalizers import normalize
>>> facts = normalize(layout)  # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import replace

from extractors.model import Layout
from normalizers.checks import check
from normalizers.doubts import Doubt, doubts
from normalizers.facts import facts_of
from normalizers.lexicon import VocabularyError, lexicon, vocabulary_folder, vocabulary_version
from normalizers.matching import NONE, Decisions, indicators
from normalizers.model import FormFacts
from normalizers.reading import read_forms
from normalizers.settle import settle
from normalizers.units import registry

__all__ = ["VOCABULARY_VERSION", "Doubt", "VocabularyError", "check_vocabulary", "doubts", "normalize"]

VOCABULARY_VERSION = vocabulary_version()


def check_vocabulary() -> None:
    """Load every vocabulary file, so that a broken one fails now and not document by document.

    Raises VocabularyError with file and line.
    """
    registry()
    for path in vocabulary_folder().glob("*.yaml"):
        if path.stem != "units":
            lexicon(path.stem)
    indicators()


def normalize(layout: Layout, decisions: Decisions = NONE) -> tuple[FormFacts, ...]:
    """The facts of every form in a layout, findings included; an empty tuple where it holds no form.

    ``decisions`` are what people decided on indicators; they go before the vocabulary.
    """
    forms = map(settle, read_forms(layout))
    return tuple(
        replace(facts, findings=check(facts, form))
        for form in forms
        for facts in (facts_of(form, decisions),)
    )
