"""How every kind of feature looks: the style table, its palettes, symbols and patterns."""
