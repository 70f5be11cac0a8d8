"""``classroom audit``: the record, on the host itself: checking, exporting, erasing texts."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestrator.cli.audit_output import Progress, as_json_object, tell
from orchestrator.cli.confirmation import ask_whether
from orchestrator.cli.host import operator
from orchestrator.cli.installation import open_installation, refused, settings_or_stop, stop
from orchestrator.cli.output import here, print_json, say
from orchestrator.domain.errors import Refusal
from orchestrator.domain.signed_notes import VerifierKey

if TYPE_CHECKING:
    from orchestrator.bootstrap import Parts
    from orchestrator.services.record_check.signed import PublishedNote
    from orchestrator.services.record_verify import Trust
    from orchestrator.settings import Settings

app = typer.Typer(help="The record: check it, export it, erase texts beside it.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]
_NO_CHECKPOINTS = frozenset({"verifier-keys"})


@app.command()
def verify(
    key: Annotated[
        list[str], typer.Option("--key", help="A verifier key to trust, or a file of them; may be repeated.")
    ] = [],  # noqa: B006 - typer's way to declare a repeated option
    since: Annotated[
        list[Path], typer.Option("--since", help="A published checkpoint, a folder of them, or an older export's list.")
    ] = [],  # noqa: B006 - likewise
    as_json: AsJson = False,
) -> None:
    """Hold every entry, hash, text and checkpoint of the record against what was signed.

    Without --key the keys of this host are trusted, and without --since the folders that checkpoints are published to
    are looked at: somebody who owns all of these could bend them together. To be sure, name copies from elsewhere.

    Exit status: 0 nothing is wrong, 1 something is, 2 it could not be checked, 3 nothing is wrong but nothing proven.

    Example: classroom audit verify --since /mnt/elsewhere/checkpoints
    """
    from orchestrator.services.record_verify import verify_record

    with _unreadable_otherwise():
        settings = settings_or_stop()
        with open_installation(settings) as parts, Progress("checked") as progress:
            trust = _trust(parts, key, since)
            result = verify_record(trust, reads=parts.toolbox.reads, told=progress.tell)
    if as_json:
        print_json(as_json_object(result, settings))
    else:
        tell(result, settings)
    raise typer.Exit(result.verdict)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Folder to be made, for the export.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Write the whole record into a new folder, for the stand-alone verifier. Its format: docs/record-format.md.

    It holds the names and texts beside the record, so only its owner may enter the folder.

    Example: classroom audit export record-2027-01 && python verifier/verify_record.py record-2027-01
    """
    from orchestrator.services.record_export import export_record

    settings = settings_or_stop()
    with open_installation(settings) as parts:
        toolbox = parts.toolbox
        try:
            with Progress("written") as progress:
                written = export_record(
                    folder,
                    toolbox.record_origin(),
                    toolbox.verifier_keys(),
                    reads=toolbox.reads,
                    told=progress.tell,
                )
        except Refusal as refusal:
            raise refused(refusal, settings) from None
        except OSError as error:
            stop(f"The export cannot be written: {error}.")
    counts = {"entries": written.entries, "texts": written.texts, "checkpoints": written.checkpoints}
    if as_json:
        print_json({"folder": str(written.folder), **counts})
    else:
        say("Written: " + ", ".join(f"{name} {count}" for name, count in counts.items()) + ".")
        typer.echo(f"To check it: python verifier/verify_record.py {written.folder}")


