"""What ``classroom doctor`` looks at on this host: each look gives findings, and mends nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from orchestrator.settings import SecretIsOpen, SecretMissing, Settings, read_secret

if TYPE_CHECKING:
    from orchestrator.bootstrap import Parts


_ROOMS_NAMED = 5
"""Rooms that one line names."""


class Health(StrEnum):
    """How something that was looked at is."""

    OK = "ok"  # as it must be
    ATTENTION = "attention"  # the service works, and something is missing all the same
    BROKEN = "broken"  # something cannot work like this


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, how it is, what was seen, and what to do where something is to be done."""

    what: str
    health: Health
    said: str
    do: str = ""


def of_database(settings: Settings) -> Finding:
    """Whether the database answers, with the tables of this version."""
    from orchestrator.adapters.db.database_url import shown
    from orchestrator.adapters.db.errors import UnmigratedDatabase, UnusableDatabase
    from orchestrator.adapters.db.migrate import ensure_migrated, head

    try:
        ensure_migrated(settings.database_url)
    except UnmigratedDatabase as error:
        return Finding("database", Health.BROKEN, f"{error}.", "Make its tables: classroom db migrate")
    except UnusableDatabase as error:
        return Finding("database", Health.BROKEN, str(error), "Check CLASSROOM_DATABASE_URL: classroom db status")
    return Finding("database", Health.OK, f"{shown(settings.database_url)}, its tables are at {head()}")


def of_record_keys(settings: Settings, parts: "Parts | None") -> Finding:
    """Whether the record can be signed; a key that is still to be made is made by the first worker."""
    from orchestrator.adapters.signing.errors import (
        KeyFileReadableByOthers,
        KeyIsNotTheListedOne,
        KeyringMissing,
        NotAPrivateKey,
    )
    from orchestrator.bootstrap import record_keys

    keys = record_keys(settings)
    try:
        keyring = keys.keyring()
        signers = keyring.signers()
    except KeyringMissing:
        return _without_keys(keys.folder, parts)
    except (KeyFileReadableByOthers, KeyIsNotTheListedOne, NotAPrivateKey, OSError) as error:
        return Finding("record keys", Health.BROKEN, f"{error}.", "Mend the folder: CLASSROOM_RECORD_KEYS_DIR")
    if settings.record_origin and keyring.origin != settings.record_origin:
        said = f"{keys.folder} holds the keys of {keyring.origin}, not of {settings.record_origin}."
        return Finding("record keys", Health.BROKEN, said, "Correct CLASSROOM_RECORD_ORIGIN, or name the right folder.")
    if not signers:
        return Finding("record keys", Health.BROKEN, "No key can sign any more.", "Make one: classroom audit keys add")
    return Finding("record keys", Health.OK, f"{len(signers)} of {keyring.origin} can sign")


def of_ansible(settings: Settings) -> Iterator[Finding]:
    """Whether the installations have the program and the collections that they need."""
    from orchestrator.adapters.ansible.collections import missing_collections

    missing = missing_collections(settings.collections_dir)
    if missing:
        said = f"{settings.collections_dir} lacks {', '.join(missing)}."
        yield Finding("collections", Health.BROKEN, said, "Install them: classroom collections install")
    else:
        yield Finding("collections", Health.OK, f"all are in {settings.collections_dir}")
    program = settings.ansible_bin_dir / "ansible-playbook"
    if program.is_file():
        yield Finding("ansible", Health.OK, str(program))
    else:
        do = "Set the product up again: ./run setup. Or name another folder: CLASSROOM_ANSIBLE_BIN_DIR"
        yield Finding("ansible", Health.BROKEN, f"{program} is not there.", do)


def of_distribution_point(settings: Settings) -> Finding:
    """Whether the site's own source of software is named by a usable address; nothing is fetched from it."""
    url, what = settings.distribution_point, "distribution point"
    parts = urlsplit(url)
    if not url:
        said = "None is named, so nothing can be installed that comes from there."
        return Finding(what, Health.ATTENTION, said, "Name it: CLASSROOM_DISTRIBUTION_POINT=https://…")
    if parts.scheme != "https" or not parts.hostname:
        said = f"{parts.scheme or 'no scheme'}://{parts.hostname or ''} is no https address of a host."
        return Finding(what, Health.BROKEN, said, "Correct it: CLASSROOM_DISTRIBUTION_POINT=https://…")
    if parts.query or parts.fragment or parts.username:
        said = f"The address at {parts.hostname} has a query, a fragment or a name in it; files are looked up below it."
        return Finding(what, Health.BROKEN, said, "Write it without: CLASSROOM_DISTRIBUTION_POINT=https://…")
    return Finding(what, Health.OK, f"https://{parts.hostname}{parts.path}")


