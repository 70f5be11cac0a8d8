"""The record over HTTP: what is found, who may look, in which words, and what its proofs prove."""

import base64
import hashlib
import json

import pymerkle
import pytest
from fastapi.testclient import TestClient

from orchestrator.adapters.signing.ed25519 import generate, public_bytes
from orchestrator.domain.checkpoints import Checkpoint
from orchestrator.domain.people import CAMPUS, Actor, Permission, Role, RoleScope, ScopeKind
from orchestrator.domain.rollouts import RunState
from orchestrator.domain.signed_notes import VerifierKey
from orchestrator.services.record_stores import StoredCheckpoint
from tests.api.moments import NOON
from tests.api.people import ADA, CLEO, GRACE, MARTA, OLGA, ROOT, TIM, bearer, give_token, hire
from tests.api.service import ORIGIN, Service

GERMAN = {**OLGA, "Accept-Language": "de"}
READERS = {"olga": OLGA, "marta": MARTA, "root": ROOT}


def _write(service: Service, *, texts: dict[str, str] | None = None, **subjects: str) -> int:
    with service.database.transactions() as uow:
        ada = Actor("person:ada", "Prof. Ada Lovelace")
        index = uow.audit.append(
            at=service.clock.now(), actor=ada, kind="override.made", subjects=subjects, texts=texts
        )
        uow.commit()
    return index


def _indexes(service: Service, **query: object) -> list[int]:
    answer = service.get("/record", headers=OLGA, **query)
    assert answer.status_code == 200, answer.text
    return [entry["index"] for entry in answer.json()["entries"]]


def test_an_entry_says_who_did_what_to_what_in_words_and_in_codes(service: Service) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    (entry,) = service.get("/record", headers=OLGA).json()["entries"]
    assert entry["text"] == "Prof. Ada Lovelace asked for Mozilla Firefox in B-204. It was accepted at once."
    assert entry["kind"] == {"code": "request.accepted", "text": "Request accepted"}
    assert entry["actor"] == {"id": "person:ada", "name": "Prof. Ada Lovelace"}
    subjects = {subject["kind"]: (subject["id"], subject["text"]) for subject in entry["subjects"]}
    assert subjects == {
        "request": (request, request),
        "classroom": ("b204", "B-204"),
        "item": ("firefox", "Mozilla Firefox"),
        "person": ("person:ada", "Prof. Ada Lovelace"),
        "revision": ("1", "1"),
    }
    changes = {change["field"]: (change["before"], change["after"], change["text"]) for change in entry["changes"]}
    assert changes["version"] == (None, "latest", "version: - → latest")
    assert entry["at"] == NOON.isoformat().replace("+00:00", "Z")
    assert entry["leaf"] == hashlib.sha256(b"\0" + entry["body"].encode()).hexdigest()
    assert json.loads(entry["body"])["kind"] == "request.accepted"


def test_the_words_are_german_where_german_is_asked_for(service: Service) -> None:
    service.ask("firefox")
    answer = service.get("/record/0", headers=GERMAN)
    assert answer.headers["Content-Language"] == "de"
    assert answer.json()["kind"]["text"] == "Anforderung angenommen"
    assert answer.json()["text"].startswith("Prof. Ada Lovelace hat Mozilla Firefox in B-204 angefordert.")


