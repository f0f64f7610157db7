"""The console command ``caseloom``.

Belongs here: options, messages and exit codes. Keep out: work (each command calls one function).
Results go to stdout, progress and messages to stderr.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.home import HomeBusyError, find_home
from pipelines.progress import TerminalReporter

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Warehouse and analytics of a cross-agency criminal-case platform.",
)

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Home of the installation; default $CASELOOM_HOME.")
]


def _fail(error: BaseException) -> typer.Exit:
    typer.echo(f"caseloom: {error}", err=True)
    return typer.Exit(code=1)


def _read_day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise typer.BadParameter(f"[{text}] is not a date YYYY-MM-DD") from error


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="Folder to write landing/ and truth/ into.")],
    cases: Annotated[int, typer.Option(min=1, help="Criminal matters to invent.")] = 20_000,
    days: Annotated[int, typer.Option(min=30, help="Length of the invented time.")] = 730,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    level: Annotated[str, typer.Option(help="How dirty: default or hard.")] = "default",
) -> None:
    """Write the deliveries of an invented city, with the truth behind them."""
    from data_samples.city import generate

    with TerminalReporter() as reporter:
        generate(
            out=out,
            cases=cases,
            days=days,
            seed=seed,
            level=level,
            progress=lambda done, total, text: reporter(f"sample: {text}", done, total),
        )
    typer.echo(f"deliveries are in [{out / 'landing'}], the truth in [{out / 'truth'}]", err=True)


@app.command()
def build(
    landing: Annotated[
        Path | None, typer.Option(help="Landing folder; default <home>/landing.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Day of judgement YYYY-MM-DD; default: latest data date.")
    ] = None,
    home: HomeOption = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another builder.")] = 600.0,
) -> None:
    """Take in every new file, rebuild the marts and publish a snapshot."""
    from pipelines.appdb.database import AppDatabaseError
    from pipelines.build import BuildError
    from pipelines.build import build as run_build
    from pipelines.intake.expectations import ValidationError
    from pipelines.intake.run import IntakeError
    from pipelines.transform import TransformError

    day = _read_day(as_of)
    place = find_home(home)
    try:
        with TerminalReporter() as reporter:
            result = run_build(
                place,
                landing=landing or place.landing,
                as_of=day,
                report=reporter,
                wait_seconds=wait,
            )
    except (
        AppDatabaseError,
        BuildError,
        HomeBusyError,
        IntakeError,
        TransformError,
        ValidationError,
        OSError,
        ValueError,
    ) as error:
        raise _fail(error) from error
    counts = ", ".join(f"{status} {n}" for status, n in sorted(result.intake.statuses.items()))
    state = "published" if result.is_new else "nothing new; still in force:"
    typer.echo(
        f"{state} snapshot [{result.publication.version}] as of [{result.publication.as_of}]; "
        f"new files {result.intake.new_files}; all files: {counts}",
        err=True,
    )


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SQL statement over the published relations.")],
    format: Annotated[str, typer.Option(help="table, csv or json.")] = "table",
    as_known_at: Annotated[
        str | None,
        typer.Option(
            help="Answer from what was delivered up to this day YYYY-MM-DD (cases, events, documents)."
        ),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Ask the current snapshot, read-only. Data goes to stdout and is never cut."""
    from pipelines.query import QueryError, run_query

    day = _read_day(as_known_at)
    try:
        run_query(find_home(home), sql, format=format, output=sys.stdout, as_known_at=day)
    except QueryError as error:
        raise _fail(error) from error


@app.command()
def clocks(
    events: Annotated[
        Path, typer.Argument(help="CSV: case_id, rule_id, person, as_of, events_json.")
    ],
    format: Annotated[str, typer.Option(help="csv or json.")] = "csv",
) -> None:
    """Count the statutory clocks for events given in a file; needs no built home.

    One row out per row in (without a rule_id: one per rule and person whose clock the events start).
    Exit code 1 when a row could not be answered; its reason says why, the others are answered.
    """
    from pipelines.clocks.command import FORMATS, answer_file
    from pipelines.clocks.questions import QuestionError

    if format not in FORMATS:
        raise typer.BadParameter(f"[{format}] is not one of {', '.join(FORMATS)}")
    try:
        unanswered = answer_file(
            events,
            format=format,
            output=sys.stdout,
            complain=lambda text: typer.echo(f"caseloom: {text}", err=True),
        )
    except (QuestionError, OSError) as error:
        raise _fail(error) from error
    if unanswered:
        raise typer.Exit(code=1)


