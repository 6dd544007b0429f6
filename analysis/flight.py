"""How long an aircraft takes to a place: from the order to arrival, in a straight line at one speed."""

#: From the order to wheels-up: what NATO asks of aircraft on quick reaction alert (`alert_and_transit`).
ALERT_MIN = 15.0
#: Cruise of a fighter at altitude, about Mach 0.8 (`alert_and_transit`).
TRANSIT_KMH = 900.0


def arrival_min(distance_km: float) -> float:
    """Return minutes from the order to arrival over a distance: alert, then transit. No closed airspace, no weather."""
    return ALERT_MIN + 60 * distance_km / TRANSIT_KMH
