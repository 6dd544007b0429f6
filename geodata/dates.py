"""Dates as a person reads them."""

from datetime import date

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day(iso: str) -> str:
    """Return an ISO date as ``31 Aug 2025`` and a month as ``Aug 2025``, in any locale; other text as it is."""
    try:
        when = date.fromisoformat(f"{iso}-01" if len(iso) == 7 else iso)
    except ValueError:
        return iso
    month = f"{MONTHS[when.month - 1]} {when.year}"
    return month if len(iso) == 7 else f"{when.day} {month}"
