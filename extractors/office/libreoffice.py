"""Old and foreign office files, turned by LibreOffice into kinds that are read here.

LibreOffice runs without a window, in a profile of its own that is thrown away, so that two workers can use
it at once and nothing of a user's is touched; it neither runs macros nor fetches what a document links to.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.errors import DamagedDocument, MissingReader
from extractors.office.package import require_unpackable
from extractors.options import ExtractionOptions

NAMES = ("soffice", "libreoffice")
"""What LibreOffice's program is called, on PATH."""

_FILTERS = {".docx": "docx:MS Word 2007 XML", ".xlsx": "xlsx:Calc MS Excel 2007 XML"}
_PACKAGES = {".docx": "libreoffice-writer", ".xlsx": "libreoffice-calc"}
_REGISTRY = "http://openoffice.org/2001/registry"
_SAFE = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "1"),
)
"""What a profile says so that no macro runs and no link is followed; Calc's 1 is Writer's 0: never."""


def program(chosen: str = "") -> str | None:
    """The path of LibreOffice's program: ``chosen``, or what is on PATH; None where there is none."""
    return next((found for name in ([chosen] if chosen else NAMES) if (found := shutil.which(name))), None)


def converted(data: bytes, name: str, was: str, becomes: str, options: ExtractionOptions) -> bytes:
    """The bytes of a document as another kind; kinds are told by their file endings (``.doc``, ``.docx``).

    Raises MissingReader where LibreOffice is not installed, DamagedDocument where it can make nothing of it
    or takes longer than the limit, OversizedDocument where it unpacks to more than the limit.
    """
    require_unpackable(data, name, options.max_unpacked)
    office = program(options.soffice)
    if office is None:
        what = f"at {options.soffice} (JIXIAO_SOFFICE)" if options.soffice else "on this machine"
        raise MissingReader(
            name,
            None,
            f"a {was} file is read through LibreOffice, and there is none {what}",
            f"install the Debian package {_PACKAGES[becomes]}, or save it as {becomes} or PDF and add that",
        )
    with TemporaryDirectory(prefix="jixiao-office-", ignore_cleanup_errors=True) as inner:
        folder = Path(inner)
        source, target = folder / f"document{was}", folder / "out" / f"document{becomes}"
        source.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_profile(), encoding="utf-8")
        said = _run(
            [
                office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
                "--nolockcheck", "--nodefault", "--convert-to", _FILTERS[becomes],
                "--outdir", str(target.parent), str(source),
            ],
            name, options.conversion_timeout,
        )  # fmt: skip
        if not target.exists():
            raise DamagedDocument(
                name,
                None,
                f"LibreOffice could make nothing of this {was} file{said}",
                f"open it in the program that made it, save it as {becomes} or PDF, and add that",
            )
        return target.read_bytes()


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SAFE
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="{_REGISTRY}">{items}</oor:items>'


def _run(command: list[str], name: str, limit: float) -> str:
    """Run LibreOffice to its end; it and whatever it started are gone afterwards. What it complained of."""
    with subprocess.Popen(  # noqa: S603 - a fixed command, without a shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        try:
            _, complaint = running.communicate(timeout=limit)
        except subprocess.TimeoutExpired as error:
            raise DamagedDocument(
                name,
                None,
                f"LibreOffice had not turned it into a newer kind after {limit:g} s and was stopped",
                "open it in the program that made it, save it as .docx, .xlsx or PDF, and add that",
            ) from error
        finally:
            _end(running)
    lines = [line for line in complaint.decode(errors="replace").splitlines() if line.startswith("Error")]
    return f" ({lines[0]})" if lines else ""


def _end(running: subprocess.Popen[bytes]) -> None:
    """Its program is a script that starts others: all of one group."""
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
