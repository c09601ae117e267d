"""The command line. `--version` is answered before anything else is imported."""

import atexit
import gc
import os
import sys

YOUNG = 200_000
"""So many new objects make a collection: a run grows one catalog and ends, so there is little to find among them."""


def main() -> None:
    """The `keur` command."""
    gc.set_threshold(YOUNG, 20, 100)
    if sys.argv[1:] in (["--version"], ["-V"]):
        from keur import __version__

        print(f"keur {__version__}")
        return
    # No plug-in of pydantic's is wanted, and looking for one reads the metadata of every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from keur.cli.program import run

    # A run ends with its catalog in memory; to look for cycles in it then would be for nothing.
    atexit.register(gc.freeze)
    run()
