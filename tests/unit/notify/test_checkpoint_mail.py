"""Checkpoints by mail: a real mail server on loopback."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from orchestrator.adapters.notify.checkpoint_mail import CheckpointMail, MailServer
from orchestrator.services.checkpoint_publishing import NotPublished
from orchestrator.services.publication_stores import PublicationProblem
from orchestrator.settings import SecretMissing
from tests.unit.notify.examples import KEY, checkpoint

SENDER, AUDITOR, DEAN = "record@example.org", "auditor@example.org", "dean@example.org"
NOBODY = "nobody@example.org"


@dataclass
class Mailboxes:
    """What arrived, and how."""

    got: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    logged_in: list[bool] = field(default_factory=list)
    busy: bool = False

    async def handle_RCPT(self, _: Any, __: Session, envelope: Envelope, address: str, ___: Any) -> str:  # noqa: ANN401, N802 - aiosmtpd's
        if self.busy:
            return "451 come back later"
        if address == NOBODY:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, session: Session, envelope: Envelope) -> str:  # noqa: ANN401, N802 - aiosmtpd's
        self.got.append(envelope)
        self.encrypted.append(session.ssl is not None)
        self.logged_in.append(bool(session.authenticated))
        return "250 kept"

    def message(self) -> EmailMessage:
        """The only one that arrived."""
        (envelope,) = self.got
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


class OnFreePort(Controller):
    """Why this exists: the original wants to be told a port, and the one that was free a moment ago may be taken."""

    def __init__(self, handler: Mailboxes, **options: Any) -> None:  # noqa: ANN401 - aiosmtpd's
        self.listening = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self.listening.getsockname()[1], **options)

    def _create_server(self) -> Any:  # noqa: ANN401 - aiosmtpd's
        return self.loop.create_server(self._factory_invoker, sock=self.listening)


@pytest.fixture
def mailboxes() -> Mailboxes:
    return Mailboxes()


def listening(mailboxes: Mailboxes, **options: Any) -> Iterator[int]:  # noqa: ANN401 - aiosmtpd's
    controller = OnFreePort(mailboxes, **options)
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def plain_port(mailboxes: Mailboxes) -> Iterator[int]:
    yield from listening(mailboxes)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of the server on loopback, by itself; with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "mail.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def secure_port(mailboxes: Mailboxes, certificate: Path) -> Iterator[int]:
    """A server that takes mail only from those who log in, and logins only under TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def authenticate(*call: Any) -> AuthResult:  # noqa: ANN401 - aiosmtpd's
        given = call[-1]
        right = isinstance(given, LoginPassword) and given == LoginPassword(b"record", b"hush")
        return AuthResult(success=right, handled=False)

    yield from listening(
        mailboxes, tls_context=context, require_starttls=True, authenticator=authenticate, auth_required=True
    )


def mail(port: int, *recipients: str, **options: Any) -> CheckpointMail:  # noqa: ANN401 - a server's
    server = MailServer("127.0.0.1", port, **{"security": "none", **options})
    return CheckpointMail(server, sender=SENDER, recipients=recipients or (AUDITOR,), timeout_seconds=10)


def secure_mail(port: int, certificate: Path, password: str) -> CheckpointMail:
    return mail(
        port,
        security="starttls",
        username="record",
        password=lambda: password,
        trust=lambda: ssl.create_default_context(cafile=str(certificate)),
    )


def test_the_attachment_is_exactly_the_notes_bytes(mailboxes: Mailboxes, plain_port: int) -> None:
    assert mail(plain_port).publish(checkpoint(0, 7), [KEY]) == ""
    (attachment,) = mailboxes.message().iter_attachments()
    assert attachment.get_content() == checkpoint(0, 7).note
    assert attachment.get_filename() == "checkpoint-7"


def test_the_message_says_what_it_is_and_by_which_keys(mailboxes: Mailboxes, plain_port: int) -> None:
    mail(plain_port).publish(checkpoint(0, 7), [KEY])
    message = mailboxes.message()
    assert message["Subject"] == "Checkpoint of example.org/record: 7 entries"
    assert message["From"] == SENDER
    assert parsedate_to_datetime(message["Date"]) == checkpoint(0, 7).at
    body = message.get_body()
    assert body is not None
    assert str(KEY) in body.get_content()


