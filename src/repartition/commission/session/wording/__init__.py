"""The pages of a session in the reader's language: facts become sheets of a booklet."""
