"""What a citizen sends by a form goes into the drop box."""

from __future__ import annotations

import logging
import time

from bundles.dropbox import DropBox, DropBoxClosed
from bundles.submissions import AnySubmission
from portal.form_fields import Quota

log = logging.getLogger(__name__)


def hand_in(sent: AnySubmission, box: DropBox | None, quota: Quota) -> bool:
    """Whether it was kept: there is a box, the quota of this hour has room, and the box takes it."""
    if box is None or not quota.take(time.monotonic()):
        return False
    try:
        box.put(sent)
    except DropBoxClosed as fault:
        log.warning("A submission of kind %s could not be kept: %s", sent.kind, fault)
        return False
    return True
