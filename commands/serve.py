"""The command that serves the dashboard; what ``python app.py`` does without a command."""

import os
import socket
import sys
import threading
import webbrowser
from typing import Annotated

import typer

Host = Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")]
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to listen on.")]


def serve(host: Host = "127.0.0.1", port: Port = 8050) -> None:
    """Serve the dashboard on this machine."""
    run(host, port)


def serve_as_set() -> None:
    """Serve at the address that the environment names (`HOST`, `PORT`)."""
    run(os.environ.get("HOST", "127.0.0.1"), _port(os.environ.get("PORT", "8050")))


def run(host: str, port: int, shown_at: str = "") -> None:
    """Serve until stopped; `shown_at`: path and query that the browser of this machine is to open."""
    _refuse_busy(host, port)
    from dashboard.app import create_app
    from dashboard.http import logs
    from dashboard.http.server import create_server
    from geodata.validation import DataError
    from geodata.workspace.folder import WorkspaceError
    from settings import SettingError, read_settings

    logs.set_up()
    try:
        settings = read_settings(os.environ)
        dash = create_app(settings=settings, host=host)
    except SettingError as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(2) from None
    except WorkspaceError as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(1) from None
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
