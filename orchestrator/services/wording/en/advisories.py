"""Advisories, and what lists of them suggest."""

from collections.abc import Mapping

from orchestrator.domain.advisories import AdvisoryScheme, AdvisorySource
from orchestrator.domain.suggestions import SuggestionKind, SuggestionWhy
from orchestrator.services.wording.phrasebook import EntryPhrase, RefusalPhrase, SuggestionPhrases, Terms

TERMS: Terms = {
    AdvisoryScheme: {
        AdvisoryScheme.CVE: "CVE number",
        AdvisoryScheme.GITHUB: "GitHub advisory",
        AdvisoryScheme.VENDOR: "advisory of the maker",
    },
    AdvisorySource: {
        AdvisorySource.KEV: "CISA's catalogue of exploited flaws",
        AdvisorySource.OSV: "OSV list",
    },
    SuggestionKind: {
        SuggestionKind.MINIMUM_VERSION: "set a minimum version",
        SuggestionKind.BLOCK: "block",
        SuggestionKind.LOOK: "look at it",
    },
    SuggestionWhy: {
        SuggestionWhy.KNOWN_EXPLOITED: "attackers are known to use it",
        SuggestionWhy.FIX_KNOWN: "a mended version is known",
        SuggestionWhy.NO_FIX_KNOWN: "no mended version is known",
        SuggestionWhy.RANGE_UNKNOWN: "the list does not say which versions are affected",
        SuggestionWhy.LATEST_AFFECTED: "the version that new requests get is affected",
        SuggestionWhy.RELEASE_AFFECTED: "a version on offer is affected",
        SuggestionWhy.NO_RELEASE_AFFECTED: "no version on offer is affected",
        SuggestionWhy.NOTHING_ON_OFFER: "no version of it is on offer here",
    },
}

ENTRIES: Mapping[str, EntryPhrase] = {
    "suggestions.imported": EntryPhrase(
        "Lists of advisories imported",
        "{actor} imported lists of advisories[ ({count} {count:suggestion|suggestions} changed)].",
    ),
    "suggestion.dismissed": EntryPhrase(
        "Suggestion dismissed", "{actor} dismissed the suggestion about {item}[ that came of {advisory}]."
    ),
}

NOT_FOUND: Mapping[str, str] = {"suggestion": "There is no suggestion {name}."}

REFUSALS: Mapping[str, RefusalPhrase] = {
    "suggestion-is-dismissed": RefusalPhrase(
        "Dismissed already",
        "This suggestion was dismissed before, and the words of then stay. It comes back by itself when "
        "its advisory says something else.",
    ),
}

SUGGESTIONS = SuggestionPhrases(
    kinds={
        SuggestionKind.MINIMUM_VERSION: "{advisory} suggests a minimum version of {version} for {item}.",
        SuggestionKind.BLOCK: "{advisory} suggests blocking {item} ({ranges:list}): no mended version is known.",
        SuggestionKind.LOOK: "{advisory} is about {item} and does not say which versions are affected. Look at it.",
    },
    exploited="Attackers are known to use the flaw.",
    due="The list wants it mended by {due}.",
    affected="Affected and on offer: {releases:list}.",
    unaffected="No version on offer is affected.",
    unknown="Whether a version on offer is affected is not known.",
    dated="From the file of {date}.",
    undated="From a file without a date.",
    file="{name}: {source} of {date}, {count} {count:entry|entries}.",
    undated_file="{name}: {source} without a date, {count} {count:entry|entries}.",
    checked="{new} new and {changed} changed {changed:suggestion|suggestions} would be kept[, and {withdrawn} "
    "withdrawn taken away]; {unchanged} {unchanged:is|are} as before. Nothing has been changed. Apply it to keep them.",
    applied="{new} new and {changed} changed {changed:suggestion|suggestions} were kept[, and {withdrawn} withdrawn "
    "taken away]; {unchanged} {unchanged:is|are} as before. Nothing binds before somebody makes a safeguard of it.",
    nothing="None of the entries is about software of this catalogue.",
)

PROBLEMS: Mapping[str, str] = {
    "json-form": "This cannot be read as JSON[: {expected}].",
    "not-a-zip": "This cannot be read as a zip archive[: {expected}].",
    "unpacks-too-large": "There is more in this than is unpacked[; at most {expected} bytes].",
    "not-an-advisory": "This is no list of advisories that is known here.[ Possible: {expected}.]",
    "advisory-form": "This is no number of an advisory[; expected is one such as {expected}].",
    "count-differs": "The list says that it has {value} entries, but it is not whole[: there are {expected}]. "
    "Download it again.",
    "pattern-form": "This would fit everything.[ Write a pattern such as {expected}.]",
    "range-form": "This says no versions that could be read[; expected is one such as {expected}].",
    "range-first-version": "This leaves open which version is the first that is affected.[ Write it with >= or <, such "
    "as {expected}.]",
    "range-bound-twice": "This bound stands here twice[; expected is one such as {expected}].",
    "range-two-ends": "This has two ends: the last version that is affected, and the first that is mended. "
    "Write one of them[, such as {expected}].",
    "range-backwards": "No version can lie between these bounds[; expected is one such as {expected}].",
}
