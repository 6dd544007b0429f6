"""The language of a figure's furniture: one gettext catalogue (`locale/<code>.po`) a language, English without one.

Dates, numbers and names of countries come from the CLDR (babel), names of places from the data where it has them.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.dates import MONTHS, day
from i18n.phrases import Found, Phrases

if TYPE_CHECKING:
    from babel import Locale

LOCALES = Path(__file__).with_name("locale")
ENGLISH = "en"
MINUS = "\N{MINUS SIGN}"
#: The forms of plurals, in the order in which gettext numbers those that a language has.
PLURALS = ("zero", "one", "two", "few", "many", "other")
_AMOUNT = re.compile(
    r"(?P<about>about )?(?P<number>-?\d[\d,]*(?:\.\d+)?)"
    r"(?: (?P<unit>monitors per km|per km|people|%|km²|km/h|km|nm|min|m))?"
)
#: Ukrainian dates end in “р.”, for which labels have no room and lines of text no need.
_OF_THE_YEAR = re.compile(r"\s*р\.$")
#: A comma of a list, not one within brackets.
_COMMA = re.compile(r", (?![^()]*\))")
#: Where one sentence of a note ends and another begins: each is a message.
SENTENCE_END = re.compile(r"(?<=[^.][^.]\.) (?=[A-Z])")
_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
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

    def __init__(
        self,
        code: str,
        messages: Mapping[str, str],
        plurals: Mapping[str, tuple[str, tuple[str, ...]]] | None = None,
    ) -> None:
        """`plurals` holds by what English says of one: what it says of many, and the forms of this language."""
        self.code, self._messages, self._plurals = code, messages, plurals or {}
        self._locale = _cldr(code)
        self._phrases = Phrases(messages, self._plurals, PUBLISHERS)
        self.said = lru_cache(8192)(self._said)

    def __call__(self, message: str, **values: str) -> str:
        """Return a message in this language with its placeholders filled; English where there is none."""
        text = self._messages.get(message) or message
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, number: int, **values: str) -> str:
        """Return what is said of so many; `{number}` stands for the number as it is written."""
        _, forms = self._plurals.get(one) or (many, ())
        form = forms[self._form(number, len(forms))] if forms else (one if number == 1 else many)
        return form.format(number=self.number(number), **values)

    def _form(self, number: float, forms: int) -> int:
        """Return which of the forms of a message a number takes, in the order of the CLDR, which is gettext's."""
        order = [one for one in PLURALS if one in (*self._locale.plural_form.tags, "other")]
        return min(order.index(self._locale.plural_form(number)), forms - 1)

    def words(self, messages: Iterable[str]) -> dict[str, str | list[str]]:
        """Return those of the messages that this language says otherwise, by the English, as the scripts take them."""
        found: dict[str, str | list[str]] = {}
        for message in messages:
            if message in self._plurals:
                found[message] = list(self._plurals[message][1])
            elif self._messages.get(message, message) != message:
                found[message] = self._messages[message]
        return found

    def _said(self, text: str) -> str:
        """Return an English text in this language: what the data say, or a message with its placeholders filled.

        Found are whole messages, then messages with placeholders, whose values are said in turn, then amounts, dates
        and lists; names are those of `place`. What is none of these stays as it is.
        """
        if self.code == ENGLISH or not text:
            return text
        if text in self._messages:
            return self._messages[text] or text
        if amount := _AMOUNT.fullmatch(text):
            return self._amount(amount)
        if date := _DAY.fullmatch(text):
            return self.short_day(f"{date[3]}-{MONTHS.index(date[2]) + 1:02}-{int(date[1]):02}")
        if found := self._phrases.find(text):
            return self._filled(found)
        named = self.place(text, _own_names().get(text) if self.code == "uk" else None)
        if named == text:
            if "; " in text.strip("; "):
                return "; ".join(map(self.said, text.split("; ")))
            if found := self._phrases.find(text, short=True):
                return self._filled(found)
            if len(sentences := SENTENCE_END.split(text)) > 1:
                return " ".join(map(self.said, sentences))
            if len(items := _COMMA.split(text)) > 1:
                return ", ".join(map(self.said, items))
        return named

    def _filled(self, found: Found) -> str:
        values = {name: self.said(value) for name, value in found.values.items()}
        form = 0 if found.number is None else self._form(found.number, len(found.forms))
        return found.forms[form].format(**values)

    def _amount(self, found: re.Match[str]) -> str:
        written = self.amount(float(found["number"].replace(",", "")), found["unit"] or "", 6)
        return self("about {amount}", amount=written) if found["about"] else written

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

    def short_day(self, iso: str) -> str:
        """Return the same as labels and lines of text have room for it."""
        return _OF_THE_YEAR.sub("", self.day(iso))

    def number(self, value: float, max_digits: int = 3) -> str:
        """Return a number with its groups set apart and at most so many digits after the point."""
        from babel.numbers import format_decimal

        return format_decimal(round(value, max_digits), format="#,##0.###", locale=self._locale)

    def change(self, value: float, max_digits: int = 3) -> str:
        """Return how much more or less something is, with its sign; 0 has none."""
        sign = "+" if value > 0 else MINUS if value < 0 else ""
        return f"{sign}{self.number(abs(value), max_digits)}"

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

    def named(self, name: str, own: object = None) -> str:
        """Return the name of a feature: that of a place, or a message that a layer made it of."""
        found = self.place(name, own)
        return self.said(name) if found == name else found

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
    single = {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.pluralizable}
    plurals = {
        m.id[0]: (m.id[1], tuple(map(str, m.string or ())))
        for m in catalogue
        if m.pluralizable and m.string and all(m.string)
    }
    return Language(code, single, plurals)


@cache
def _own_names() -> Mapping[str, str]:
    """Return the Ukrainian names of oblasts and towns by the English ones: what texts are made of names neither."""
    found: dict[str, str] = {}
    for table in ("oblasts", "towns"):
        data = json.loads(
            (LOCALES.parents[1] / "geodata" / "basemap" / f"{table}.geojson").read_text(encoding="utf-8")
        )
        rows = (feature["properties"] for feature in data["features"])
        found |= {row["name"]: row["name_uk"] for row in rows if row.get("name_uk")}
    return found


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
