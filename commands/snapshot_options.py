"""The command ``python app.py snapshot``: its options are read off the parameter models, as the page's controls are."""

import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click

from analysis.assessment import assess
from commands.choices import pairs_of_file, refuse
from export.figures.matrix import Job, MatrixError, read_matrix
from export.figures.options import SnapshotOptions, read_options
from export.files import not_written, write_whole
from export.formats import FORMATS, Snapshot, find_format, render
from layers.core.address import Problem, from_pairs
from layers.core.build import Frames
from layers.core.registry import Registry

_EXAMPLES = """\b
Examples:
  python app.py snapshot -o map.png
  python app.py snapshot --layers line_of_occupation,air_policing --air_policing.radius_km 800 \\
      --layout a4-landscape --format pdf -o reach.pdf
  python app.py snapshot --scenario saved.json --theme print -o figure.svg
  python app.py snapshot --matrix figures.yaml
"""


def snapshot_command() -> click.Command:
    """Return the command, with one option for each key of an address and each choice of a figure."""
    keys = [
        ("layers", "Layers to show, by id, separated by commas."),
        ("line", "Date of the line of occupation."),
        ("view", "Longitude, latitude and zoom, such as 31.2,48.6,5.1; if left out, all of Ukraine."),
        ("title", "Title of the figure."),
    ]
    frames = Frames()
    for layer in frames.registry.layers:
        keys += [
            (f"{layer.id}.{spec.name}", f"{spec.help} {spec.allowed}; default: {spec.text(spec.default)}.")
            for spec in layer.specs
        ]
    keys += [(name, info.description or "") for name, info in SnapshotOptions.model_fields.items()]
    options = [click.Option([f"--{key}", key.replace(".", "__")], help=help) for key, help in keys]
    options += [
        click.Option(["--format", "kind"], help=f"One of {', '.join(FORMATS)}; if left out, the ending of "
            "the file name decides."),
        click.Option(["--scenario", "from_file"], type=click.Path(path_type=Path),
                     help="Scenario file, or any file this program exported; other options change it."),
        click.Option(["--matrix"], type=click.Path(path_type=Path), help="YAML file of many figures."),
        click.Option(["-o", "--output"], type=click.Path(path_type=Path), help="File to write."),
    ]  # fmt: skip
    return click.Command(
        "snapshot",
        params=list(options),
        callback=partial(_snapshot, frames),
        help=f"Write a scenario as a file: {', '.join(f'{form.title} ({form.name})' for form in FORMATS.values())}.",
        epilog=_EXAMPLES,
    )


def run(arguments: Sequence[str]) -> None:
    """Run the command with its arguments, and end the program with its exit code."""
    snapshot_command().main(args=list(arguments), prog_name="python app.py snapshot")


def _snapshot(
    frames: Frames, kind: str | None, from_file: Path | None, matrix: Path | None, output: Path | None,
    **given: str | None,
) -> None:  # fmt: skip
    registry = frames.registry
    pairs = [(key.replace("__", "."), text) for key, text in given.items() if text is not None]
    if matrix is not None:
        if pairs or from_file or kind or output:
            refuse("Use --matrix alone, and put every choice into its file.")
        return _many(frames, matrix)
    _write(frames, _one(registry, pairs, kind, from_file, output))


def _one(
    registry: Registry,
    pairs: list[tuple[str, str]],
    kind: str | None,
    from_file: Path | None,
    output: Path | None,
) -> Job:
    wanted = kind or (output.suffix.lstrip(".") if output else "png")
    try:
        form = find_format(wanted)
    except ValueError as allowed:
        refuse(str(Problem(key="format", found=wanted, allowed=str(allowed))))
    own = [(key, text) for key, text in pairs if key in SnapshotOptions.model_fields]
    options, problems = read_options(own)
    scenario, found = from_pairs(
        [*pairs_of_file(from_file, registry), *(pair for pair in pairs if pair not in own)], registry
    )
    problems += found
    if problems:
        refuse("\n".join(map(str, problems)))
    path = output or Path(form.file_name(scenario, options.layout))
    return Job(format=form, scenario=scenario, options=options, path=path)


def _many(frames: Frames, matrix: Path) -> None:
    try:
        jobs = read_matrix(matrix.read_bytes(), frames.registry, matrix.parent)
    except OSError as problem:
        refuse(f"Cannot read {matrix} ({problem.strerror}).")
    except MatrixError as faults:
        refuse(f"{matrix}:\n{faults}")
    for folder in {job.path.parent for job in jobs}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            _cannot_write(folder, problem)
    with click.progressbar(jobs, label=f"{len(jobs)} figures", show_pos=True, file=sys.stderr) as bar:
        for job in bar:
            _write(frames, job, quiet=True)
    click.echo(f"{len(jobs)} figures written.")


def _write(frames: Frames, job: Job, quiet: bool = False) -> None:
    try:
        snapshot = Snapshot(
            frames=frames.frames(job.scenario),
            scenario=job.scenario,
            options=job.options,
            registry=frames.registry,
            sources=frames.store.sources,
            others=[frames.frames(one) for one in job.scenario.compared[1:]],
            made=date.today().isoformat(),
            assess=lambda one: assess(frames, one),
        )
        body = render(job.format.name, snapshot)
        write_whole(body, job.path)
    except ValueError as reason:
        refuse(str(reason))
    except OSError as problem:
        _cannot_write(job.path, problem)
    if not quiet:
        click.echo(f"{job.path}  ({len(body) / 1e6:.1f} MB)")


def _cannot_write(path: Path, problem: OSError) -> Any:
    click.echo(not_written(path, problem), err=True)
    raise click.exceptions.Exit(1) from None
