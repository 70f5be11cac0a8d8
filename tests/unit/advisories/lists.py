"""Lists of advisories as they come from outside, small; the entries are made up, their form is not."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

KEV_FIREFOX: dict[str, Any] = {
    "cveID": "CVE-2026-10001",
    "vendorProject": "Mozilla",
    "product": "Firefox and Thunderbird",
    "vulnerabilityName": "Mozilla Firefox Use-After-Free Vulnerability",
    "dateAdded": "2026-11-10",
    "shortDescription": "A web page can run programs\n on the machine.",
    "requiredAction": "Apply updates per vendor instructions.",
    "dueDate": "2026-12-01",
    "knownRansomwareCampaignUse": "Unknown",
    "notes": "See vendor; https://www.mozilla.example/mfsa2026-99/ ; https://nvd.example/CVE-2026-10001",
    "cwes": ["CWE-416"],
}
KEV_ELSEWHERE: dict[str, Any] = {
    **KEV_FIREFOX,
    "cveID": "CVE-2026-10002",
    "vendorProject": "Example Routers",
    "product": "Router 9",
    "notes": "",
}


def kev(*entries: dict[str, Any], **other: Any) -> str:  # noqa: ANN401 - JSON
    """CISA's catalogue with these entries, of 12 November 2026."""
    catalog = {
        "title": "CISA Catalog of Known Exploited Vulnerabilities",
        "catalogVersion": "2026.11.12",
        "dateReleased": "2026-11-12T15:00:41.1234Z",
        "count": len(entries),
        "vulnerabilities": list(entries),
        **other,
    }
    return json.dumps(catalog)


OSV_FIREFOX: dict[str, Any] = {
    "schema_version": "1.7.0",
    "id": "GHSA-2x4c-5g6h-7j8m",
    "aliases": ["CVE-2026-10001"],
    "modified": "2026-11-11T08:00:00Z",
    "published": "2026-11-09T23:30:00-05:00",
    "summary": "Use after free in Firefox",
    "details": "Long words.\n\nMore of them.",
    "references": [
        {"type": "WEB", "url": "https://blog.example/firefox"},
        {"type": "ADVISORY", "url": "https://www.mozilla.example/mfsa2026-99/"},
    ],
    "affected": [
        {
            "package": {"ecosystem": "Chocolatey", "name": "firefox", "purl": "pkg:chocolatey/firefox"},
            "ranges": [
                {
                    "type": "ECOSYSTEM",
                    "events": [
                        {"introduced": "129.0"},
                        {"fixed": "145.0.1"},
                        {"introduced": "0"},
                        {"fixed": "128.5esr"},
                    ],
                }
            ],
        }
    ],
    "database_specific": {"anything": [1, {"deep": None}]},
}


def osv(number: str = "GHSA-2x4c-5g6h-7j8m", **other: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The entry about Firefox with another number or other fields; None takes a field away."""
    entry = {**OSV_FIREFOX, "id": number, **other}
    return {name: value for name, value in entry.items() if value is not None}


def osv_text() -> str:
    """The entry about Firefox as a file."""
    return json.dumps(OSV_FIREFOX)


def affected(name: str, *events: dict[str, str], ecosystem: str = "Chocolatey", **other: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """One affected package with one range."""
    package = {"ecosystem": ecosystem, "name": name}
    return {"package": package, "ranges": [{"type": "ECOSYSTEM", "events": list(events)}], **other}


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """An archive with these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()
