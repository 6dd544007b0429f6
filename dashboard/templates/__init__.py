"""Every piece of HTML that the server writes, as Jinja templates that escape what they are given."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from i18n import spoken


@cache
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    made.filters |= {"day": spoken.spoken_day, "number": spoken.spoken_number, "said": spoken.said,
                     "sentence": sentence}  # fmt: skip
    made.globals |= {
        "tr": spoken.tr, "plural": spoken.plural, "said": spoken.said, "lang": spoken.code,
        "publisher_name": spoken.publisher_name,
    }  # fmt: skip
    return made


def sentence(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def template(name: str) -> Template:
    """Return a template of this folder by its file name."""
    return _environment().get_template(name)
