"""Checkpoints by mail: what lies in many mailboxes, nobody can take back."""

import hashlib
import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from orchestrator.domain.signed_notes import SignedNote, VerifierKey
from orchestrator.services.checkpoint_publishing import NotPublished
from orchestrator.services.publication_stores import PublicationProblem
from orchestrator.services.record_stores import StoredCheckpoint

TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """How mail leaves the house.

    Attributes:
        host: Name or address.
        port: 25, 465 or 587 mostly.
        security: ``none``; ``starttls``, which the server then must offer; or ``tls`` from the first byte.
        username: To log in as; empty for a server that asks for none.
        password: Looks the password up, each time anew; None with no username.
        trust: Makes what the server's certificate is verified with.
    """

    host: str
    port: int
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: str = ""
    password: Callable[[], str] | None = field(default=None, repr=False)
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context


class CheckpointMail:
    """One message to all addresses, with the note as an attachment of exactly its bytes.

    Args:
        server: By which it goes.
        sender: Address that it comes from.
        recipients: Addresses; at least one.
        rest: How long they get nothing after a message.
        timeout_seconds: For connecting, and for each wait on the server.
    """

    every = False

    def __init__(
        self,
        server: MailServer,
        *,
        sender: str,
        recipients: Sequence[str],
        rest: timedelta = timedelta(0),
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self._server = server
        self._sender = sender
        self._recipients = tuple(recipients)
        self.rest = rest
        self._timeout_seconds = timeout_seconds

    def publish(self, checkpoint: StoredCheckpoint, keys: Sequence[VerifierKey]) -> str:
        """Send the checkpoint. The remark says how many addresses the server didn't take, if it took one.

        Raises:
            NotPublished: The server was not reached, didn't let us in or took no address, or the password is missing.
        """
        message = self._message(checkpoint, keys)
        password = self._password()
        try:
            with self._connected() as smtp:
                if self._server.security == "starttls":
                    smtp.starttls(context=self._server.trust())
                if password is not None:
                    smtp.login(self._server.username, password)
                refused = smtp.send_message(message)
        except smtplib.SMTPResponseException as error:
            # The code alone: a server's words may repeat what it was told.
            raise NotPublished(PublicationProblem.REFUSED, f"SMTP {error.smtp_code}") from None
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
            raise NotPublished(PublicationProblem.REFUSED, type(error).__name__) from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotPublished(PublicationProblem.UNREACHABLE, type(error).__name__) from None
        return f"{len(refused)} of {len(self._recipients)} addresses refused" if refused else ""

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            return smtplib.SMTP_SSL(server.host, server.port, timeout=self._timeout_seconds, context=server.trust())
        return smtplib.SMTP(server.host, server.port, timeout=self._timeout_seconds)

    def _password(self) -> str | None:
        if self._server.password is None:
            return None
        try:
            return self._server.password()
        except (OSError, LookupError) as error:
            raise NotPublished(PublicationProblem.SECRET, type(error).__name__) from None

    def _message(self, checkpoint: StoredCheckpoint, keys: Sequence[VerifierKey]) -> EmailMessage:
        origin = SignedNote.parse(checkpoint.note).text.split("\n", 1)[0]
        message = EmailMessage()
        message["Subject"] = f"Checkpoint of {origin}: {checkpoint.size} entries"
        message["From"] = self._sender
        message["To"] = ", ".join(self._recipients)
        message["Date"] = format_datetime(checkpoint.at)
        # The same for the same checkpoint, so that a mailbox can tell a repetition.
        digest = hashlib.sha256(b"%d\n" % checkpoint.number + checkpoint.note).hexdigest()
        message["Message-ID"] = f"<{digest[:32]}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        listed = "".join(f"    {key}\n" for key in keys)
        message.set_content(
            f"Keep this message. It binds the first {checkpoint.size} entries of the record {origin}:\n"
            "with the attached checkpoint anybody can show later whether they were changed.\n\n"
            f"Public keys of this record:\n{listed}"
        )
        message.add_attachment(
            checkpoint.note, maintype="application", subtype="octet-stream", filename=f"checkpoint-{checkpoint.size}"
        )
        return message
