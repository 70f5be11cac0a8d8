"""Where checkpoints go: what the settings take, and what they refuse before anything is sent."""

import pytest
from pydantic import ValidationError

from orchestrator.bootstrap import checkpoint_targets
from orchestrator.settings import Settings

MAIL = {"CHECKPOINT_MAIL_TO": "a@example.org", "SMTP_HOST": "mail.example.org", "SMTP_SENDER": "b@example.org"}


def settings(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(f"CLASSROOM_{name}", value)
    return Settings()


@pytest.mark.parametrize(
    ("variables", "targets"),
    [
        ({}, ["folder"]),
        ({"CHECKPOINT_SECOND_DIR": "/srv/elsewhere"}, ["folder", "second-folder"]),
        ({"CHECKPOINT_WEBHOOK": "https://archive.example.org/c"}, ["folder", "webhook"]),
        ({"CHECKPOINT_WEBHOOK": "http://127.0.0.1:9/c"}, ["folder", "webhook"]),
        ({"CHECKPOINT_WEBHOOK": "http://[::1]:9/c"}, ["folder", "webhook"]),
        (MAIL, ["folder", "mail"]),
        ({**MAIL, "CHECKPOINT_MAIL_TO": "a@example.org, c@example.org"}, ["folder", "mail"]),
        ({**MAIL, "SMTP_USERNAME": "u", "SMTP_PASSWORD": "secret:smtp"}, ["folder", "mail"]),
    ],
)
def test_the_targets_are_those_that_are_set(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], targets: list[str]
) -> None:
    assert list(checkpoint_targets(settings(monkeypatch, **variables))) == targets


@pytest.mark.parametrize(
    "variables",
    [
        {"CHECKPOINT_WEBHOOK": "http://archive.example.org/c"},
        {"CHECKPOINT_WEBHOOK": "http://127.0.0.1.example.org/c"},
        {"CHECKPOINT_WEBHOOK": "ftp://127.0.0.1/c"},
        {"CHECKPOINT_WEBHOOK": "https://"},
        {"CHECKPOINT_WEBHOOK_BEARER": "the-token-itself"},
        {"CHECKPOINT_MAIL_TO": "a@example.org"},
        {**MAIL, "CHECKPOINT_MAIL_TO": "a@example.org, b"},
        {**MAIL, "CHECKPOINT_MAIL_TO": "a@example.org\nBcc: x@example.org"},
        {**MAIL, "SMTP_SENDER": "b@example.org\nBcc: x@example.org"},
        {**MAIL, "SMTP_PASSWORD": "hush"},
        {**MAIL, "SMTP_USERNAME": "u"},
        {**MAIL, "SMTP_PASSWORD": "secret:smtp"},
        {**MAIL, "SMTP_USERNAME": "u", "SMTP_PASSWORD": "secret:smtp", "SMTP_SECURITY": "none"},
        {"CHECKPOINT_GATHER_SECONDS": "601"},
        {"CHECKPOINT_GATHER_SECONDS": "-1"},
        {"RECORD_ORIGIN": "two words"},
        {"RECORD_ORIGIN": "a+b"},
    ],
)
def test_what_could_not_work_or_would_not_be_safe_is_refused(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        settings(monkeypatch, **variables)


def test_settings_show_no_address_of_a_receiver(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "T0KEN" not in repr(settings(monkeypatch, CHECKPOINT_WEBHOOK="https://archive.example.org/T0KEN"))
