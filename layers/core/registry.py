"""The registry: the ordered layers with all that the data let a person choose, and the dates there are."""

from dataclasses import dataclass
from types import MappingProxyType

from geodata.store import Store
from layers import LAYERS
from layers.core.scenario import Scenario
from layers.core.spec import Layer


@dataclass(frozen=True, kw_only=True)
class Registry:
    """The ordered layers and the shipped line dates: all that reading a scenario needs to know."""

    layers: tuple[Layer, ...]
    line_dates: tuple[str, ...]
    #: Which data files they were read from (`geodata.store.Store.data_version`); files that leave say it.
    data_version: str = ""

    def __getitem__(self, layer_id: str) -> Layer:
        return self.by_id[layer_id]

    @property
    def by_id(self) -> dict[str, Layer]:
        """Layers by id, in the order of the argument."""
        return {layer.id: layer for layer in self.layers}

    @property
    def ids(self) -> tuple[str, ...]:
        """Layer ids, in the order of the argument."""
        return tuple(layer.id for layer in self.layers)

    @property
    def declared(self) -> tuple[Layer, ...]:
        """The layers as their files have them: what another process makes its own registry of."""
        return tuple(layer.as_declared() for layer in self.layers)

    def default(self) -> Scenario:
        """Return the map as proposed: default layers, date and parameters."""
        return Scenario(
            layers=tuple(layer.id for layer in self.layers if layer.visible),
            params=MappingProxyType({layer.id: layer.params() for layer in self.layers}),
        )


def load_registry(store: Store | None = None, layers: tuple[Layer, ...] = LAYERS) -> Registry:
    """Return the registry over the data of a store (default: the shipped)."""
    store = store or Store()
    return Registry(
        layers=tuple(layer.over(store.table) for layer in layers),
        line_dates=store.line_dates,
        data_version=store.data_version,
    )
