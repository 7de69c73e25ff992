"""Documents of many kinds with their attributes, written by `python -m samples.kinds.make TARGET_DIR`."""

from __future__ import annotations