@app.command()
def redact(
    index: Annotated[int | None, typer.Argument(help="Number of the entry.", min=0, show_default=False)] = None,
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD]...", help="Which of its texts; without any, all.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, for those who read the record later.")] = "",
    person: Annotated[
        str, typer.Option(help="Instead of one entry: name, login, address and texts of this deactivated person.")
    ] = "",
    letter: Annotated[str, typer.Option(help="Instead of one entry: the words of this letter.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase texts that stand beside the record, for good. The entries stay, and every proof stays valid.

    That, by whom and why it was done is entered into the record.

    Example: classroom audit redact 4711 reason --reason "Art. 17 GDPR, case 12"
    """
    if sum((index is not None, bool(person), bool(letter))) != 1:
        raise typer.BadParameter("name either the number of an entry, or --person, or --letter")
    if not reason.strip():
        raise typer.BadParameter("say why: --reason …")
    settings = settings_or_stop()
    with open_installation(settings) as parts:
        try:
            if index is not None:
                _redact_entry(parts, index, fields or [], reason, yes=yes)
            elif person:
                _redact_person(parts, person, reason, yes=yes)
            else:
                _redact_letter(parts, letter, reason, yes=yes)
        except Refusal as refusal:
            raise refused(refusal, settings) from None


def _redact_entry(parts: "Parts", index: int, fields: list[str], reason: str, *, yes: bool) -> None:
    from orchestrator.services.record_redact import erasable, redact

    toolbox = parts.toolbox
    found = erasable(index, fields, reads=toolbox.reads)
    say(f"Entry {found.index}, {found.kind}, {here(found.at.isoformat())}:")
    for name, text in found.texts.items():
        say(f"  {name}: {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}")
    if not yes:
        ask_whether("Erase this for good?")
    redact(index, sorted(found.texts), reason, actor=operator(), transactions=toolbox.transactions, clock=toolbox.clock)
    say("Erased. The entry and every proof stay as they were.")


def _redact_person(parts: "Parts", login: str, reason: str, *, yes: bool) -> None:
    from orchestrator.services.record_redact import erasable_person, redact_person

    toolbox = parts.toolbox
    found = erasable_person(login, reads=toolbox.reads)
    say(f"{found.person.name} ({found.person.login}): name, login, e-mail address, and the words of letters to them.")
    say(f"Entries about this person with texts beside them: {len(found.entries)}.")
    if not yes:
        ask_whether("Erase all of this for good?")
    redact_person(
        login,
        reason,
        actor=operator(),
        reads=toolbox.reads,
        transactions=toolbox.transactions,
        clock=toolbox.clock,
    )
    say(f"Erased. In the record this person is {found.person.id} now; the entries and every proof stay as they were.")


def _redact_letter(parts: "Parts", letter_id: str, reason: str, *, yes: bool) -> None:
    from orchestrator.services.record_redact import redact_letter

    toolbox = parts.toolbox
    if not yes:
        ask_whether(f"Erase the words of the letter {letter_id} for good?")
    redact_letter(letter_id, reason, actor=operator(), transactions=toolbox.transactions, clock=toolbox.clock)
    say("Erased. That the letter was sent, when and about what stays known.")


_SHOWN = 70
"""Characters of a text that are shown before it is erased."""


@contextlib.contextmanager
def _unreadable_otherwise() -> Iterator[None]:
    """Why this exists: that something is wrong with the record has an exit status of its own, the usual one of faults.

    So whatever keeps it from being checked must end with another one.
    """
    from orchestrator.services.record_verify import Verdict
    from orchestrator.services.wording import Language, words

    try:
        yield
    except typer.Exit:
        raise typer.Exit(Verdict.UNREADABLE) from None
    except Refusal as refusal:
        typer.echo(f"This cannot be checked: {words(refusal, Language.EN)}", err=True)
        raise typer.Exit(Verdict.UNREADABLE) from None
    except (OSError, UnicodeDecodeError) as error:
        typer.echo(f"This cannot be checked: {error}", err=True)
        raise typer.Exit(Verdict.UNREADABLE) from None


def _trust(parts: "Parts", keys: list[str], since: list[Path]) -> "Trust":
    """What the record is held against.

    Raises:
        MalformedVerifierKey: A key is none.
        OSError, UnicodeDecodeError: A file cannot be read.
    """
    from orchestrator.adapters.signing import ed25519
    from orchestrator.services.record_verify import Trust

    lines = [line for given in keys for line in _key_lines(given)]
    trusted = tuple(VerifierKey.parse(line) for line in lines) or parts.toolbox.verifier_keys()
    folders = since or [folder for folder in _checkpoint_folders(parts.settings) if folder.is_dir()]
    origin = trusted[-1].name if lines else parts.toolbox.record_origin()
    return Trust(origin, trusted, bool(lines), ed25519.verify, _published(folders))


def _key_lines(given: str) -> list[str]:
    file = Path(given)
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else [given]


def _checkpoint_folders(settings: "Settings") -> Iterator[Path]:
    yield settings.checkpoint_dir or settings.state_dir / "checkpoints"
    if settings.checkpoint_second_dir:
        yield settings.checkpoint_second_dir


def _published(paths: list[Path]) -> "tuple[PublishedNote, ...]":
    """Checkpoints out of files and folders. The keys lie beside them, and what is just being written has a dot."""
    from orchestrator.services.record_check.signed import PublishedNote

    files = [
        file
        for path in paths
        for file in (sorted(path.iterdir()) if path.is_dir() else [path])
        if file == path or not (file.name in _NO_CHECKPOINTS or file.name.startswith("."))
    ]
    return tuple(PublishedNote(source, note) for file in files for source, note in _notes(file))


def _notes(file: Path) -> Iterator[tuple[str, bytes]]:
    """One checkpoint, or those that an older export lists. A line that is none is refused later, as a checkpoint."""
    if file.suffix != ".jsonl":
        yield str(file), file.read_bytes()
        return
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                note = json.loads(line)["note"].encode()
            except (ValueError, TypeError, KeyError, AttributeError):
                note = line
            yield f"{file}, line {number}", note
