"""What comes in may be anything: it is refused with words, or kept as the text that it is. It never is a fault."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.domain.people import CAMPUS, Role
from tests.api.people import ADA, MARTA, bearer, hire
from tests.api.service import Service

FORM = {"classroom": "B-204", "items": [{"item": "firefox"}]}


def _problems(service: Service, form: dict[str, object]) -> list[tuple[str, str]]:
    answer = service.post("/requests", form)
    assert answer.status_code == 422, answer.text
    return [(found["field"], found["problem"]) for found in answer.json()["problems"]]


@pytest.mark.parametrize("text", ["a\0b", "a\nb", "a\x1b[31mb", "a\u2028b", "a\u202eb", "\x7f"])
def test_characters_that_cannot_be_seen_are_refused_in_every_text(service: Service, text: str) -> None:
    assert _problems(service, {**FORM, "classroom": text}) == [("classroom", "control-character")]
    assert _problems(service, {**FORM, "course": text}) == [("course", "control-character")]
    assert _problems(service, {**FORM, "items": [{"item": text}]}) == [("items.0.item", "control-character")]
    person = {"login": "kim", "name": text}
    invited = service.post("/people", person, headers=MARTA)
    assert [(p["field"], p["problem"]) for p in invited.json()["problems"]] == [("name", "control-character")]


def test_half_a_surrogate_pair_is_refused(service: Service) -> None:
    body = b'{"classroom": "B-204", "items": [{"item": "\\ud800"}]}'
    answer = service.client.post("/api/v1/requests", content=body, headers={**ADA, "Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["problem"] == "control-character"


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"items": []}, "items", "too-short"),
        ({"items": [{"item": "a"}] * 51}, "items", "too-long"),
        ({"items": {"item": "a"}}, "items", "not-a-list"),
        ({"items": ["firefox"]}, "items.0", "not-an-object"),
        ({"items": [{}]}, "items.0.item", "missing"),
        ({"items": [{"item": 7}]}, "items.0.item", "not-text"),
        ({"items": [{"item": ""}]}, "items.0.item", "empty"),
        ({"items": [{"item": "  "}]}, "items.0.item", "empty"),
        ({"items": [{"item": "a" * 65}]}, "items.0.item", "too-long"),
        ({"items": [{"item": "a", "seats": "balcony"}]}, "items.0.seats", "unknown-choice"),
        ({"items": [{"item": "a", "enough": 0}]}, "items.0.enough", "out-of-range"),
        ({"items": [{"item": "a", "enough": 10**30}]}, "items.0.enough", "out-of-range"),
        ({"items": [{"item": "a", "enough": 1.5}]}, "items.0.enough", "not-a-whole-number"),
        ({"items": [{"item": "a", "enough": True}]}, "items.0.enough", "not-a-whole-number"),
        ({"items": [{"item": "a", "colour": "red"}]}, "items.0.colour", "unknown-key"),
        ({"needed_by": "tomorrow"}, "needed_by", "not-a-moment"),
        ({"needed_by": "2027-01-18T08:00:00"}, "needed_by", "not-a-moment"),
        ({"needed_by": 1800000000}, "needed_by", "not-a-moment"),
        ({"needed_by": "9999-12-31T23:59:59-23:00"}, "needed_by", "out-of-range"),
        ({"needed_by": "0001-01-01T00:00:00+23:00"}, "needed_by", "out-of-range"),
        ({"needed_by": "2027-02-01T00:00:00Z", "until": "2027-01-31T00:00:00Z"}, "until", "before-needed-by"),
        ({"on_behalf_of": "a b"}, "on_behalf_of", "not-a-login"),
        ({"on_behalf_of": "me"}, "on_behalf_of", "wrong-form"),
        ({"on_behalf_of": {"id": "a"}}, "on_behalf_of", "not-text"),
        ({"shout": True}, "shout", "unknown-key"),
    ],
)
def test_a_form_that_is_not_right_names_the_field(
    service: Service, change: dict[str, object], field: str, problem: str
) -> None:
    assert _problems(service, {**FORM, **change}) == [(field, problem)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"classroom": NaN}',
        b"[" * 20_000,
        b'{"n": ' + b"9" * 10_000 + b"}",
        "ünïcödé".encode("utf-16"),
    ],
    ids=lambda body: repr(body[:12]),
)
def test_a_body_that_is_no_form_is_refused(service: Service, body: bytes) -> None:
    answer = service.client.post("/api/v1/requests", content=body, headers={**ADA, "Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_json_that_is_not_sent_as_json_is_refused_with_the_header_to_send(service: Service, kind: str | None) -> None:
    headers = ADA if kind is None else {**ADA, "Content-Type": kind}
    answer = service.client.post("/api/v1/requests", content=json.dumps(FORM).encode(), headers=headers)
    assert answer.status_code == 422
    assert [p["problem"] for p in answer.json()["problems"]] == ["not-json"]


def test_a_misspelt_filter_is_refused_instead_of_listing_everything(service: Service) -> None:
    answer = service.get("/requests", clasroom="B-204")
    assert answer.status_code == 422
    assert [(p["field"], p["problem"]) for p in answer.json()["problems"]] == [("query.clasroom", "unknown-key")]


@pytest.mark.parametrize("key", ["", "a b", "ä", "x" * 101, "a\tb"])
def test_an_idempotency_key_that_cannot_be_one_is_refused(service: Service, key: str) -> None:
    headers = {**ADA, "Idempotency-Key": key.encode().decode("latin-1")}
    answer = service.client.post(
        "/api/v1/requests", json=FORM, headers=[(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
    )
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["problem"] == "wrong-form"


def test_a_body_without_a_declared_length_is_measured_as_it_comes(service: Service) -> None:
    chunks = (b" " * 100_000 for _ in range(4))
    answer = service.client.post(
        "/api/v1/requests", content=chunks, headers={**ADA, "Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert answer.json()["limit"] == 262_144


@pytest.mark.parametrize("text", ["{{ lookup('pipe', 'touch /tmp/x') }}", "<script>", "'; DROP TABLE", "{0.__class__}"])
def test_text_that_means_something_elsewhere_is_only_text_here(service: Service, text: str) -> None:
    hire(service.database, "kim", (Role.INSTRUCTOR, CAMPUS), name=text)
    request = service.ask("firefox", course=text, headers=bearer("kim"))["requests"][0]
    assert (request["course"], request["requester"]["name"]) == (text, text)
    seat = service.get("/classrooms/B-204/seats/01").json()
    whys = [why["text"] for line in seat["lines"] for why in line["whys"] if why["request"]]
    assert whys == [f"{text} asked for it."]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["classroom", "items", "item", "needed_by", "until", "seats", "enough", "on_behalf_of"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_json_comes_it_is_answered(service: Service, body: object) -> None:
    answer = service.post("/requests", body)
    assert answer.status_code in {201, 404, 409, 422}
    assert answer.json()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60).filter(lambda raw: not set(raw) & {0, 10, 13}))
def test_whoever_shows_whatever_is_not_let_in_and_told_what_to_send(service: Service, raw: bytes) -> None:
    for header in (
        (b"Authorization", raw),
        (b"Authorization", b"Bearer " + raw),
        (b"Cookie", b"__Host-classroom=" + raw),
    ):
        answer = service.client.get("/api/v1/classrooms", headers=[header])
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json()["code"] in {"not-identified", "sign-in-over"}
