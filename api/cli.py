"""The `govgraph` command."""


def main() -> None:
    """Run the command line."""
