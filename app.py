"""The one entry point: ``python app.py`` serves the dashboard; ``python app.py --help`` lists the rest."""

import os
import socket
import sys
import threading
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)

Host = Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")]
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to listen on.")]


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """A map of what Western security guarantees for Ukraine might look like. Without a command: serve."""
    if context.invoked_subcommand is None:
        serve(host=os.environ.get("HOST", "127.0.0.1"), port=_port(os.environ.get("PORT", "8050")))


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8050) -> None:
    """Serve the dashboard on this machine."""
    _refuse_busy(host, port)
    import waitress

    from dashboard.app import create_app
    from geodata.schema import DataError

    try:
        dash = create_app()
    except DataError as faults:
        typer.echo(f"{faults}\nRun “python app.py check” for all faults.", err=True)
        raise typer.Exit(1) from None
    server = waitress.create_server(dash.server, host=host, port=port, threads=8)
    threading.Thread(target=dash.service.warm_up, daemon=True).start()
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"Dashboard ready: http://{shown}:{port}   (Ctrl+C stops it)")
    try:
        server.run()
    except KeyboardInterrupt:
        typer.echo("Stopped.")


@app.command()
def check() -> None:
    """Check every data file and list all faults; exit code 1 if there are any."""
    from geodata.schema import DATA_DIR, check_all

    faults = check_all(DATA_DIR)
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        typer.echo(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} found.", err=True)
        raise typer.Exit(1)
    typer.echo("All data files are sound.")


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
