"""The measures that the rules speak of by name; ``vocabulary/matching/measures.yaml`` must have them."""

from __future__ import annotations

COUNT, RATE, QUALITY, SATISFACTION = "数", "率", "性", "满意度"
PERSONS, HOUSEHOLDS, VISITS, TIMES, CLASSES = "人数", "户数", "人次", "次数", "期数"
SUM = "金额"
NAMED = (COUNT, RATE, QUALITY, SATISFACTION, PERSONS, HOUSEHOLDS, VISITS, TIMES, CLASSES, SUM)
