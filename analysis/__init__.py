"""What the map means: measures of the guarantees, what they cover together and leave open, and what would close it."""
