"""The Markdown of a briefing: bold, italics and links to the web, as runs of text.

Slides, pages and the screen all draw from these runs, so one reading decides what a text means everywhere.
Nothing else is markup: HTML, headings, lists, images and code stay the characters that they are.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: Addresses a link may lead to; all others, such as ``javascript:``, are no links.
SCHEMES = ("https", "http")


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of text of one look: what it says, and where a click on it leads ('' nowhere).

    `text` is plain and **not** escaped: whoever writes HTML escapes it.
    """

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


def runs(text: str) -> tuple[Run, ...]:
    """Return one line or paragraph as runs; a line break counts as a blank, a bad link as its words."""
    depth = {"strong": 0, "em": 0}
    href = ""
    found: list[Run] = []
    for token in _tokens(text):
        mark = token.type.partition("_")[0]
        if mark in depth:
            depth[mark] += token.nesting
        elif token.type == "link_open":
            href = _href(token) if is_web(_href(token)) else ""
        elif token.type == "link_close":
            href = ""
        else:
            words = token.content.replace("\n", " ")
            found.append(Run(text=words, bold=depth["strong"] > 0, italic=depth["em"] > 0, href=href))
    return _joined(found)


def paragraphs(text: str) -> tuple[tuple[Run, ...], ...]:
    """Return a text of several paragraphs, parted by empty lines, as the runs of each."""
    return tuple(runs(part.strip()) for part in re.split(r"\n[ \t]*\n", text) if part.strip())


def plain(text: str) -> str:
    """Return one line or paragraph without its markup: for bookmarks, alternative texts, window titles."""
    return "".join(run.text for run in runs(text))


def bad_links(text: str) -> tuple[str, ...]:
    """Return the addresses of links that lead elsewhere than to the web, as they are written."""
    hrefs = [_href(token) for part in re.split(r"\n[ \t]*\n", text) for token in _tokens(part)]
    return tuple(href for href in hrefs if href and not is_web(href))


def is_web(href: str) -> bool:
    """Return whether an address is a whole one of the web."""
    try:
        address = urlsplit(href)
    except ValueError:
        return False
    return address.scheme in SCHEMES and bool(address.hostname)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["emphasis", "link", "escape"])
    # The library would leave a bad link as text without a word; here it is reported (`bad_links`).
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _tokens(text: str) -> list[Token]:
    return [child for token in _parser().parseInline(text) for child in token.children or ()]


def _href(token: Token) -> str:
    return str(token.attrs.get("href", "")) if token.type == "link_open" else ""


def _joined(found: list[Run]) -> tuple[Run, ...]:
    """Join neighbours of one look, and leave out what is empty."""
    joined: list[Run] = []
    for run in found:
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return tuple(joined)
