"""The one entry point: ``python app.py`` serves the dashboard; ``python app.py --help`` lists the rest."""

import sys
from io import TextIOWrapper

import typer

from commands.assess import assess
from commands.best import best
from commands.check import check
from commands.deck import deck
from commands.diff import diff
from commands.import_file import import_file
from commands.layer import layer
from commands.open import open_file
from commands.place import place
from commands.sensitivity import sensitivity
from commands.serve import serve, serve_as_set
from commands.snapshot import snapshot
from commands.worker import worker
from commands.workspace import workspace

app = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)
#: A command whose options another parser reads: they come from the models, which are slow to load.
_PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """A map of what Western security guarantees for Ukraine might look like. Without a command: serve."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console without Cyrillic shows “?”, not a traceback
    if context.invoked_subcommand is None:
        serve_as_set()


app.command()(serve)
app.command()(check)
app.command()(layer)
app.command()(assess)
app.command()(place)
app.command()(sensitivity)
app.command()(best)
app.command(context_settings=_PASSED_ON)(snapshot)
app.command()(deck)
app.command()(diff)
app.command()(worker)
app.command("open")(open_file)
app.command("import")(import_file)
app.command()(workspace)

if __name__ == "__main__":
    app()
