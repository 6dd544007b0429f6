"""The commands of `app.py`, one file each."""
