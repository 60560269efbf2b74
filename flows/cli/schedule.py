"""``jixiao schedule``: stay, and let Prefect start a run at the times of a cron line."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.addresses import as_text
from flows.cli.ending import USAGE, fail
from flows.errors import NoSuchSourceError
from flows.prefect_server import prefect_server
from flows.settings import Settings, choose, prepare_prefect
from flows.sources import require
from warehouse.connect import shown


def schedule(sources: Sequence[str], cron: str, timezone: str) -> None:
    """Serve the flow until told to stop."""
    settings = Settings()
    try:
        require(sources)
    except NoSuchSourceError as error:
        fail(str(error), USAGE)
    choose(state_dir=settings.state_dir.absolute())
    prepare_prefect(settings)
    with prefect_server(lasting=True, first=lambda: _check(cron, timezone)) as ready:
        from prefect.schedules import Cron
        from prefect.types.entrypoint import EntrypointType

        from flows.ingest import ingest

        print(f"Prefect's page: {ready()}", flush=True)
        absolute = [as_text(Path(source).absolute()) for source in sources]
        warnings.filterwarnings("ignore", "coroutine 'Runner.astop'", RuntimeWarning)  # Prefect, leaving
        print(
            f"ingest at {cron!r} ({timezone}), into {shown(settings.warehouse)}; Ctrl-C ends it",
            flush=True,
        )
        ingest.serve(
            name="jixiao",
            schedule=Cron(cron, timezone=timezone),
            parameters={"sources": absolute, "retry": False},
            tags=["jixiao"],
            entrypoint_type=EntrypointType.MODULE_PATH,
            print_starting_message=False,
        )


def _check(cron: str, timezone: str) -> None:
    """End the command where an option is wrong, before any server is started."""
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A path, or a folder of the data, raises errors of its own.
        fail(f"--timezone {timezone!r}: there is no such time zone; write one such as Asia/Shanghai", USAGE)
    from prefect.schedules import Cron

    try:
        Cron(cron, timezone=timezone)
    except ValueError:
        fail(f"--cron {cron!r}: this is no cron line; write five fields, such as '0 2 * * *'", USAGE)
