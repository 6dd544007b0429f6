"""How a figure is to look: one frozen model, from which the address, the command and the dialog take their keys.

What the map shows is the scenario's matter; a figure's own choices are here, with their ranges and one line of help.
"""

import math
import re
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from export.figures.page_sizes import DEFAULT_LAYOUT, layout_of, pixels
from export.formats import FORMATS
from i18n.language import ENGLISH, codes
from i18n.spoken import worded
from layers.core.address import Problem, clip

FigureTheme = Literal["light", "dark", "print", "safe"]

FIGURE_THEMES: dict[FigureTheme, str] = {
    "light": "Light",
    "dark": "Dark",
    "print": worded("Greyscale print"),
    "safe": "Colour-blind-safe",
}
#: Of a picture made for whoever asks by address; the command has its own limit. An A3 page at 300 dpi has 17 million.
MAX_ADDRESS_PX = 25_000_000
MAX_TEXT = {"subtitle": 200, "author": 120, "marking": 80}


def _text(limit: int, help: str) -> str:
    return Field("", max_length=limit, description=help)  # type: ignore[no-any-return]


class SnapshotOptions(BaseModel):
    """A figure's own choices."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    layout: str = Field(DEFAULT_LAYOUT, description="Page or picture: a named layout, or WxH in px.")
    theme: FigureTheme = Field("light", description="Colours of the figure.")
    lang: str = Field(ENGLISH, description="Language of title block, legend and place names.")
    scale: float = Field(2, ge=0.25, le=8, description="Pixels of a PNG to each px of the layout.")
    subtitle: str = _text(
        MAX_TEXT["subtitle"], worded("Line below the title. If empty, it says what is shown and when.")
    )
    author: str = _text(MAX_TEXT["author"], worded("Who made the figure."))
    marking: str = _text(MAX_TEXT["marking"], worded("Marking at the top and the bottom, such as “Draft”."))
    screen: str = Field(
        "900x700", description="Size in px of the map on screen to which the view's zoom refers."
    )
    labels: bool = Field(True, description="Numbers and names of the guarantees on the map.")
    graticule: bool = Field(True, description="Meridians and parallels.")
    inset: bool = Field(True, description="Small map that shows where this one is.")

    @field_validator("layout")
    @classmethod
    def _known_layout(cls, name: str) -> str:
        layout_of(name)
        return name

    @field_validator("lang")
    @classmethod
    def _known_language(cls, code: str) -> str:
        if code not in codes():
            raise ValueError(worded("one of {list}", list=", ".join(codes())))
        return code

    @field_validator("screen")
    @classmethod
    def _size(cls, text: str) -> str:
        size = re.fullmatch(r"(\d{2,5})x(\d{2,5})", text)
        if size is None or not all(50 <= int(side) <= 10_000 for side in size.groups()):
            raise ValueError(worded("WxH in px, 50 to 10,000 each"))
        return text

    @field_validator("subtitle", "author", "marking")
    @classmethod
    def _printable(cls, text: str) -> str:
        clean = " ".join(text.split())
        if not clean.isprintable():
            raise ValueError(worded("printable characters only"))
        return clean

    @model_validator(mode="after")
    def _not_too_large(self) -> "SnapshotOptions":
        try:
            pixels(layout_of(self.layout), self.scale)
        except ValueError as problem:
            raise ValueError(f"scale: {problem}") from None
        return self

    @property
    def screen_px(self) -> tuple[float, float]:
        """Width and height of the screen's map."""
        width, _, height = self.screen.partition("x")
        return float(width), float(height)

    def pairs(self) -> list[tuple[str, str]]:
        """Return key and text of each choice that differs from the default, as an address has them."""
        default = type(self).model_validate({})
        return [
            (name, _plain(getattr(self, name)))
            for name in type(self).model_fields
            if getattr(self, name) != getattr(default, name)
        ]


KEYS: tuple[str, ...] = tuple(SnapshotOptions.model_fields)
#: Key of the screen's light or dark, which a file gives back, where `theme` is that of the figure.
SCREEN_THEME = "screen_theme"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def read_options(pairs: Iterable[tuple[str, str]]) -> tuple[SnapshotOptions, list[Problem]]:
    """Read a figure's choices from key–value texts; the last of repeated keys wins.

    Returns
    -------
    The options, and the problems: whoever gets any should refuse, for a figure that is not the one asked for
    must not be taken for it.
    """
    texts = dict(pairs)
    problems = [
        Problem(key=clip(key), found=clip(text), allowed=worded("the keys {list}", list=", ".join(KEYS)))
        for key, text in texts.items()
        if key not in KEYS
    ]
    values: dict[str, object] = {key: _typed(key, text) for key, text in texts.items() if key in KEYS}
    try:
        return SnapshotOptions.model_validate(values), problems
    except ValidationError as faults:
        for fault in faults.errors():
            message = fault["msg"].removeprefix("Value error, ")
            key = str(fault["loc"][0]) if fault["loc"] else message.partition(":")[0]
            allowed = (
                message.removeprefix(f"{key}: ") if fault["type"] == "value_error" else _allowed(key, message)
            )
            problems.append(
                Problem(key=key, found=clip(texts.get(key, _plain(values.get(key, "")))), allowed=allowed)
            )
        return SnapshotOptions.model_validate({}), problems


def too_many_pixels(kind: str, options: SnapshotOptions) -> list[Problem]:
    """Return the problem of a picture that is larger than a server draws for whoever asks, if it is."""
    if kind not in FORMATS or not FORMATS[kind].of_pixels:
        return []
    layout = layout_of(options.layout)
    width, height = pixels(layout, options.scale)
    if width * height <= MAX_ADDRESS_PX:
        return []
    max_scale = math.floor((MAX_ADDRESS_PX / layout.width_px / layout.height_px) ** 0.5 * 100) / 100
    smaller = (
        worded("a scale of at most {max_scale} for this layout", max_scale=f"{max_scale:g}")
        if max_scale >= 0.25
        else worded("a smaller layout")
    )
    allowed = worded(
        "pictures of at most {max_address_px} million pixels by address, so {smaller} (this one would have "
        "{width} × {height}); the command “python app.py snapshot” makes larger ones",
        max_address_px=MAX_ADDRESS_PX // 1_000_000,
        smaller=smaller,
        width=f"{width:,}",
        height=f"{height:,}",
    )
    return [Problem(key="scale", found=f"{options.scale:g}", allowed=allowed)]


def _typed(key: str, text: str) -> object:
    """Turn text into what the field takes, where that needs help."""
    if SnapshotOptions.model_fields[key].annotation is bool:
        return {"yes": True, "no": False}.get(text.strip().lower(), text)
    return text if key in MAX_TEXT else text.strip()


def _allowed(key: str, message: str) -> str:
    if key == "scale":
        return worded("a number from 0.25 to 8")
    if key == "theme":
        return " or ".join(FIGURE_THEMES)
    if key in MAX_TEXT:
        return worded("at most {max_text} printable characters", max_text=MAX_TEXT[key])
    if SnapshotOptions.model_fields[key].annotation is bool:
        return worded("yes or no")
    return message


def split_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Part an address's pairs into the figure's own and the scenario's; `theme` is the figure's there."""
    own: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    for key, text in pairs:
        if key in KEYS:
            own.append((key, text))
        else:
            rest.append(("theme" if key == SCREEN_THEME else key, text))
    return own, rest