def test_filters_are_what_people_call_things(service: Service) -> None:
    service.ask("firefox")
    service.post("/classrooms/C-101/rollouts", headers=TIM)
    _write(service, texts={"explanation": "The weather plug-in is ad-ware."}, category="security", classroom="c101")
    assert _indexes(service) == [2, 1, 0]
    assert _indexes(service, person="tim") == [1]
    assert _indexes(service, person="person:ada", classroom="c-101") == [2]
    assert _indexes(service, person="me") == []
    assert _indexes(service, kind="rollout.") == [1]
    assert _indexes(service, item="firefox", kind="request.accepted") == [0]
    assert _indexes(service, category="security", q="WEATHER plug") == [2]
    assert _indexes(service, since="2027-01-12T13:00:00+01:00", until="2027-01-12T13:00:01+01:00") == [2, 1, 0]
    assert _indexes(service, until="2027-01-12T13:00:00+01:00") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"kind": "request"}, "kind"),
        ({"kind": "request.%"}, "kind"),
        ({"category": "taste!"}, "category"),
        ({"since": "yesterday"}, "since"),
        ({"after": -1}, "after"),
        ({"after": 2**31}, "after"),
        ({"limit": 0}, "limit"),
        ({"q": "a\u0000b"}, "q"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_named(service: Service, query: dict[str, object], field: str) -> None:
    answer = service.get("/record", headers=OLGA, **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    assert [problem["field"] for problem in answer.json()["problems"]] == [f"query.{field}"]


def test_pages_follow_one_another_though_entries_arrive(service: Service) -> None:
    for _ in range(5):
        _write(service)
    first = service.get("/record", headers=OLGA, limit=2, kind="override.")
    assert "after=3" in first.headers["Link"]
    _write(service)
    second = service.client.get(first.headers["Link"].partition(">")[0].lstrip("<"), headers=OLGA)
    third = service.get("/record", headers=OLGA, limit=2, after=second.json()["next"])
    seen = [[entry["index"] for entry in page.json()["entries"]] for page in (first, second, third)]
    assert seen == [[4, 3], [2, 1], [0]]
    assert third.json()["next"] is None
    assert "Link" not in third.headers


def test_what_was_erased_is_named_and_everything_else_stays(service: Service) -> None:
    _write(service, texts={"explanation": "She said so.", "changes": '{"state":["a","b"]}'}, classroom="b204")
    before = service.get("/record/0", headers=OLGA).json()
    assert before["texts"] == [{"field": "explanation", "text": "She said so."}]
    with service.database.transactions() as uow:
        uow.record.erase(0, ["explanation", "changes"])
        uow.commit()
    after = service.get("/record/0", headers=OLGA).json()
    assert (after["texts"], after["changes"], after["erased"]) == ([], [], ["changes", "explanation"])
    assert (after["leaf"], after["body"], after["subjects"]) == (before["leaf"], before["body"], before["subjects"])
    assert _indexes(service, q="said") == []


@pytest.mark.parametrize(
    "path", ["/record", "/record/0", "/record/head", "/record/keys", "/record/checkpoints", "/record/export.csv"]
)
def test_the_record_is_for_those_who_may_read_it_on_the_whole_site(service: Service, path: str) -> None:
    _write(service)
    here = RoleScope(ScopeKind.CLASSROOM, "b204")
    hire(service.database, "local", (Role.MANAGER, here))
    give_token(service.database, "olga", "narrow", Permission.READ)
    for headers in (ADA, TIM, bearer("local"), bearer("narrow")):
        answer = service.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    for headers in READERS.values():
        assert service.get(path, headers=headers).status_code == 200


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _grew(old: int, new: int, old_root: str, new_root: str, proof: list[str]) -> bool:
    """Whether the tree only grew, by the steps of RFC 9162 section 2.1.4.2."""
    path = [bytes.fromhex(h) for h in proof]
    if old == new:
        return not path and old_root == new_root
    if old & (old - 1) == 0:
        path.insert(0, bytes.fromhex(old_root))
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    was = becomes = path[0]
    for sibling in path[1:]:
        if first & 1 or first == last:
            was, becomes = _node(sibling, was), _node(sibling, becomes)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            becomes = _node(becomes, sibling)
        first, last = first >> 1, last >> 1
    return (was.hex(), becomes.hex(), last) == (old_root, new_root, 0)


def test_an_independent_tree_finds_the_same_roots_and_accepts_the_proofs(service: Service) -> None:
    """pymerkle is the oracle: it gets nothing but the entries' bytes."""
    for _ in range(11):
        _write(service)
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for index in range(11):
        body = service.get(f"/record/{index}", headers=OLGA).json()["body"]
        tree.append_entry(body.encode())
    head = service.get("/record/head", headers=OLGA).json()
    assert (head["size"], head["root"]) == (11, tree.get_root().hex())
    for size in (1, 2, 7, 8, 11):
        for index in range(size):
            proof = service.get(f"/record/{index}/inclusion", headers=OLGA, size=size).json()
            assert proof["root"] == tree.get_root(size).hex()
            assert [proof["leaf"], *proof["hashes"]] == tree.prove_inclusion(index + 1, size).serialize()["path"]
    for old, new in ((1, 11), (4, 8), (6, 7), (8, 8), (3, 11)):
        grown = service.get("/record/consistency", headers=OLGA, old=old, new=new).json()
        assert (grown["old_root"], grown["new_root"]) == (tree.get_root(old).hex(), tree.get_root(new).hex())
        assert _grew(old, new, grown["old_root"], grown["new_root"], grown["hashes"])


def test_a_proof_leads_to_the_root_that_a_checkpoint_signed(service: Service) -> None:
    for _ in range(3):
        _write(service)
    root = bytes.fromhex(service.get("/record/head", headers=OLGA).json()["root"])
    note = Checkpoint("example.org/record", 3, root).text().encode()
    with service.database.transactions() as uow:
        uow.record.add_checkpoint(StoredCheckpoint(0, 3, NOON, note))
        uow.commit()
    _write(service)
    published = service.get("/record/checkpoints/latest", headers=OLGA)
    assert published.headers["Content-Type"].startswith("text/plain")
    assert published.content == note
    (listed,) = service.get("/record/checkpoints", headers=OLGA).json()["checkpoints"]
    assert (listed["number"], listed["size"], listed["note"]) == (0, 3, note.decode())
    proof = service.get("/record/1/inclusion", headers=OLGA, size=listed["size"]).json()
    assert base64.b64encode(bytes.fromhex(proof["root"])).decode() == published.text.splitlines()[2]
    assert service.get("/record/head", headers=OLGA).json()["checkpoint"] == listed


def test_the_keys_are_lines_that_a_verifier_reads(service: Service) -> None:
    key = VerifierKey("example.org/record", public_bytes(generate()))
    app = service.app(verifier_keys=lambda: (key, key), record_origin=lambda: "example.org/record")
    service.client = TestClient(app, ORIGIN)
    answer = service.get("/record/keys", headers=OLGA)
    assert answer.text == f"{key}\n{key}\n"
    assert VerifierKey.parse(answer.text.splitlines()[0]) == key
    assert service.get("/record/head", headers=OLGA).json()["origin"] == "example.org/record"


def test_sizes_that_cannot_be_are_refused_with_what_there_is(service: Service) -> None:
    for _ in range(3):
        _write(service)
    short = service.get("/record/0/inclusion", headers=GERMAN, size=4)
    assert (short.status_code, short.json()["code"]) == (409, "record-too-short")
    assert (short.json()["asked"], short.json()["size"]) == (4, 3)
    assert "3 Einträge" in short.json()["detail"]
    assert service.get("/record/7/inclusion", headers=OLGA).json()["code"] == "not-found"
    below = service.get("/record/2/inclusion", headers=OLGA, size=1).json()
    above = service.get("/record/consistency", headers=OLGA, old=3, new=1).json()
    assert [(p["field"], p["expected"]) for p in (*below["problems"], *above["problems"])] == [
        ("size", "3.."),
        ("old", "0..1"),
    ]
    assert service.get("/record/first", headers=OLGA).status_code == 422


def test_the_life_of_a_request_is_one_document(service: Service) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    service.finish(rollout, {3: RunState.FAILED}, {})
    service.post(f"/requests/{request}/withdraw")
    life = service.get(f"/requests/{request}/life", headers=OLGA).json()
    assert [(moment["kind"], moment["text"]) for moment in life["moments"]] == [
        ("entry", "Prof. Ada Lovelace asked for Mozilla Firefox in B-204. It was accepted at once."),
        ("entry", "Tim Technician started a rollout in B-204."),
        ("entry", "Prof. Ada Lovelace took the request about Mozilla Firefox in B-204 back."),
        ("revision", "The manifest of B-204 got revision 1: a request was accepted."),
        ("revision", "The manifest of B-204 got revision 2: a request was withdrawn."),
        ("outcome", "The rollout in B-204 ended on Tue 12 Jan, 13:04: 0 of 1 seat ready. Not ready: Seat 03."),
    ]
    assert life["request"]["state"]["code"] == "withdrawn"
    head = service.get("/record/head", headers=OLGA).json()
    assert (life["record_size"], life["record_root"]) == (head["size"], head["root"])


def test_whoever_asked_is_told_of_the_rooms_team_and_not_of_its_technicians(service: Service) -> None:
    """R4.7: the name is for manager and auditor."""
    request = service.ask("firefox", headers=CLEO, on_behalf_of="ada")["requests"][0]["id"]
    rollout = service.post("/classrooms/B-204/rollouts", headers=TIM).json()["id"]
    service.finish(rollout, {}, {})
    own = service.get(f"/requests/{request}/life").json()
    assert "Tim Technician" not in str(own)
    assert "Cleo" not in str(own)
    started = next(moment for moment in own["moments"] if moment["text"].endswith("started a rollout in B-204."))
    assert started["text"] == "The classroom team (Physics) started a rollout in B-204."
    assert started["entry"]["actor"]["name"] == "the classroom team (Physics)"
    assert own["request"]["requester"]["name"] == "Prof. Ada Lovelace"
    typed_in = service.get(f"/requests/{request}/life", headers=CLEO).json()
    assert "Cleo Coordinator" in str(typed_in)
    assert "Tim Technician" not in str(typed_in)
    for reader in (MARTA, OLGA):
        assert "Tim Technician" in str(service.get(f"/requests/{request}/life", headers=reader).json())


def test_the_life_of_a_request_is_for_its_owner_and_readers_of_the_record(service: Service) -> None:
    request = service.ask("firefox")["requests"][0]["id"]
    hire(service.database, "local", (Role.MANAGER, RoleScope(ScopeKind.CLASSROOM, "b204")))
    hire(service.database, "elsewhere", (Role.MANAGER, RoleScope(ScopeKind.CLASSROOM, "c101")))
    hire(service.database, "pia", (Role.INSTRUCTOR, CAMPUS))
    answers = {
        name: service.get(f"/requests/{request}/life", headers=headers).status_code
        for name, headers in {
            "ada": ADA,
            "olga": OLGA,
            "local": bearer("local"),
            "grace": GRACE,
            "pia": bearer("pia"),
            "tim": TIM,
            "elsewhere": bearer("elsewhere"),
        }.items()
    }
    assert answers == {"ada": 200, "olga": 200, "local": 200, "grace": 403, "pia": 403, "tim": 403, "elsewhere": 403}
    german = service.get(f"/requests/{request}/life", headers={**OLGA, "Accept-Language": "de"}).json()
    assert german["moments"][1]["text"] == "Das Manifest von B-204 bekam Revision 1: eine Anforderung wurde angenommen."
