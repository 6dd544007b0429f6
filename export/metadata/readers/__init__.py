"""The readers of files from outside: one module for each kind of file, and the list of them in `kinds`."""
