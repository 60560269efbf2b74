"""Which documents are compared, and that those they are compared with stay outside of the product."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gridbench.model import table
from gridbench.samples import of_truth, public
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).parents[2]
TEXTS = (("Body", "Budget"), ("Roads", "12.5"), ("Schools", "30"))
XML = """<document filename='{name}.pdf'><table id='1'>
<region id='1' col-increment='0' row-increment='0' page='1'>{cells}</region></table></document>"""
CELL = """<cell start-row='{row}' start-col='{column}'>
<bounding-box x1='{x}' y1='{y}' x2='{x1}' y2='{y1}'/><content>{text}</content></cell>"""


def publish(folder: Path, name: str, ruled: bool) -> None:
    """A PDF of three rows and two columns, and its truth as ICDAR 2013 writes it."""
    canvas, cells = Canvas(str(folder / f"{name}.pdf"), pagesize=(300, 200)), []
    for row, line in enumerate(TEXTS):
        for column, text in enumerate(line):
            x, y = 40 + 100 * column, 150 - 20 * row
            canvas.drawString(x, y, text)
            cells.append(CELL.format(row=row, column=column, x=x, y=y, x1=x + 40, y1=y + 9, text=text))
    if ruled:
        canvas.grid([35, 135, 235], [165, 145, 125, 105])
    canvas.save()
    (folder / f"{name}-str.xml").write_text(XML.format(name=name, cells="".join(cells)), encoding="utf-8")


def test_public_documents_are_told_apart_by_rulings_and_by_truth(tmp_path: Path) -> None:
    publish(tmp_path, "ruled", ruled=True)
    publish(tmp_path, "aligned", ruled=False)
    (tmp_path / "untold.pdf").write_bytes((tmp_path / "ruled.pdf").read_bytes())
    (tmp_path / "photo.jpg").touch()
    found = public(tmp_path)
    kinds = (found.ruled, found.unruled, found.scans, found.untold)
    names = [[each.path.name for each in kind] for kind in kinds]
    assert names == [["ruled.pdf"], ["aligned.pdf"], ["photo.jpg"], ["untold.pdf"]]
    cells = [(row, column, 1, 1, text) for row, line in enumerate(TEXTS) for column, text in enumerate(line)]
    assert found.ruled[0].printed == (table(1, 1, cells),)
    assert found.untold[0].printed is None


@pytest.mark.parametrize("medium", ["word", "pdf", "scan"])
def test_the_fixtures_name_every_place_of_their_tables(medium: str) -> None:
    samples = of_truth(ROOT / "fixtures", medium)
    assert samples
    for sample in samples:
        for printed in sample.printed or ():
            places = sum(cell.rows * cell.columns for cell in printed.cells)
            assert places == printed.height * printed.width, sample.path.name


def test_no_peer_is_a_dependency() -> None:
    own = {"pdfplumber", "pypdfium2", "rapidocr", "openvino"}
    listed = (ROOT / "benchmarks" / "requirements.in").read_text(encoding="utf-8").splitlines()
    peers = {line.lower() for line in listed if line and not line.startswith("#")} - own
    for lock in ("requirements.lock", "requirements-dev.lock"):
        locked = set(re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        assert not locked & peers
