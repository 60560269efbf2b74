"""A form's own prompts, left in a cell by whoever filled it: （100字以内） and what they ask for."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from normalizers.lexicon import words
from normalizers.text import REMEMBERED, simplified
from normalizers.tries import any_of

_BEHIND = " 。.;；:：,，、\u3000"


@cache
def _length() -> re.Pattern[str]:
    """The length that a prompt allows, in its brackets."""
    known = words("prompts")
    before, unit, behind = (any_of(known[key]) for key in ("at most", "character", "or so"))
    return re.compile(rf"[(（【]\s*{before}?\s*\d{{2,4}}\s*{unit}\s*{behind}?\s*[)）】]")


@lru_cache(REMEMBERED)
def without_prompt(text: str) -> str:
    """What was written behind a prompt; all of a text that holds none.

    A prompt ends with the length it asks for, and says what to do: 说明, 分析, 简述.
    """
    end = max((found.end() for found in _length().finditer(simplified(text))), default=0)
    if not end or not any(word in simplified(text[:end]) for word in words("prompts")["verb"]):
        return text
    return text[end:].lstrip(_BEHIND)
