"""The language in which texts are said now: that of the request, or of whoever set one by `speaking`.

- `tr` says a text at once, in that language: what the page and its answers are made of.
- `worded` says it in English, where frames and faults are made that are kept and shared between languages.
- `said` turns what `worded` made, or what the data say, into the language, where it is shown.
"""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from geodata.dates import day as english_day
from i18n.language import ENGLISH, Language, codes, language

#: How a page that is no template marks what it says.
IN_PAGE = re.compile(r'\{\{ tr\("([^"]*)"\) \}\}')
_code: ContextVar[str] = ContextVar("language", default=ENGLISH)


def current() -> Language:
    """Return the language that is spoken now; English unless something else was set."""
    return language(_code.get())


def code() -> str:
    """Return the code of the language that is spoken now."""
    return _code.get()


def speak(code: str | None) -> None:
    """Speak a language from now on, in this thread; English where there is no catalogue of it."""
    _code.set(code if code in codes() else ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Speak a language for a while."""
    token = _code.set(code if code in codes() else ENGLISH)
    try:
        yield current()
    finally:
        _code.reset(token)


def tr(message: str, **values: object) -> str:
    """Return a message in the language that is spoken now, its placeholders filled with texts that are in it."""
    return current()(message, **{name: str(value) for name, value in values.items()})


def plural(one: str, many: str, number: int, **values: object) -> str:
    """Return what is said of so many, in the language that is spoken now; `{number}` is the number as it is written."""
    return current().plural(one, many, number, **{name: str(value) for name, value in values.items()})


def message(text: str) -> str:
    """Mark a text of a table, so that it is listed for translation; it is said later."""
    return text


def worded(message: str, **values: object) -> str:
    """Return a message in English, its placeholders filled; `said` finds it again and translates it."""
    return message.format(**values) if values else message


def worded_plural(one: str, many: str, number: int, **values: object) -> str:
    """Return what is said of so many in English; `said` finds it again and translates it."""
    return (one if number == 1 else many).format(number=f"{number:,}", **values)


def said(text: str) -> str:
    """Return a text of the data, or one that `worded` made, in the language that is spoken now."""
    return current().said(text)


def said_in_page(page: str) -> str:
    """Return a page that is no template with each ``{{ tr("…") }}`` in it said in the language that is spoken now."""
    return IN_PAGE.sub(lambda found: html.escape(tr(found[1])), page)


def spoken_day(iso: str) -> str:
    """Return a date, month or year as it is read in the language that is spoken now."""
    now = current()
    return english_day(iso) if now.code == ENGLISH else now.short_day(iso)


def spoken_number(value: float | None) -> str:
    """Return a number as it is written in the language that is spoken now, with at most six decimals."""
    return "" if value is None else current().number(value, 6)


def spoken_change(value: float) -> str:
    """Return how much more or less something is, with its sign, as it is written in the language spoken now."""
    return current().change(value, 6)


def publisher_name(name: str) -> str:
    """Return who published a source; the names themselves stay, but for those that have one in the language."""
    return current().publisher(name)
