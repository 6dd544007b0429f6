"""Colours by theme and token: `palettes.yaml`, and what layers bring of their own. Read when first asked for."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml

from layers import LAYERS

Theme = Literal["light", "dark", "print", "safe"]
#: Light and dark are the screen's; `print` has greys alone, `safe` colours that colour-blind readers tell apart.
THEMES: tuple[Theme, ...] = ("light", "dark", "print", "safe")
SCREEN_THEMES: tuple[Theme, ...] = ("light", "dark")
_FILE = Path(__file__).with_name("palettes.yaml")
Palette = Mapping[str, str]


@cache
def _palettes() -> Mapping[str, Palette]:
    shared = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    shared["safe"] = {**shared["light"], **shared["safe"]}
    for layer in LAYERS:
        for token, by_theme in layer.colours.items():
            for theme in THEMES:
                shared[theme][token] = by_theme[theme if theme in by_theme else "light"]
    return MappingProxyType({theme: MappingProxyType(shared[theme]) for theme in THEMES})


class _Palettes(Mapping[str, Palette]):
    """The palettes as a mapping by theme; importing this module opens no file."""

    def __getitem__(self, theme: str) -> Palette:
        return _palettes()[theme]

    def __iter__(self) -> Iterator[str]:
        return iter(THEMES)

    def __len__(self) -> int:
        return len(THEMES)


PALETTES: Mapping[str, Palette] = _Palettes()


def colour(token: str, theme: str) -> str:
    """Return the hex colour of a palette token in a theme."""
    return PALETTES[theme][token]
