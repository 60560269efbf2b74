"""The text of Word paragraphs as it stands on the paper.

Kept: tracked insertions, results of fields, list numbers, the base of ruby, formulas as one line. Left out:
tracked deletions, hidden text, field codes, the prompts of unfilled content controls, comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from extractors.office.numbering import VALUE, Numbers, W, whole
from extractors.office.symbols import UNKNOWN, shown, symbol

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

PARAGRAPH, TABLE, BOX, CONTROL = f"{W}p", f"{W}tbl", f"{W}txbxContent", f"{W}sdt"
FALLBACK = f"{MC}Fallback"
_RUN, _TEXT, _SYMBOL, _FIELD = f"{W}r", f"{W}t", f"{W}sym", f"{W}fldChar"
_ALTERNATE = f"{MC}AlternateContent"
_MATH_TEXT, _MATH_CHARACTER = f"{M}t", f"{M}chr"
_FRACTION, _POWER, _BRACKETS, _ROOT = f"{M}f", f"{M}sSup", f"{M}d", f"{M}rad"

SKIPPED = frozenset(
    [
        f"{W}{tag}"
        for tag in (
            *(
                "del",
                "moveFrom",
                "instrText",
                "delText",
                "delInstrText",
                "rPr",
                "pPr",
                "tblPr",
                "tblGrid",
                "trPr",
                "tcPr",
            ),
            *("sdtPr", "sectPr", "softHyphen", "rt", "rubyPr", "txbxContent"),
        )
    ]
    + [f"{M}{tag}" for tag in ("fPr", "dPr", "sSupPr", "radPr", "ctrlPr", "rPr", "deg")]
)
_CHARACTERS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
_UNUSUAL = (
    *(
        f"{W}{tag}"
        for tag in ("pStyle", "rStyle", "vertAlign", "vanish", "numPr", "del", "moveFrom", "fldChar", "sym")
    ),
    *(
        f"{W}{tag}"
        for tag in ("tab", "ptab", "br", "cr", "noBreakHyphen", "sdt", "rt", "txbxContent", "sectPr")
    ),
    *(_ALTERNATE, f"{M}oMath"),
)
"""What makes a paragraph more than the texts of its runs."""

_ODD = re.compile("[\n\u00ad\u200b-\u200d\u2060\ufeff\uf000-\uf0ff]")
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_OFF = frozenset({"0", "false", "off", "none"})


class Styles:
    """What the styles of a file decide about text: hidden characters and list numbers."""

    def __init__(self, load: Callable[[], Any]) -> None:
        self._load = load

    @cached_property
    def _styles(self) -> dict[str, Any]:
        root = self._load()
        return (
            {}
            if root is None
            else {each.get(f"{W}styleId", ""): each for each in root.iterchildren(f"{W}style")}
        )

    @cached_property
    def hiding(self) -> frozenset[str]:
        """The styles whose text is hidden."""
        return frozenset(name for name in self._styles if on(self._first(name, f"{W}rPr/{W}vanish")))

    @cached_property
    def numbered(self) -> dict[str, Any]:
        """The list numbers of the styles that have one."""
        found = {name: self._first(name, f"{W}pPr/{W}numPr") for name in self._styles}
        return {name: number for name, number in found.items() if number is not None}

    def _first(self, name: str | None, path: str) -> Any:
        """What the style, or the nearest that it is based on, says at a path."""
        seen: set[str] = set()
        while name and name not in seen and name in self._styles:
            seen.add(name)
            found = self._styles[name].find(path)
            if found is not None:
                return found
            base = self._styles[name].find(f"{W}basedOn")
            name = None if base is None else base.get(VALUE)
        return None


class Writing:
    """Turns paragraphs into lines. It counts list numbers, so each is to be asked for once, in order."""

    def __init__(self, styles: Styles, numbers: Numbers) -> None:
        self._styles = styles
        self._numbers = numbers
        self._unusual: set[Any] = set()

    def open(self, root: Any) -> None:
        """Look once through a part for the paragraphs that are more than plain runs: few of a form are."""
        styles, parents = self._styles, self._unusual
        for each in root.iter(*_UNUSUAL):
            tag = each.tag
            if (
                (
                    tag == f"{W}pStyle"
                    and not (each.get(VALUE) in styles.numbered or each.get(VALUE) in styles.hiding)
                )
                or (tag == f"{W}rStyle" and each.get(VALUE) not in styles.hiding)
                or (tag == f"{W}vertAlign" and each.get(VALUE) != "superscript")
                or (tag == f"{W}tab" and each.getparent().tag != _RUN)
            ):
                continue
            parents.update(each.iterancestors(PARAGRAPH))

    def plain(self, cell: Any) -> list[str] | None:
        """The lines of a cell that holds nothing but paragraphs of plain runs; None for any other."""
        out: list[str] = []
        for child in cell:
            tag = child.tag
            if tag != PARAGRAPH:
                if tag in SKIPPED:
                    continue
                return None
            if child in self._unusual:
                return None
            text = "".join([each.text or "" for each in child.iter(_TEXT)]).strip()
            if text and _ODD.search(text):
                return None
            if text:
                out.append(text)
        return out

    def lines(self, paragraphs: Iterable[Any]) -> list[str]:
        """The lines of paragraphs, without blank ones. A deleted paragraph mark joins two paragraphs."""
        out: list[str] = []
        carried = ""
        for paragraph in paragraphs:
            properties = _properties(paragraph)
            text = _Text(self._styles, self._is_hidden(properties)).of(paragraph)
            if _mark_is_deleted(properties):
                carried += text
                continue
            if not carried:
                text = self._number(properties) + text
            out.extend(line for each in f"{carried}{text}".split("\n") if (line := each.strip()))
            carried = ""
        return [*out, *([carried.strip()] if carried.strip() else [])]

    def _is_hidden(self, properties: dict[str, Any]) -> bool:
        """Whether the paragraph's style hides its text; a hidden mark alone hides nothing."""
        style = properties.get(f"{W}pStyle")
        return style is not None and style.get(VALUE) in self._styles.hiding

    def _number(self, properties: dict[str, Any]) -> str:
        own, style = properties.get(f"{W}numPr"), properties.get(f"{W}pStyle")
        if own is None and style is None:
            return ""
        inherited = None if style is None else self._styles.numbered.get(style.get(VALUE, ""))
        number = _said(own, "numId") or _said(inherited, "numId")
        level = _said(own, "ilvl") or _said(inherited, "ilvl")
        if not number or number == "0":
            return ""
        return self._numbers.label(number, whole(level, 0))