@app.command()
def report(
    name: Annotated[
        str, typer.Argument(help="The report, e.g. monthly_statistics; see docs/reports.md.")
    ],
    out: Annotated[Path, typer.Option(help="File to write.")],
    period: Annotated[
        str | None,
        typer.Option(
            help="2025-06-30, 2025-W26, 2025-06, 2025Q2 or 2025; default: the last finished."
        ),
    ] = None,
    scope: Annotated[
        str, typer.Option(help="region=CODE, agency=CODE, charge=CODE, joined by commas.")
    ] = "",
    format: Annotated[str, typer.Option(help="docx, pdf, xlsx or html.")] = "docx",
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    snapshot: Annotated[
        str | None, typer.Option(help="A published version; default: the current.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write one report from the current snapshot."""
    from dashboards.i18n import LANGUAGES
    from dashboards.reports.command import write_report
    from dashboards.reports.compose import ReportError
    from dashboards.reports.periods import PeriodError
    from pipelines.snapshot import NoSnapshotError

    if language not in LANGUAGES:
        raise typer.BadParameter(f"[{language}] is not one of {', '.join(LANGUAGES)}")
    try:
        with TerminalReporter() as reporter:
            document = write_report(
                find_home(home),
                name,
                out,
                period=period,
                scope=scope,
                format=format,
                language=language,
                snapshot=snapshot,
                progress=lambda done: reporter(f"report: {name}", round(done * 100), 100),
            )
    except (ReportError, PeriodError, NoSnapshotError, OSError) as error:
        raise _fail(error) from error
    typer.echo(
        f"wrote [{out}] from snapshot [{document.snapshot}], fingerprint [{document.content_hash[:12]}]",
        err=True,
    )


@app.command()
def mail(
    first_subscriptions: Annotated[
        bool,
        typer.Option(
            "--first-subscriptions", help="Where nobody subscribed yet: two, to the local mailbox."
        ),
    ] = False,
    home: HomeOption = None,
) -> None:
    """Plan the mails that subscriptions are due and send them; exit code 1 when one failed."""
    from pipelines.appdb.database import AppDatabaseError
    from pipelines.delivery.run import add_first_subscriptions, run_mail
    from pipelines.delivery.settings import MailSettingsError, find_mail_settings
    from pipelines.snapshot import NoSnapshotError

    place = find_home(home)
    try:
        if first_subscriptions:
            add_first_subscriptions(place)
        found = run_mail(place)
        settings = find_mail_settings(place)
    except (AppDatabaseError, MailSettingsError, NoSnapshotError, OSError) as error:
        raise _fail(error) from error
    way = f"mailbox [{settings.mailbox}]" if settings.is_local else f"server [{settings.host}]"
    if found.sent.is_other_sending:
        typer.echo("another process is sending; nothing sent by this one", err=True)
    typer.echo(
        f"planned {found.planned.planned}, accepted {found.sent.accepted} by {way}, "
        f"to be tried again {found.sent.retried}, failed {len(found.sent.failed)}, "
        f"bounced {len(found.sent.bounced)}, not made {len(found.planned.failed)}",
        err=True,
    )
    for one in (*found.sent.failed, *found.sent.bounced):
        typer.echo(f"{one.recipient}: {one.outcome} {one.detail}")
    if found.sent.failed or found.planned.failed:
        raise typer.Exit(code=1)


@app.command()
def verify(home: HomeOption = None) -> None:
    """Check ledger, store, snapshot and audit log; exit code 1 and one line per problem."""
    from pipelines.verify import verify_home

    place = find_home(home)
    try:
        with place.builder_lock(wait_seconds=60), TerminalReporter() as reporter:
            problems = verify_home(place, report=reporter)
    except HomeBusyError as error:
        raise _fail(error) from error
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(code=1)
    typer.echo("ledger, store, snapshot and audit log are whole", err=True)


@app.command()
def release(
    agency: Annotated[str | None, typer.Option(help="Only this agency.")] = None,
    reason: Annotated[str | None, typer.Option(help="Only this code, e.g. Q4 or F7.")] = None,
    file: Annotated[str | None, typer.Option(help="Only this path in the landing folder.")] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="All stored files: a backfill from the store.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Have refused files and rows read again by the next build, after a fix."""
    from pipelines.release import ReleaseRequest, release_deliveries

    place = find_home(home)
    request = ReleaseRequest(agency=agency, reason=reason, file_name=file, is_everything=everything)
    try:
        with place.builder_lock(wait_seconds=60):
            names = release_deliveries(place, request)
    except HomeBusyError as error:
        raise _fail(error) from error
    for name in names:
        typer.echo(name)
    typer.echo(f"{len(names)} files will be read again by the next build", err=True)


@app.command()
def up(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port of the dashboards.")] = 8501,
    dagster_port: Annotated[int, typer.Option(help="Port of the Dagster UI.")] = 3000,
) -> None:
    """Serve the dashboards and the Dagster UI until interrupted."""
    from pipelines.appdb.database import AppDatabaseError
    from pipelines.serve import serve

    try:
        code = serve(find_home(home), port=port, dagster_port=dagster_port)
    except AppDatabaseError as error:
        raise _fail(error) from error
    raise typer.Exit(code=code)


@app.command()
def dictionary(
    out: Annotated[Path, typer.Option(help="HTML file to write.")] = Path("docs/dictionary.html"),
) -> None:
    """Write the data dictionary as one static page."""
    from pipelines.dictionary import write_dictionary

    write_dictionary(out)
    typer.echo(f"wrote [{out}]", err=True)


@app.command()
def accuracy(
    truth: Annotated[
        Path, typer.Option(help="Truth folder of the sample that the home was built from.")
    ],
    home: HomeOption = None,
) -> None:
    """Precision and recall of linkage against a known truth, over pairs of records."""
    import duckdb

    from pipelines.accuracy import measure_accuracy

    try:
        typer.echo(
            f"{'pairs of records':62} {'true':>9} {'joined':>9} {'precision':>10} {'recall':>9}"
        )
        for one in measure_accuracy(find_home(home), truth):
            typer.echo(
                f"{one.heading:62} {one.true_pairs:>9} {one.joined_pairs:>9} "
                f"{one.precision:>10.5f} {one.recall:>9.5f}"
            )
    except (OSError, ValueError, duckdb.Error) as error:
        raise _fail(error) from error


@app.command()
def train(
    truth: Annotated[
        Path, typer.Option(help="Truth folder of the sample that the home was built from.")
    ],
    home: HomeOption = None,
) -> None:
    """Estimate the weights of the person model anew; the file is for the repository."""
    from pipelines.train_linkage import train_person_model

    try:
        version = train_person_model(find_home(home), truth)
    except (OSError, ValueError) as error:
        raise _fail(error) from error
    typer.echo(f"wrote models/linkage/person_model.json, version [{version}]", err=True)


def main() -> None:
    """Entry point of the console command."""
    app()


if __name__ == "__main__":
    main()
