"""Finds the message that an English text was made of: ``{label}: about {amount}`` in *Reach: about 40 km*.

So what layers and faults say is made once, in English, and can be kept, shared and sent to another process; it is
translated where it is shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: A message with fewer letters of its own could be found in many a text.
_SHORT = 8
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a text was made of: the forms of the message in the language, the values, and the number it counts."""

    forms: tuple[str, ...]
    values: Mapping[str, str]
    number: float | None = None


@dataclass(frozen=True, kw_only=True)
class _Phrase:
    pattern: re.Pattern[str]
    forms: tuple[str, ...]
    counts: bool
    is_short: bool


class Phrases:
    """The messages of a catalogue that have placeholders."""

    def __init__(
        self,
        messages: Mapping[str, str],
        plurals: Mapping[str, tuple[str, tuple[str, ...]]],
        apart: tuple[str, ...] = (),
    ) -> None:
        """`apart`: messages that are never looked for."""
        phrases: list[tuple[str, tuple[str, ...], bool]] = [
            (message, (text,), False) for message, text in messages.items() if message not in apart
        ]
        for one, (many, forms) in plurals.items():
            phrases += [(one, forms, True), (many, forms, True)]
        # What says most of its own is tried first, so that a short message does not take the text of a longer one.
        phrases.sort(key=lambda phrase: -len(_FIELD.sub("", phrase[0])))
        self._phrases = tuple(
            _Phrase(
                pattern=_pattern(message, counts),
                forms=forms,
                counts=counts,
                is_short=len(_own(message)) < _SHORT,
            )
            for message, forms, counts in phrases
            if _FIELD.search(message) and _own(message)
        )

    def find(self, text: str, *, short: bool = False) -> Found | None:
        """Return what a text was made of, or None; `short`: of the messages that say little of their own."""
        for phrase in self._phrases:
            if phrase.is_short is short and (found := phrase.pattern.fullmatch(text)):
                if any(_is_cut(value) for value in found.groupdict().values()):
                    continue
                values = found.groupdict()
                number = float(values.get("number", "1").replace(",", "")) if phrase.counts else None
                return Found(forms=phrase.forms, values=values, number=number)
        return None


def _is_cut(value: str) -> bool:
    """Whether a value begins or ends within brackets."""
    depth = 0
    for sign in re.sub(r"[^()]", "", value):
        depth += 1 if sign == "(" else -1
        if depth < 0:
            return True
    return depth != 0


def _own(message: str) -> str:
    """Return the letters that a message has of its own."""
    return re.sub(r"[\W\d_]", "", _FIELD.sub("", message))


def _pattern(message: str, counts: bool) -> re.Pattern[str]:
    """Return what matches a message with its placeholders filled; a name that comes twice has one value."""
    parts, known = [], set[str]()
    for place, part in enumerate(_FIELD.split(message)):
        if place % 2 == 0:
            parts.append(re.escape(part))
        elif part in known:
            parts.append(f"(?P={part})")
        else:
            known.add(part)
            parts.append(r"(?P<number>\d[\d,]*)" if counts and part == "number" else f"(?P<{part}>.+?)")
    return re.compile("".join(parts), re.S)
