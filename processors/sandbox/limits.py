"""Every limit against hostile files, with its unit, in one place."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost before it is given up.

    The names carry the unit: `_bytes`, `_s` (seconds of wall clock), `_cpu_s` (seconds of processor time, all threads
    together), `_pixels`. Counts have none.
    """

    # The file itself.
    max_file_bytes: int = 200 * _MIB
    max_pages: int = 1000
    max_pixels: int = 100_000_000  # one picture, before it is decoded: A3 at 600 dpi has 70 million
    max_text_chars: int = 20_000_000

    # A table that becomes rows of a list (CSV, XLSX).
    max_table_bytes: int = 10 * _MIB
    max_table_rows: int = 20_000
    max_table_columns: int = 100

    # Packages (DOCX, OFD): a bomb is told by what it says it unpacks to, and again while it unpacks.
    max_zip_entries: int = 10_000
    max_archive_files: int = 50  # of a ZIP that holds a document and its attachments
    max_archive_conversions: int = 10  # of those: DOC, RTF and ODT, one to two seconds each
    max_part_bytes: int = 64 * _MIB
    max_unpacked_bytes: int = 400 * _MIB
    max_zip_ratio: int = 250  # unpacked : packed, of the whole package; word processors reach 20 to 60

    # The child that works on it.
    read_timeout_s: float = 60.0
    ocr_page_timeout_s: float = 90.0
    rendition_timeout_s: float = 120.0
    conversion_timeout_s: float = 60.0  # of a DOC, RTF or ODT to DOCX, before it is read
    start_timeout_s: float = 120.0
    request_cpu_s: int = 240
    text_address_space_bytes: int = 3072 * _MIB
    ocr_resident_bytes: int = 3072 * _MIB  # killed above; ONNX Runtime's address space says nothing
    ocr_recycle_bytes: int = 2048 * _MIB  # replaced between two pages above
    max_written_bytes: int = 512 * _MIB
    max_open_files: int = 256
    max_reply_bytes: int = 96 * _MIB
    requests_per_text_child: int = 500
    requests_per_ocr_child: int = 400


DEFAULT_LIMITS = Limits()
