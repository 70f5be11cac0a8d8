"""Hints in words."""

from orchestrator.services.wording.jargon import JARGON
from orchestrator.services.wording.readability import Hint, HintCode
from orchestrator.services.wording.speaker import Speaker


def say_hint(speaker: Speaker, hint: Hint) -> str:
    """A piece of advice, in the language of whoever writes; a word of our trade comes with what to say instead."""
    words = hint.words
    if hint.code is HintCode.PRODUCT_WORDS:
        words = tuple(f"{word} → {_instead(speaker, word)}" for word in words)
    return speaker.say(speaker.book.hints[hint.code], sentence=hint.sentence, words=words, count=len(words))


def _instead(speaker: Speaker, word: str) -> str:
    # The text may be in the other language than its writer.
    return JARGON[speaker.language].get(word) or next(plain[word] for plain in JARGON.values() if word in plain)
