"""An urgent re-review on the running stack: the command, Airflow's form, and who may use it."""

from __future__ import annotations

import httpx
import pytest

from gongkai.bench.takedown import take_down
from records.domain.document import DocumentId
from tests.gongkai.home import approve_at_all_levels
from tests.stack.stack_kit import wait_for

REREVIEW_DAG = "rereview_document"


@pytest.fixture(scope="module")
def published(stack, notice):
    """Two documents before the public."""
    names = ("命令撤下示例", "表单撤下示例")
    for name in names:
        stack.hand_in(f"{name}.docx", notice(name))
    stack.run("ingest_documents")
    ids = {name: stack.document(f"{name}.docx") for name in names}
    for document_id in ids.values():
        approve_at_all_levels(stack.app, DocumentId(document_id))
    stack.app.publishing.publish_cleared(limit=10)
    stack.app.deliver_outbox()
    for document_id in ids.values():
        wait_for("the page is public", lambda shown=document_id: stack.is_on_portal(shown))
    return ids


def ask(stack, person_id, document_id):
    """Fill in Airflow's form and wait for the end of the run."""
    run_id = f"form__{person_id}__{document_id}"
    body = {
        "logical_date": None,
        "dag_run_id": run_id,
        "conf": {"document_id": document_id, "reason_kind": "other", "urgent": True},
    }
    answer = stack.reviewer(person_id).client.post(f"/api/v2/dags/{REREVIEW_DAG}/dagRuns", json=body)
    assert answer.is_success, answer.text
    wait_for("the run ends", lambda: stack.run_state(REREVIEW_DAG, run_id) in {"success", "failed"})
    return stack.run_state(REREVIEW_DAG, run_id)


def test_the_command_takes_a_page_off_everywhere_and_its_approval_brings_it_back(stack, published):
    document_id = published["命令撤下示例"]
    take_down(stack.settings, DocumentId(document_id), "命令撤下示例", "clerk-a")
    page = httpx.get(f"{stack.settings.portal_url}/d/{document_id}", trust_env=False, timeout=20)
    assert page.status_code == httpx.codes.GONE
    assert "暂停公开" in page.text
    assert not stack.is_public(document_id)

    approve_at_all_levels(stack.app, DocumentId(document_id))
    stack.app.deliver_outbox()
    assert stack.is_on_portal(document_id)
    assert stack.is_in_index(document_id)


@pytest.mark.parametrize("person_id", ["clerk-b", "insurance-head"])
def test_the_form_is_refused_to_who_may_not_ask_and_changes_nothing(stack, published, person_id):
    document_id = published["表单撤下示例"]
    assert ask(stack, person_id, document_id) == "failed"
    assert stack.is_on_portal(document_id)
    last = stack.app.desk.dossier(DocumentId(document_id)).history[-1]
    assert (last.action, last.actor) == ("document:refused", person_id)


def test_the_form_of_a_clerk_of_the_unit_takes_it_off(stack, published):
    document_id = published["表单撤下示例"]
    assert ask(stack, "clerk-a", document_id) == "success"
    assert not stack.is_public(document_id)
