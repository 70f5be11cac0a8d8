"""What people type never leads to another address than the one that is meant."""

import pytest
from httpx2 import URL

from api.web.naming import part


@pytest.mark.parametrize("text", [".", "..", "a/b", "../x", "a?b", "a#b", "%2F", "ä ö", "…", "B-204"])
def test_whatever_is_typed_is_one_part_of_an_address(text: str) -> None:
    path = URL(f"https://classroom.example.edu/one/{part(text)}/two").path
    assert path.startswith("/one/")
    assert path.endswith("/two")
    assert path.count("/") == 3


@pytest.mark.parametrize("text", [".", "..", "a?b", "a#b", "ä ö", "B-204"])
def test_it_arrives_as_it_was_typed(text: str) -> None:
    assert URL(f"https://classroom.example.edu/one/{part(text)}/two").path == f"/one/{text}/two"
