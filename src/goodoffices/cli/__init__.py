"""The command line: one small file a command.

Reading order: ``program.py`` (the group of commands and how they end), ``check.py`` (the plainest command),
``analyse.py`` (the one everything is for), ``watch.py`` (time limits and progress).

This file imports nothing of the package until it runs, so that ``goodoffices --help`` and ``goodoffices check`` stay
light.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that the shell asked for, and leave with its exit status."""
    try:
        from .program import run

        run()
    except KeyboardInterrupt:  # so early that the commands were not there yet
        print("Stopped. Nothing was written.", file=sys.stderr)
        sys.exit(130)
