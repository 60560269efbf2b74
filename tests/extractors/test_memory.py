"""Pages are read one at a time: what a long scan needs at most is what a short one needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

STATUS = Path("/proc/self/status")
WIDTH, HEIGHT, DPI = 800, 560, 150
PAGE = WIDTH * HEIGHT * 3 / 1e6
"""Megabytes that the pixels of one page take."""

READ = """
import sys
from pathlib import Path
from extractors import extract

for name in sys.argv[1:]:
    layout = extract(Path(name).read_bytes(), name)
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(len(layout.pages), layout.medium, peak / 1000)
"""


def write_scan(path: Path, pages: int) -> None:
    page = Image.new("L", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((100, 100, 700, 200), outline="black", width=2)
    pen.text((400, 150), "Report of 2023", fill="black", font=ImageFont.load_default(size=40), anchor="mm")
    page.save(path, save_all=True, append_images=[page] * (pages - 1), resolution=DPI)


@pytest.mark.skipif(not STATUS.exists(), reason="Linux alone tells the peak of a process's memory")
def test_memory_does_not_grow_with_the_pages(tmp_path: Path) -> None:
    counts = (4, 16)
    files = [tmp_path / f"{count}.pdf" for count in counts]
    for file, count in zip(files, counts, strict=True):
        write_scan(file, count)
    done = subprocess.run([sys.executable, "-c", READ, *map(str, files)], capture_output=True, check=True)
    short, long = (line.split() for line in done.stdout.decode().splitlines())
    assert (short[:2], long[:2]) == (["4", "scan"], ["16", "scan"])
    growth = float(long[2]) - float(short[2])
    assert growth < (counts[1] - counts[0]) / 2 * PAGE, f"{growth:.0f} MB more for 12 more pages"
