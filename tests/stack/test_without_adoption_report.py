"""A decision that needs a consultation and lacks the report on adoption: neither door of a running Airflow opens."""

from __future__ import annotations

import json

from records.domain.document import DocumentId
from tests.stack.stack_kit import CHAIN, wait_for
from tests.stack.test_two_doors_one_lock import answer


def test_a_decision_without_its_report_is_stopped_at_review_through_airflow(stack, notice):
    """Read and approved in Airflow's Required Actions: the step fails, no decision is on record, nothing is public."""
    stack.hand_in("未征求意见示例六.docx", notice("未征求意见示例六"), 公开征求意见="是")
    stack.run("ingest_documents")
    document_id = stack.document("未征求意见示例六.docx")
    stack.wait_until_asked(document_id, 1)
    waiting = stack.app.review.waiting_step(DocumentId(document_id))
    stack.app.review.note_view(DocumentId(document_id), waiting.assignees[0].id, waiting.content_hash)
    client = stack.reviewer(CHAIN[0]).client

    def answered_and_failed():
        if stack.step_state(document_id, 1) == "awaiting_input":
            answer(client, document_id, 1, "同意")
        return stack.step_state(document_id, 1) == "failed"

    wait_for("the step fails", answered_and_failed)
    stack.run("publish_documents")
    assert stack.app.desk.dossier(DocumentId(document_id)).decisions == ()
    assert stack.state(document_id) == "in_review"
    assert not stack.is_public(document_id)
    history = stack.app.desk.dossier(DocumentId(document_id)).history
    refusals = [json.loads(entry.details) for entry in history if entry.action == "document:refused"]
    assert "no_consultation" in {refusal["code"] for refusal in refusals}
