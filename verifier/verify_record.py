#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["cryptography"]
# ///
"""Check an export of the record, without the system that wrote it and without any of its code.

    python verify_record.py EXPORT [--key KEY ...] [--since OLD_CHECKPOINT ...] [--json]

EXPORT is a folder as docs/record-format.md describes it. KEY is a verifier key, or a file of them, that you got from
somewhere else than the export. OLD_CHECKPOINT is a checkpoint that was published earlier: a file, a folder of them, or
the checkpoints.jsonl of an older export. Without these two the export is only held against itself.

Exit status: 0 nothing wrong, 1 something is wrong, 2 it could not be read, 3 nothing wrong but nothing proven either.
"""

import argparse
import base64
import copy
import hashlib
import heapq
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = 1
LISTED = 50
HASH_BYTES = 32
CLOCKS_DIFFER = timedelta(minutes=1)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
HEX_HASH = re.compile(r"[0-9a-f]{64}")
HEX_SALT = re.compile(r"[0-9a-f]{32}")
INDEX = re.compile(r"[0-9]{1,19}")
LEAF_LINE = re.compile(rb"(0|[1-9]\d{0,18}) ([0-9a-f]{64})")
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
ILL_WRITTEN = (ValueError, TypeError, KeyError, AttributeError, RecursionError)

VERDICTS = {0: "Nothing is wrong.", 1: "Something is wrong.", 3: "Nothing is wrong, but no checkpoint proves anything."}
SENTENCES = {
    # In the order in which they are told.
    "history-forked": "The record was rewritten and signed again: {source} and {other} are both signed, and no one "
    "history has both. They part among {which}. {before}",
    "rolled-back": "The record was put back to an older state: the log itself knows of {held} entries, fewer than in "
    "{source}. {Which} {is_are} missing.",
    "tail-cut": "The end is cut off: here are {held} entries, fewer than in {source}. {Which} {is_are} missing.",
    "entries-fewer": "Here are {held} entries, fewer than in {source}.",
    "range-changed": "Among {which} something is not what was signed, for {source} does not fit. {before}",
    "checkpoint-bad-signature": "Changed after it was signed, for the signature by {signers} does not fit: {source}.",
    "checkpoint-wrong-key": "Not signed by a key that you trust, but by {signers}: {source}. If the log has changed "
    "its key, get the new one from its owner by another way, and give it with --key as well.",
    "checkpoint-other-log": "Of the log {origin}, not of {expected}: {source}.",
    "checkpoint-malformed": "Not a signed checkpoint ({why}): {source}.",
    "head-behind": "The head counts {size} entries, {held} are here: it was put back, or {which} slipped in.",
    "head-differs": "The root at the head of the log is not the one of its {size} entries.",
    "entry-missing": "{Which} {is_are} missing.",
    "entries-renumbered": "Before entry {first}, entries were {what} ({count}); {which} got other numbers for it.",
    "entry-doubled": "Entry {first} is there more than once: line {line} of entries.jsonl was put in.",
    "entries-swapped": "Entries {first} and {second} were swapped.",
    "entry-out-of-place": "In the place of entry {first} stands one that calls itself number {says}.",
    "entry-changed": "{Which} {is_are} not what was written: a signed checkpoint proves it, by the hash that was kept.",
    "entry-differs": "{Which} and the hash that was kept do not agree. No checkpoint tells which of them was changed.",
    "kept-hash-changed": "{Which} {is_are} what was signed, but the hash that was kept was changed.",
    "entry-malformed": "{Which} {is_are} not written as the format demands.",
    "kept-hash-missing": "The hash that the log kept of {which} is missing.",
    "text-replaced": "The text {field!r} of entry {first} is not the one that was written.",
    "text-put-in": "The text {field!r} beside entry {first} does not belong there: {why}.",
    "text-gone": "The text {field!r} of entry {first} is gone, and no entry tells that it was erased.",
    "line-malformed": "Line {line} of {file} is not written as the format demands, or out of order.",
}


