"""``classroom audit checkpoint`` and ``checkpoints``: signing the record on the host itself, and what became of it."""

from typing import TYPE_CHECKING, Annotated

import typer

from orchestrator.cli.exit_codes import ExitCode
from orchestrator.cli.installation import open_installation, refused, settings_or_stop
from orchestrator.cli.output import here, print_json, say, table
from orchestrator.cli.signing import opened_with_keys
from orchestrator.domain.errors import Refusal

if TYPE_CHECKING:
    from orchestrator.services.publication_stores import Publication
    from orchestrator.services.record_checkpoints import PublishedCheckpoint

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


def checkpoint(as_json: AsJson = False) -> None:
    """Sign the record as it is now; the worker publishes the checkpoint.

    Nobody needs to do this: decisions are signed within seconds, everything else within half an hour.

    Example: classroom audit checkpoint
    """
    settings = settings_or_stop()
    with opened_with_keys() as (parts, _):
        from orchestrator.services.record_checkpoints import sign_checkpoint

        try:
            number = sign_checkpoint(parts.checkpoint_tools().signing)
        except Refusal as refusal:
            raise refused(refusal, settings) from None
        with parts.toolbox.reads() as uow:
            last = uow.record.last_checkpoint()
    if as_json:
        told = None if last is None else {"number": last.number, "size": last.size, "note": last.note.decode()}
        print_json({"signed": number is not None, "checkpoint": told})
    elif last is None:
        say("The record is empty: there is nothing to sign.")
    elif number is None:
        say(f"Nothing to sign. Entries that checkpoint {last.number} covers: {last.size}, which are all.")
    else:
        say(f"Signed. Entries that checkpoint {last.number} covers: {last.size}.")


def checkpoints(
    after: Annotated[int | None, typer.Option(help="Older than this one: the next page.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1, max=1000)] = 20,
    as_json: AsJson = False,
) -> None:
    """List checkpoints, newest first, with where each one got to; and what keeps the next one from being signed, if so.

    Exit status: 5 when something does. Folders get every checkpoint; webhook and mail only the newest, which binds all
    that is under it.

    Example: classroom audit checkpoints
    """
    from orchestrator.adapters.signing import ed25519
    from orchestrator.services.record_checkpoints import list_checkpoints, signing_state
    from orchestrator.services.wording import choose_language, words

    settings = settings_or_stop()
    with open_installation(settings) as parts, parts.toolbox.reads() as uow:
        listed = list_checkpoints(uow, before=after, limit=limit)
        state = signing_state(uow, parts.toolbox.verifier_keys(), ed25519.verify)
    finding = words(state.finding, choose_language("", settings.language)) if state.finding else None
    if as_json:
        unsigned = max(0, state.entries - state.signed)
        print_json({"checkpoints": [_as_json(one) for one in listed], "unsigned": unsigned, "finding": finding})
    else:
        rows = [_row(one) for one in listed]
        empty = "None has been signed yet. Next: classroom worker"
        table(("Number", "Entries", "Signed", "Published"), rows, empty=empty, right=("Number", "Entries"))
        if state.entries > state.signed:
            say("", f"Entries that are not signed yet: {state.entries - state.signed}.")
        if finding:
            say("", finding)
    if finding:
        raise typer.Exit(ExitCode.REFUSED)


def _row(one: "PublishedCheckpoint") -> tuple[str, ...]:
    kept = one.checkpoint
    where = "; ".join(map(_told, one.publications))
    return str(kept.number), str(kept.size), here(kept.at.isoformat()), where or "-"


def _told(result: "Publication") -> str:
    if result.problem is None:
        return result.target + (f" ({result.detail})" if result.detail else "")
    return f"{result.target} failed: {result.problem.value}" + (f" ({result.detail})" if result.detail else "")


def _as_json(one: "PublishedCheckpoint") -> dict[str, object]:
    kept = one.checkpoint
    return {
        "number": kept.number,
        "size": kept.size,
        "at": kept.at.isoformat(),
        "note": kept.note.decode(errors="replace"),
        "publications": [
            {
                "target": result.target,
                "at": result.at.isoformat(),
                "problem": result.problem.value if result.problem else None,
                "detail": result.detail,
            }
            for result in one.publications
        ],
    }
