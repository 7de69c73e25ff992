"""The bureau's list of words as it is now: read anew by every run, so that a change needs no restart."""

from __future__ import annotations

import logging
from pathlib import Path

from gongkai.settings import Settings
from processors.screening.word_list import WordsInvalid, load_words
from processors.screening.words import Words
from records.domain.errors import Unavailable

log = logging.getLogger(__name__)


class WordListUnusable(Unavailable):
    """The list is there, or has to be, and cannot be used: nothing may be read without it. No message quotes a word."""

    code = WordsInvalid.code
    advice = "改好词表后再试；在此之前不收文、不筛查。"


def bureau_words(settings: Settings) -> Words | None:
    """The words, or None for a bureau that keeps none. Their number is logged, nothing else of them.

    Raises:
        WordListUnusable: it cannot be read, a line is wrong, or the file that the settings name is not there.
    """
    try:
        if not settings.screening_words_required and _is_not_there(settings.screening_words):
            return None
        words = load_words(settings.screening_words)
    except WordsInvalid as fault:
        raise WordListUnusable(fault.message) from None
    log.info("the bureau's list has %d words", len(words))
    return words


def _is_not_there(path: Path) -> bool:
    """Nothing of this name, not even a link that leads nowhere; what cannot be told is left to the reading."""
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False
