"""Prefect's server: the one of PREFECT_API_URL, or one of our own that lives no longer than its starter.

Prefect would start a temporary server itself, but leaves it behind when its starter is killed. Ours
watches its standard input, which closes whichever way the starter ends.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

from flows.errors import PrefectServerError

STARTUP_TIMEOUT = 120
"""Seconds that the server may take to answer; the first start makes its database."""

TEMPORARY = {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1", "PREFECT_UI_ENABLED": "0"}
"""Without a page and a scheduler, which nobody could use before it is gone."""


@contextmanager
def prefect_server(
    *, lasting: bool, first: Callable[[], object] = lambda: None
) -> Iterator[Callable[[], str]]:
    """Start a server where none is configured; call what is given to wait for it and learn its address.

    PREFECT_API_URL is set at once, so that Prefect can be imported while the server starts; ``first`` is
    called before it starts, and may import Prefect too.
    """
    configured = os.environ.get("PREFECT_API_URL")
    if configured:
        first()
        yield lambda: configured
        return
    port = _free_port()
    environment = {**os.environ} if lasting else {**os.environ, **TEMPORARY}
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    try:
        first()
        with _running(port, environment) as server:
            yield lambda: _await(server, port)
    finally:
        del os.environ["PREFECT_API_URL"]


@contextmanager
def _running(port: int, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "flows.prefect_server", str(port)]
    with (Path(os.environ["PREFECT_HOME"]) / "server.log").open("ab") as log:
        server = subprocess.Popen(  # noqa: S603 - ourselves; in a session of its own, Ctrl-C is not for it
            command, env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield server
    finally:
        if server.stdin:
            server.stdin.close()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(server: subprocess.Popen[bytes], port: int) -> str:
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + STARTUP_TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(URLError, ConnectionError), urllib.request.urlopen(f"{address}/api/health", timeout=2):  # noqa: S310
            return address
        time.sleep(0.1)
    raise PrefectServerError(
        "Prefect's server did not start: see server.log in PREFECT_HOME, or set PREFECT_API_URL"
    )


def _leave_with_starter() -> None:
    """End at once: Prefect's database does not mind, and an orderly end waits for clients that are gone."""
    sys.stdin.buffer.read()
    os._exit(0)


def _make_database() -> None:
    """Make or upgrade Prefect's database, one server at a time: two runs may share a state folder.

    Two servers that do it at once break each other's migrations.
    """
    from prefect.server.database import provide_database_interface

    with (Path(os.environ["PREFECT_HOME"]) / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        asyncio.run(provide_database_interface().create_db())


def serve(port: int) -> None:
    """Serve until the starter is gone."""
    import uvicorn

    threading.Thread(target=_leave_with_starter, daemon=True).start()
    _make_database()
    app = "prefect.server.api.server:create_app"
    uvicorn.run(app, factory=True, host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    serve(int(sys.argv[1]))
