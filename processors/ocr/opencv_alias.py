"""Let paddlex find OpenCV under the one name that it asks for.

paddlex refuses to start unless a distribution called opencv-contrib-python is installed. The module it then imports,
`cv2`, is the same in opencv-python-headless, which is the one we install: it needs no libGL, and two OpenCV wheels
would overwrite each other's files (requirements.overrides). This adds the missing name through importlib.metadata's
own extension point, in the OCR child alone.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterable
from typing import Final

_ASKED_FOR: Final = "opencv-contrib-python"
_INSTALLED: Final = "opencv-python-headless"


class _Alias(importlib.metadata.DistributionFinder):
    def find_spec(self, *_: object) -> None:
        """No modules come from here."""

    def find_distributions(
        self, context: importlib.metadata.DistributionFinder.Context | None = None
    ) -> Iterable[importlib.metadata.Distribution]:
        if context is not None and context.name == _ASKED_FOR:
            yield importlib.metadata.distribution(_INSTALLED)


def install() -> None:
    """Answer for opencv-contrib-python with what is installed; to be called before paddlex is imported."""
    if not any(isinstance(finder, _Alias) for finder in sys.meta_path):
        sys.meta_path.append(_Alias())
