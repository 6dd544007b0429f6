"""The command that says how one measure answers to a number, to all of them, or to the date of the line."""

from pathlib import Path
from typing import Annotated

import typer

from commands.choices import pairs_of, refuse, scenario_of
from commands.output import write

_WRITES = ("svg", "png", "pdf", "csv", "json")


def sensitivity(
    measure: Annotated[str, typer.Argument(help="Id of a measure (docs/method.md), such as air.reach_share.")],
    choices: Annotated[
        list[str] | None,
        typer.Argument(help="Assumptions as KEY=VALUE, with the keys of the page: line=2024-07-08 sustained.ships=9."),
    ] = None,
    parameter: Annotated[
        str, typer.Option(help="Sweep this number over its range: air_policing.radius_km.")
    ] = "",
    tornado: Annotated[bool, typer.Option("--tornado", help="Each number by itself, low and high.")] = False,
    dates: Annotated[bool, typer.Option("--dates", help="Every date of the line.")] = False,
    scenario: Annotated[
        Path | None, typer.Option(help="Scenario file, or any file this program exported; if left out, the map "
                                  "as proposed.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write (svg, png, pdf, csv, json); "
        "if left out, prints to the screen.")] = None,
    layout: Annotated[str, typer.Option(help="Page of a picture, as of snapshot.")] = "slide-16x9",
    theme: Annotated[str, typer.Option(help="Colours of a picture: light, dark, print or safe.")] = "light",
    processes: Annotated[int, typer.Option(min=1, max=4, help="Processes of this machine that compute; with "
        "REDIS_URL set, its workers do.")] = 1,
) -> None:  # fmt: skip
    """Say how one measure answers to a number, to each of them, or to the date of the line."""
    from analysis.sensitivity import Question, problems
    from analysis.sustained_numbers import read as read_numbers
    from i18n.spoken import speaking
    from jobs import sensitivity_job
    from jobs.broker import redis_url
    from jobs.deck_job import JobError
    from layers.core.build import Frames
    from settings import SettingError

    kind = output.suffix.lstrip(".").lower() if output else "text"
    if kind not in (*_WRITES, "text"):
        refuse(f"“{output}” is not understood. Allowed: a file that ends in {', '.join(_WRITES)}.")
    if bool(parameter) + tornado + dates != 1:
        refuse("Say one of --parameter KEY, --tornado and --dates.")
    frames, own = Frames(), read_numbers(pairs_of(choices))
    if own.problems:
        refuse("\n".join(map(str, own.problems)))
    question = Question(
        measure=measure,
        kind="tornado" if tornado else "dates" if dates else "parameter",
        scenario=scenario_of(scenario, own.rest, frames.registry),
        sustained=own.numbers,
        parameter=parameter,
    )
    if found := problems(question, frames):
        refuse("\n".join(map(str, found)))
    options = _options(layout, theme, question.scenario.lang)
    try:
        solved = sensitivity_job.solve(question, frames, processes=processes, redis=redis_url(), tell=_tell)
    except (JobError, SettingError) as reason:
        refuse(str(reason))
    with speaking(question.scenario.lang):
        write(_written(solved, frames, options, kind), output)


def _options(layout: str, theme: str, lang: str):  # type: ignore[no-untyped-def]  # the model is slow to load
    from export.figures.options import read_options

    options, problems = read_options([("layout", layout), ("theme", theme), ("lang", lang)])
    if problems:
        refuse("\n".join(map(str, problems)))
    return options


def _written(solved, frames, options, kind: str) -> bytes:  # type: ignore[no-untyped-def]
    from export.data.sensitivity import as_csv, as_json, as_text
    from export.figures import sensitivity_chart

    if kind in sensitivity_chart.KINDS:
        return sensitivity_chart.draw(solved, frames, options, kind)
    writer = {"csv": as_csv, "json": as_json, "text": as_text}[kind]
    return writer(solved, frames.registry)


def _tell(done: int, of: int) -> None:
    """Say on the screen how far it is; nothing where nobody looks."""
    import sys

    if sys.stderr.isatty():
        typer.echo(f"\r{done} of {of} ", err=True, nl=done == of)
