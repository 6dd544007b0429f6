"""The command that says what the guarantees mean at a place."""

import json
import re
from typing import Annotated

import typer

from commands.choices import pairs_of, refuse, scenario_of

_COORDINATES = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")


def place(
    name: Annotated[str, typer.Argument(help="Name of a town, oblast, air base or port in English or Ukrainian, or "
                                        "its longitude,latitude such as 36.2,50.0.")],
    choices: Annotated[
        list[str] | None,
        typer.Argument(help="Assumptions as KEY=VALUE, with the keys of the page: line=2024-07-08 "
                       "air_policing.radius_km=900."),
    ] = None,
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:  # fmt: skip
    """Say what the guarantees, the line and what is nearest are at a place."""
    from analysis.place import OutsideMapError, at
    from analysis.place_search import UnknownPlaceError, named_place
    from analysis.place_view import place_text, place_view
    from i18n.spoken import speaking
    from layers.core.build import Frames

    if form not in ("text", "json"):
        refuse(f"“--format {form}” is not understood. Allowed: text or json.")
    frames = Frames()
    scenario = scenario_of(None, pairs_of(choices), frames.registry)
    try:
        if numbers := _COORDINATES.fullmatch(name):
            called, lon, lat = "", float(numbers[1]), float(numbers[2])
        else:
            found = named_place(frames, name)
            called, lon, lat = found.name, found.lon, found.lat
        there = at(frames, scenario, lon, lat)
    except (UnknownPlaceError, OutsideMapError) as reason:
        refuse(str(reason))
    with speaking(scenario.lang) as language:
        if form == "text":
            typer.echo(place_text(there, language.named(called) if called else ""))
        else:
            view = (
                {"name": called, **place_view(there, scenario, frames)}
                if called
                else place_view(there, scenario, frames)
            )
            typer.echo(json.dumps(view, ensure_ascii=False, indent=1))
