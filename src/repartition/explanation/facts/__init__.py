"""What is true of a household, of a dwelling, of both: frozen dataclasses, which are the JSON."""
