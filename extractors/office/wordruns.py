"""The text of one Word paragraph, run by run: fields, symbols, formulas as one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from extractors.office.numbering import VALUE, W, whole
from extractors.office.symbols import UNKNOWN, shown, symbol
from extractors.office.wordstyles import Styles
from extractors.office.wordtags import (
    ALTERNATE,
    CONTROL,
    FIELD,
    RUN,
    SKIPPED,
    SYMBOL,
    TEXT,
    M,
    is_prompt,
    on,
    said,
)

_MATH_TEXT, _MATH_CHARACTER = f"{M}t", f"{M}chr"
_FRACTION, _POWER, _BRACKETS, _ROOT = f"{M}f", f"{M}sSup", f"{M}d", f"{M}rad"
_CHARACTERS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")


class ParagraphText:
    """Collects the text of one paragraph."""

    def __init__(self, styles: Styles, hidden: bool) -> None:
        self._styles = styles
        self._hidden = hidden
        self._parts: list[str] = []
        self._codes: list[int | None] = []
        """Of each open field: how many parts stood before its code; None once its result has begun."""

    def of(self, paragraph: Any) -> str:
        self._walk(paragraph)
        return "".join(self._parts).translate(_UNSEEN)

    def _walk(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag == RUN:
                self._run(child)
            elif tag in SKIPPED:
                continue
            elif tag == ALTERNATE:
                self._either(child)
            elif tag == CONTROL and is_prompt(child):
                continue
            elif tag in _SPECIAL:
                _SPECIAL[tag](self, child)
            else:
                self._walk(child)

    def _run(self, run: Any) -> None:
        font = None
        raised = False
        if len(run) and run[0].tag == f"{W}rPr":
            properties = run[0]
            if self._is_hidden(properties):
                self._fields_only(run)
                return
            fonts = properties.find(f"{W}rFonts")
            font = None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")
            position = properties.find(f"{W}vertAlign")
            raised = position is not None and position.get(VALUE) == "superscript"
        elif self._hidden:
            self._fields_only(run)
            return
        self._content(run, font, raised)

    def _content(self, run: Any, font: str | None, raised: bool) -> None:
        for child in run:
            tag = child.tag
            if tag == TEXT:
                text = shown(child.text or "", font)
                self._add(text, raised)
            elif tag in _CHARACTERS:
                self._parts.append(_CHARACTERS[tag])
            elif tag == FIELD:
                self._field(child)
            elif tag == SYMBOL:
                self._add(_sign(child), raised)
            elif tag == ALTERNATE:
                self._either(child)
            elif tag not in SKIPPED:
                self._walk(child)

    def _add(self, text: str, raised: bool) -> None:
        """A power of a figure is told from its digits by ^; of a unit (m3) it is not, as in exported PDFs."""
        if raised and text[:1].isdigit() and self._last().isdigit():
            self._parts.append("^")
        self._parts.append(text)

    def _last(self) -> str:
        return next((part[-1] for part in reversed(self._parts) if part), "")

    def _is_hidden(self, properties: Any) -> bool:
        own = properties.find(f"{W}vanish")
        if own is not None:
            return on(own)
        style = properties.find(f"{W}rStyle")
        return self._hidden or (style is not None and self._styles.hides(style.get(VALUE)))

    def _fields_only(self, run: Any) -> None:
        for child in run.iterchildren(FIELD):
            self._field(child)

    def _field(self, mark: Any) -> None:
        """A field's code is not shown: what stands between its begin and its result is taken back."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._parts.append(_choice(mark))
            self._codes.append(len(self._parts))
        elif kind in ("separate", "end") and self._codes:
            start = self._codes.pop()
            if start is not None:
                del self._parts[start:]
            if kind == "separate":
                self._codes.append(None)

    def _either(self, alternate: Any) -> None:
        """The first choice that has text, so that nothing stands twice."""
        before = len(self._parts)
        for choice in alternate:
            self._content(choice, None, False)
            if any(self._parts[before:]):
                return

    def _inner(self, element: Any) -> str:
        return ParagraphText(self._styles, self._hidden).of(element)

    def _fraction(self, fraction: Any) -> None:
        self._parts.append("/".join(self._inner(part) for part in fraction if part.tag not in SKIPPED))

    def _power(self, power: Any) -> None:
        base, exponent = power.find(f"{M}e"), power.find(f"{M}sup")
        if base is not None:
            self._walk(base)
        if exponent is not None:
            self._add(self._inner(exponent), raised=True)

    def _brackets(self, brackets: Any) -> None:
        properties = brackets.find(f"{M}dPr")
        inner = [self._inner(each) for each in brackets.iterchildren(f"{M}e")]
        self._parts.append(_mathematical(properties, "begChr", "("))
        self._parts.append(_mathematical(properties, "sepChr", "|").join(inner))
        self._parts.append(_mathematical(properties, "endChr", ")"))

    def _root(self, root: Any) -> None:
        self._parts.append("√")
        self._walk(root)

    def _formula(self, text: Any) -> None:
        self._parts.append(text.text or "")

    def _sign(self, sign: Any) -> None:
        self._parts.append(sign.get(f"{M}val", ""))


_SPECIAL: dict[str, Callable[[ParagraphText, Any], None]] = {
    _FRACTION: ParagraphText._fraction,
    _POWER: ParagraphText._power,
    _BRACKETS: ParagraphText._brackets,
    _ROOT: ParagraphText._root,
    _MATH_TEXT: ParagraphText._formula,
    _MATH_CHARACTER: ParagraphText._sign,
}


def _sign(element: Any) -> str:
    try:
        return symbol(element.get(f"{W}font"), int(element.get(f"{W}char", ""), 16))
    except (ValueError, OverflowError):
        return UNKNOWN


def _mathematical(properties: Any, name: str, otherwise: str) -> str:
    found = None if properties is None else properties.find(f"{M}{name}")
    return otherwise if found is None else found.get(f"{M}val", otherwise)


def _choice(mark: Any) -> str:
    """What an old form field shows: a box, ticked or not, or the chosen entry of a list."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        return "☑" if on(state if state is not None else box.find(f"{W}default")) else "□"
    entries = mark.find(f"{W}ffData/{W}ddList")
    if entries is None:
        return ""
    texts = [entry.get(VALUE, "") for entry in entries.iterchildren(f"{W}listEntry")]
    chosen = whole(said(entries, "result") or said(entries, "default"), 0)
    return texts[chosen] if chosen < len(texts) else ""
