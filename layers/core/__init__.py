"""What every layer is made with: specification, registry, scenario, frames, units and number formats."""
