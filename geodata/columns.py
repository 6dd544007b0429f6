"""What a column of a data file must be.

Each type's `description` says so and is what a fault reports (`geodata.schema`), so the rule and its message cannot
drift apart.
"""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

SOURCES_FILE = "sources.yaml"
ASSUMPTIONS_FILE = "assumptions.yaml"


def iso_date(text: str) -> str:
    """Return a date in the form YYYY-MM-DD; any other text raises `ValueError`."""
    if date.fromisoformat(text).isoformat() != text:  # fromisoformat also takes 20250831
        raise ValueError("not in the form YYYY-MM-DD")
    return text


ISO_A3 = r"^[A-Z]{3}$"
Text = Annotated[str, Field(min_length=1, description="text that is not empty")]
AnyText = Annotated[str, Field(description="text, which may be empty")]
Slug = Annotated[
    str,
    Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="a slug of a-z, 0-9 and single hyphens"),
]
IsoDate = Annotated[str, AfterValidator(iso_date), Field(description="an ISO date such as 2025-08-31")]
PartialDate = Annotated[
    str,
    Field(
        pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        description="an ISO date, or its year or month, such as 2025-08",
    ),
]
SourceKeys = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9_]+(;[a-z0-9_]+)*$",
        description=f"keys of {SOURCES_FILE} or {ASSUMPTIONS_FILE} joined by ; without blanks",
    ),
]
Country = Annotated[str, Field(pattern=ISO_A3, description="an ISO 3166-1 alpha-3 code such as POL")]
Countries = Annotated[
    list[Annotated[str, Field(pattern=ISO_A3)]],
    Field(description="a list of ISO 3166-1 alpha-3 codes"),
]
Oblast = Annotated[str, Field(pattern=r"^UA-\d\d$", description="an ISO 3166-2 code such as UA-51")]
Icao = Annotated[str, Field(pattern=r"^[A-Z]{4}$", description="an ICAO code of four letters such as EPMM")]
Lon = Annotated[float, Field(ge=-180, le=180, description="a longitude from -180 to 180")]
Lat = Annotated[float, Field(ge=-90, le=90, description="a latitude from -90 to 90")]
Count = Annotated[int, Field(ge=0, description="a whole number from 0")]
