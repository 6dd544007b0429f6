"""How long an aircraft takes to a place: from the order to arrival, in a straight line at one speed."""

#: The cities that measures and gaps ask about, by name: the largest that the government holds, and Lviv for the west.
CITIES = ("Kyiv", "Kharkiv", "Odesa", "Dnipro", "Lviv", "Zaporizhzhia")

#: From the order to wheels-up: NATO's readiness RS-15 (`wp_tech_2023_12`).
ALERT_MIN = 15.0
#: Cruise of a fighter at altitude, about Mach 0.8 (`transit_speed`).
TRANSIT_KMH = 900.0


def arrival_min(distance_km: float) -> float:
    """Return minutes from the order to arrival over a distance: alert, then transit. No closed airspace, no weather."""
    return ALERT_MIN + 60 * distance_km / TRANSIT_KMH
