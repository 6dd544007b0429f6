"""Other people's files: read as they come, mended with a report or refused with the place, and made into facts."""
