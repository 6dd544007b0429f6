"""Figures fit to publish: map, legend, furniture and captions on one page."""
