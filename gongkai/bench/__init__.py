"""`gongkai bench`: how well and how fast documents are read, measured on this machine."""

from __future__ import annotations

import typer

bench = typer.Typer(name="bench", no_args_is_help=True, help="测量：识别、要素、读取速度。结果见 docs/benchmarks.md。")
