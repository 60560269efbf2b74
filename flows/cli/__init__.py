"""The command ``jixiao``. Commands import what they need when they run, so that help comes at once."""

from flows.cli.app import main

__all__ = ["main"]
