"""Whether the tests would notice: one small change to the code at a time, and the tests run again.

``make mutation`` runs it; ``docs/mutation.md`` says how to read it and what it found.
"""
