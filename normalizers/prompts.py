"""A form's own prompts, left in a cell by whoever filled it: （100字以内） and what they ask for."""

from __future__ import annotations

import re

from normalizers.lexicon import words
from normalizers.text import simplified

_LENGTH = re.compile(
    r"[(（【]\s*(?:限|不超过|控制在)?\s*\d{2,4}\s*(?:个?字|字符)\s*(?:以内|之内|左右|以上|内)?\s*[)）】]"
)
_BEHIND = " 。.;；:：,，、\u3000"


def without_prompt(text: str) -> str:
    """What was written behind a prompt; all of a text that holds none.

    A prompt ends with the length it asks for, and says what to do: 说明, 分析, 简述.
    """
    end = max((found.end() for found in _LENGTH.finditer(simplified(text))), default=0)
    if not end or not any(word in simplified(text[:end]) for word in words("prompts")["verb"]):
        return text
    return text[end:].lstrip(_BEHIND)
