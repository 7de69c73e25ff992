"""Airflow loses the run of a review, or ends it too early: reconcile has the people asked again."""

from __future__ import annotations

from uuid import uuid4

import pytest

from gongkai.airflow_api import REVIEW_DAG, review_run_id
from gongkai.reconcile.everything import reconcile_all
from gongkai.reconcile.finding import Outcome
from tests.stack.stack_kit import wait_for


@pytest.fixture
def waiting(stack, notice):
    """A document that waits for its first level."""
    name = f"失踪示例{uuid4().hex[:8]}.docx"
    stack.hand_in(name, notice(name.removesuffix(".docx")))
    stack.run("ingest_documents")
    document_id = stack.document(name)
    stack.wait_until_asked(document_id, 1)
    return document_id


def of(document_id, findings):
    return {each.code: each.outcome for each in findings if each.subject == document_id}


def run_path(document_id):
    return f"/api/v2/dags/{REVIEW_DAG}/dagRuns/{review_run_id(document_id, 1)}"


def end(stack, document_id):
    answer = stack.api.request("PATCH", run_path(document_id), json={"state": "failed"})
    assert answer.is_success, answer.text
    wait_for("the run has ended", lambda: stack.run_state(REVIEW_DAG, review_run_id(document_id, 1)) == "failed")


def test_a_vanished_run_is_started_again(stack, waiting):
    end(stack, waiting)  # Airflow deletes no run that goes on
    assert stack.api.request("DELETE", run_path(waiting)).is_success

    assert of(waiting, reconcile_all(stack.settings, dry_run=True)) == {"run_vanished": Outcome.FOUND}
    assert of(waiting, reconcile_all(stack.settings)) == {"run_vanished": Outcome.REPAIRED}

    stack.wait_until_asked(waiting, 1)
    assert of(waiting, reconcile_all(stack.settings)) == {}


def test_a_run_that_somebody_ended_asks_again_and_the_review_goes_its_way(stack, waiting):
    end(stack, waiting)

    assert of(waiting, reconcile_all(stack.settings)) == {"run_ended_early": Outcome.REPAIRED}

    stack.wait_until_asked(waiting, 1)
    for step in (1, 2, 3):
        stack.decide(waiting, step)
    wait_for("it is published", lambda: stack.state(waiting) == "published")


def test_the_nightly_run_is_green(stack):
    stack.run("reconcile")
