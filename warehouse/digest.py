"""A digest of facts: whether a document says the same to this vocabulary as it did to another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from normalizers.model import FormFacts


def digest_of(forms: Sequence[FormFacts]) -> str:
    """The digest of a document's forms, the version of the vocabulary aside.

    It is made of Python's own spelling of the facts: another Python or another field in them gives another
    digest, which costs no more than writing the same rows again.
    """
    digest = hashlib.sha256()
    for facts in forms:
        digest.update(repr((replace(facts, vocabulary_version=""), facts.lineage)).encode())
    return digest.hexdigest()[:32]
