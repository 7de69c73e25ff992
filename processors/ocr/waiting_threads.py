"""Let ONNX Runtime's threads sleep while they wait for each other.

By default they spin, which takes the processor from Airflow and the other readers and gains nothing: on two cores a
page took 1.1 s instead of 1.3 s with sleeping threads, and 2.7 s instead of 3.7 s beside three busy processes.
paddlex can set attributes of the session options but no configuration entries, so the class itself is given one.
"""

from __future__ import annotations

import onnxruntime


class _SleepingOptions(onnxruntime.SessionOptions):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.add_session_config_entry("session.intra_op.allow_spinning", "0")


def install() -> None:
    """Make it so for every session that is built from here on, in this process."""
    onnxruntime.SessionOptions = _SleepingOptions
