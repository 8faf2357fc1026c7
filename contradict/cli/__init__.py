"""The command line: one file per command, each loaded when it is used."""

from contradict.cli.program import main

__all__ = ["main"]
