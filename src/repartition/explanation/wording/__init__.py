"""The facts in the reader's language, through gettext: whole sentences, and nothing worked out."""
