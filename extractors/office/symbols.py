"""Characters of the symbol fonts that Office files store under private codes."""

from __future__ import annotations

import re

_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xB0: "°",
    0xA5: "∞", 0xB7: "•", 0x2D: "−", 0x6D: "μ", 0x57: "Ω", 0xD6: "√", 0xE5: "∑", 0xA2: "′", 0xB2: "″",
    0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xD7: "⋅", 0x61: "α", 0x62: "β", 0x67: "γ", 0x44: "Δ",
}  # fmt: skip
_SYMBOL_ASCII = frozenset(" !%()+,./0123456789:;<=>?[]{|}_")
"""What stands at its own place in Symbol; letters are Greek there."""

_FONTS: dict[str, dict[int, str]] = {
    "symbol": _SYMBOL | {ord(each): each for each in _SYMBOL_ASCII},
    "wingdings": {
        0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x72: "□", 0x6E: "■",
        0x6C: "●", 0xA1: "○", 0x9F: "•", 0xA7: "▪", 0x75: "◆", 0x76: "❖", 0xD8: "➢", 0xE0: "→", 0xDF: "←",
        0xE8: "➔", 0xAB: "★", 0x4A: "☺", 0x4C: "☹", 0x28: "☎", 0x20: " ",
        **{0x80 + at: sign for at, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
        **{0x8B + at: sign for at, sign in enumerate("⓿❶❷❸❹❺❻❼❽❾❿")},
    },
    "wingdings 2": {
        0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x51: "☒", 0xA3: "□", 0x2A: "□", 0xA2: "■",
        0x97: "●", 0x98: "•", 0x20: " ",
        **{0x69 + at: sign for at, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    },
}  # fmt: skip

UNKNOWN = "�"
"""Stands for a sign that no table here knows: what it shows on paper cannot be said."""

_PRIVATE = range(0xF000, 0xF100)
_STORED = re.compile("[\uf000-\uf0ff]")


def symbol(font: str | None, code: int) -> str:
    """The character that a font shows under a code; ``UNKNOWN`` for a private code that nobody knows."""
    table = _FONTS.get((font or "symbol").lower())
    if code in _PRIVATE:
        return (table or {}).get(code - _PRIVATE.start, UNKNOWN)
    if table is not None and code < 0x100:
        return table.get(code, UNKNOWN)
    return chr(code)


def shown(text: str, font: str | None) -> str:
    """``text`` with private codes as the characters that its font shows."""
    return _STORED.sub(lambda match: symbol(font, ord(match[0])), text)
