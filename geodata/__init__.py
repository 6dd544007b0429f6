"""What is known: GeoJSON files with their sources, the schema that guards them, and the loader."""
