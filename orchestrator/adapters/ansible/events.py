"""What ansible-runner's events mean for the machines of a run.

Pure. An event is what the display plugin of ansible-runner 2.4 wrote: ``event`` is its kind, ``event_data`` has
``host``, ``task_action`` and, when something ended, ``res``. Nothing of it is taken for granted, because ``res`` holds
what a machine answered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from orchestrator.domain.provider_calls import ChocolateyCall, MsiCall, ProviderCall
from orchestrator.services.deployment import MachineWork, RunEvent, RunEventKind

INDEX = "__classroom_software_index"
"""Variable in which the role's loops count; it comes back with every result of a loop."""

MESSAGE_LIMIT = 2000
"""Characters of ``msg`` that an event keeps."""

_DETAIL_LIMIT = 600

_PROVIDERS: dict[str, type[ChocolateyCall] | type[MsiCall]] = {
    "chocolatey.chocolatey.win_chocolatey": ChocolateyCall,
    "ansible.windows.win_package": MsiCall,
}

# By whether the call takes something away.
_STARTED = (RunEventKind.CALL_STARTED, RunEventKind.REMOVAL_STARTED)
_SUCCEEDED = (RunEventKind.CALL_SUCCEEDED, RunEventKind.REMOVAL_SUCCEEDED)
_FAILED = (RunEventKind.CALL_FAILED, RunEventKind.REMOVAL_FAILED)

# Ansible's own words, as opposed to what it says about a task on a machine.
_OWN_WORDS = ("verbose", "warning", "error", "system_warning", "deprecated", "debug", "playbook_on_no_hosts_matched")


@dataclass(frozen=True, slots=True)
class Totals:
    """Ansible's closing figures.

    Attributes:
        seen: Generated names of the machines that Ansible began with.
        failed: Those of them that failed or could not be reached.
    """

    seen: frozenset[str]
    failed: frozenset[str]


@dataclass(frozen=True, slots=True)
class _News:
    """What Ansible says of one task on one machine: the calls that the task makes there, and its result so far."""

    work: MachineWork
    calls: tuple[ProviderCall, ...]
    result: Mapping[str, Any]

    def tell(self, kind: RunEventKind, items: tuple[str, ...], data: dict[str, Any] | None = None) -> RunEvent:
        return RunEvent(kind, self.work.machine.id, items, data or {})


def read_event(raw: object, machines: Mapping[str, MachineWork]) -> tuple[RunEvent, ...]:
    """The run events that ``raw`` amounts to, in order; most of what Ansible says amounts to none.

    A call is known to have begun when its task starts on the machine or when the call before it ends, because Ansible
    says nothing at the beginning of a turn of a loop.

    Args:
        raw: One event of ansible-runner, of whatever shape.
        machines: The work of each machine by its generated name.
    """
    event = _mapping(raw)
    kind, data = event.get("event"), _mapping(event.get("event_data"))
    if kind in _OWN_WORDS:
        return _output(event.get("stdout"))
    if kind == "playbook_on_stats":
        return _machines_done(data, machines)
    host = data.get("host")
    work = machines.get(host) if isinstance(host, str) else None
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if work is None or reader is None:
        return ()
    return reader(_News(work, _calls_of(data.get("task_action"), work), _mapping(data.get("res"))))


def read_totals(raw: object) -> Totals | None:
    """Ansible's closing figures if ``raw`` is the event that brings them, else None."""
    event = _mapping(raw)
    if event.get("event") != "playbook_on_stats":
        return None
    data = _mapping(event.get("event_data"))
    return Totals(
        seen=frozenset(str(name) for name in _mapping(data.get("processed"))),
        failed=frozenset(str(name) for key in ("failures", "dark") for name in _mapping(data.get(key))),
    )


def _begun(news: _News, index: int = 0) -> tuple[RunEvent, ...]:
    if not 0 <= index < len(news.calls):
        return ()
    return (news.tell(_kind(_STARTED, news.calls, index), _items(news.calls, index)),)


def _succeeded(news: _News) -> tuple[RunEvent, ...]:
    index = _index(news.result)
    ended = news.tell(_kind(_SUCCEEDED, news.calls, index), _items(news.calls, index), _facts(news.result))
    return (ended, *_begun(news, index + 1))


def _failed(news: _News) -> tuple[RunEvent, ...]:
    if news.result.get("unreachable") is True:
        # The task as a whole says so in a moment, once.
        return ()
    index = _index(news.result)
    why = _facts(news.result) | _why(news.result)
    ended = news.tell(_kind(_FAILED, news.calls, index), _items(news.calls, index), why)
    return (ended, *_begun(news, index + 1))


