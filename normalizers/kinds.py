"""The kinds of funding, by the labels of their rows."""

from __future__ import annotations

from typing import cast

from normalizers.lexicon import lexicon
from normalizers.model import FundingKind
from normalizers.text import squashed


def funding_kind(text: str) -> FundingKind | None:
    """The kind of funding a row's label names, clipped and misread labels included; None where none.

    By what the rows below are divided may stand in front: 1、资金来源：（1）财政拨款.
    """
    match = lexicon("funding_rows").match(text)
    if match is None:
        head, colon, tail = squashed(text).rpartition(":")
        if colon and _divides(head):
            match = lexicon("funding_rows").match(tail)
    return cast(FundingKind, match.name) if match else None  # the vocabulary's keys are the kinds


def _divides(text: str) -> bool:
    """Whether a label says by what the funding is divided: 资金来源, 资金结构."""
    return (
        lexicon("funding_columns").exact(text) == "label" or lexicon("labels").exact(text) == "funding_group"
    )