def of_secrets(settings: Settings, parts: "Parts") -> Iterator[Finding]:
    """Whether each secret that is named somewhere is there. Only names are told, never a value."""
    with parts.toolbox.reads() as uow:
        profiles = uow.machines.profiles()
    named = {profile.secret.removeprefix("secret:"): f"profile {profile.name}" for profile in profiles.values()}
    for setting in ("smtp_password", "checkpoint_webhook_bearer"):
        if value := getattr(settings, setting):
            named[value.removeprefix("secret:")] = f"CLASSROOM_{setting.upper()}"
    for name, needed_by in sorted(named.items()):
        what = f"secret {name}"
        try:
            read_secret(settings, name)
        except SecretMissing:
            where = f"Set CLASSROOM_SECRET_{name.upper()}, or put a file {name} (0600) into CLASSROOM_SECRETS_DIR"
            yield Finding(what, Health.BROKEN, f"{needed_by} names it, and it is nowhere.", where)
        except (SecretIsOpen, OSError) as error:
            yield Finding(what, Health.BROKEN, f"Its file cannot be used: {error}", "Only its owner may read it: 0600")
        else:
            yield Finding(what, Health.OK, f"there, for {needed_by}")


def of_worker(settings: Settings) -> Finding:
    """Whether a worker of this host's name runs here; one on another host is not seen."""
    from orchestrator.adapters.workflows.process_lock import is_held

    file = settings.state_dir / f"worker-{settings.executor_id}.lock"
    if is_held(file):
        return Finding("worker", Health.OK, f"one runs here as {settings.executor_id}")
    said = f"None runs here as {settings.executor_id}; what is owed waits, unless one runs on another host."
    return Finding("worker", Health.ATTENTION, said, "Start it: classroom worker")


def of_administrators(parts: "Parts") -> Finding:
    """Whether somebody can manage people."""
    with parts.toolbox.reads() as uow:
        count = len(uow.accounts.administrators())
    if count:
        return Finding("administrators", Health.OK, f"{count} can manage people")
    do = 'Make one on this host: classroom people create-admin LOGIN --name "NAME"'
    return Finding("administrators", Health.BROKEN, "Nobody can manage people.", do)


def of_rulers(parts: "Parts") -> Iterator[Finding]:
    """Categories for which nobody independent could rule on some contest (RULES R4.1)."""
    from orchestrator.services.staffing import gaps
    from orchestrator.services.wording import Language, words

    with parts.toolbox.reads() as uow:
        found = gaps(uow)
    lacking: dict[str, list[str]] = {}
    for category in dict.fromkeys(gap.category for gap in found):
        said = "; ".join(words(gap.kind, Language.EN) for gap in found if gap.category is category)
        lacking.setdefault(said, []).append(category.value)
    for said, categories in lacking.items():
        # A new site lacks the same for most of them, and one line says it better than ten.
        several = len(categories) > 1
        what = f"rulings on {len(categories)} categories" if several else f"rulings on {categories[0]}"
        told = f"{', '.join(categories)}: {said}." if several else f"{said}."
        whom = "CATEGORY" if several else categories[0]
        yield Finding(what, Health.ATTENTION, told, f"Name people: classroom rulers set {whom} LOGIN:SIDE …")
    if not found:
        yield Finding("rulings", Health.OK, "somebody independent can rule in every category")


def of_confirmers(parts: "Parts") -> Iterator[Finding]:
    """Rooms in which nobody outside the technicians' line could confirm a category (RULES R3.2)."""
    from orchestrator.services.confirmers import unconfirmed_rooms

    with parts.toolbox.reads() as uow:
        lacking = unconfirmed_rooms(uow)
    for category, rooms in lacking.items():
        named = ", ".join(rooms[:_ROOMS_NAMED]) + (" …" if len(rooms) > _ROOMS_NAMED else "")
        said = f"Nobody can confirm it in {named}: such an override counts as an ordinary one after its term."
        do = "Give the role to somebody who is no technician there: classroom people grant LOGIN ROLE"
        yield Finding(f"confirming {category.value}", Health.ATTENTION, said, do)
    if not lacking:
        yield Finding("confirming", Health.OK, "somebody outside the technicians' line can confirm in every room")


def _without_keys(folder: object, parts: "Parts | None") -> Finding:
    signed = False
    if parts is not None:
        with parts.toolbox.reads() as uow:
            signed = uow.record.last_checkpoint() is not None
    if signed:
        said = f"The record was signed, and its keys are not in {folder}."
        return Finding("record keys", Health.BROKEN, said, "Bring the folder back: CLASSROOM_RECORD_KEYS_DIR")
    return Finding("record keys", Health.OK, "the first one is made when a worker starts")
