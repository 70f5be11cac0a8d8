"""The connection test in words: what became of each step, and what can be done about it."""

from orchestrator.domain.connections import StepResult
from orchestrator.services.connections import ConnectionTest
from orchestrator.services.wording.causes import SaidCause
from orchestrator.services.wording.speaker import Speaker


def say_connection(speaker: Speaker, test: ConnectionTest) -> str:
    """Whether the machine is reached, and where it fails."""
    phrases = speaker.book.connections
    where = {"label": test.seat.label, "room": test.room.code}
    if test.failed is None:
        return speaker.say(phrases.works, **where)
    return speaker.say(phrases.fails, **where, step=speaker.term(test.failed))


def say_step(speaker: Speaker, result: StepResult, test: ConnectionTest) -> SaidCause:
    """One step; the advice is empty where nothing has to be done."""
    phrases = speaker.book.connections
    if result.finding is None:
        return SaidCause(phrases.not_tried, "")
    phrase, facts = phrases.findings[result.finding], result.facts
    machine, profile = test.machine, test.profile
    fields = {
        "machine": machine.name,
        "address": machine.address,
        "port": machine.port,
        "profile": profile.name,
        "user": profile.user,
        "transport": profile.transport,
        "authorities": profile.ca_file,
        "secret": profile.secret,
        "variable": f"CLASSROOM_SECRET_{profile.secret.upper()}",
        "addresses": facts.addresses,
        "connected": facts.connected,
        "until": facts.until,
        "names": facts.names,
        "methods": facts.methods,
        "code_page": facts.code_page,
        "seconds": facts.seconds,
    }
    return SaidCause(speaker.say(phrase.what, **fields), speaker.say(phrase.do, **fields))
