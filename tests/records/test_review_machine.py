"""Whatever people try, in whatever order: nothing is cleared or public without its full chain of approvals."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from records.domain.disclosure import Disclosure
from records.domain.document import PersonId
from records.domain.errors import Refused
from records.domain.lifecycle import State
from records.domain.reading import Severity
from records.domain.review import Verdict
from records.services.rescreening import RescreenService
from tests.records.office_kit import (
    ARTICLE_15,
    ARTICLE_27,
    BUREAU,
    CLERK,
    DEPUTY,
    DUTY,
    HEAD,
    OFFICE,
    STANDIN,
    UNIT_HEAD,
    NotedPublic,
    NotedRuns,
    Office,
    blocking,
    open_office,
    reading_of,
)

_people = st.sampled_from([*(person.id for person in BUREAU.people), PersonId("nobody")])
_mostly = st.sampled_from([True, True, True, False])
_verdicts = st.sampled_from([Verdict.APPROVE, Verdict.APPROVE, *Verdict])
_rounds = st.just((Verdict.APPROVE,) * 3) | st.tuples(_verdicts, _verdicts, _verdicts)
_contents = st.sampled_from(["通知", "通知（更正）"])


class ReviewMachine(RuleBasedStateMachine):
    """One document, handed in by its own unit head, and people who may try anything at any time."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "records.db")
        self.office: Office = open_office(self.folder, f"sqlite:///{self.folder / 'records.db'}")
        self.public = NotedPublic()
        self.office.clock.move_to(2026, 3, 10)
        self.document_id = self.office.submit(by=UNIT_HEAD, findings=(blocking(),))

    def teardown(self) -> None:
        self.office.records.engine.dispose()
        shutil.rmtree(self.folder)

    @rule(person=st.sampled_from([None, CLERK, HEAD]))
    def submit(self, person: PersonId | None) -> None:
        _try(lambda: self.office.intake.submit(self.document_id, by=person))

    @rule(person=_people)
    def view(self, person: PersonId) -> None:
        _try(lambda: self.office.view(self.document_id, person))

    @rule(verdicts=_rounds, dismissed=_mostly, submitted=_mostly)
    def hold_a_round(self, verdicts: tuple[Verdict, ...], dismissed: bool, submitted: bool) -> None:
        """The people whose turn it is decide one after another, as far as the rules let them."""
        dismissals = {blocking().id: "虚构示例"} if dismissed else {}
        if submitted:
            self.submit(None)
        for person, verdict in zip((STANDIN, DEPUTY, HEAD), verdicts, strict=True):
            basis = ARTICLE_27 if verdict is Verdict.ON_REQUEST else ARTICLE_15
            facts = {"dismissals": dismissals, "legal_basis": basis, "reason": "理由"}
            _try(lambda: self.office.decide(self.document_id, person, verdict, **facts))  # noqa: B023 - called at once

    @rule(
        person=_people,
        verdict=st.sampled_from(Verdict),
        step=st.integers(1, 4),
        basis=st.sampled_from([None, ARTICLE_15, ARTICLE_27]),
        door=st.sampled_from(["desk", "airflow"]),
    )
    def record(self, person: PersonId, verdict: Verdict, step: int, basis: str | None, door: str) -> None:
        facts = {"step": step, "legal_basis": basis, "reason": "理由", "door": door}
        _try(lambda: self.office.review.record(self.office.request(self.document_id, person, verdict, **facts)))

    @rule(content=_contents)
    def read_again(self, content: str) -> None:
        _try(lambda: self.office.intake.store_reading(self.document_id, reading_of(content, findings=(blocking(),))))

    @rule(person=st.sampled_from([OFFICE, CLERK]), disclosure=st.sampled_from([Disclosure.PROACTIVE, *Disclosure]))
    def decide_attribute(self, person: PersonId, disclosure: Disclosure) -> None:
        _try(
            lambda: self.office.review.decide_attribute(
                self.document_id, by=person, disclosure=disclosure, legal_basis=ARTICLE_15, reason="理由"
            )
        )

    @rule(person=st.sampled_from([OFFICE, CLERK]))
    def answer_referral(self, person: PersonId) -> None:
        _try(lambda: self.office.review.answer_referral(self.document_id, by=person, answer="可以公开"))

    @rule(person=st.sampled_from([CLERK, DUTY, HEAD]), urgent=st.booleans())
    def request_rereview(self, person: PersonId, urgent: bool) -> None:
        _try(
            lambda: self.office.review.request_rereview(
                self.document_id, by=person, reason_kind="privacy", reason="理由", urgent=urgent
            )
        )

    @rule(severity=st.sampled_from(Severity))
    def rescreen(self, severity: Severity) -> None:
        """A new rule finds something in what is public, the same place each time."""
        office = self.office
        rescreening = RescreenService(office.records, office.clock, office.bureau)
        finding = replace(blocking(start=1), severity=severity)
        contents = rescreening.contents(self.document_id)
        noted = rescreening.note(self.document_id, {digest: [finding] for digest in contents})
        assert rescreening.note(self.document_id, {digest: [finding] for digest in contents}).new == 0
        page = office.desk.dossier(self.document_id).versions
        assert not (noted.suspended and page[-1].status == "live")

    @rule(person=st.sampled_from([DUTY, CLERK]))
    def withdraw(self, person: PersonId) -> None:
        _try(lambda: self.office.publishing.withdraw(self.document_id, by=person, reason="内容有误"))

    @rule()
    def go_the_straight_way(self) -> None:
        """What the rules want: the office decides if it must, then submit, approve, publish."""
        _try(lambda: self.office.review.decide_attribute(self.document_id, by=OFFICE, disclosure=Disclosure.PROACTIVE))
        self.hold_a_round((Verdict.APPROVE,) * 3, dismissed=True, submitted=True)
        self.publish()

    @rule()
    def publish(self) -> None:
        _try(lambda: self.office.publishing.publish(self.document_id))

    @rule()
    def deliver(self) -> None:
        self.office.deliver(NotedRuns(), self.public)
        page = self.office.desk.dossier(self.document_id).versions
        live = bool(page) and page[-1].status == "live"
        assert (self.document_id in self.public.shown) == live

    @invariant()
    def what_is_cleared_has_three_approvals_of_its_content(self) -> None:
        dossier = self.office.desk.dossier(self.document_id)
        if dossier.document.state in {State.CLEARED, State.PUBLISHED}:
            last = [decision for decision in dossier.decisions if decision.round == dossier.document.round]
            assert [decision.step for decision in last] == [1, 2, 3]
            assert {decision.verdict for decision in last} == {Verdict.APPROVE}
            assert {decision.content_hash for decision in last} == {dossier.document.content_hash}
            assert len({decision.person for decision in last}) == 3
            assert UNIT_HEAD not in {decision.person for decision in last}
            assert any(decision.dismissals for decision in last)

    @invariant()
    def everything_on_record_holds(self) -> None:
        assert self.office.verifying.verify().problems == ()


def _try(act: object) -> None:
    """People may try anything; a refusal is an answer, any other error is a fault."""
    try:
        act()  # type: ignore[operator]
    except Refused:
        return


def test_nothing_is_cleared_without_its_chain_whatever_people_try(migrated_sqlite: Path) -> None:
    ReviewMachine.template = migrated_sqlite
    run_state_machine_as_test(
        ReviewMachine,
        settings=settings(max_examples=40, stateful_step_count=30, suppress_health_check=list(HealthCheck)),
    )
