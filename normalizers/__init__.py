"""Layout → form → facts: find the forms, read them in the paper's words, type them, check them.

>>> from normalizers import normalize
>>> facts = normalize(layout)  # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import replace

from extractors.model import Layout
from normalizers.checks import check
from normalizers.facts import facts_of
from normalizers.lexicon import VocabularyError, vocabulary_version
from normalizers.model import FormFacts
from normalizers.reading import read_forms

__all__ = ["VOCABULARY_VERSION", "VocabularyError", "normalize"]

VOCABULARY_VERSION = vocabulary_version()


def normalize(layout: Layout) -> tuple[FormFacts, ...]:
    """The facts of every form in a layout, findings included; an empty tuple where it holds no form."""
    forms = read_forms(layout)
    return tuple(replace(facts, findings=check(facts, form)) for form in forms for facts in (facts_of(form),))
