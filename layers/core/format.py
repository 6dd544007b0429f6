"""Numbers, units and statuses as a person reads them; numbers rounded to what a generalised drawing is worth.

The line of occupation is drawn to about 4 km, so its length, the ground behind it and everything built on it are known
to two or three digits. What a person reads is rounded and says *about*; the columns of the data keep the exact value of
the drawing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: Unit suffixes of parameters and measures, longest first, with how a person reads them.
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "_monitors_per_km": "monitors per km",
        "_per_km": "per km",
        "_per_km2": "per km²",
        "_personnel": "people",
        "_share_pct": "%",
        "_pct": "%",
        "_km2": "km²",
        "_kmh": "km/h",
        "_km": "km",
        "_nm": "nm",
        "_min": "min",
    }
)


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a status reads: its label, and what it says of a feature."""

    label: str
    meaning: str


STATUSES: Mapping[str, Status] = MappingProxyType(
    {
        "documented": Status(label="Documented", meaning="Taken from the sources named."),
        "notional": Status(
            label="Notional", meaning="Illustrates the proposal; not an actual or planned deployment."
        ),
        "derived": Status(label="Derived", meaning="Computed by this project from the sources named."),
    }
)

#: Columns of the layers' frames that are measured on a generalised drawing, or follow from its length.
_GENERALISED = frozenset(
    {"area_km2", "length_km", "length_nm", "documented_km", "share_personnel"}
    | {"narrow_occupied_km2", "narrow_liberated_km2"}
)

_STEPS = ((20_000, 1_000), (1_000, 100), (100, 10), (0, 1))


def number_text(value: float | None) -> str:
    """Return a number as a person writes it: thousands marked, at most six decimals, never an exponent."""
    if value is None:
        return ""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def rounded(value: float) -> float:
    """Return a value to the nearest thousand from 20,000 up, hundred from 1,000, ten from 100, else whole."""
    step = next(step for minimum, step in _STEPS if abs(value) >= minimum)
    return float(step * round(value / step))


def about(value: float, unit: str = "") -> str:
    """Return ``about 114,000 km²`` for 114,419 and ``km²``; nothing is about nothing: 0 stays ``0 km²``."""
    text = f"{rounded(value):,.0f} {unit}".rstrip()
    return f"about {text}" if rounded(value) else text


def measured(column: str, value: float, unit: str) -> str:
    """Return the value of a frame's column as a person reads it: rounded where it comes from a generalised drawing."""
    if column in _GENERALISED:
        return about(value, unit)
    digits = 1 if abs(value) < 100 and value != int(value) and column != "share_pct" else 0
    return f"{value:,.{digits}f} {unit}".rstrip()


def title_of(name: str) -> str:
    """Return the name of a parameter or measure without its unit, as words: ``cruise_speed_kmh`` → ``Cruise speed``."""
    stem = next((name.removesuffix(suffix) for suffix in UNITS if name.endswith(suffix)), name)
    words = (stem or name).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def unit_of(name: str) -> str:
    """Return how the unit suffix of a parameter or measure reads (``depth_km`` → ``km``), or ''."""
    return next((text for suffix, text in UNITS.items() if name.endswith(suffix)), "")
