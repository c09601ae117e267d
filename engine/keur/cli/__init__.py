"""The command line. `--version` is answered before anything else is imported."""

import sys


def main() -> None:
    """The `keur` command."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from keur import __version__

        print(f"keur {__version__}")
        return
    from keur.cli.main import run

    run()
