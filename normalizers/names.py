"""Names of bodies and projects: their codes, and the spelling that identifies them."""

from __future__ import annotations

import re

from normalizers.text import squashed

_BRACKETED_CODE = re.compile(r"[(\[【〔]\s*(\d{3,})\s*[)\]】〕]")
_LEADING_CODE = re.compile(r"^\s*([\dA-Za-z]*\d{3,}[\dA-Za-z]*)\s*[-—–_:：]\s*(?=\D)|^(\d{3,})(?=[^\d年\-.])")
_YEAR_MARK = re.compile(r"[(\[](?:19|20)\d\d(?:年度?)?[)\]]$|^(?:19|20)\d\d年度?(?=\D)")


def department_code(text: str | None) -> str | None:
    """The code printed with a department: 211 in [211]…, 306 in 306-…; None where there is none."""
    bare = squashed(text or "")
    found = _BRACKETED_CODE.search(bare)
    if found:
        return found[1]
    leading = _LEADING_CODE.search(bare)
    return (leading[1] or leading[2]) if leading else None


def canonical_body(text: str | None) -> str | None:
    """A body's name without code, widths and blanks folded."""
    bare = _LEADING_CODE.sub("", _BRACKETED_CODE.sub("", squashed(text or "")))
    return bare or None


def canonical_project(text: str | None) -> str | None:
    """A project's name without code and without the year that marks an edition: …（2025年）."""
    bare = _LEADING_CODE.sub("", _BRACKETED_CODE.sub("", squashed(text or "")))
    return _YEAR_MARK.sub("", bare) or bare or None
