"""Bringing the site's and the catalogue's files in: first what they would change, then the change itself."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from io import BytesIO
from pathlib import PurePosixPath
from struct import error as StructError  # noqa: N812 - its own name says nothing
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - its own name says nothing

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from api.schemas.imports import MOST_BYTES, MOST_FILES
from api.web.inside import ProblemMet
from api.web.pages import MOST_FIELDS, Page, Paged

router = APIRouter()
_BROKEN = (BadZipFile, RuntimeError, ZlibError, EOFError, OSError, ValueError, StructError)
"""What an archive that is none may raise."""
_SUFFIXES = {".yml", ".yaml"}
_KINDS = {"/catalog/import": "catalog", "/site/import": "site"}


class _Unreadable(Exception):
    """Something that was sent is no text, or no archive that one can open.

    Attributes:
        file: Its name.
    """

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


@router.get("/catalog/import")
@router.get("/site/import")
async def import_form(page: Paged) -> Response:
    """Choose the files."""
    return await _shown(page)


@router.post("/catalog/import")
@router.post("/site/import")
async def import_files(page: Paged) -> Response:
    """Show what they would change; with ``apply``, change it."""
    visitor = await page.visitor()  # nothing of what a stranger sends is looked at
    # A whole site is more than a form usually holds; what is kept of its files is given back at the end.
    async with page.request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES):
        form = await page.form("files[]", "archive")
        if "configure" not in visitor.everywhere:
            await page.api.post(page.request.url.path, {"files": {}})  # which says that they may not
        return await _imported(page, form)


async def _imported(page: Page, form: dict[str, Any]) -> Response:
    path = page.request.url.path
    reason = str(form.get("reason") or "")
    try:
        files = await _files_of(form)
    except _Unreadable as error:
        detail = page.say("“{file}” cannot be read. Choose text files in UTF-8, or a .zip archive of them.")
        problem = {"title": page.say("Nothing was changed"), "detail": detail.format(file=error.file)}
        return await _shown(page, reason=reason, wrong=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not files:
        detail = page.say("No .yml file was chosen. Choose the whole folder, or a .zip archive of it.")
        problem = {"title": page.say("Nothing was changed"), "detail": detail}
        return await _shown(page, reason=reason, wrong=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    body: dict[str, Any] = {"files": files, "apply": form.get("apply") == "yes"}
    if reason and _KINDS[path] == "catalog":
        body["reason"] = reason
    from_files = form.get("plans") == "files"
    if from_files and _KINDS[path] == "site":
        body["plans_from_files"] = True
    try:
        done = await page.api.post(path, body)
    except ProblemMet as met:
        if not met.for_the_form:
            raise
        return await _shown(page, files=files, reason=reason, wrong=met.problem, status=met.status)
    return await _shown(page, files=files, reason=reason, done=done, from_files=from_files)


async def _files_of(form: dict[str, Any]) -> dict[str, str]:
    """Text by path below the folder: of files that were chosen, of an archive, or of those that were shown before."""
    if form.get("kept"):
        return _kept(str(form["kept"]))
    sent = [
        (file.filename, await file.read())
        for file in [*form.get("files[]", ()), form.get("archive")]
        if isinstance(file, UploadFile) and file.filename  # and not a field that was left empty
    ]
    return await run_in_threadpool(_texts_of, sent)


def _texts_of(sent: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    found: dict[str, bytes] = {}
    for name, content in sent:
        if name.casefold().endswith(".zip"):
            found |= _unpacked(name, content)
        else:
            found[name.replace("\\", "/")] = content
    wanted = {name: content for name, content in found.items() if PurePosixPath(name).suffix.casefold() in _SUFFIXES}
    files: dict[str, str] = {}
    for name, content in _below_their_folder(wanted).items():
        try:
            files[name] = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _Unreadable(name) from error
    return files


def _kept(sent: str) -> dict[str, str]:
    """What the page before had put into its form."""
    try:
        kept = json.loads(sent)
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in kept.items()} if isinstance(kept, dict) else {}


def _unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """The files of an archive, no more of them than an import may have.

    What an archive says of its files' sizes is whatever its maker wrote there, so what is unpacked is counted. Only the
    usual ways of packing are taken, as others cannot be unpacked a part at a time.
    """
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with ZipFile(BytesIO(content)) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith("/") or PurePosixPath(entry.filename).suffix.casefold() not in _SUFFIXES:
                    continue
                if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                    raise _Unreadable(entry.filename)
                with archive.open(entry) as packed:
                    files[entry.filename] = packed.read(min(left, entry.file_size) + 1)
                left -= len(files[entry.filename])
                if left < 0:
                    raise _Unreadable(entry.filename)
    except _BROKEN as error:
        raise _Unreadable(name) from error
    return files


def _below_their_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same with paths below the folder that holds all of them."""
    parents = [PurePosixPath(name).parent.parts for name in files]
    common = 0
    while parents and all(len(parts) > common and parts[common] == parents[0][common] for parts in parents):
        common += 1
    return {"/".join(PurePosixPath(name).parts[common:]): content for name, content in files.items()}


async def _shown(
    page: Page,
    *,
    files: dict[str, str] | None = None,
    reason: str = "",
    done: Any = None,
    from_files: bool = False,
    wrong: Any = None,
    status: int = HTTPStatus.OK,
) -> Response:
    path = page.request.url.path
    return await page.show(
        "import.html",
        status=status,
        kind=_KINDS[path],
        here=path,
        # As short as it is sent to the API, so that what is taken there can be sent by the form, too.
        kept=json.dumps(files, ensure_ascii=False, separators=(",", ":")) if files else "",
        how_many=len(files or {}),
        reason=reason,
        done=done,
        from_files=from_files,
        wrong=wrong,
    )
