"""The normal form of a name: places, years, units, order and filler words set aside."""

from __future__ import annotations

import re

from normalizers.text import squashed


def normal_form(text: str, level2: str | None = None, unit: str | None = None) -> str:  # noqa: ARG001
    """The normal form of a name: two names that have the same are one indicator.

    >>> normal_form("1.居民满意度（%）") == normal_form("居民满意度")
    True
    """
    bare = re.sub(r"^(?:\d+|[一二三四五六七八九十]+)[、.．]", "", squashed(text))
    return re.sub(r"\([^()]{1,8}\)[。.]?$", "", bare).rstrip("。;,") or bare
