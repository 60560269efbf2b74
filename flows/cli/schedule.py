"""``jixiao schedule``: stay, and let Prefect start a run at the times of a cron line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

from flows.cli.ending import FAILED, USAGE, fail
from flows.settings import Settings, choose, prepare_prefect
from flows.sources import NoSuchSourceError, require

STARTUP_TIMEOUT = 120
"""Seconds that Prefect's server may take to answer; the first start makes its database."""


def schedule(sources: Sequence[str], cron: str, timezone: str) -> None:
    """Serve the flow until told to stop."""
    settings = Settings()
    try:
        require(sources)
    except NoSuchSourceError as error:
        fail(str(error), USAGE)
    choose(state_dir=settings.state_dir.absolute())
    prepare_prefect(settings)
    with _server():
        from prefect.deployments.runner import EntrypointType
        from prefect.schedules import Cron

        from flows.ingest import ingest

        absolute = [str(Path(source).absolute()) for source in sources]
        try:
            nightly = Cron(cron, timezone=timezone)
        except ValueError as error:
            fail(f"--cron {cron!r} --timezone {timezone!r}: {error}", USAGE)
        print(
            f"ingest at {cron!r} ({timezone}), into {settings.warehouse.rpartition('@')[2]}; Ctrl-C ends it"
        )
        ingest.serve(
            name="jixiao",
            schedule=nightly,
            parameters={"sources": absolute, "retry": False},
            tags=["jixiao"],
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
        )


@contextmanager
def _server() -> Iterator[None]:
    """Use the server of PREFECT_API_URL, else run one, here and as long as this command runs."""
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    port = _free_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    try:
        _await(server, f"http://127.0.0.1:{port}/api/health")
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        print(f"Prefect's page: http://127.0.0.1:{port}", flush=True)
        yield
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(server: subprocess.Popen[bytes], health: str) -> None:
    deadline = time.monotonic() + STARTUP_TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(URLError, ConnectionError), urllib.request.urlopen(health, timeout=2):  # noqa: S310
            return
        time.sleep(0.3)
    fail("Prefect's server did not start; set PREFECT_API_URL to one that runs, or use cron", FAILED)
