"""The command that finds the best of a kind: a few bases, or the stand-off of the coalition's areas."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.choices import pairs_of, refuse, scenario_of
from commands.output import write

if TYPE_CHECKING:
    from analysis.best import BestBases, BestStandoff
    from layers.core.build import Frames
    from layers.core.scenario import Scenario

_KINDS = ("bases", "standoff")


def best(
    kind: Annotated[str, typer.Argument(help="bases (with how many: best bases 3) or standoff.")],
    choices: Annotated[
        list[str] | None,
        typer.Argument(help="Of bases first how many; then assumptions as KEY=VALUE, with the keys of the page: "
                       "line=2024-07-08 air_policing.radius_km=800."),
    ] = None,
    by: Annotated[str, typer.Option(help="What bases are to reach most of: people or ground.")] = "people",
    scenario: Annotated[
        Path | None, typer.Option(help="Scenario file, or any file this program exported; if left out, the map "
                                  "as proposed.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Scenario file (JSON) to write the answer "
        "to, for open.")] = None,
) -> None:  # fmt: skip
    """Find which few bases reach most people or ground, or which stand-off keeps areas on most routes."""
    from analysis.best import BY
    from i18n.spoken import speaking
    from layers.core.build import Frames
    from layers.core.scenario_file import to_file

    for value, allowed, what in (
        (kind, _KINDS, ""),
        (by, BY, "--by "),
        (form, ("text", "json"), "--format "),
    ):
        if value not in allowed:
            refuse(f"“{what}{value}” is not understood. Allowed: {' or '.join(allowed)}.")
    count, rest = _count(kind, list(choices or ()))
    frames = Frames()
    wanted = scenario_of(scenario, pairs_of(rest), frames.registry)
    with speaking(wanted.lang):
        found, lines = _solved(kind, frames, wanted, count, by)
        if form == "json":
            write(_json(found, frames), None)
        else:
            typer.echo("\n".join(lines))
    if output:
        write(to_file(found.scenario, frames.registry).encode(), output)


def _count(kind: str, choices: list[str]) -> tuple[int, list[str]]:
    """Return how many bases are asked for, and the other choices."""
    if kind != "bases":
        return 0, choices
    if not choices or not choices[0].isascii() or not choices[0].isdigit() or len(choices[0]) > 4:
        refuse("Say how many bases, such as: python app.py best bases 3.")
    return int(choices[0]), choices[1:]


def _solved(
    kind: str, frames: "Frames", wanted: "Scenario", count: int, by: Any
) -> "tuple[BestBases | BestStandoff, list[str]]":
    from analysis.best import best_bases, best_standoff
    from analysis.best_view import bases_lines, standoff_lines

    if kind == "standoff":
        standoff = best_standoff(frames, wanted)
        return standoff, standoff_lines(standoff, frames.registry)
    try:
        bases = best_bases(frames, wanted, count, by)
    except ValueError as allowed:
        refuse(f"“{count}” bases are not understood. Allowed: {allowed}.")
    return bases, bases_lines(bases, frames.registry)


def _json(found: "BestBases | BestStandoff", frames: "Frames") -> bytes:
    import json

    from analysis.best_view import document

    return json.dumps(document(found, frames.registry), ensure_ascii=False, indent=1).encode() + b"\n"
