"""Funding as text: a kind and its amount in one cell, or several: 一、财政拨款：60万元（其中：…）。"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.model import Cell
from normalizers.lexicon import lexicon, words
from normalizers.model import FundingLine, Printed
from normalizers.reading.draft import Draft
from normalizers.reading.funding import is_amount
from normalizers.reading.labels import LABEL, use_group
from normalizers.reading.lines import same_length_fold
from normalizers.reading.stream import Row, printed
from normalizers.text import core, squashed

_UNIT = "(?:亿元|万元|元|万)"
_AMOUNT = rf"[+-]?\d[\d,]*(?:\.\d+)?\s*{_UNIT}?"
_BETWEEN = re.compile(
    rf"[\n;。()]|(?<!\d),|,(?!\d{{3}})|(?<=元)、|(?<=[\d元])[ \t\u3000]+(?={_UNIT}?[^\W\d_])(?!{_UNIT})"
)
"""What parts one amount from the next; a comma or a blank inside of an amount does not."""
_ASIDE = re.compile(r"\([^()\d]*\)")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,2}、|其中[ \t\u3000]*:)\s*")
_PIECE = re.compile(rf"(?P<label>[^\d:]*[^\d:\s])?\s*(?P<colon>:)?\s*(?P<amount>{_AMOUNT}|[-—/]+|无)?\s*")
FEWEST_KINDS = 2


@dataclass(frozen=True, slots=True)
class _Piece:
    """A label and the amount behind it, as printed; whether the label is a kind of funding."""

    label: str
    amount: str
    is_kind: bool


def read_inline(row: Row, draft: Draft) -> bool:
    """Add the kinds of funding that a row says with their amounts in its cells, a label in front or none.

    Amounts of labels that are no kind of funding are kept as sections.
    """
    if draft.part not in ("head", "funding"):
        return False
    said = [cell for cell in row.own if lexicon("labels").exact(cell.text) != "funding_group"]
    name = said[0] if len(said) == 2 and _names_money(said[0]) else None
    cells = said[1:] if name else said
    found: list[tuple[Cell, list[_Piece]]] = []
    for cell in cells:
        if not (pieces := _pieces(cell, name)):
            return False
        found.append((cell, pieces))
    if not found:
        return False
    if name and not _is_composition(name, found[0][1]):
        return False
    for cell, pieces in found:
        whole = printed((cell,), row.grid)
        for piece in pieces:
            _add(piece, whole, draft)
        draft.use(cell)
    if name:
        use_group(name, row, draft)
        draft.headers.setdefault("funding_group", printed((name,), row.grid))
    return True


def _add(piece: _Piece, whole: Printed, draft: Draft) -> None:
    label, amount = Printed(piece.label, whole.spots), Printed(piece.amount, whole.spots)
    if piece.is_kind:
        values = {"annual_budget": amount} if piece.amount else {}
        draft.funding.append(FundingLine(draft.next_line(), label, values))
    elif piece.amount:
        draft.sections.append((label, amount))


def _names_money(cell: Cell) -> bool:
    """Whether a cell is the label of a text on money: 资金总额及构成, 预算资金."""
    bare = core(cell.text)
    return LABEL.fullmatch(bare) is not None and any(
        word in bare for name in ("money", "amount") for word in words("money_labels")[name]
    )


def _is_composition(name: Cell, pieces: list[_Piece]) -> bool:
    """Whether the text behind a label makes up the year's money: it says the total, or the label does."""
    kinds = {lexicon("funding_rows").exact(piece.label) for piece in pieces if piece.is_kind}
    if lexicon("funding_rows").exact(name.text):
        return len(pieces) >= FEWEST_KINDS
    is_section = lexicon("labels").exact(name.text) == "section"
    says_whole = any(word in core(name.text) for word in words("money_labels")["whole"])
    return "total" in kinds or (len(kinds) >= FEWEST_KINDS and (says_whole or not is_section))


def _pieces(cell: Cell, name: Cell | None) -> list[_Piece]:
    """What a cell says of money, in order; nothing where a figure in it belongs to no label."""
    text = same_length_fold(cell.text)
    hidden = _ASIDE.sub(lambda aside: aside[0].replace("(", "\x01").replace(")", "\x02"), text)
    pieces: list[_Piece] = []
    at = 0
    for end in [*(match.span() for match in _BETWEEN.finditer(hidden)), (len(text), len(text))]:
        part, printed_part = hidden[at : end[0]], cell.text[at : end[0]]
        at = end[1]
        if not squashed(part):
            continue
        piece = _piece(part, printed_part, name if not pieces else None)
        if piece:
            pieces.append(piece)
        elif re.search(r"\d", part):
            return []
    return pieces if any(piece.is_kind for piece in pieces) else []


def _piece(part: str, as_printed: str, name: Cell | None) -> _Piece | None:
    cut = _NUMBER.match(part)
    start = cut.end() if cut else 0
    found = _PIECE.fullmatch(part, start)
    if found is None:
        return None
    amount = as_printed[found.start("amount") : found.end("amount")].strip() if found["amount"] else ""
    if found["label"] is None:
        label = name.text if name else ""
        is_kind = lexicon("funding_rows").exact(label) is not None
        return _Piece(printed((name,), 0).text, amount, True) if name and amount and is_kind else None
    label = (as_printed[: found.end("label")] if amount else as_printed).strip()
    is_kind = lexicon("funding_rows").exact(label) is not None
    if not (found["colon"] or (is_kind and amount)) or not is_amount(amount):
        return None
    return _Piece(label, amount, is_kind)