def lies_back(at: str, latest: str) -> bool:
    """Whether a time is earlier by more than several processes that write at once explain."""
    try:
        return datetime.fromisoformat(latest) - datetime.fromisoformat(at) > CLOCKS_DIFFER
    except ValueError:  # written like a moment, but there is no such day
        return True


class Unreadable(Exception):
    """The export cannot be checked at all."""


class Refused(Exception):
    """A checkpoint that does not count: the code of the finding, and its facts."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class Finding(NamedTuple):
    """One thing that is wrong, and where: facts by name, of which ``first`` and ``last`` are entries."""

    code: str
    facts: dict[str, Any]

    def sentence(self) -> str:
        """It in words."""
        first, last = self.facts.get("first"), self.facts.get("last", self.facts.get("first"))
        which = f"entry {first}" if first == last else f"entries {first} to {last}"
        words = {"which": which, "Which": which.capitalize(), "is_are": "is" if first == last else "are"}
        return SENTENCES[self.code].format(**words, **self.facts)


class Key(NamedTuple):
    """A verifier key (C2SP signed-note)."""

    name: str
    key_id: bytes
    public: Ed25519PublicKey
    line: str


class Checkpoint(NamedTuple):
    """A checkpoint whose signature was verified. ``published``: it did not come with the export."""

    size: int
    root: bytes
    source: str = ""
    published: bool = False


class Row(NamedTuple):
    """A line of entries.jsonl. ``entry`` is None where it is not well written, ``says`` where it names no index."""

    line: int
    leaf: bytes
    says: int | None
    entry: dict[str, Any] | None


class Tree:
    """The RFC 6962 tree over the leaves so far: its complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size, self.hashes = 0, list[bytes]()

    def add(self, leaf: bytes) -> None:
        """Append the hash of a leaf."""
        bits, self.size = self.size, self.size + 1
        while bits & 1:
            leaf, bits = hashlib.sha256(b"\x01" + self.hashes.pop() + leaf).digest(), bits >> 1
        self.hashes.append(leaf)

    def has(self, size: int, root: bytes) -> bool:
        """Whether it is of that size and has that root."""
        node = self.hashes[-1] if self.hashes else hashlib.sha256(b"").digest()
        for left in self.hashes[-2::-1]:
            node = hashlib.sha256(b"\x01" + left + node).digest()
        return self.size == size and node == root


class Ahead:
    """Values in turn, of which the next can be looked at; None at the end."""

    def __init__(self, values: Iterable[Any]) -> None:
        self._values = iter(values)
        self.next = next(self._values, None)

    def take(self) -> Any:  # noqa: ANN401 - whatever the values are
        """The next one."""
        taken, self.next = self.next, next(self._values, None)
        return taken


def demand(condition: object, why: str) -> None:
    """Raise ValueError where something is not as it has to be."""
    if not condition:
        raise ValueError(why)


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Numbered lines without their line feed."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            yield number, line.removesuffix(b"\n")


def decoded(text: str) -> bytes:
    """Standard base64 in its one strict spelling; ValueError otherwise."""
    value = base64.b64decode(text, validate=True)
    demand(base64.b64encode(value).decode() == text, "base64")
    return value


def read_keys(given: Iterable[str | Path]) -> Iterator[Key]:
    """Keys from their lines, or files of lines: name, id, and type with key in base64, with plus signs between."""
    for text in given:
        for line in Path(text).read_text("utf-8").splitlines() if Path(text).is_file() else [str(text)]:
            try:
                name, key_id, encoded = line.split("+", 2)
                typed = decoded(encoded)
                named = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
                demand(name.split() == [name] and typed[:1] == b"\x01" and named.hex() == key_id, "key")
                yield Key(name, named, Ed25519PublicKey.from_public_bytes(typed[1:]), line)
            except ValueError:
                raise Unreadable(f"this is not a verifier key: {line!r}") from None


