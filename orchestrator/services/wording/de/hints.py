"""Rat für alle, die für Laien schreiben."""

from collections.abc import Mapping

from orchestrator.services.wording.readability import HintCode

HINTS: Mapping[HintCode, str] = {
    HintCode.LONG_SENTENCE: "Dieser Satz ist lang: „{sentence}“ Zwei kurze lesen sich leichter.",
    HintCode.HARD_WORDS: "{count:Dieses Wort liest|Diese Wörter lesen} sich schwer: {words:list}. "
    "Gibt es {count:ein kürzeres|jeweils ein kürzeres}?",
    HintCode.MANY_ABBREVIATIONS: "Das sind viele Abkürzungen: {words:list}. "
    "Schreiben Sie aus, was Ihre Leserin oder Ihr Leser vielleicht nicht kennt.",
    HintCode.PRODUCT_WORDS: "Nicht alle kennen {count:dieses Wort|diese Wörter}. Sagen Sie es einfach: {words:list}.",
    HintCode.HARD_TEXT: "Insgesamt liest sich das schwer. Kurze Sätze und alltägliche Wörter helfen; sagen Sie zuerst, "
    "was geschieht, und dann, warum.",
}
