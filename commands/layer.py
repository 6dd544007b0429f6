"""The command that writes a layer as GeoJSON under any assumptions."""

from pathlib import Path
from typing import Annotated

import typer

from commands.choices import pairs_of
from commands.output import write


def layer(
    layer_id: Annotated[str, typer.Argument(help="Id of the layer, such as monitoring_mission.")],
    choices: Annotated[
        list[str] | None,
        typer.Argument(help="Assumptions as KEY=VALUE, with the keys of the page: line=2024-07-08 "
                       "monitoring_mission.depth_km=20."),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write; if left out, prints "
        "to the screen.")] = None,
) -> None:  # fmt: skip
    """Write a layer as GeoJSON under any assumptions."""
    from layers.core.address import from_pairs
    from layers.core.build import Frames
    from layers.core.constants import provenance
    from layers.core.geojson import to_geojson

    frames = Frames()
    registry = frames.registry
    if layer_id not in registry.by_id:
        typer.echo(f"There is no layer “{layer_id}”. Layers: {', '.join(registry.ids)}.", err=True)
        raise typer.Exit(2)
    scenario, problems = from_pairs(pairs_of(choices), registry)
    if problems:
        typer.echo("\n".join(str(problem) for problem in problems), err=True)
        raise typer.Exit(2)
    frame = frames.frame(registry[layer_id], scenario)
    write(to_geojson(frame, provenance(registry.data_version)) + b"\n", output)
