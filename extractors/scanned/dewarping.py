"""What is left of slant and curl on a levelled page, told from its long rulings.

Every ruling of a form was printed straight and level. A smooth displacement of the page, a polynomial of
third degree, is fitted so that the traced rulings become so again; it takes out the rest of a perspective,
a bent sheet, and the drift of a feeder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.components import components

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Powers = tuple[tuple[int, int], ...]

_POWERS: Powers = ((1, 0), (2, 0), (3, 0), (1, 1), (2, 1), (1, 2))
"""Powers of the place along a ruling and of the place across: none is free of the first, since where
a ruling stands is not known."""

_LONG = 60.0  # points: a traced stroke that is shorter may be print
_THICK = 5.0  # points over which a long thin stroke may rise and fall for each of its inches, and be a ruling
_PIECE = 12.0  # points: a ruling that is traced has no bend worth the name over this length
_TRACED_AT = 100.0  # dots an inch at which rulings are traced
_INKED = 0.25  # share of such a dot that is ink, if it is taken for ink
_STEP = 1.6  # points between the pieces of a slanting ruling that are one: in a fax it goes down by stairs
_FAT = 2.0  # points: a thicker stroke is none
_SAMPLE = 6.0  # points between the samples of a ruling
_FEWEST = 4  # rulings in one direction, to fit by
_WORTH = 0.7  # points: a page that is bent by less stays as it is
_BETTER = 0.7  # of what the rulings strayed before: a fit that leaves more explains nothing
_ROUNDS = 4  # of fitting, each without the samples that strayed most in the one before
_STRAY = 3.0  # times the median, from which on a sample is left out
_RIDGE = 1e-3  # of the samples: keeps what few rulings say from swinging far
_MESH = 32  # pixels between the places at which the displacement is computed


@dataclass(frozen=True, slots=True)
class Field:
    """A displacement along one axis, in pixels, at places in units of half the page about its middle."""

    weights: tuple[float, ...]
    low: tuple[float, float]
    high: tuple[float, float]

    def at(self, along: Floats, across: Floats) -> Floats:
        along = np.clip(along, self.low[0], self.high[0])
        across = np.clip(across, self.low[1], self.high[1])
        terms = (weight * along**i * across**j for weight, (i, j) in zip(self.weights, _POWERS, strict=True))
        return np.asarray(np.sum(list(terms), axis=0))


@dataclass(frozen=True, slots=True)
class Warp:
    """How far the pixels of a bent page lie from where they belong: down by x and y, right by y and x."""

    size: tuple[int, int]
    down: Field | None
    right: Field | None

    def unbent(self, points: Floats) -> Floats:
        """Where points (n by 2) of the dewarped page lie on the bent one, both in pixels."""
        places = points.astype(np.float64)
        for _ in range(3):
            places = points - self._displacement(places)
        return places

    def _displacement(self, places: Floats) -> Floats:
        x, y = _units(places[:, 0], self.size[0]), _units(places[:, 1], self.size[1])
        right = self.right.at(y, x) if self.right else np.zeros(len(places))
        down = self.down.at(x, y) if self.down else np.zeros(len(places))
        return np.column_stack((right, down))


def dewarped(grey: Image, warp: Warp) -> Image:
    """The page with the warp taken out."""
    height, width = grey.shape
    rows, columns = height // _MESH + 2, width // _MESH + 2
    x, y = np.meshgrid(np.linspace(0, width - 1, columns), np.linspace(0, height - 1, rows))
    places = warp.unbent(np.column_stack((x.ravel(), y.ravel())))
    offsets = (places - np.column_stack((x.ravel(), y.ravel()))).reshape(rows, columns, 2)
    moved = np.stack([_spread(offsets[..., axis], width, height) for axis in (0, 1)])
    moved[0] += np.arange(width, dtype=np.float32)
    moved[1] += np.arange(height, dtype=np.float32)[:, None]
    flat: Image = cv2.remap(grey, moved[0], moved[1], cv2.INTER_CUBIC, borderValue=(255,))
    return flat


def warp_of(ink: Image, dpi: float) -> Warp | None:
    """The warp of a page by its ink (255 where there is some); None where it is straight enough."""
    shrunk = min(1.0, _TRACED_AT / dpi)
    height, width = ink.shape
    small = cv2.resize(ink, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    small = cv2.threshold(small, _INKED * 255, 255, cv2.THRESH_BINARY)[1]
    across = [ruling / shrunk for ruling in _traced(small, dpi * shrunk)]
    down = [ruling / shrunk for ruling in _traced(np.ascontiguousarray(small.T), dpi * shrunk)]
    fields = _field(across, (width, height), dpi), _field(down, (height, width), dpi)
    return Warp((width, height), *fields) if any(fields) else None


def _units(places: Floats, size: int) -> Floats:
    return places / (size / 2) - 1


def _spread(values: Floats, width: int, height: int) -> npt.NDArray[np.float32]:
    """Values at the points of a mesh from corner to corner, for every pixel."""
    rows, columns = values.shape
    x = np.linspace(0, columns - 1, width, dtype=np.float32)
    y = np.linspace(0, rows - 1, height, dtype=np.float32)
    spread: npt.NDArray[np.float32] = cv2.remap(
        values.astype(np.float32), np.tile(x, (height, 1)), np.repeat(y[:, None], width, 1), cv2.INTER_LINEAR
    )
    return spread


def _traced(ink: Image, dpi: float) -> list[Floats]:
    """The long strokes along the pixel rows, each as samples (n by 2, pixels)."""
    scale = dpi / 72
    step = max(3, round(_STEP * scale) | 1)
    thick = cv2.dilate(ink, np.ones((step, 1), np.uint8))
    pieces = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(_PIECE * scale)), np.uint8))
    pieces = cv2.dilate(pieces, np.ones((1, step), np.uint8))
    labels, stats, _ = components(pieces)
    traced = []
    for label, (x, y, width, height, area) in enumerate(stats[1:], start=1):
        if (
            width < _LONG * scale
            or height > _THICK * scale * (1 + width / dpi)
            or area > width * (_FAT * scale + step)
        ):
            continue
        part = labels[y : y + height, x : x + width] == label
        traced.append(_samples(part, x, y, max(1, round(_SAMPLE * scale))))
    return traced


def _samples(part: npt.NDArray[np.bool_], x: int, y: int, step: int) -> Floats:
    columns = part.sum(axis=0)
    middles = (part * np.arange(part.shape[0])[:, None]).sum(axis=0) / np.maximum(columns, 1)
    at = np.arange(step // 2, part.shape[1], step)
    at = at[columns[at] > 0]
    return np.column_stack((x + at, y + middles[at])).astype(np.float64)


def _field(rulings: Sequence[Floats], size: tuple[int, int], dpi: float) -> Field | None:
    """The displacement that makes rulings level; None where they are, or say too little."""
    if len(rulings) < _FEWEST:
        return None
    along = [_units(ruling[:, 0], size[0]) for ruling in rulings]
    across = [_units(ruling[:, 1], size[1]) for ruling in rulings]
    powers = [np.column_stack([a**i * b**j for i, j in _POWERS]) for a, b in zip(along, across, strict=True)]
    terms = np.vstack([power - power.mean(axis=0) for power in powers])
    strayed = np.concatenate([ruling[:, 1] - ruling[:, 1].mean() for ruling in rulings])
    weights = _fitted(terms, strayed)
    every_along, every_across = np.concatenate(along), np.concatenate(across)
    field = Field(
        tuple(weights.tolist()),
        (float(every_along.min()), float(every_across.min())),
        (float(every_along.max()), float(every_across.max())),
    )
    moved = np.ptp(field.at(every_along, every_across))
    left = float(np.median(np.abs(strayed + terms @ weights)))
    if moved < _WORTH * dpi / 72 or left > _BETTER * float(np.median(np.abs(strayed))):
        return None
    return field


def _fitted(terms: Floats, strayed: Floats) -> Floats:
    """Weights of the terms whose sum is how far samples strayed: a ridge fit, outliers dropped by rounds."""
    ridge = np.eye(terms.shape[1]) * _RIDGE * len(terms)
    kept = np.ones(len(terms), dtype=np.bool_)
    weights: Floats = np.zeros(terms.shape[1])
    for _ in range(_ROUNDS):
        some = terms[kept]
        weights = np.asarray(
            np.linalg.solve(some.T @ some + ridge, -some.T @ strayed[kept]), dtype=np.float64
        )
        left = np.abs(strayed + terms @ weights)
        kept = left <= max(_STRAY * float(np.median(left)), 0.5)
    return weights