def open_note(note: bytes, keys: list[Key], origin: str) -> tuple[int, bytes]:
    """Size and root of a published checkpoint that a trusted key signed; ValueError where it is none."""
    text, blank, under = note.decode().rpartition("\n\n")
    text += "\n"
    demand(blank and under.endswith("\n"), "no text with signatures under it")
    demand(all(c >= " " or c == "\n" for c in text + under), "control characters")
    signers, verified = [], False
    for line in under[:-1].split("\n"):
        demand(line.startswith("\N{EM DASH} ") and line.count(" ") == 2, "signature line")  # noqa: PLR2004 - two
        _, name, encoded = line.split(" ")
        blob = decoded(encoded)
        signers.append(f"{name}+{blob[:4].hex()}")
        for key in (key for key in keys if (key.name, key.key_id) == (name, blob[:4])):
            try:
                key.public.verify(blob[4:], text.encode())
            except InvalidSignature:
                raise Refused("checkpoint-bad-signature", signers=signers[-1]) from None
            verified = True
    if not verified:
        raise Refused("checkpoint-wrong-key", signers=", ".join(signers))
    demand(text.count("\n") > 2, "fewer than three lines")  # noqa: PLR2004 - name, size and root
    name, size, encoded, *_ = text.split("\n")
    root = decoded(encoded)
    demand(str(int(size)) == size and int(size) >= 0 and len(root) == HASH_BYTES, "size or root")
    if name != origin:
        raise Refused("checkpoint-other-log", origin=name, expected=origin)
    return int(size), root


