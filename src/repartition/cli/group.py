"""Commands of commands."""

import click


class OrderedGroup(click.Group):
    """A group that lists its commands in the order they were given."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, the first to be used first."""
        return list(self.commands)
