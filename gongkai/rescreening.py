"""`gongkai rescreen`: a rule or the list of words has changed, so everything published is screened again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from gongkai.app import App, open_app
from gongkai.reading import findings_in
from gongkai.screening_words import bureau_words
from gongkai.settings import Settings
from processors.screening.words import Words
from records.domain.document import DocumentId
from records.domain.errors import Unavailable
from records.services.rescreening import Rescreened

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RescreenCounts:
    """`published` documents had a page when it began, `screened` of them were screened, `failed` could not be.

    `new_findings` lie in `documents_with_new`; `rereviews` of these are in review now, `suspended` are off the portal.
    """

    published: int
    screened: int = 0
    documents_with_new: int = 0
    new_findings: int = 0
    rereviews: int = 0
    suspended: int = 0
    failed: int = 0

    def with_(self, noted: Rescreened) -> RescreenCounts:
        return replace(
            self,
            screened=self.screened + 1,
            documents_with_new=self.documents_with_new + bool(noted.new),
            new_findings=self.new_findings + noted.new,
            rereviews=self.rereviews + (noted.round is not None),
            suspended=self.suspended + noted.suspended,
        )


def rescreen_all(settings: Settings, progress: Callable[[int, int], None]) -> RescreenCounts:
    """Screen the stored text of everything public, one transaction a document; `progress` gets n and m.

    May be killed and repeated at any time: what was noted is not found again. One document that fails costs itself
    only. Airflow is told at the end; a page that goes off goes off at once.

    Raises:
        WordListUnusable: nothing was screened.
        Unavailable: the records do not answer.
    """
    words = bureau_words(settings)
    with open_app(settings) as app:
        documents = app.rescreening.published()
        counts = RescreenCounts(published=len(documents))
        for number, document_id in enumerate(documents, start=1):
            counts = _counted(app, document_id, counts, words)
            progress(number, len(documents))
        app.deliver_outbox()
    return counts


def _counted(app: App, document_id: DocumentId, counts: RescreenCounts, words: Words | None) -> RescreenCounts:
    try:
        contents = app.rescreening.contents(document_id)
        found = {digest: findings_in(reading, words) for digest, reading in contents.items()}
        noted = app.rescreening.note(document_id, found)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - one document must not keep the others from being screened
        # Not the error's text: it may quote the document.
        log.error("%s: %s while it was screened again", document_id, type(error).__name__)  # noqa: TRY400
        return replace(counts, failed=counts.failed + 1)
    if noted.suspended:
        app.deliver_outbox(document_id=document_id)
    return counts.with_(noted)
