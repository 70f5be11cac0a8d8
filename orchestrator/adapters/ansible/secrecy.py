"""Keeps passwords out of what a run leaves behind, should Ansible or a machine ever repeat one."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

MASK = "********"


class Mask:
    """Replaces passwords in texts, plain and in the encodings in which JSON, SOAP, HTTP and PowerShell carry them.

    Args:
        secrets: Pairs of user and password; HTTP's basic authentication encodes the two together.
    """

    def __init__(self, secrets: Iterable[tuple[str, str]]) -> None:
        forms = {form for user, password in secrets if password for form in _forms(user, password)}
        # Longest first, so that no part of one is left over from the replacement of another.
        self._forms = sorted(forms, key=lambda form: (-len(form), form))

    def __call__(self, text: str) -> str:
        """``text`` without any of the passwords."""
        for form in self._forms:
            text = text.replace(form, MASK)
        return text


def _forms(user: str, password: str) -> set[str]:
    plain = password.encode()
    return {
        password,
        json.dumps(password)[1:-1],
        json.dumps(password, ensure_ascii=False)[1:-1],
        escape(password),
        quote(password, safe=""),
        quote_plus(password),
        base64.b64encode(plain).decode(),
        base64.b64encode(password.encode("utf-16-le")).decode(),
        base64.b64encode(f"{user}:{password}".encode()).decode(),
    }
