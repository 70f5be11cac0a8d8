"""Passwords are taken out of texts."""

import base64
import json
from urllib.parse import quote
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.adapters.ansible.secrecy import Mask

PASSWORD = 'Kanarien vogel/ä+%<"'


def forms(password: str) -> list[str]:
    return [
        password,
        quote(password, safe=""),
        base64.b64encode(password.encode()).decode(),
        base64.b64encode(password.encode("utf-16-le")).decode(),
        base64.b64encode(f"deploy:{password}".encode()).decode(),
        json.dumps(password)[1:-1],
        escape(password),
    ]


def test_every_usual_form_is_masked() -> None:
    mask = Mask([("deploy", PASSWORD)])
    for form in forms(PASSWORD):
        assert mask(f"before {form} after") == "before ******** after"


def test_other_words_stay() -> None:
    assert Mask([("deploy", PASSWORD)])("Firefox 145.0.1 is installed") == "Firefox 145.0.1 is installed"


def test_no_password_masks_nothing() -> None:
    assert Mask([("deploy", "")])("text") == "text"


@given(
    st.text(), st.text(alphabet=st.characters(exclude_characters="*", exclude_categories=["Cs"]), min_size=1), st.text()
)
def test_no_password_survives(before: str, password: str, after: str) -> None:
    assert password not in Mask([("deploy", password)])(before.replace("*", "") + password + after.replace("*", ""))
