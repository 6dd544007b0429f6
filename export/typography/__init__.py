"""The typeface of everything printed, and how wide text is in it."""
