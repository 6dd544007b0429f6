"""The scenario and sources that every file carries: writing them, and reading them again."""
