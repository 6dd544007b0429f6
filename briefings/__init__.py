"""Briefings: ordered scenes as YAML, their model, their reader, and what is needed to show them."""
