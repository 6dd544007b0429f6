"""The steps that build the base map (`tools/build_basemap.py`)."""
