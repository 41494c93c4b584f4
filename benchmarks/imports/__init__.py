"""How long files of offices take to read, and how much memory."""
