"""Advice to whoever writes for lay people."""

from collections.abc import Mapping

from orchestrator.services.wording.readability import HintCode

HINTS: Mapping[HintCode, str] = {
    HintCode.LONG_SENTENCE: "This sentence is long: “{sentence}” Two short ones are read more easily.",
    HintCode.HARD_WORDS: "{count:This word is|These words are} hard to read: {words:list}. "
    "Is there {count:a shorter one|a shorter one for each}?",
    HintCode.MANY_ABBREVIATIONS: "There are many abbreviations: {words:list}. "
    "Write out those that your reader may not know.",
    HintCode.PRODUCT_WORDS: "Not everybody knows {count:this word|these words}. Say it plainly: {words:list}.",
    HintCode.HARD_TEXT: "All in all this is hard to read. Short sentences and everyday words help; say first what "
    "happens, then why.",
}
