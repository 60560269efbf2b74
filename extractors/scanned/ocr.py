"""Characters from pixels: RapidOCR's models, one engine a process, nothing fetched and nothing written."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Engine = Literal["openvino", "onnxruntime"]

_HEIGHT = 48  # pixels: the height of a line that the recogniser was trained on
_WIDTH_STEP, _WIDEST = 32, 2048
"""Pixels: lines are padded to a multiple of the one, since each new shape is compiled once; wider ones are
narrowed to the other."""

_LONGEST_SIDE = 20_000  # pixels: a page is never shrunk behind our back
_DETECTED_SIDE = 1600  # pixels of the longer side at which lines are looked for: 8 point print is 16 high
_SLOPE = 0.2  # pixels down for each to the right: more is no line of a form
_STRIP = 128  # pixels: pictures are padded to a multiple of it, since each new shape is compiled once
_FIGURES = frozenset("0123456789.,%‰+-/<>=≤≥＜＞＝％．，万亿")
_FULL_WIDTH = (0xFF01, 0xFF5F)  # ！ to ～, and the first character behind them
_SHORT = 12  # characters: a line no longer that holds a figure is one, with its sign and unit
_BATCH_PIXELS = 6 * 320  # width of all lines of a batch together; more fills the cache, less gains nothing


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line of text, how sure it is, and where in the picture each character stands.

    A line with a figure in it is as sure as its weakest character, running text as its ``mean``: one
    wrong digit makes a wrong number. ``places`` are shares of the picture's width, about the middle of each.
    """

    text: str
    confidence: float
    places: tuple[float, ...] = ()
    mean: float = 0.0
    """The mean confidence of the characters, figures or not."""


def recognise(lines: Sequence[Image], engine: Engine, threads: int) -> list[Recognised]:
    """The text of each picture of one line (grey, dark on light)."""
    fitted = [_fitted(line) for line in lines]
    found: list[Recognised] = [Recognised("", 0.0)] * len(lines)
    for width in sorted({_padded_width(line) for line in fitted}):
        indices = [i for i, line in enumerate(fitted) if _padded_width(line) == width]
        size = max(1, _BATCH_PIXELS // width)
        for start in range(0, len(indices), size):
            batch = indices[start : start + size]
            for i, result in zip(
                batch, _read([fitted[i] for i in batch], width, engine, threads), strict=True
            ):
                found[i] = result
    return found


def detect(picture: Image, engine: Engine, threads: int) -> list[tuple[int, int, int, int]]:
    """(x0, y0, x1, y1) of the level lines of text on an upright picture, in its pixels."""
    below = -picture.shape[0] % _STRIP
    padded = np.pad(picture, ((0, below), (0, 0)), constant_values=255)
    output = _engine(engine, threads)(_coloured(padded), use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(output, "boxes", None)
    if boxes is None:
        return []
    return [
        (int(box[:, 0].min()), int(box[:, 1].min()), math.ceil(box[:, 0].max()), math.ceil(box[:, 1].max()))
        for box in boxes
        if _is_level(box)
    ]


def _is_level(box: npt.NDArray[np.float32]) -> bool:
    """Whether a line's corners (from the top left, clockwise) are level: those of a seal's name are not."""
    (right, down), (aside, below) = np.abs(box[1] - box[0]), np.abs(box[3] - box[0])
    return bool(down <= _SLOPE * right and aside <= _SLOPE * below)


def _fitted(line: Image) -> Image:
    height, width = line.shape
    scale = _HEIGHT / height
    fitted_width = min(_WIDEST, max(1, math.ceil(width * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    fitted: Image = cv2.resize(line, (fitted_width, _HEIGHT), interpolation=method)
    return fitted


def _padded_width(line: Image) -> int:
    width: int = line.shape[1]
    return width + -width % _WIDTH_STEP


def _read(lines: Sequence[Image], width: int, engine: Engine, threads: int) -> list[Recognised]:
    recogniser = _recogniser(engine, threads)
    # The models were trained on lines from -1 to 1, padded on the right with 0.
    batch = np.zeros((len(lines), 3, _HEIGHT, width), dtype=np.float32)
    for i, line in enumerate(lines):
        batch[i, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
    scores = recogniser.session(batch)
    characters = recogniser.postprocess_op.character
    twins = _twins(engine, threads)
    return [
        _decoded(one, characters, twins, width / line.shape[1])
        for one, line in zip(scores, lines, strict=True)
    ]


def _decoded(
    scores: npt.NDArray[np.float32], characters: Sequence[str], twins: npt.NDArray[np.intp], padded: float
) -> Recognised:
    """The most probable character at each step; repeats are one, and 0 is none."""
    best = scores.argmax(axis=1)
    kept = (best != 0) & np.concatenate(([True], best[1:] != best[:-1]))
    if not kept.any():
        return Recognised("", 0.0)
    text = "".join(characters[index] for index in best[kept])
    places = (np.flatnonzero(kept) + 0.5) / len(best) * padded
    steps, chosen = np.flatnonzero(kept), best[kept]
    sure = scores[steps, chosen] + np.where(twins[chosen] == chosen, 0, scores[steps, twins[chosen]])
    sure = np.minimum(sure, 1)
    return Recognised(text, _certainty(text, sure), tuple(places.tolist()), float(sure.mean()))


@cache
def _twins(engine: Engine, threads: int) -> npt.NDArray[np.intp]:
    """The index of each character in its other width: whether it is % or ％ is no doubt of what it says."""
    characters = _recogniser(engine, threads).postprocess_op.character
    indices = {character: index for index, character in enumerate(characters)}
    twins = np.arange(len(characters))
    for wide in range(*_FULL_WIDTH):
        index, narrow = indices.get(chr(wide)), indices.get(unicodedata.normalize("NFKC", chr(wide)))
        if index is not None and narrow is not None:
            twins[index], twins[narrow] = narrow, index
    return twins


def _certainty(text: str, probabilities: npt.NDArray[np.float32]) -> float:
    """One wrong digit makes a figure wrong, one wrong character of a sentence is a slip."""
    figures = [character in _FIGURES for character in text]
    if not any(figures):
        return float(probabilities.mean())
    if len(text) <= _SHORT:
        return float(probabilities.min())
    return min(float(probabilities.mean()), float(probabilities[figures].min()))


def _coloured(picture: Image) -> Image:
    coloured: Image = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return coloured


@cache
def _recogniser(engine: Engine, threads: int) -> Any:
    started = _engine(engine, threads)
    # The recogniser is made at its first use.
    started.recognize_txt([np.full((_HEIGHT, _HEIGHT, 3), 255, dtype=np.uint8)])
    return started.text_rec


@cache
def _engine(engine: Engine, threads: int) -> Any:
    from rapidocr import EngineType, RapidOCR

    kind = EngineType(engine)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _LONGEST_SIDE,
            "Global.use_vertical_padding": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTED_SIDE,
            "Det.engine_type": kind,
            "Cls.engine_type": kind,
            "Rec.engine_type": kind,
            "EngineConfig.openvino.inference_num_threads": threads,
            "EngineConfig.openvino.num_streams": 1,
            # Workers that pin themselves pin to the same cores.
            "EngineConfig.openvino.enable_cpu_pinning": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
