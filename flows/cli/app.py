"""The commands, their options and their help; what each does lies in a module of its own.

A command imports its module when it runs: the libraries behind them all would keep ``--help`` waiting.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.ending import ending

WAREHOUSE_HELP = (
    "sqlite:///FILE or postgresql://user@host/database  [env: JIXIAO_WAREHOUSE; sqlite:///jixiao.db]"
)

app = typer.Typer(
    name="jixiao",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="""Chinese budget performance forms (绩效自评表, 绩效目标表), from paper to SQL.

    Fill a warehouse with **ingest**, ask it with **query**, look at a form with **show**.
    --warehouse, --workers and --log-format are environment variables too: JIXIAO_WAREHOUSE and so on.

    Exit codes: 0 done · 3 done, something was quarantined · 1 the run failed · 2 usage.""",
)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"jixiao {version('jixiao')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", help="print the version and leave", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


class LogFormat(StrEnum):
    """How a run speaks."""

    text = "text"
    json = "json"


class TableFormat(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    csv_excel = "csv-excel"
    json = "json"


Warehouse = Annotated[str | None, typer.Option("--warehouse", help=WAREHOUSE_HELP, show_default=False)]
Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE…", help="files, folders (searched to the bottom), globs in quotes"),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="processes that read, 1 GiB each on scans  [one a core]", show_default=False),
]
Who = Annotated[str | None, typer.Option("--who", help="who decides  [your login name]", show_default=False)]
Comment = Annotated[str | None, typer.Option("--comment", help="why, for those who read it later")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="an indicator's code, as jixiao vocab prints it")]
Log = Annotated[
    LogFormat | None,
    typer.Option("--log-format", help="json: one object a line on stderr", show_default=False),
]
Format = Annotated[TableFormat, typer.Option("--format", help="how to print the rows")]


@app.command()
def ingest(
    sources: Sources,
    warehouse: Warehouse = None,
    workers: Workers = None,
    retry: Annotated[bool, typer.Option("--retry", help="read quarantined documents again")] = False,
    published_on: Annotated[
        datetime | None,
        typer.Option(
            "--published-on",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="day on which the documents that are new in this run were published",
            show_default=False,
        ),
    ] = None,
    log_format: Log = None,
) -> None:
    """Read documents into the warehouse; a document that is known is not read again.

    PDF, scans, images, Word and Excel are told by their bytes, not by their names. Hidden files, ~$ files
    and kinds that are none of ours are skipped, and named where SOURCE names them; what cannot be read is
    quarantined with a reason, and tried again when a newer jixiao or another setting might help, or with
    --retry.

    The summary counts what this run read: a form that lies in two documents, as Word and as PDF, counts
    twice there, and once in v_forms. Exit code 3 means that *this* run quarantined something.
    """
    from flows.cli.ingest import ingest as run

    with ending(warehouse=warehouse, workers=workers, log_format=log_format):
        raise typer.Exit(run(sources, retry, published_on.date() if published_on else None))


@app.command()
def renormalize(
    warehouse: Warehouse = None,
    workers: Workers = None,
    log_format: Log = None,
) -> None:
    """Apply a changed vocabulary, or new decisions, to all documents of the warehouse; none is opened.

    What was read of each document lies stored and is read again from there, as new readings, never as new
    versions. Documents without such a layout are counted; ingest reads them again.

    Exit code 3 means that *this* run quarantined something.
    """
    from flows.cli.renormalize import renormalize as run

    with ending(warehouse=warehouse, workers=workers, log_format=log_format):
        raise typer.Exit(run())


@app.command()
def vocab(
    format: Format = TableFormat.table,
    limit: Annotated[int, typer.Option(min=1, help="rows at most")] = 20,
    proposals: Annotated[
        bool, typer.Option("--proposals", help="pairs of provisional indicators that look alike")
    ] = False,
    decisions: Annotated[bool, typer.Option("--decisions", help="what was decided, the last first")] = False,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FOLDER", help="write the decisions that stand there")
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--import", metavar="FOLDER|FILE", help="take decisions, or a list of indicators"),
    ] = None,
    who: Who = None,
    comment: Comment = None,
    warehouse: Warehouse = None,
) -> None:
    """List the indicators that nobody has accepted, or that were matched weakly, the most frequent first.

    Each comes with its names as printed, and where: document, page, line. Say what they are with **accept**,
    **merge**, **alias** and **split**, take it back with **undo**, apply it with **renormalize**.

    --export and --import carry decisions as files, into the vocabulary or another warehouse.
    """
    from flows.cli import teach
    from flows.cli import vocab as lists

    with ending(warehouse=warehouse):
        if export or source:
            lists.exchange(source, export, teach.author(who, comment))
        else:
            lists.vocab(format, limit, proposals, decisions)


@app.command()
def accept(
    code: Code,
    name: Annotated[
        str | None, typer.Option("--name", help="its canonical name  [as it is]", show_default=False)
    ] = None,
    new_code: Annotated[
        str | None, typer.Option("--code", help="its code  [A- for P-]", show_default=False)
    ] = None,
    level: Annotated[
        str | None, typer.Option(help="its second level, 数量指标 …  [the usual one]", show_default=False)
    ] = None,
    direction: Annotated[
        str | None,
        typer.Option(help="which is better: higher, lower, none  [by its name]", show_default=False),
    ] = None,
    dimension: Annotated[
        str | None, typer.Option(help="of its figures: ratio, count …  [the usual one]", show_default=False)
    ] = None,
    unit: Annotated[str | None, typer.Option(help="its usual unit", show_default=False)] = None,
    who: Who = None,
    comment: Comment = None,
    warehouse: Warehouse = None,
) -> None:
    """Make an accepted indicator of a provisional one, under its name or a better one.

    Of one that is accepted already it says more; what is not said again stays.

    Example: jixiao accept P-1d1a3b1d11956e00 --direction higher --unit %
    """
    from flows.cli import teach
    from flows.deciding import Details

    with ending(warehouse=warehouse):
        teach.accept(
            code, name, new_code, Details(level, direction, dimension, unit), teach.author(who, comment)
        )


@app.command()
def merge(
    source: Annotated[str, typer.Argument(metavar="FROM", help="the code that goes")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="the code that stays")],
    who: Who = None,
    comment: Comment = None,
    warehouse: Warehouse = None,
) -> None:
    """Make one indicator of two: every form of FROM shows the code and name of INTO.

    jixiao vocab --proposals lists pairs that look alike. Example: jixiao merge P-51e78e709462c4b3 CIT-077
    """
    from flows.cli import teach

    with ending(warehouse=warehouse):
        teach.merge(source, into, teach.author(who, comment))


@app.command()
def split(
    names: Annotated[list[str], typer.Argument(metavar="NAME…", help="names as printed")],
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="CODE", help="the indicator they are not  [where they go now]"),
    ] = None,
    who: Who = None,
    comment: Comment = None,
    warehouse: Warehouse = None,
) -> None:
    """Keep names from an indicator to which they were matched; they become provisional again.

    To take back a merge or an alias: jixiao undo. Example: jixiao split 社会公众评价 --from GEN-001
    """
    from flows.cli import teach

    with ending(warehouse=warehouse):
        teach.split(names, source, teach.author(who, comment))


@app.command()
def alias(
    name: Annotated[str, typer.Argument(metavar="NAME", help="a name as printed")],
    code: Code,
    who: Who = None,
    comment: Comment = None,
    warehouse: Warehouse = None,
) -> None:
    """Say that a name means an indicator, in all its spellings: years, numbering and units set aside.

    Example: jixiao alias 污水日处理规模 CIT-077 --comment "asked the bureau"
    """
    from flows.cli import teach

    with ending(warehouse=warehouse):
        teach.alias(name, code, teach.author(who, comment))


@app.command()
def undo(
    decision: Annotated[int, typer.Argument(metavar="DECISION", help="its id in jixiao vocab --decisions")],
    who: Who = None,
    comment: Comment = None,
    warehouse: Warehouse = None,
) -> None:
    """Take a decision back. It stays in the diary, and so does that it was taken back.

    What it had replaced stands again. Example: jixiao undo 1 --comment "two different things"
    """
    from flows.cli import teach

    with ending(warehouse=warehouse):
        teach.undo(decision, teach.author(who, comment))


@app.command()
def show(
    what: Annotated[
        str, typer.Argument(metavar="DOCUMENT|FORM_ID", help="a path or its end, a SHA-256, a form_id")
    ],
    warehouse: Warehouse = None,
) -> None:
    """Show the forms of a document, or one form laid out like the paper."""
    from flows.cli.show import show as run

    with ending(warehouse=warehouse):
        raise typer.Exit(run(what))


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="it only reads: the database refuses to write")],
    format: Format = TableFormat.table,
    warehouse: Warehouse = None,
) -> None:
    """Ask the warehouse in SQL.

    Views: v_forms, v_funding, v_indicators, v_matches, v_quantities, v_sections, v_findings, v_bodies,
    v_organizations, v_coverage, v_lineage, v_readings, v_documents, v_document_addresses, v_decisions,
    v_runs.

    Example: jixiao query "SELECT project_name, total_score FROM v_forms ORDER BY total_score"
    """
    from flows.cli.query import query as run

    with ending(warehouse=warehouse):
        run(sql, format)


@app.command()
def status(
    warehouse: Warehouse = None,
    runs: Annotated[int, typer.Option(min=1, help="how many of the last runs")] = 10,
) -> None:
    """Show the last runs, and what lies in quarantine and why."""
    from flows.cli.status import status as run

    with ending(warehouse=warehouse):
        run(runs)


@app.command()
def schedule(
    sources: Sources,
    cron: Annotated[str, typer.Option(help="minute hour day month weekday")] = "0 2 * * *",
    timezone: Annotated[str, typer.Option(help="whose clock")] = "Asia/Shanghai",
    warehouse: Warehouse = None,
    workers: Workers = None,
) -> None:
    """Stay and ingest at the times of a cron line, 02:00 every night if not told otherwise.

    Starts a Prefect server of its own inside the state folder and prints the address of its page, or
    uses the one of PREFECT_API_URL. Ctrl-C ends both. What the server has to say stands in
    prefect/server.log there. Where cron itself is at hand, a crontab line does too:

    0 2 * * * cd ~/jixiao && .venv/bin/jixiao ingest incoming --log-format json >>ingest.out 2>>ingest.log
    """
    from flows.cli.schedule import schedule as run

    with ending(warehouse=warehouse, workers=workers):
        run(sources, cron, timezone)


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
    warehouse: Warehouse = None,
) -> None:
    """Say what is installed, which models, and which optional parts are missing and how to get them.

    Also whether the state folder can be written and the warehouse be reached. Exit code 1 where something
    that is needed is missing.
    """
    from flows.cli.doctor import doctor as run

    with ending(warehouse=warehouse):
        raise typer.Exit(run(as_json))


@app.command()
def match(
    file: Annotated[str, typer.Argument(metavar="FILE.csv", help="a CSV file; - reads standard input")],
) -> None:
    """Say which indicator each name means: reads CSV, prints it with four columns more.

    The first line names the columns: name, and where known level2 (质量指标 …) and unit; other columns
    are kept. Appended are indicator_code, indicator, score (0 to 100) and reason. A code that begins with
    P- is provisional: no curated indicator is meant. A level2 that is none is named on stderr and left out
    of account. UTF-8 or GB18030.
    """
    from flows.cli.match import match as run

    with ending():
        run(file)


@app.command()
def quantity(
    year: Annotated[
        int | None,
        typer.Option(min=1900, max=2099, help="the fiscal year, for dates without one", show_default=False),
    ] = None,
) -> None:
    """Read targets and results from standard input, one a line, and say what they mean as JSON.

    A line is the text of a cell, or that, a tab and the indicator's name, whose unit in brackets counts
    where the cell prints none. Each line is answered at once by one object with kind, operator, value,
    unit, date, value_base, unit_base and quantities. Text is UTF-8 whatever the locale.

    Example: printf '≥2570个' | jixiao quantity --year 2023
    """
    from flows.cli.quantity import quantity as run

    run(year)


def main() -> None:
    """Run the command line."""
    app()
