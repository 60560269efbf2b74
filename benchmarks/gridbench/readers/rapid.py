"""RapidOCR alone, on OpenVINO: whole pages at 200 dpi, text and no tables; one thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import cv2
import pypdfium2
from rapidocr import EngineType, RapidOCR

from gridbench.readers import Reader

_SCALE = 200 / 72


def openvino() -> Reader:
    kind = EngineType.OPENVINO
    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Det.engine_type": kind,
            "Cls.engine_type": kind,
            "Rec.engine_type": kind,
            "EngineConfig.openvino.inference_num_threads": 1,
        }
    )
    return Reader(lambda path: [engine(picture) for picture in _pictures(path)])


def _pictures(path: Path) -> Iterator[Any]:
    if path.suffix.lower() != ".pdf":
        yield cv2.imread(str(path))
        return
    with closing(pypdfium2.PdfDocument(path)) as document:
        for page in document:
            yield page.render(scale=_SCALE).to_numpy()[..., :3]
