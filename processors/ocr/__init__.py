"""Page pictures → lines of text: PP-OCR on ONNX Runtime, without network."""

from __future__ import annotations

import os

# From 1.29 on, ONNX Runtime's own wheels tell Microsoft of the models that a process loads, unless they find this set
# when they are first imported (microsoft/onnxruntime#27379).
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
