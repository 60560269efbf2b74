"""Files of the vocabulary that somebody spoilt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from normalizers.files import VocabularyError

Refusal = Callable[[Callable[[Path], object], str, str | bytes], str]


@pytest.fixture
def refusal(tmp_path: Path) -> Refusal:
    """What is said of a file, by its name and content, when it is refused by what reads it."""

    def said(read: Callable[[Path], object], name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(VocabularyError) as refused:
            read(path)
        return str(refused.value)

    return said