def _failed_before_any_call(news: _News) -> tuple[RunEvent, ...]:
    if _turns(news.result):
        # The end of a loop, of which every turn has been told.
        return ()
    # The role refused its arguments or a task could not be prepared: whatever was to come of it is concerned.
    concerned = news.calls or news.work.calls
    why = _facts(news.result) | _why(news.result)
    kinds = {call.removes: tuple(dict.fromkeys(_items_of(concerned, removes=call.removes))) for call in concerned}
    return tuple(news.tell(_FAILED[removes], items, why) for removes, items in sorted(kinds.items())) or (
        news.tell(RunEventKind.CALL_FAILED, (), why),
    )


def _unreachable(news: _News) -> tuple[RunEvent, ...]:
    lost = next((turn for turn in _turns(news.result) if turn.get("unreachable") is True), None)
    items = _items(news.calls, _index(lost)) if lost else ()
    return (news.tell(RunEventKind.UNREACHABLE, items, {"msg": _text((lost or news.result).get("msg"))}),)


_READERS: dict[str, Callable[[_News], tuple[RunEvent, ...]]] = {
    "runner_on_start": _begun,
    "runner_item_on_ok": _succeeded,
    "runner_item_on_failed": _failed,
    "runner_on_failed": _failed_before_any_call,
    "runner_on_unreachable": _unreachable,
}


def _machines_done(data: Mapping[str, Any], machines: Mapping[str, MachineWork]) -> tuple[RunEvent, ...]:
    figures = {key: _mapping(data.get(key)) for key in ("ok", "changed", "failures")}
    return tuple(
        RunEvent(
            RunEventKind.MACHINE_DONE,
            work.machine.id,
            data={key: _number(of.get(name)) or 0 for key, of in figures.items()},
        )
        for name, work in machines.items()
        if name in _mapping(data.get("processed"))
    )


def _output(text: object) -> tuple[RunEvent, ...]:
    lines = text.splitlines() if isinstance(text, str) else []
    return tuple(RunEvent(RunEventKind.OUTPUT, data={"msg": _text(line)}) for line in lines if line.strip())


def _facts(result: Mapping[str, Any]) -> dict[str, Any]:
    """What of a module's result is worth keeping, as far as it is there and of the right type."""
    facts: dict[str, Any] = {}
    if (code := _number(result.get("rc"))) is not None:
        facts["rc"] = code
    return facts | {name: result[name] for name in ("changed", "reboot_required") if isinstance(result.get(name), bool)}


def _why(result: Mapping[str, Any]) -> dict[str, str]:
    return {"msg": _text(result.get("msg"), _last_words(result))}


def _last_words(result: Mapping[str, Any]) -> str:
    """The end of what the installer printed, which is where it says why."""
    printed = (result.get(name) for name in ("stderr", "stdout"))
    return next((p.strip()[-_DETAIL_LIMIT:] for p in printed if isinstance(p, str) and p.strip()), "")


def _text(message: object, detail: str = "") -> str:
    words = message.strip() if isinstance(message, str) else ""
    whole = f"{words}\n{detail}" if words and detail else words or detail
    # Windows ends its lines with two characters.
    return whole.replace("\r\n", "\n").replace("\r", "\n")[:MESSAGE_LIMIT]


def _calls_of(action: object, work: MachineWork) -> tuple[ProviderCall, ...]:
    provider = _PROVIDERS.get(action) if isinstance(action, str) else None
    return tuple(call for call in work.calls if provider is not None and isinstance(call, provider))


def _kind(kinds: tuple[RunEventKind, RunEventKind], calls: tuple[ProviderCall, ...], index: int) -> RunEventKind:
    """What is told of a call, by whether it takes something away."""
    return kinds[0 <= index < len(calls) and calls[index].removes]


def _items_of(calls: tuple[ProviderCall, ...], *, removes: bool) -> tuple[str, ...]:
    return tuple(item for call in calls if call.removes is removes for item in call.items)


def _items(calls: tuple[ProviderCall, ...], index: int) -> tuple[str, ...]:
    if not 0 <= index < len(calls):
        return ()
    return calls[index].items


def _turns(result: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    turns = result.get("results")
    return tuple(turn for turn in turns if isinstance(turn, Mapping)) if isinstance(turns, list) else ()


def _index(result: Mapping[str, Any]) -> int:
    number = _number(result.get(INDEX))
    return -1 if number is None else number


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
