"""Which language somebody is spoken to in."""

from enum import StrEnum


class Language(StrEnum):
    """The languages that there are words in."""

    EN = "en"  # British spelling
    DE = "de"  # formal "Sie"


def choose_language(accepted: str, default: str) -> Language:
    """The language that suits an ``Accept-Language`` header (RFC 9110, 12.5.4) best.

    Args:
        accepted: The header's value; empty when there was none. What is not understood in it is passed over.
        default: Language of the site, taken when the header names none that we have; English where we lack that too.
    """
    wishes: list[tuple[float, Language]] = []
    for part in accepted.split(","):
        tag, _, parameters = part.partition(";")
        language = _known(tag)
        quality = _quality(parameters)
        if language is not None and quality > 0:
            wishes.append((quality, language))
    if wishes:
        # ``max`` takes the first of equals, which is the one that was named first.
        return max(wishes, key=lambda wish: wish[0])[1]
    return _known(default) or Language.EN


def _known(tag: str) -> Language | None:
    primary = tag.strip().lower().replace("_", "-").partition("-")[0]
    return next((language for language in Language if language.value == primary), None)


def _quality(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if not parameters.strip():
        return 1.0
    if name.strip().lower() != "q":
        return 0.0
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0
