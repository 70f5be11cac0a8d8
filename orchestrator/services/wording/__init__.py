"""Words: the domain says codes with typed fields, this package makes sentences of them, in English and German.

``words`` is the door for a single code or refusal. What needs more to be said about (a request, a seat, an event) has
a module of its noun, and a ``Speaker`` that knows the language, the room's zone and the names that ids stand for.
Instructors get no product-internal nouns; technicians get the exact one and the next step.
"""

from orchestrator.services.wording.language import Language, choose_language
from orchestrator.services.wording.refusals import words
from orchestrator.services.wording.speaker import Speaker

__all__ = ["Language", "Speaker", "choose_language", "words"]
