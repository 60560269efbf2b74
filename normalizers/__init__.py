"""Layout → form → facts: find the forms, read them in the paper's words, settle doubts, type, check.

>>> from normalizers import normalize
>>> facts = normalize(layout)  # doctest: +SKIP
"""

from __future__ import annotations

from functools import cache

from extractors.model import Layout
from normalizers.bodies import check_bodies
from normalizers.bodies.on_forms import with_bodies
from normalizers.checks import checked
from normalizers.dimensions import check_dimensions
from normalizers.doubts import Doubt, doubts
from normalizers.facts import facts_of
from normalizers.files import VocabularyError, check_files, keyed, vocabulary_folder
from normalizers.headings import unread_heading
from normalizers.keys import KEYS, Keys
from normalizers.lexicon import lexicon, vocabulary_version
from normalizers.matching import NONE, Decisions, indicators
from normalizers.matching.meaning import KINDS, ROLES
from normalizers.matching.measures import NAMED
from normalizers.model import FormFacts
from normalizers.quantities import measure, written
from normalizers.reading import read_forms
from normalizers.settle import settle
from normalizers.templates import templates
from normalizers.units import registry

__all__ = [
    "VOCABULARY_VERSION",
    "Doubt",
    "VocabularyError",
    "check_vocabulary",
    "doubts",
    "measure",
    "normalize",
    "unread_heading",
    "written",
]

VOCABULARY_VERSION = vocabulary_version()


@cache
def check_vocabulary() -> None:
    """Load every vocabulary file, so that a broken one fails now and not document by document.

    Raises VocabularyError with file and line.
    """
    folder = vocabulary_folder()
    check_files(folder)
    for name in KEYS:
        lexicon(name)
    check_bodies()
    registry()
    check_dimensions(folder / "units.yaml")
    templates()
    keyed(folder / "matching" / "classes.yaml", Keys(ROLES))
    keyed(folder / "matching" / "words.yaml", Keys(("acts",), others=True))
    keyed(folder / "matching" / "measures.yaml", Keys(NAMED, others=True))
    keyed(folder / "matching" / "kinds.yaml", Keys(KINDS))
    indicators()


def normalize(layout: Layout, decisions: Decisions = NONE) -> tuple[FormFacts, ...]:
    """The facts of every form in a layout, findings included; an empty tuple where it holds no form.

    ``decisions`` are what people decided on indicators; they go before the vocabulary.
    """
    forms = tuple(map(settle, read_forms(layout)))
    facts = with_bodies(tuple(facts_of(form, decisions) for form in forms), layout)
    return checked(zip(facts, forms, strict=True))
