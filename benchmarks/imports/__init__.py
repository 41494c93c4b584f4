"""How long files of offices take to import, and how much memory."""
