"""The catalogue as people see it, its changes, and its import."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from orchestrator.domain.people import CAMPUS, Role
from tests.api.people import hire
from tests.api.service import Service
from tests.api.site_files import catalog_files, site_files
from tests.web.visit import Shown, Visit

Visitor = Callable[[str], Visit]


@dataclass
class Importer:
    """Somebody with files to import."""

    visit: Visit
    path: str = "/catalog/import"

    def choose(self, *files: tuple[str, bytes], field: str = "files[]") -> Shown:
        """Choose them on the form and send it."""
        csrf = self.visit.get(self.path).form(self.path)["fields"]["csrf"]
        answer = self.visit.client.post(
            self.path,
            data={"csrf": csrf},
            files=[(field, (name, content, "application/octet-stream")) for name, content in files],
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        return self.visit._see(answer)

    def folder(self, files: dict[str, str]) -> Shown:
        """Choose a folder, as browsers send it."""
        return self.choose(*((f"folder/{name}", text.encode()) for name, text in files.items()))


@pytest.fixture
def importer(visit: Visitor) -> Importer:
    """The manager."""
    return Importer(visit("marta"))


def test_it_is_searched_by_words_in_the_address(visit: Visitor) -> None:
    ada = visit("ada")
    assert {"/catalog/firefox", "/catalog/git"} <= set(ada.get("/catalog").links)
    page = ada.get("/catalog?q=browser")
    assert "/catalog/git" not in page.links
    assert page.form("/catalog")["fields"]["q"] == "browser"
    page = ada.get("/catalog?q=netscape")
    assert "/wishes/new?title=netscape" in page.links
    assert "/catalog/import" not in page.links


def test_an_item_says_what_it_gets_along_with_and_can_be_asked_for(visit: Visitor) -> None:
    ada = visit("ada")
    page = ada.get("/catalog/firefox")
    assert "/ask?item=firefox" in page.links
    assert "Works beside Microsoft Edge" in page.text
    assert "145.0.1 (newest)" in page.text
    assert "Chocolatey" not in page.text
    assert "Does not get along with Mozilla Firefox" in ada.get("/catalog/old-browser").text
    assert "Needs Microsoft Edge" in ada.get("/catalog/student-records-forms").text
    assert "Chocolatey package" in visit("tim").get("/catalog/firefox").text
    assert ada.get("/catalog/netscape").status == 404


def test_a_folder_is_shown_first_and_then_imported(service: Service, importer: Importer) -> None:
    page = importer.folder(catalog_files())
    assert page.status == 200
    assert "nothing has been changed. Apply it to make them." in page.text
    assert service.get("/catalog/vlc").status_code == 404
    page = importer.visit.send("/catalog/import", apply="yes")
    assert page.status == 200
    assert service.get("/catalog/vlc").status_code == 200


def test_an_archive_does_as_well(importer: Importer) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in catalog_files().items():
            archive.writestr(f"inventory/catalog/{name}", text)
    page = importer.choose(("catalog.zip", packed.getvalue()), field="archive")
    assert "Apply it to make them." in page.text


def test_every_problem_is_told_with_file_line_and_what_would_be_right(importer: Importer) -> None:
    files = catalog_files()
    files["firefox.yml"] = files["firefox.yml"].replace("provider: chocolatey", "provider: floppy")
    files["vlc.yml"] = files["vlc.yml"].replace("minutes: 2", "minutes: soon")
    page = importer.folder(files)
    assert page.status == 422
    line = 1 + files["firefox.yml"].splitlines().index("provider: floppy")
    assert f"firefox.yml {line} provider floppy “floppy” is not possible here." in page.text
    assert "vlc.yml" in page.text
    assert len([form for form in page.forms if form["action"] == "/catalog/import"]) == 1


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "file was chosen. Choose the whole folder"),
        ([("notes.txt", b"x")], "file was chosen. Choose the whole folder"),
        ([("a.yml", b"\xff\xfe\x00")], "“a.yml” cannot be read"),
        ([("a.zip", b"no archive")], "“a.zip” cannot be read"),
    ],
)
def test_what_is_no_text_is_refused(importer: Importer, files: list[tuple[str, bytes]], told: str) -> None:
    page = importer.choose(*(files or [("", b"")]))
    assert page.status == 422
    assert told in page.text


def test_a_form_that_was_tampered_with_imports_nothing(importer: Importer) -> None:
    importer.folder(catalog_files())
    for kept in ("{", "[]", '{"a.yml": 7}'):
        assert importer.visit.send("/catalog/import", kept=kept, apply="yes").status == 422
        importer.folder(catalog_files())


def test_the_sites_files_too(visit: Visitor) -> None:
    importer = Importer(visit("marta"), "/site/import")
    files = site_files()
    page = importer.folder(files)
    assert page.status == 200, page.text
    assert "Apply it to make them." in page.text
    page = importer.visit.send("/site/import", apply="yes")
    assert "that were made" in page.text
    bad: dict[str, Any] = {**files, "hosts.yml": "all: ["}
    page = importer.folder(bad)
    assert page.status == 422
    assert "hosts.yml" in page.text


def test_only_whoever_keeps_the_catalogue_imports(visit: Visitor) -> None:
    importer = Importer(visit("ada"))
    assert importer.folder(catalog_files()).status == 403


def test_what_takes_something_away_waits_for_a_second_person(
    service: Service, visit: Visitor, importer: Importer
) -> None:
    request = service.ask("git")["requests"][0]["id"]
    page = importer.folder(catalog_files(without="git"))
    assert page.status == 409
    assert "Git cannot be taken off offer" in page.text
    page = importer.visit.send("/catalog/import", reason="The maker has ended its support.")
    assert page.status == 200
    page = importer.visit.send("/catalog/import", apply="yes")
    assert "/catalog/changes" in page.links
    page = importer.visit.get("/catalog/changes")
    assert "“The maker has ended its support.”" in page.text
    assert f"/requests/{request}" in page.links
    assert "/approve" not in page.html  # of one's own
    assert "1 change of the catalogue waits" in visit("ada").get("/catalog").text
    assert not [form for form in visit("ada").get("/catalog/changes").forms if "changes/" in form["action"]]
    hire(service.database, "max", (Role.MANAGER, CAMPUS), name="Max Manager")
    second = visit("max")
    page = second.get("/catalog/changes")
    assert "Marta Manager" in page.text
    approve = next(form["action"] for form in page.forms if form["action"].endswith("/approve"))
    page = second.send(approve)
    assert page.status == 200
    assert "Max Manager" in page.text
    importer.visit.get("/catalog/changes")
    assert "No change waits." in importer.visit.page.text


def test_whoever_proposed_a_change_takes_it_back_once(service: Service, importer: Importer) -> None:
    service.ask("git")
    importer.folder(catalog_files(without="git"))
    importer.visit.send("/catalog/import", reason="The maker has ended its support.")
    importer.visit.send("/catalog/import", apply="yes")
    page = importer.visit.get("/catalog/changes")
    refuse = next(form["action"] for form in page.forms if form["action"].endswith("/refuse"))
    assert importer.visit.send(refuse).status == 200
    page = importer.visit._see(
        importer.visit.client.post(
            refuse,
            data={"csrf": importer.visit.page.form("/sign-out")["fields"]["csrf"]},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    )
    assert page.status == 409


def test_a_session_that_is_over_asks_to_sign_in_and_imports_nothing(service: Service, importer: Importer) -> None:
    csrf = importer.visit.get("/catalog/import").form("/catalog/import")["fields"]["csrf"]
    importer.visit.client.cookies.clear()
    answer = importer.visit.client.post(
        "/catalog/import",
        data={"csrf": csrf, "apply": "yes"},
        files=[("files[]", ("vlc.yml", catalog_files()["vlc.yml"].encode(), "text/yaml"))],
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 401
    assert 'action="/sign-in"' in answer.text
    assert service.get("/catalog/vlc").status_code == 404


def test_files_of_many_hundred_kilobytes_are_taken(importer: Importer) -> None:
    files = catalog_files()
    files["vlc.yml"] += "# " + "x" * 1_500_000 + "\n"
    assert importer.folder(files).status == 200
    assert importer.visit.send("/catalog/import", apply="yes").status == 200


def test_an_archive_that_unpacks_to_too_much_is_refused(importer: Importer) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.yml", b"#" * (16 * 1024 * 1024 + 1))
    page = importer.choose(("bomb.zip", packed.getvalue()), field="archive")
    assert page.status == 422
    assert "“bomb.yml” cannot be read" in page.text


def test_it_says_which_rooms_have_something_already(service: Service, visit: Visitor) -> None:
    service.ask("git", room="C-101")
    service.ask("firefox")
    ada = visit("ada")
    page = ada.get("/catalog?q=git")
    assert "Already there or asked for in C-101" in page.text
    assert "Already there or asked for in C-101" in ada.get("/catalog/git").text
    assert "Already there or asked for in C-101" in ada.get("/search?q=git").text
    page = ada.get("/catalog?q=git&room=B-204")
    assert "Already there" not in page.text
    assert page.form("/catalog")["fields"]["room"] == "B-204"
    assert "/catalog/git?room=B-204" in page.links
    page = ada.get("/catalog/firefox?room=B-204")
    assert "Already there or asked for in B-204" in page.text
    assert "/ask?item=firefox&room=B-204" in page.links
    assert "Already there" not in visit("grace").get("/catalog?q=git").text
    page = visit("grace").get("/catalog?q=git&room=C-101")
    assert "Already there or asked for in C-101" in page.text
    page = ada.get("/catalog?room=Z-999")
    assert "There is no room Z-999." in page.text
    assert 'id="room-amiss"' in page.html


def test_an_item_is_asked_for_by_its_title(visit: Visitor) -> None:
    ada = visit("ada")
    (link,) = [link for link in ada.get("/catalog/firefox").links if link.startswith("/ask?item=")]
    assert ada.get(link).form("/ask")["fields"]["item"] == "Mozilla Firefox"
