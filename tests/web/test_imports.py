"""What is sent to be imported: who may, what is unpacked of it, and how it is kept until it is applied."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from api.web import imports
from tests.api.answers.seat_plans import draw
from tests.api.people import MARTA, PASSWORD, TIM
from tests.api.service import Service
from tests.api.site_files import catalog_files, site_files
from tests.web.test_catalog import Importer
from tests.web.visit import Visit

Visitor = Callable[[str], Visit]


def archive(content: bytes, how: int = zipfile.ZIP_DEFLATED, name: str = "bomb.yml") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", how) as made:
        made.writestr(name, content)
    return packed.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """An archive whose only file says that it is of this size."""
    packed = bytearray(archive(content))
    struct.pack_into("<I", packed, packed.index(b"PK\x01\x02") + 24, size)
    return bytes(packed)


@pytest.fixture
def importer(visit: Visitor) -> Importer:
    """The manager."""
    return Importer(visit("marta"))


class Counted(zipfile.ZipExtFile):
    """A packed file that counts what was unpacked of it."""

    unpacked = 0

    def read(self, n: int | None = -1) -> bytes:
        """So many bytes."""
        assert n is not None
        assert n >= 0, "all of it, whatever it is"
        Counted.unpacked += n
        return super().read(n)


def test_no_more_is_unpacked_than_an_archive_says_there_is(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZipExtFile", Counted)
    page = importer.choose(("bomb.zip", lying(b"#" * 3_000_000, 100)), field="archive")
    assert page.status == 422
    assert "“bomb.zip” cannot be read" in page.text
    assert Counted.unpacked == 101


def test_all_files_together_are_counted(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_BYTES", 250_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("a.yml", "b.yml", "c.yml"):
            made.writestr(name, b"#" * 100_000)
    page = importer.choose(("three.zip", packed.getvalue()), field="archive")
    assert page.status == 422
    assert "“c.yml” cannot be read" in page.text


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_usual_ways_of_packing_are_taken(importer: Importer, how: int) -> None:
    whole = archive(b"# " + bytes(range(97, 123)) * 900, how)
    assert importer.choose(("odd.zip", whole), field="archive").status == 422
    broken = whole[:60] + b"\x00\xff" * 5 + whole[70:]
    page = importer.choose(("odd.zip", broken), field="archive")
    assert page.status == 422
    assert "“bomb.yml” cannot be read" in page.text


def test_no_byte_that_is_broken_is_a_fault() -> None:
    whole, refused = archive(b"# " + bytes(range(97, 123)) * 20), 0
    for place in range(len(whole)):
        for value in (0, 9, 255):
            try:
                imports._unpacked("a.zip", whole[:place] + bytes([value]) + whole[place + 1 :])
            except imports._Unreadable:
                refused += 1
    assert refused


def test_nothing_is_unpacked_for_whoever_may_not_import(
    service: Service, visit: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked: list[str] = []

    def noted(name: str, _: bytes) -> dict[str, bytes]:
        unpacked.append(name)
        return {}

    monkeypatch.setattr(imports, "_unpacked", noted)
    for path in ("/catalog/import", "/site/import"):
        page = Importer(visit("ada"), path).choose(("a.zip", archive(b"#")), field="archive")
        assert page.status == 403
        assert "You may not" in page.text
        answer = Visit(service).client.post(path, files={"archive": ("a.zip", archive(b"#"))})
        assert answer.status_code == 401
    assert unpacked == []
    Importer(visit("marta")).choose(("a.zip", archive(b"#")), field="archive")
    assert unpacked == ["a.zip"]


def test_what_is_shown_before_is_sent_as_short_as_it_was(importer: Importer) -> None:
    files = catalog_files()
    files["vlc.yml"] += "# " + "ü" * 200_000 + "\n"
    page = importer.folder(files)
    assert page.status == 200
    form = page.form("/catalog/import")
    assert (
        f'enctype="multipart/form-data">\n    <input type="hidden" name="csrf" value="{form["fields"]["csrf"]}'
        in (page.html[: page.html.index('name="kept"')])
    )
    assert len(form["fields"]["kept"].encode()) < sum(len(text.encode()) for text in files.values()) * 1.1


def test_what_was_chosen_is_applied_from_a_form_with_parts(service: Service, importer: Importer) -> None:
    files = catalog_files()
    files["vlc.yml"] += "# " + "x" * 1_500_000 + "\n"
    fields = importer.folder(files).form("/catalog/import")["fields"]
    answer = importer.visit.client.post(
        "/catalog/import",
        files=[(name, (None, value)) for name, value in {**fields, "apply": "yes"}.items()],
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 200
    assert service.get("/catalog/vlc").status_code == 200


def test_files_are_not_kept_while_one_signs_in_and_that_is_said(importer: Importer) -> None:
    fields = importer.folder(catalog_files()).form("/catalog/import")["fields"]
    importer.visit.client.cookies.clear()
    page = importer.visit._see(
        importer.visit.client.post(
            "/catalog/import",
            files=[(name, (None, value)) for name, value in {**fields, "apply": "yes"}.items()],
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    )
    assert page.status == 401
    assert "What you sent is not kept" in page.text
    assert "provider" not in page.html
    page = importer.visit.send("/sign-in", login="marta", password=PASSWORD)
    assert page.url.endswith("/catalog/import")


def test_a_plan_that_was_drawn_here_is_named_and_gives_way_only_when_told(service: Service, visit: Visitor) -> None:
    files = site_files()
    for path, sent in (("/catalog/import", catalog_files()), ("/site/import", files)):
        assert service.post(path, {"files": sent, "apply": True}, headers=MARTA).status_code == 200
    plan = service.get("/classrooms/C-101/seat-plan").json()
    seats = [{"label": seat["label"], "row": seat["row"] + 4, "column": seat["column"]} for seat in plan["seats"]]
    assert draw(service, {"seats": seats, "door": None}, room="C-101", who=TIM).status_code == 200
    marta = visit("marta")
    page = Importer(marta, "/site/import").folder(files)
    assert (
        "The plan of C-101 was drawn here and stays so. The files have something else elsewhere: seats 01" in page.text
    )
    assert "There is nothing else to change" in page.text
    page = marta.send("/site/import", plans="files")
    assert "Seat 01 (C-101): changed (row: 5 → 1)." in page.text
    assert page.form("/site/import")["fields"]["plans"] == "files"
    marta.send("/site/import", apply="yes")
    after = service.get("/classrooms/C-101/seat-plan").json()
    assert (after["seats"], after["drawn_at"]) == (plan["seats"], None)
