"""YAML as briefings use it: mappings, lists and text. What could do more than hold text is refused."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from i18n.spoken import worded

MAX_DEPTH = 12
MAX_PARTS = 50_000  # lists, mappings, keys and texts; the shipped briefing has 800 of them
_WIDTH = 110
# libyaml's parser is ten times as fast; PyYAML comes with it wherever there is a wheel.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_HOLDING = (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.CollectionEndEvent, yaml.DocumentStartEvent)


class YamlTextError(ValueError):
    """YAML that is not taken: `found` and `expected` as in a fault, with the line where it is known."""

    def __init__(self, found: str, expected: str, mark: Any = None) -> None:
        self.found = worded("{found} in line {mark}", found=found, mark=mark.line + 1) if mark else found
        self.expected = expected
        super().__init__(worded("must be {expected}, got {found}", expected=expected, found=self.found))


def read_plain(text: str) -> Any:
    """Return YAML as dicts, lists and strings: nothing is turned into a number, a date or null.

    Raises
    ------
    YamlTextError
        For YAML that is broken, and for tags, anchors, aliases, keys given twice, several documents, what is nested
        deeper than `MAX_DEPTH`, and more than `MAX_PARTS`.
    """
    try:
        events = [event for event in _within_limits(yaml.parse(text, Loader=_LOADER)) if _is_plain(event)]
        return _Builder(events).document()
    except yaml.MarkedYAMLError as problem:
        raise YamlTextError(f"“{problem.problem}”", "well-formed YAML", problem.problem_mark) from None
    except yaml.YAMLError as problem:  # a character that YAML does not allow
        raise YamlTextError(f"“{str(problem).splitlines()[0]}”", "well-formed YAML") from None


def _within_limits(events: Iterable[Any]) -> Iterator[Any]:
    """Stop at what is nested too deep, or is too much, before the parser goes on."""
    depth = 0
    for number, event in enumerate(events):
        if number > MAX_PARTS:
            raise YamlTextError(
                "more",
                worded("at most {max_parts} lists, mappings, keys and texts", max_parts=f"{MAX_PARTS:,}"),
                event.start_mark,
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH + 1:
            raise YamlTextError(
                worded("deeper nesting"),
                worded("nested at most {max_depth} deep", max_depth=MAX_DEPTH),
                event.start_mark,
            )
        yield event


def _is_plain(event: Any) -> bool:
    """Refuse what is not plain; return whether the event holds anything."""
    allowed = worded("YAML without tags, anchors and aliases")
    if isinstance(event, yaml.AliasEvent):
        raise YamlTextError(worded("the alias *{anchor}", anchor=event.anchor), allowed, event.start_mark)
    if getattr(event, "anchor", None):
        raise YamlTextError(worded("the anchor &{anchor}", anchor=event.anchor), allowed, event.start_mark)
    if getattr(event, "tag", None):
        raise YamlTextError(worded("the tag {tag}", tag=event.tag), allowed, event.start_mark)
    return isinstance(event, _HOLDING)


class _Builder:
    """Builds the data of one document from its events."""

    def __init__(self, events: list[Any]) -> None:
        self._events = iter(events)

    def document(self) -> Any:
        first = next(self._events, None)
        data = self._value(next(self._events), 0) if first else ""
        second = next(self._events, None)
        if second is not None:
            raise YamlTextError(worded("a second document"), worded("one document"), second.start_mark)
        return data

    def _value(self, event: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise YamlTextError(
                worded("deeper nesting"),
                worded("nested at most {max_depth} deep", max_depth=MAX_DEPTH),
                event.start_mark,
            )
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(item, depth + 1) for item in self._until(yaml.SequenceEndEvent)]
        found: dict[str, Any] = {}
        for key in self._until(yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise YamlTextError(
                    worded("a key that is a list or a mapping"), worded("keys that are text"), key.start_mark
                )
            if key.value in found:
                raise YamlTextError(
                    worded("the key “{value}” twice", value=key.value),
                    worded("keys given once"),
                    key.start_mark,
                )
            found[key.value] = self._value(next(self._events), depth + 1)
        return found

    def _until(self, end: type) -> Any:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event


def write_plain(data: Any) -> str:
    """Return dicts, lists, strings and numbers as YAML that a person can edit; `read_plain` takes it back.

    Paragraphs are wrapped: whoever reads them joins the lines again.
    """
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH, indent=2)


class _Dumper(yaml.SafeDumper):
    """Writes paragraphs as blocks, lists indented, and a value that occurs twice twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\n" not in text:
        return dumper.represent_str(text)
    wrapped = "\n".join(_wrapped(line) for line in text.split("\n"))
    return dumper.represent_scalar("tag:yaml.org,2002:str", wrapped, style="|")


_Dumper.add_representer(str, _text_node)


def _wrapped(line: str) -> str:
    if re.search(r"[^\S ]", line):  # blanks that do not break must not end a line either
        return line
    return "\n".join(textwrap.wrap(line, _WIDTH - 10, break_long_words=False, break_on_hyphens=False) or [""])
