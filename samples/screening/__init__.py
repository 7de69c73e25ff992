"""Texts that screening must find something in, and texts in which it must not, for `gongkai bench screening`."""

from __future__ import annotations
