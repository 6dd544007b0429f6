"""Layers that are made of other layers; found by `layers`, as plugins are: each module has a `layer_of(layers)`."""
