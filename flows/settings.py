"""Every setting, from the environment (``JIXIAO_…``) or the command line, and Prefect's house rules.

``prepare_prefect`` must run before Prefect is imported: it reads its environment once.
"""

from __future__ import annotations

import errno
import os
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import NoStateFolderError

PREFIX = "JIXIAO_"


class Settings(BaseSettings):
    """What a run needs to know besides its sources. The command line sets the same variables."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    warehouse: str = "sqlite:///jixiao.db"
    """Where the rows go: sqlite:///FILE or postgresql://user:password@host/database."""

    state_dir: Path = Path(".jixiao")
    """Stored layouts and Prefect's home; may be deleted at any time, at the price of reading again."""

    workers: Annotated[int, Field(ge=1)] = Field(default_factory=lambda: os.cpu_count() or 1)
    """Processes that read documents; each reader of scans takes about 1 GiB."""

    ocr_engine: Literal["openvino", "onnxruntime"] = "openvino"
    """What recognises the text of scans."""

    pdf_reader: Literal["pdfium", "pdfplumber"] = "pdfium"
    """What reads exported PDFs: pdfplumber is slower, and independent of the other."""

    word_reader: Literal["lxml", "python-docx"] = "lxml"
    """What reads Word files: python-docx is independent of the other, and knows less of Word."""

    document_timeout: Annotated[float, Field(gt=0)] = 600
    """Seconds after which a document is given up and its worker killed: 200 dense scanned pages take 400."""

    soffice: str = ""
    """LibreOffice's program, for old Word and other office kinds; empty: it is looked for on PATH."""

    review_below: Annotated[float, Field(ge=0, le=1)] = 0.95
    """Below this confidence a value should be looked at by a person; docs/accuracy.md says why there."""

    log_format: Literal["text", "json"] = "text"
    """``json`` writes one object a line to stderr, for machines."""

    @property
    def layouts(self) -> Path:
        return self.state_dir / "layouts"


def unknown() -> list[str]:
    """What to say of variables that look like settings and are none, each with the setting it may be."""
    said = []
    for variable in sorted(os.environ):
        name = variable.lower().removeprefix(PREFIX.lower())
        if len(name) < len(variable) and name not in Settings.model_fields:
            near = get_close_matches(name, Settings.model_fields, 1)
            meant = f"; {PREFIX}{near[0].upper()} is one" if near else ""
            said.append(f"{variable} is no setting and changes nothing{meant}")
    return said


def choose(**settings: object) -> None:
    """Put what the command line says into the environment, where worker processes and Prefect find it."""
    os.environ.update({f"{PREFIX}{name.upper()}": str(value) for name, value in settings.items() if value})


def prepare_prefect(settings: Settings) -> None:
    """Keep Prefect inside the state folder, silent and without telemetry; what the user has set wins.

    Raises NoStateFolderError where the folder cannot be made, or cannot be written.
    """
    home = made_folder(settings.state_dir) / "prefect"
    home.mkdir(exist_ok=True)
    for name, value in _HOUSE_RULES.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_HOME", str(home))
    os.environ.setdefault("PREFECT_TASK_RUNNER_THREAD_POOL_MAX_WORKERS", str(settings.workers))


def made_folder(state_dir: Path) -> Path:
    """The state folder, absolute, made where it is not there; raises NoStateFolderError."""
    folder = state_dir.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise NoStateFolderError(
            f"JIXIAO_STATE_DIR: {state_dir} cannot be made or written ({error.strerror}); "
            "choose another folder"
        ) from error
    return folder


_HOUSE_RULES = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_CLI_PROMPT": "false",
}
