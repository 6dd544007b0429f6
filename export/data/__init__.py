"""The data package: what is on the map for GIS, spreadsheet and globe."""