def published_notes(given: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Checkpoints that were published earlier: out of files, folders of files, and lists of older exports."""
    for path in map(Path, given):
        if path.suffix == ".jsonl":
            yield from listed_notes(path, str(path))
        else:
            # The keys lie beside the checkpoints, and a file that is just being written has a dot before its name.
            others = {file for file in path.glob("*") if file.name == "verifier-keys" or file.name[0] == "."}
            files = sorted({*path.iterdir()} - others) if path.is_dir() else [path]
            yield from ((f"the published {file}", file.read_bytes()) for file in files)


def listed_notes(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Checkpoints out of a list. A line that is none is handed on as it is, to be refused as a note."""
    for number, line in lines_of(path):
        try:
            note = json.loads(line)["note"].encode()
        except ILL_WRITTEN:
            note = line
        yield f"line {number} of {name}", note


def texts_only(value: object, form: re.Pattern[str] | None = None) -> bool:
    """Whether it is an object of texts, all of this form."""
    texts = value.values() if isinstance(value, dict) else [None]
    return all(isinstance(text, str) and (form is None or form.fullmatch(text)) for text in texts)


def read_row(number: int, raw: bytes) -> Row:
    """One entry, with the hash of its leaf."""
    leaf, index, entry = hashlib.sha256(b"\x00" + raw).digest(), None, None
    try:
        body = json.loads(raw)
        demand(type(body["index"]) is int and body["index"] >= 0, "index")
        index = body["index"]
        demand(body.keys() == {"v", "index", "at", "actor", "kind", "subjects", "commitments"}, "names")
        demand(type(body["v"]) is int and body["v"] == FORMAT and MOMENT.fullmatch(body["at"]), "version or time")
        demand(isinstance(body["actor"], str) and isinstance(body["kind"], str), "actor or kind")
        demand(texts_only(body["subjects"]) and texts_only(body["commitments"], HEX_HASH), "subjects or commitments")
        demand(CANONICAL.encode(body).encode() == raw, "canonical form")
        entry = body
    except ILL_WRITTEN:
        entry = None
    return Row(number, leaf, index, entry)


class Check:
    """The walk through an export, in step over its entries, their kept hashes, their texts and the checkpoints.

    Two trees grow: ``seen`` over the entries as they are, ``kept`` over the hashes that the log kept of them. They are
    one as long as they agree. Where they do not, the one that fits a signed checkpoint shows what was changed: fits
    ``kept``, the entries were; fits ``seen``, the kept hashes were. After that they are one again.
    """

    def __init__(self, export: Path, since: Iterable[str], keys: list[str]) -> None:
        try:
            head = json.loads((export / "record.json").read_bytes())
            self.origin, self.head_size, self.head_root = head["origin"], head["size"], decoded(head["root"])
            demand(head["format"] == FORMAT and type(self.head_size) is int and type(self.origin) is str, "format")
        except ILL_WRITTEN:
            raise Unreadable(f"record.json is not the head of a record of format {FORMAT}") from None
        self.alike: dict[str, list[Finding]] = {}
        self.count = dict.fromkeys(("entries", "texts", "erased", "listed", "published", "backwards", "more"), 0)
        self.own_keys = bool(keys)
        self.keys = list(read_keys(keys or [export / "verifier-keys"]))
        listed = listed_notes(export / "checkpoints.jsonl", "checkpoints.jsonl")
        published = sorted(self.opened(published_notes(since), published=True))
        self.checkpoints = Ahead(heapq.merge(self.opened(listed, published=False), published))
        self.rows = Ahead(read_row(*line) for line in lines_of(export / "entries.jsonl"))
        self.leaves = Ahead(self.read_leaves(export / "leaves.txt"))
        self.texts = Ahead(self.read_texts(export / "texts.jsonl"))
        self.kept = self.seen = Tree()
        self.at, self.latest, self.first_backwards = 0, "", -1
        self.misplaced: dict[int, int] = {}
        self.gone: dict[int, set[str]] = {}
        self.differing: list[list[int]] = []
        self.shift = 0
        self.fit: Checkpoint | None = None
        self.bad: Checkpoint | None = None
        self.forked: Checkpoint | None = None
        self.below = self.unchecked = 0

    def add(self, code: str, **facts: Any) -> None:  # noqa: ANN401 - numbers and texts
        """Note a finding; one that continues the last of its kind makes that longer."""
        alike = self.alike.setdefault(code, [])
        others = {name: value for name, value in facts.items() if name not in {"first", "last"}}
        longer = alike and "last" in facts and alike[-1].facts["last"] + 1 == facts["first"]
        if longer and others.items() <= alike[-1].facts.items():
            alike[-1].facts["last"] = facts["last"]
        elif len(alike) < LISTED:
            alike.append(Finding(code, facts))
        else:
            self.count["more"] += 1

    def opened(self, notes: Iterable[tuple[str, bytes]], *, published: bool) -> Iterator[Checkpoint]:
        """Those that a trusted key signed; the others are findings."""
        before = 0
        for source, note in notes:
            try:
                size, root = open_note(note, self.keys, self.origin)
                demand(published or size >= before, "smaller than the one before it")
            except Refused as refused:
                self.add(refused.code, source=source, **refused.facts)
            except ValueError as error:
                self.add("checkpoint-malformed", source=source, why=str(error))
            else:
                before = size
                self.count["published" if published else "listed"] += 1
                yield Checkpoint(size, root, f"{source} ({size} entries)", published)

    def read_leaves(self, path: Path) -> Iterator[tuple[int, bytes]]:
        """Index and kept hash of each entry."""
        before = -1
        for number, line in lines_of(path):
            match = LEAF_LINE.fullmatch(line)
            if match and int(match[1]) > before:
                before = int(match[1])
                yield before, bytes.fromhex(match[2].decode())
            else:
                self.add("line-malformed", file=path.name, line=number)

    def read_texts(self, path: Path) -> Iterator[tuple[int, str, str]]:
        """Entry, field and commitment of each text."""
        before = (-1, "")
        for number, line in lines_of(path):
            try:
                text = json.loads(line)
                here = (text["entry"], text["field"])
                demand(text.keys() == {"entry", "field", "salt", "text"} and type(here[0]) is int, "names")
                demand(CANONICAL.encode(text).encode() == line, "canonical form")
                # A salt of another length could take over the beginning of the text, and the hash would be the same.
                demand(HEX_SALT.fullmatch(text["salt"]) and here >= before, "salt or order")
                commitment = hashlib.sha256(bytes.fromhex(text["salt"]) + text["text"].encode()).hexdigest()
            except ILL_WRITTEN:
                self.add("line-malformed", file=path.name, line=number)
            else:
                before = here
                yield *here, commitment

    def walk(self) -> None:
        """Take every entry in turn."""
        self.reach()
        while self.rows.next:
            row = self.rows.take()
            following = self.rows.next.says if self.rows.next else None
            if row.says in {None, self.at} or self.stands_here(row, following):
                self.place(row)
        while self.leaves.next:
            self.skip_to(self.leaves.next[0] + 1)
        while self.texts.next:
            index, name, _ = self.texts.take()
            self.add("text-put-in", first=index, field=name, why="there is no such entry")
        for index, fields in self.gone.items():
            for name in sorted(fields):
                self.add("text-gone", first=index, field=name)

    def stands_here(self, row: Row, following: int | None) -> bool:
        """Say what is wrong with an entry whose number is not the next; whether it stands in the next one's place."""
        index, at = row.says or 0, self.at
        if index > at and (following is None or following > index):
            self.skip_to(index)
        elif self.misplaced.get(index) == at:
            self.alike["entry-out-of-place"] = [f for f in self.alike["entry-out-of-place"] if f.facts["says"] != at]
            self.add("entries-swapped", first=index, second=at)
        elif index < at and (following is None or following <= at):
            self.add("entry-doubled", first=index, line=row.line)
            return False
        else:
            self.add("entry-out-of-place", first=at, says=index)
            if len(self.misplaced) < LISTED:
                self.misplaced[at] = index
        return True

    def skip_to(self, index: int) -> None:
        """Entries up to before this one are missing. Their kept hashes may be there all the same.

        A tree that misses one stays smaller than the number of entries, and fits no checkpoint any more.
        """
        self.add("entry-missing", first=self.at, last=index - 1)
        self.part()
        while self.at < index and self.leaves.next and self.leaves.next[0] == self.at:
            self.kept.add(self.leaves.take()[1])
            self.at += 1
            self.reach()
        while self.leaves.next and self.leaves.next[0] < index:
            self.leaves.take()
        self.at = index
        self.reach()

    def part(self) -> None:
        """From here on the entries and the hashes kept of them no longer agree."""
        if self.seen is self.kept:
            self.seen = copy.deepcopy(self.kept)

    def place(self, row: Row) -> None:
        """Take an entry as the next one."""
        kept, entry = row.leaf, row.entry if row.says == self.at else None
        if self.leaves.next and self.leaves.next[0] == self.at:
            kept = self.leaves.take()[1]
        else:
            self.add("kept-hash-missing", first=self.at, last=self.at)
        if row.entry is None:
            self.add("entry-malformed", first=self.at, last=self.at)
        if kept != row.leaf:
            self.part()
            entry = None if self.was_renumbered(kept, entry) else entry
        self.kept.add(kept)
        if self.seen is not self.kept:
            self.seen.add(row.leaf)
        self.beside(entry)
        self.hear_of_erasure(row.entry)
        self.count["entries"] += 1
        self.at += 1
        self.reach()

    def was_renumbered(self, kept: bytes, entry: dict[str, Any] | None) -> bool:
        """Note that an entry doesn't give the hash kept of it; whether it does with the number that it once had."""
        run = self.differing[-1] if self.differing and self.differing[-1][1] == self.at - 1 else []
        # Not tried again and again in a long run of entries that never had another number.
        for shift in (
            (self.shift, 1, 2, 3, 4, -1, -2, -3, -4) if entry and (not run or self.at - run[0] < LISTED) else ()
        ):
            once = CANONICAL.encode({**(entry or {}), "index": self.at + shift}).encode()
            if hashlib.sha256(b"\x00" + once).digest() == kept:
                self.shift, what = shift, "taken out" if shift > 0 else "put in"
                self.add("entries-renumbered", first=self.at, last=self.at, count=abs(shift), what=what)
                return True
        if run:
            run[1] = self.at
        elif len(self.differing) < LISTED:
            self.differing.append([self.at, self.at])
        else:
            self.count["more"] += 1
        return False

    def settle(self, code: str) -> None:
        """Say of the entries that do not give the hashes kept of them what is known by now."""
        for first, last in self.differing:
            self.add(code, first=first, last=last)
        self.differing = []

    def beside(self, entry: dict[str, Any] | None) -> None:
        """Hold the texts beside the entry at this place against its commitments; None where these cannot be told."""
        commitments, done = entry["commitments"] if entry else {}, set[str]()
        while self.texts.next and self.texts.next[0] <= self.at:
            index, name, commitment = self.texts.take()
            if index < self.at:
                self.add("text-put-in", first=index, field=name, why="there is no such entry")
            elif entry and name not in commitments:
                self.add("text-put-in", first=index, field=name, why="the entry never had one")
            elif entry and (name in done or commitment != commitments[name]):
                self.add("text-replaced", first=index, field=name)
            done.add(name)
        self.count["texts"] += len(done)
        if missing := commitments.keys() - done:
            self.count["erased"] += len(missing)
            self.gone[self.at] = missing
        if entry and entry["at"] < self.latest and lies_back(entry["at"], self.latest):
            self.first_backwards = self.first_backwards if self.count["backwards"] else self.at
            self.count["backwards"] += 1
        self.latest = max(self.latest, entry["at"] if entry else "")

    def hear_of_erasure(self, entry: dict[str, Any] | None) -> None:
        """Whoever erases a text says so in a later entry. What no entry tells of was taken away."""
        if entry and entry["kind"] == "audit.redacted":
            about = entry["subjects"].get("entry", "")
            index = int(about) if INDEX.fullmatch(about) else -1
            self.gone.get(index, set()).difference_update(entry["subjects"].get("fields", "").split(","))

    def reach(self) -> None:
        """Hold the trees against the checkpoints of this size."""
        while self.checkpoints.next and self.checkpoints.next.size <= self.at:
            checkpoint = self.checkpoints.take()
            size, root, *_ = checkpoint
            same = self.fit is not None and self.fit.size == size
            seen_fits = self.seen.has(size, root)
            if seen_fits or (self.seen is not self.kept and self.kept.has(size, root)):
                self.forked = self.forked or (checkpoint if self.bad else None)
                if not same and not self.bad:
                    self.below = self.fit.size if self.fit else 0
                self.fit = self.fit if same else checkpoint
                self.settle("kept-hash-changed" if seen_fits else "entry-changed")
                self.seen = self.kept = self.seen if seen_fits else self.kept
            elif self.kept.size != size:
                self.unchecked += 1
            elif self.bad is None:
                self.bad, self.forked = checkpoint, self.fit if same else None
                self.below = self.below if same or not self.fit else self.fit.size
            elif self.bad.size == size and self.bad.root != root:
                self.forked = self.forked or checkpoint

    def conclude(self) -> None:
        """Say what the checkpoints and the head tell of the whole."""
        held, head = self.at, self.head_size
        self.settle("entry-differs")
        if self.bad:
            before = f"Before entry {self.below} all fits." if self.below else "No smaller checkpoint narrows it down."
            facts = {
                "first": self.below,
                "last": max(self.bad.size - 1, 0),
                "source": self.bad.source,
                "before": before,
            }
            if self.forked:
                self.add("history-forked", other=self.forked.source, **facts)
            else:
                self.add("range-changed", **facts)
        # What is left counts more entries than there are. The sizes rise, so the largest of either kind stays.
        beyond = {checkpoint.published: checkpoint for checkpoint in iter(self.checkpoints.take, None)}
        newest = max(beyond.values(), default=Checkpoint(head, b"", f"the head in record.json ({head} entries)"))
        if newest.size > held:
            only_outside = newest.published and False not in beyond and head <= held
            code = (
                "entries-fewer"
                if self.bad or "entries-renumbered" in self.alike
                else "rolled-back"
                if only_outside
                else "tail-cut"
            )
            self.add(code, first=held, last=newest.size - 1, held=held, source=newest.source)
        if head < held:
            self.add("head-behind", first=head, last=held - 1, size=head, held=held)
        elif head == held == self.kept.size and not self.kept.has(head, self.head_root):
            self.add("head-differs", size=head)

    @property
    def proven(self) -> int:
        """How many entries are those that were signed, but for the findings; of a fork, those before it parts."""
        return self.below if self.bad else self.fit.size if self.fit else 0

    def caveats(self) -> Iterator[str]:
        """What is worth knowing and no finding."""
        count = self.count
        if not self.own_keys:
            yield "The keys came with the export; a record forged under another key would pass. Compare them (--key)."
        if not count["published"]:
            yield "No checkpoint from elsewhere was given (--since); a record put back or signed anew would pass."
        if self.at > self.proven:
            yield f"No checkpoint proves entries {self.proven} to {self.at - 1}."
        if self.unchecked:
            yield f"Checkpoints that could not be checked, because entries before them are missing: {self.unchecked}."
        if count["erased"]:
            yield f"Texts that were erased: {count['erased']}. Their entries are proven without them."
        if count["backwards"]:
            where = f"{count['backwards']}, the first is entry {self.first_backwards}"
            yield f"Entries more than a minute earlier than one before them: {where}. Times are the word of the writer."
        if count["more"]:
            yield f"Findings that are not listed: {count['more']}."


def check(export: Path, since: Iterable[str] = (), keys: Iterable[str] = ()) -> dict[str, Any]:
    """Check an export; gives what ``--json`` prints.

    Raises:
        Unreadable: It cannot be checked at all.
        OSError: A file cannot be read.
    """
    run = Check(export, since, list(keys))
    run.walk()
    run.conclude()
    findings = [finding for code in SENTENCES for finding in run.alike.get(code, [])]
    status = 1 if findings else 0 if run.fit and (run.proven or not run.at) else 3
    return {
        "status": status,
        "verdict": VERDICTS[status],
        "origin": run.origin,
        "keys": [key.line for key in run.keys],
        "keys_given": run.own_keys,
        "entries": run.count["entries"],
        "texts": run.count["texts"],
        "texts_erased": run.count["erased"],
        "checkpoints_listed": run.count["listed"],
        "checkpoints_published": run.count["published"],
        "proven_size": run.proven,
        "findings": [{"code": f.code, **f.facts, "sentence": f.sentence()} for f in findings],
        "caveats": list(run.caveats()),
    }


def as_text(result: dict[str, Any]) -> str:
    """The result in plain words."""
    lines = [
        f"Record {result['origin']}: {result['entries']} entries, {result['texts']} texts beside them.",
        f"Signed checkpoints: {result['checkpoints_listed']} listed, {result['checkpoints_published']} from elsewhere.",
        *(f"Key: {key}" for key in result["keys"]),
        "",
        result["verdict"],
        *(f"  - {finding['sentence']} [{finding['code']}]" for finding in result["findings"]),
    ]
    if result["proven_size"]:
        but = ", but for what is named above," if result["findings"] else ""
        lines += [
            "",
            f"Proven: entries 0 to {result['proven_size'] - 1}{but} are those that these keys signed, in this order.",
        ]
    if result["caveats"]:
        lines += ["", "What this does not show:", *(f"  - {caveat}" for caveat in result["caveats"])]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names, print what came out, and give the exit status."""
    parser = argparse.ArgumentParser(description="Check an export of the record.")
    parser.add_argument("export", type=Path, metavar="EXPORT", help="the folder that was exported")
    parser.add_argument("--key", nargs="+", action="extend", default=[], help="keys to trust, or files of them")
    parser.add_argument(
        "--since", nargs="+", action="extend", default=[], help="checkpoints that were published earlier"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        result = check(options.export, options.since, options.key)
    except (Unreadable, OSError, UnicodeDecodeError) as error:
        print(f"This cannot be checked: {error}", file=sys.stderr)
        return 2
    print(json.dumps(result, indent=2, ensure_ascii=False) if options.json else as_text(result))
    return int(result["status"])


if __name__ == "__main__":
    sys.exit(main())
