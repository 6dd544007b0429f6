"""The one entry point: ``python app.py`` serves the dashboard; ``python app.py --help`` lists the rest."""

import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)

Host = Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")]
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to listen on.")]


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """A map of what Western security guarantees for Ukraine might look like. Without a command: serve."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console without Cyrillic shows “?”, not a traceback
    if context.invoked_subcommand is None:
        serve(host=os.environ.get("HOST", "127.0.0.1"), port=_port(os.environ.get("PORT", "8050")))


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8050) -> None:
    """Serve the dashboard on this machine."""
    _serve(host, port)


def _serve(host: str, port: int, shown_at: str = "") -> None:
    """Serve until stopped; `shown_at`: path and query that the browser of this machine is to open."""
    _refuse_busy(host, port)
    from dashboard.app import create_app
    from dashboard.http import logs
    from dashboard.http.server import create_server
    from dashboard.settings import SettingError, read_settings
    from geodata.schema import DataError

    logs.set_up()
    try:
        settings = read_settings(os.environ)
        dash = create_app(settings=settings, host=host)
    except SettingError as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(2) from None
    except DataError as faults:
        typer.echo(f"{faults}\nRun “python app.py check” for all faults.", err=True)
        raise typer.Exit(1) from None
    server = create_server(dash.server, host=host, port=port, settings=settings)
    threading.Thread(target=dash.service.warm_up, daemon=True).start()
    shown = f"[{host}]" if ":" in host else host
    typer.echo(
        f"Dashboard ready: http://{shown}:{port}{settings.prefix and settings.base_path}   (Ctrl+C stops it)"
    )
    if shown_at:
        here = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(
            shown, shown
        )  # listens everywhere: no address to visit
        threading.Thread(
            target=webbrowser.open, args=[f"http://{here}:{port}{settings.prefix}{shown_at}"], daemon=True
        ).start()
    try:
        server.run()
    except KeyboardInterrupt:
        typer.echo("Stopped.")


@app.command()
def check() -> None:
    """Check every data file and briefing and list all faults; exit code 1 if there are any."""
    from geodata.corrections import check_corrections
    from geodata.schema import DATA_DIR, check_all
    from layers import LAYERS

    faults = check_all(DATA_DIR)
    faults += check_corrections(DATA_DIR, [layer.id for layer in LAYERS])[1]
    if not faults:  # briefings speak of the data, so they can be judged only by sound data
        from briefings.figures import Library
        from briefings.shelf import Shelf

        faults = Shelf(Library()).faults()
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        typer.echo(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} found.", err=True)
        raise typer.Exit(1)
    typer.echo("All data files and briefings are sound.")


@app.command()
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
    from export.frames import world
    from layers.about import provenance
    from layers.facts import facts_for
    from layers.geojson import to_geojson
    from layers.scenario import from_pairs

    store, registry = world()
    if layer_id not in registry.by_id:
        typer.echo(f"There is no layer “{layer_id}”. Layers: {', '.join(registry.ids)}.", err=True)
        raise typer.Exit(2)
    scenario, problems = from_pairs([tuple(c.partition("=")[::2]) for c in choices or ()], registry)
    if problems:
        typer.echo("\n".join(str(problem) for problem in problems), err=True)
        raise typer.Exit(2)
    frame = registry[layer_id].build(facts_for(store, scenario.line), scenario.params[layer_id])
    _write(to_geojson(frame, provenance(registry.data_version)) + b"\n", output)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def snapshot(context: typer.Context) -> None:
    """Write a scenario as a figure (PNG, SVG, PDF) or data package; see snapshot --help."""
    from export.commands import run  # its options come from the models, which are slow to load

    run(context.args)


@app.command()
def deck(
    briefing: Annotated[Path, typer.Argument(help="Briefing to export, such as briefings/default.yaml.")],
    output: Annotated[Path | None, typer.Option("-o", "--output",
                      help="File to write; .pptx, .pdf or .html says what it is.")] = None,
    kind: Annotated[str, typer.Option("--format",
                    help="pptx, pdf or html; if left out, the ending of the file name decides.")] = "",
    template: Annotated[Path | None, typer.Option(help="Your own .pptx or .potx, whose layouts the slides "
        "use.")] = None,
    notes: Annotated[bool, typer.Option("--notes", help="A page of speaker notes after each scene (pdf).")] = False,
    theme: Annotated[str, typer.Option(help="light, dark, print or safe.")] = "light",
    lang: Annotated[str, typer.Option(help="Language of legends and notices.")] = "en",
    processes: Annotated[int | None, typer.Option(min=1, max=16, help="How many processes draw at once.")] = None,
) -> None:  # fmt: skip
    """Write a briefing as slides (pptx), PDF pages or a web page in one file."""
    from dashboard.single_file import to_html
    from export.deck_commands import make_deck

    make_deck(briefing, output, kind=kind, template=template, notes_pages=notes, theme=theme, lang=lang,
              processes=processes, web_page=to_html)  # fmt: skip


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=16, help="How many decks to make at once.")] = 1,
) -> None:
    """Make decks for servers that share a Redis (REDIS_URL); without Redis, none is needed."""
    from dashboard.background import run_worker
    from dashboard.settings import SettingError

    try:
        run_worker(concurrency)
    except SettingError as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(2) from None


@app.command("open")
def open_file(
    file: Annotated[Path, typer.Argument(help="Figure, data package or scenario file of this program.")],
    serve_it: Annotated[bool, typer.Option("--serve", help="Start the dashboard and show it there.")] = False,
    briefing: Annotated[
        Path | None, typer.Option(help="Write the briefing of a deck (pptx, pdf, html) into this YAML file.")
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 8050,
) -> None:
    """Tell which scenario a file was made from; exit code 2 if it carries none."""
    from export.describe import address, corrected, edition_lines, lines
    from export.frames import world
    from export.reopen import MAX_FILE_BYTES, NoScenario, read_with_edition
    from geodata.corrections import read_corrections

    _, registry = world()
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_FILE_BYTES + 1)
        scenario, edition = read_with_edition(data, registry)
    except OSError as problem:
        typer.echo(f"Cannot read {file} ({problem.strerror}).", err=True)
        raise typer.Exit(2) from None
    except NoScenario as reason:
        typer.echo(f"{file}: {reason}", err=True)
        raise typer.Exit(2) from None
    since = edition_lines(corrected(scenario, edition, read_corrections()), edition)
    typer.echo("\n".join([*lines(scenario, registry), *since]))
    if briefing:
        _write_briefing(data, file, briefing)
    if serve_it:
        _serve(host, port, shown_at=address(scenario, registry))


def _write_briefing(data: bytes, deck: Path, output: Path) -> None:
    """Write the briefing that a deck carries, as YAML."""
    from briefings.faults import BriefingError
    from briefings.figures import Library
    from briefings.loader import dump, load
    from export.deck_carry import NoBriefing, briefing_text

    library = Library()
    try:
        found = load(briefing_text(data), library, label=f"the briefing in {deck.name}")
    except (NoBriefing, BriefingError) as reason:
        typer.echo(f"{deck}: {reason}", err=True)
        raise typer.Exit(2) from None
    _write(dump(found, library).encode(), output)
    typer.echo(f"{output}  (the briefing, {len(found.scenes)} scene{'s' if len(found.scenes) > 1 else ''})")


def _write(body: bytes, output: Path | None) -> None:
    """Write to the screen, or to a file that is only ever there whole."""
    if output is None:
        sys.stdout.buffer.write(body)
        return
    from export.files import not_written, write_whole

    try:
        write_whole(body, output)
    except OSError as problem:
        typer.echo(not_written(output, problem), err=True)
        raise typer.Exit(1) from None


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        typer.echo(f"PORT must be a whole number from 1 to 65535, got “{text}”.", err=True)
        raise typer.Exit(2)
    return int(text)


def _refuse_busy(host: str, port: int) -> None:
    """Say in one line that the address cannot be used, before anything slow is loaded."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":  # there, this option would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as problem:
        typer.echo(
            f"Cannot listen on {host}:{port} ({problem.strerror or problem}). "
            f"Stop what uses it, or choose another: PORT={port + 1 if port < 65535 else 8050} make run",
            err=True,
        )
        raise typer.Exit(2) from None


if __name__ == "__main__":
    app()
