"""The layers, in the order in which the argument is made: line → monitors → coalition → air → sea, then context.

`LAYERS` is the one registry: panel, legend, addresses, commands and exports are generated from it.
"""

from layers import (
    air_policing,
    cities,
    coalition_forces,
    contributors,
    invasion_routes,
    lead_organisations,
    line_of_occupation,
    maritime_patrols,
    monitoring_mission,
    oblasts,
    ports,
)
from layers.core.spec import Layer

LAYERS: tuple[Layer, ...] = (
    line_of_occupation.LAYER,
    monitoring_mission.LAYER,
    coalition_forces.LAYER,
    air_policing.LAYER,
    maritime_patrols.LAYER,
    invasion_routes.LAYER,
    lead_organisations.LAYER,
    contributors.LAYER,
    oblasts.LAYER,
    cities.LAYER,
    ports.LAYER,
)