def test_one_message_goes_to_all_addresses(mailboxes: Mailboxes, plain_port: int) -> None:
    mail(plain_port, AUDITOR, DEAN).publish(checkpoint(0, 7), [KEY])
    assert mailboxes.got[0].rcpt_tos == [AUDITOR, DEAN]
    assert mailboxes.message()["To"] == f"{AUDITOR}, {DEAN}"


def test_sent_again_it_bears_the_same_message_id(mailboxes: Mailboxes, plain_port: int) -> None:
    for number in (0, 0, 1):
        mail(plain_port).publish(checkpoint(number, 7), [KEY])
    first, again, other = (
        message_from_bytes(envelope.content, policy=policy.default)["Message-ID"]
        for envelope in mailboxes.got
        if isinstance(envelope.content, bytes)
    )
    assert first == again != other


def test_an_address_that_is_refused_does_not_keep_it_from_the_others(mailboxes: Mailboxes, plain_port: int) -> None:
    remark = mail(plain_port, NOBODY, DEAN).publish(checkpoint(0, 7), [KEY])
    assert remark == "1 of 2 addresses refused"
    assert mailboxes.got[0].rcpt_tos == [DEAN]


def test_when_no_address_is_taken_it_is_not_published(mailboxes: Mailboxes, plain_port: int) -> None:
    mailboxes.busy = True
    with pytest.raises(NotPublished) as refused:
        mail(plain_port, AUDITOR, DEAN).publish(checkpoint(0, 7), [KEY])
    assert refused.value.problem is PublicationProblem.REFUSED
    mailboxes.busy = False
    mail(plain_port, AUDITOR, DEAN).publish(checkpoint(0, 7), [KEY])
    assert len(mailboxes.got) == 1


def test_it_logs_in_under_tls(mailboxes: Mailboxes, secure_port: int, certificate: Path) -> None:
    secure_mail(secure_port, certificate, "hush").publish(checkpoint(0, 7), [KEY])
    assert (mailboxes.encrypted, mailboxes.logged_in) == ([True], [True])


def test_a_wrong_password_is_told_without_it(secure_port: int, certificate: Path) -> None:
    with pytest.raises(NotPublished) as refused:
        secure_mail(secure_port, certificate, "wrong-one").publish(checkpoint(0, 7), [KEY])
    assert str(refused.value) == "refused SMTP 535"


def test_a_server_that_nobody_vouches_for_gets_no_password(mailboxes: Mailboxes, secure_port: int) -> None:
    stranger = mail(secure_port, security="starttls", username="record", password=lambda: "hush")
    with pytest.raises(NotPublished) as refused:
        stranger.publish(checkpoint(0, 7), [KEY])
    assert (refused.value.problem, refused.value.detail) == (
        PublicationProblem.UNREACHABLE,
        "SSLCertVerificationError",
    )
    assert mailboxes.got == []


def test_a_server_without_starttls_gets_nothing_where_it_was_asked_for(mailboxes: Mailboxes, plain_port: int) -> None:
    with pytest.raises(NotPublished) as refused:
        mail(plain_port, security="starttls").publish(checkpoint(0, 7), [KEY])
    assert (refused.value.problem, refused.value.detail) == (PublicationProblem.REFUSED, "SMTPNotSupportedError")
    assert mailboxes.got == []


def test_nobody_there_is_told(unused_port: int) -> None:
    with pytest.raises(NotPublished) as refused:
        mail(unused_port).publish(checkpoint(0, 7), [KEY])
    assert (refused.value.problem, refused.value.detail) == (PublicationProblem.UNREACHABLE, "ConnectionRefusedError")


def test_without_its_password_nothing_is_sent(mailboxes: Mailboxes, plain_port: int) -> None:
    def missing() -> str:
        raise SecretMissing("smtp")

    with pytest.raises(NotPublished) as refused:
        mail(plain_port, username="record", password=missing).publish(checkpoint(0, 7), [KEY])
    assert refused.value.problem is PublicationProblem.SECRET
    assert mailboxes.got == []
