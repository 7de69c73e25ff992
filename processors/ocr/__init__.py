"""Page pictures → lines of text: PP-OCR on ONNX Runtime, without network."""
