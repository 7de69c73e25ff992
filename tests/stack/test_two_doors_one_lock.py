"""What people can do in Airflow and at the desk, and what it does not get them."""

from __future__ import annotations

import json

import httpx
import pytest

from gongkai.airflow_api import REVIEW_DAG, WOKEN, review_run_id, step_task_id
from tests.stack.stack_kit import CHAIN_WITH_OFFICER, wait_for


@pytest.fixture(scope="module")
def documents(stack, notice):
    """Documents in review, each waiting in Airflow at its first step; the officer has to see the last one."""
    names = ("公开示例一", "退回示例二", "涂绿示例三", "越权示例四")
    for name in names:
        stack.hand_in(f"{name}.docx", notice(name))
    stack.hand_in("保密员看示例五.docx", notice("保密员看示例五"), unit="劳动关系科")
    stack.run("ingest_documents")
    ids = {name: stack.document(f"{name}.docx") for name in (*names, "保密员看示例五")}
    for document_id in ids.values():
        stack.wait_until_asked(document_id, 1)
    return ids


def task_path(document_id, step):
    return f"/api/v2/dags/{REVIEW_DAG}/dagRuns/{review_run_id(document_id, 1)}/taskInstances/{step_task_id(step)}"


def answer(client, document_id, step, option, reason=""):
    body = {"chosen_options": [option], "params_input": {"reason": reason, "legal_basis": ""}}
    return client.patch(f"{task_path(document_id, step)}/-1/hitlDetails", json=body)


def test_a_document_that_three_levels_approve_is_published_and_found(stack, documents, command):
    """Steps 1 and 3 at the desk, step 2 in Airflow: both doors lead to the same record."""
    document_id = documents["公开示例一"]
    for step in (1, 2, 3):
        assert not stack.is_public(document_id)
        stack.decide(document_id, step)

    wait_for("the page is public", lambda: stack.is_on_portal(document_id) and stack.is_in_index(document_id))
    doors = [decision.door for decision in stack.app.desk.dossier(document_id).decisions]
    assert doors == ["desk", "airflow", "desk"]
    assert stack.step_state(document_id, 4) == "skipped"
    found = json.loads(command(stack.settings, "search", "公开示例一", "--json").stdout)
    assert found["hits"][0]["id"] == document_id


def test_a_document_for_the_officer_needs_four_levels(stack, documents):
    document_id = documents["保密员看示例五"]
    for step in (1, 2, 3, 4):
        assert not stack.is_public(document_id)
        stack.decide(document_id, step, chain=CHAIN_WITH_OFFICER)
    wait_for("the page is public", lambda: stack.is_on_portal(document_id) and stack.is_in_index(document_id))
    assert [decision.person for decision in stack.app.desk.dossier(document_id).decisions] == [*CHAIN_WITH_OFFICER]


def test_a_returned_document_goes_nowhere(stack, documents):
    document_id = documents["退回示例二"]
    stack.decide(document_id, 1, "return", "请补充联系方式。")

    run_id = review_run_id(document_id, 1)
    wait_for("the run ends", lambda: stack.run_state(REVIEW_DAG, run_id) == "success")
    assert stack.state(document_id) == "extracted"
    stack.run("publish_documents")
    assert not stack.is_public(document_id)


def test_marking_steps_green_publishes_nothing_whatever_their_xcom_says(stack, documents):
    """Any `user` may PATCH a task to success (facts/airflow.md); the next step finds no decision and fails."""
    document_id = documents["涂绿示例三"]
    for step in (1, 2, 3):
        said = {"key": "return_value", "value": {"chosen_options": ["同意"], "params_input": {}}, "map_index": -1}
        written = stack.api.request("POST", f"{task_path(document_id, step)}/xcomEntries", json=said)
        assert written.is_success, written.text
    client = stack.reviewer("clerk-b").client
    for step in (1, 2, 3):
        forced = client.patch(task_path(document_id, step), json={"new_state": "success"})
        assert forced.is_success, forced.text

    wait_for("the run ends", lambda: stack.run_state(REVIEW_DAG, review_run_id(document_id, 1)) == "failed")
    stack.run("publish_documents")
    assert stack.state(document_id) == "in_review"
    assert not stack.is_public(document_id)
    assert stack.app.desk.dossier(document_id).decisions == ()


def test_whoever_is_not_assigned_cannot_answer_not_even_the_administrator(stack, documents):
    document_id = documents["越权示例四"]
    for client in (stack.reviewer("clerk-b").client, stack.reviewer("head").client):
        assert answer(client, document_id, 1, "同意").status_code == httpx.codes.FORBIDDEN
    as_admin = stack.api.request(
        "PATCH",
        f"{task_path(document_id, 1)}/-1/hitlDetails",
        json={"chosen_options": ["同意"], "params_input": {"reason": "", "legal_basis": ""}},
    )
    assert as_admin.status_code == httpx.codes.FORBIDDEN
    assert stack.app.desk.dossier(document_id).decisions == ()


def test_approving_in_airflow_without_reading_is_refused_and_clearing_asks_again(stack, documents):
    document_id = documents["越权示例四"]
    client = stack.reviewer("insurance-head").client

    def answered_and_failed():
        if stack.step_state(document_id, 1) == "awaiting_input":
            answer(client, document_id, 1, "同意")
        return stack.step_state(document_id, 1) == "failed"

    wait_for("the step fails", answered_and_failed)
    assert stack.app.desk.dossier(document_id).decisions == ()
    cleared = stack.api.request(
        "POST",
        f"/api/v2/dags/{REVIEW_DAG}/clearTaskInstances",
        json={
            "dry_run": False,
            "dag_run_id": review_run_id(document_id, 1),
            "task_ids": [step_task_id(1)],
            "include_downstream": True,
            "only_failed": False,
            "reset_dag_runs": True,
        },
    )
    assert cleared.is_success, cleared.text
    stack.wait_until_asked(document_id, 1)


def test_the_service_accounts_answer_is_no_decision(stack, documents):
    """It only wakes the task; without a decision on record the task fails."""
    document_id = documents["越权示例四"]
    path = f"{task_path(document_id, 1)}/-1/hitlDetails"

    def woken_and_failed():
        if stack.step_state(document_id, 1) == "awaiting_input":
            stack.app.runs.request("PATCH", path, json={"chosen_options": [WOKEN], "params_input": {}})
        return stack.step_state(document_id, 1) == "failed"

    wait_for("the step fails", woken_and_failed)
    assert stack.state(document_id) == "in_review"
    assert not stack.is_public(document_id)


@pytest.mark.parametrize("path", ["/desk/", "/desk/documents/01JZZZZZZZZZZZZZZZZZZZZZZZ"])
def test_strangers_see_nothing_of_the_desk(stack, path):
    answer = httpx.get(f"{stack.settings.airflow_url}{path}", trust_env=False, follow_redirects=False, timeout=20)
    assert answer.status_code == httpx.codes.UNAUTHORIZED
