"""Briefings as files to leave behind: slides, PDF pages, or one web page."""
