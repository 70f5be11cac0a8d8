"""A furnished campus whose pages are looked at."""

from collections.abc import Callable

import pytest

from tests.api.conftest import service, staffed, template
from tests.api.service import Service
from tests.web.visit import Visit

__all__ = ["service", "staffed", "template"]


@pytest.fixture
def visit(service: Service) -> Callable[[str], Visit]:
    """Somebody of the cast who has signed in by the form, such as ``visit("ada")``."""

    def signed_in(login: str, language: str = "en") -> Visit:
        one = Visit(service, language=language)
        one.sign_in(login)
        return one

    return signed_in
