"""The version of this software, stated once: in setup.cfg."""

from __future__ import annotations

import configparser
import importlib.metadata
from pathlib import Path


def _version() -> str:
    try:
        return importlib.metadata.version("contradict")
    except importlib.metadata.PackageNotFoundError:  # a checkout that was never installed
        config = configparser.ConfigParser()
        config.read(Path(__file__).resolve().parent.parent / "setup.cfg", encoding="utf-8")
        return config.get("metadata", "version", fallback="unknown")


__version__ = _version()
