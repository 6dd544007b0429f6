"""The live map: the MapLibre style, its sprite sheet, and the swatches that stand for it in panels."""
