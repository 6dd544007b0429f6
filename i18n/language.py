"""The language of a figure's furniture: one gettext catalogue (`locale/<code>.po`) a language, English without one.

Dates, numbers and names of countries come from the CLDR (babel), names of places from the data where it has them.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.dates import day

if TYPE_CHECKING:
    from babel import Locale

LOCALES = Path(__file__).with_name("locale")
ENGLISH = "en"
#: The project's own words in the publishers of `sources.yaml`, the outermost first; the names themselves stay.
PUBLISHERS = (
    "{publisher} (text seen at {place})",
    "{publisher} (seen at {place})",
    "{publisher} (seen in reposts)",
    "{publisher} (seen in an encyclopaedia)",
    "{publisher} (repost)",
    "{publisher}, text at {place}",
    "{publisher}, as distributed with {place}",
    "{publisher}, after news agencies",
    "{publisher} and {place}",
    "This project",
    "Several news media",
)


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of the languages there are, English first."""
    return (ENGLISH, *sorted(path.stem for path in LOCALES.glob("*.po")))


class Language:
    """What a figure says, in one language; get it by `language`."""

    def __init__(self, code: str, messages: Mapping[str, str]) -> None:
        self.code, self._messages = code, messages
        self._locale = _cldr(code)

    def __call__(self, message: str, **values: str) -> str:
        """Return a message in this language with its placeholders filled; English where there is none."""
        text = self._messages.get(message) or message
        return text.format(**values) if values else text

    @property
    def title(self) -> str:
        """The language's own name of itself."""
        known = self.code == ENGLISH or self._locale.language != ENGLISH
        return str(self._locale.language_name).capitalize() if known else self.code

    def date(self, iso: str) -> str:
        """Return a date (YYYY-MM-DD) in full."""
        from datetime import date

        from babel.dates import format_date

        return format_date(date.fromisoformat(iso), format="long", locale=self._locale)

    def day(self, iso: str) -> str:
        """Return a date, month or year as a person reads it on a page: in English short; other text as it is."""
        from datetime import date

        from babel.dates import format_skeleton

        if self.code == ENGLISH or len(iso) not in (7, 10):
            return day(iso)
        try:
            if len(iso) == 10:
                return self.date(iso)
            return format_skeleton("yMMMM", date.fromisoformat(f"{iso}-01"), locale=self._locale)
        except ValueError:
            return iso

    def number(self, value: float, max_digits: int = 3) -> str:
        """Return a number with its groups set apart and at most so many digits after the point."""
        from babel.numbers import format_decimal

        return format_decimal(round(value, max_digits), format="#,##0.###", locale=self._locale)

    def amount(self, value: float, unit: str, max_digits: int = 3) -> str:
        """Return a number with its unit, where it has one (`layers.core.format.UNITS`)."""
        return f"{self.number(value, max_digits)} {self(unit)}" if unit else self.number(value, max_digits)

    def publisher(self, name: str) -> str:
        """Return who published a source, with what the project says of how it was seen in this language."""
        if self.code == ENGLISH or name in self._messages:
            return self(name)
        for message, pattern in _publisher_patterns():
            if found := pattern.fullmatch(name):
                parts = found.groupdict()
                return self(message, **parts | {"publisher": self.publisher(parts["publisher"])})
        return name

    def place(self, name: str, own: object = None) -> str:
        """Return a place's name: in Ukrainian the data's own, else the catalogue's or the CLDR's, else as it is."""
        if self.code == ENGLISH:
            return name
        if self.code == "uk" and isinstance(own, str) and own:
            return own
        if name in self._messages:
            return self._messages[name] or name
        territory = _territories().get(name.replace(" and ", " & ").replace("Saint ", "St "))
        return self._locale.territories.get(territory, name) if territory else name


def _cldr(code: str) -> "Locale":
    """Return how a language writes dates and numbers; in English, if the CLDR does not know its code."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse("en_GB" if code == ENGLISH else code)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@cache
def language(code: str) -> Language:
    """Return a language by its code.

    Raises
    ------
    ValueError
        If there is no catalogue of it.

    """
    if code not in codes():
        raise ValueError(f"There is no language “{code}”; there are {', '.join(codes())}.")
    if code == ENGLISH:
        return Language(code, {})
    from babel.messages.pofile import read_po

    with (LOCALES / f"{code}.po").open("rb") as file:
        catalogue = read_po(file)
    return Language(code, {str(m.id): str(m.string) for m in catalogue if m.id and m.string})


@cache
def _publisher_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the messages about a publisher that have one in them, each with what it matches."""
    return tuple(
        (message, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(message))))
        for message in PUBLISHERS
        if "{publisher}" in message
    )


@cache
def _territories() -> Mapping[str, str]:
    """Return the codes of countries by their English names."""
    english: Locale = language(ENGLISH)._locale
    return {name: code for code, name in english.territories.items() if len(code) == 2}
