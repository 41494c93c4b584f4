"""How long the answer to a small change takes, beside solving the whole again."""
