"""The hash that approvals are bound to: everything the public would see, and nothing that a reviewer decides."""

from __future__ import annotations

from collections.abc import Sequence

from records.domain.canonical import sha256_of
from records.domain.reading import Reading

#: Part of the hash: a page made in another form is another page, and is reviewed again.
CONTENT_SCHEMA = 1

#: What the review chain itself decides; a stricter decision does not change the content that was seen.
DECIDED_IN_REVIEW = frozenset({"disclosure", "legal_basis", "reason"})


def content_hash(
    original_sha256: str,
    reading: Reading,
    *,
    attachment_hashes: Sequence[str] = (),
) -> str:
    """SHA-256 over original, text, attributes, redactions, attachments and schema; 64 hexadecimal digits.

    Evidence, scores and line boxes are left out: they explain a value but are not published.
    """
    return sha256_of(
        {
            "schema": CONTENT_SCHEMA,
            "original_sha256": original_sha256,
            "text": [{"number": page.number, "text": page.text} for page in reading.pages],
            "attributes": {
                name: attribute.value
                for name, attribute in reading.attributes.items()
                if name not in DECIDED_IN_REVIEW and attribute.value is not None
            },
            "redactions": [
                *(redaction.testimony for redaction in reading.redactions),
                *(area.testimony for area in reading.areas),
            ],
            "attachment_hashes": list(attachment_hashes),
        }
    )