def _properties(paragraph: Any) -> dict[str, Any]:
    """What a paragraph says of itself, by tag."""
    first = paragraph[0] if len(paragraph) else None
    return {each.tag: each for each in first} if first is not None and first.tag == f"{W}pPr" else {}


def on(toggle: Any) -> bool:
    """Whether a switch of Word's is there and not turned off."""
    return toggle is not None and toggle.get(VALUE, "1") not in _OFF


def is_prompt(control: Any) -> bool:
    """Whether a content control is unfilled and shows only its prompt (click here to type)."""
    return on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _said(parent: Any, name: str) -> str | None:
    found = None if parent is None else parent.find(f"{W}{name}")
    return None if found is None else found.get(VALUE)


def _mark_is_deleted(properties: dict[str, Any]) -> bool:
    mark = properties.get(f"{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


class _Text:
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
            if tag == _RUN:
                self._run(child)
            elif tag in SKIPPED:
                continue
            elif tag == _ALTERNATE:
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
            if tag == _TEXT:
                text = shown(child.text or "", font)
                self._add(text, raised)
            elif tag in _CHARACTERS:
                self._parts.append(_CHARACTERS[tag])
            elif tag == _FIELD:
                self._field(child)
            elif tag == _SYMBOL:
                self._add(_sign(child), raised)
            elif tag == _ALTERNATE:
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
        return self._hidden or (style is not None and style.get(VALUE) in self._styles.hiding)

    def _fields_only(self, run: Any) -> None:
        for child in run.iterchildren(_FIELD):
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

    def _fraction(self, fraction: Any) -> None:
        parts = [_Text(self._styles, self._hidden).of(part) for part in fraction if part.tag not in SKIPPED]
        self._parts.append("/".join(parts))

    def _power(self, power: Any) -> None:
        base, exponent = power.find(f"{M}e"), power.find(f"{M}sup")
        if base is not None:
            self._walk(base)
        if exponent is not None:
            self._add(_Text(self._styles, self._hidden).of(exponent), raised=True)

    def _brackets(self, brackets: Any) -> None:
        properties = brackets.find(f"{M}dPr")
        inner = [_Text(self._styles, self._hidden).of(each) for each in brackets.iterchildren(f"{M}e")]
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


_SPECIAL: dict[str, Callable[[_Text, Any], None]] = {
    _FRACTION: _Text._fraction,
    _POWER: _Text._power,
    _BRACKETS: _Text._brackets,
    _ROOT: _Text._root,
    _MATH_TEXT: _Text._formula,
    _MATH_CHARACTER: _Text._sign,
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
    chosen = whole(_said(entries, "result") or _said(entries, "default"), 0)
    return texts[chosen] if chosen < len(texts) else ""


def blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables below an element; what boxes hold follows their anchor."""
    for child in container:
        tag = child.tag
        if tag == PARAGRAPH:
            yield child
            for box in child.iter(BOX):
                if next(box.iterancestors(PARAGRAPH)) is child and not _is_repeated(box):
                    yield from blocks(box)
        elif tag == TABLE or tag == f"{W}altChunk":
            yield child
        elif tag in SKIPPED or (tag == CONTROL and is_prompt(child)):
            continue
        elif tag == _ALTERNATE:
            if len(child):
                yield from blocks(child[0])
        else:
            yield from blocks(child)


def _is_repeated(box: Any) -> bool:
    """Whether a box is the old spelling of one that was read already, or was deleted."""
    if next(box.iterancestors(f"{W}del", f"{W}moveFrom"), None) is not None:
        return True
    fallback = next(box.iterancestors(FALLBACK), None)
    return fallback is not None and next(fallback.getparent().iter(BOX)) is not box
