"""The texts of the pages, as they stand in templates and code, and the file that holds their German.

    python -m tests.web.texts

brings ``api/web/locale/de.po`` up to date: what is new is left without German, what is no longer there goes.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from orchestrator.settings import ROOT

PAGES = ROOT / "api" / "web"
GERMAN = PAGES / "locale" / "de.po"
_METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
_OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.i18n,jinja2.ext.loopcontrols", "silent": "false"}}


def texts() -> Catalog:
    """All texts, each once."""
    found = Catalog(charset="utf-8")
    keywords = {**DEFAULT_KEYWORDS, "say": None}
    for file, line, message, _, _ in extract_from_dir(str(PAGES), _METHODS, _OPTIONS, keywords):
        found.add(message, locations=[(Path(file).as_posix(), line)])
    return found


def german() -> Catalog:
    """What there is in German."""
    with GERMAN.open("rb") as read:
        return read_po(read, locale="de")


def _update() -> None:
    kept = german() if GERMAN.exists() else Catalog(locale="de", charset="utf-8")
    kept.update(texts(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    kept.header_comment = "# German texts of the pages. English is what stands in templates and code."
    out = BytesIO()
    write_po(out, kept, width=120, omit_header=False, sort_output=True, no_location=True, ignore_obsolete=True)
    lines = [line for line in out.getvalue().decode().splitlines() if not line.startswith('"POT-Creation-Date')]
    lines = [line for line in lines if not line.startswith(('"PO-Revision-Date', '"Generated-By'))]
    GERMAN.parent.mkdir(exist_ok=True)
    GERMAN.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    _update()
