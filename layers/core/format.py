"""Numbers as a person reads them: rounded to what a generalised drawing is worth.

The line of occupation is drawn to about 4 km, so its length, the ground behind it and everything built on it are known
to two or three digits. What a person reads is rounded and says *about*; the columns of the data keep the exact value of
the drawing.
"""

#: Columns of the layers' frames that are measured on a generalised drawing, or follow from its length.
_GENERALISED = frozenset({"area_km2", "length_km", "length_nm", "documented_km", "share_personnel"})

_STEPS = ((20_000, 1_000), (1_000, 100), (100, 10), (0, 1))


def number_text(value: float | None) -> str:
    """Return a number as a person writes it: thousands marked, at most six decimals, never an exponent."""
    if value is None:
        return ""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def rounded(value: float) -> float:
    """Return a value to the nearest thousand from 20,000 up, hundred from 1,000, ten from 100, else whole."""
    step = next(step for least, step in _STEPS if abs(value) >= least)
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
