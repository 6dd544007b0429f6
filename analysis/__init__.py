"""What the map means: measures of the guarantees, what they cover together and leave open, and what would close it."""

# First, whatever of this package is wanted: it finds the layers in `derived`, which need its modules whole.
import layers as layers
