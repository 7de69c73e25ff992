"""Demo documents of a fictitious bureau, made on demand by `python -m samples.make TARGET_DIR`."""

from __future__ import annotations
