"""Every piece of HTML that the server writes, as Jinja templates that escape what they are given."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from geodata.dates import day
from layers.core.format import number_text


@cache
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    made.filters |= {"day": day, "number": number_text}
    return made


def template(name: str) -> Template:
    """Return a template of this folder by its file name."""
    return _environment().get_template(name)
