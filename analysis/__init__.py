"""What the map means: measures of the guarantees, what they cover together and leave open, and what would close it."""

import layers as layers  # first, whichever module is asked for: it finds `analysis.derived`, which needs its core
