"""Slips of the pen in the example catalog, each with the problem that it must give."""
# ruff: noqa: E501 - a table, one slip in a line

from tests.unit.site_files.site_slips import Slip

FIREFOX = "firefox.yml"
GIT = "git.yml"
ZIP = "7zip.yml"
EDGE = "microsoft-edge.yml"
PORT = "port-8080-open.yml"
FORMS = "student-records-forms.yml"
STOCKROOM = "stockroom.yml"
CODE = '"{23170F69-40C1-2702-2409-000001000000}"'

CATALOG_SLIPS = [
    Slip(FIREFOX, "id: firefox", "id: fire-fox", "id-differs-from-file", "id", "firefox"),
    Slip(FIREFOX, "id: firefox", "id: Firefox", "id-form", "id"),
    Slip(FIREFOX, "title: Mozilla Firefox\n", "", "missing", "title"),
    Slip(FIREFOX, "title:", "titel:", "unknown-key", "titel", "title"),
    Slip(FIREFOX, "title: Mozilla Firefox", "title: \"{{ lookup('pipe', 'id') }}\"", "template", "title"),
    Slip(FIREFOX, "title: Mozilla Firefox", 'title: "Mozilla\\u202eFirefox"', "control-character", "title"),
    Slip(FIREFOX, "title: Mozilla Firefox", "title: |\n  Mozilla\n  Firefox", "control-character", "title"),
    Slip(FIREFOX, "title: Mozilla Firefox", "title: ' '", "empty", "title"),
    Slip(FIREFOX, "title: Mozilla Firefox", "title: ~", "empty", "title"),
    Slip(FIREFOX, "title: Mozilla Firefox", f"title: {'x' * 201}", "too-long", "title", "200"),
    Slip(FIREFOX, "title: Mozilla Firefox", "title: [Mozilla, Firefox]", "not-text", "title"),
    Slip(FIREFOX, "provider: chocolatey", "provider: choco", "unknown-choice", "provider", "chocolatey, msi, external, manual"),
    Slip(FIREFOX, "updates: self", "updates: sometimes", "unknown-choice", "updates", "managed, self"),
    Slip(FIREFOX, "package: firefox", "package: fire fox", "package-form", "package"),
    Slip(FIREFOX, "feed: feed", "feed: https://feed.example.edu/", "path-form", "feed"),
    Slip(FIREFOX, "minutes: 3", "minutes: 0", "out-of-range", "minutes", "1..600"),
    Slip(FIREFOX, "minutes: 3", "minutes: '3'", "not-a-whole-number", "minutes", "1..600"),
    Slip(FIREFOX, "minutes: 3", "minutes: 1:30", "not-a-whole-number", "minutes", "1..600"),
    Slip(FIREFOX, "size_mb: 70", "size_mb: 70.5", "not-a-whole-number", "size_mb", "1..200000"),
    Slip(FIREFOX, "provides: [browser]", "provides: browser", "not-a-list", "provides"),
    Slip(FIREFOX, "provides: [browser]", "provides: [Web Browser]", "capability-form", "provides[0]"),
    Slip(FIREFOX, "provides: [browser]", "provides: [browser, browser]", "listed-twice", "provides[1]"),
    Slip(FIREFOX, 'feed_newest: "145.0.1"', 'feed_newest: "146.0"', "not-a-release", "feed_newest", "144.0.2, 145.0.1"),
    Slip(FIREFOX, 'feed_newest: "145.0.1"', "feed_newest: 145.1", "needs-quotes", "feed_newest", '"145.1"'),
    Slip(FIREFOX, '- version: "144.0.2"', "- version: latest", "version-form", "releases[0].version"),
    Slip(FIREFOX, '- version: "144.0.2"', '- version: "1.0²"', "version-form", "releases[0].version"),
    Slip(FIREFOX, '- version: "144.0.2"', "- version: 144.10", "needs-quotes", "releases[0].version", '"144.10"'),
    Slip(FIREFOX, '- version: "144.0.2"', "- version: 2027-01-01", "needs-quotes", "releases[0].version"),
    Slip(FIREFOX, '- version: "144.0.2"', '- version: "145.0.1.0"', "version-twice", "releases[0].version", "145.0.1"),
    Slip(FIREFOX, '- version: "144.0.2"', '- version: "145.0.1.0"', "version-twice", "releases[1].version", "145.0.1.0"),
    Slip(FIREFOX, "released: 2025-10-28", "released: 28.10.2025", "not-a-date", "releases[0].released", "YYYY-MM-DD"),
    Slip(FIREFOX, "    released: 2025-10-28", "    source: x.msi", "not-for-this-provider", "releases[0].source"),
    Slip(FIREFOX, '  - version: "144.0.2"\n    released: 2025-10-28\n', "  - 144.0.2\n", "not-a-mapping", "releases[0]"),
    Slip(FIREFOX, "  chocolatey_id: firefox\n", "", "missing", "detection.chocolatey_id"),
    Slip(FIREFOX, "coexists_with: [microsoft-edge]", "coexists_with: [microsoft-egde]", "unknown-item", "coexists_with[0]", "microsoft-edge"),
    Slip(FIREFOX, "coexists_with: [microsoft-edge]", "conflicts_with: [firefox]", "names-itself", "conflicts_with[0]"),
    Slip(FIREFOX, "coexists_with: [microsoft-edge]", "coexists_with: [vlc]\nconflicts_with: [vlc]", "coexists-and-conflicts", "coexists_with[0]"),
    Slip(EDGE, "updates: self", "conflicts_with: [firefox]", "coexists-and-conflicts", "coexists_with[0]", also_in=FIREFOX),
    Slip(ZIP, "files/7z2409-x64.msi", "../7z2409-x64.msi", "path-form", "releases[1].source"),
    Slip(ZIP, "files/7z2409-x64.msi", "files/../../7z2409-x64.msi", "path-form", "releases[1].source"),
    Slip(ZIP, "files/7z2409-x64.msi", r"files\7z2409-x64.msi", "path-form", "releases[1].source"),
    Slip(ZIP, "files/7z2409-x64.msi", r"\\server\share\7z.msi", "path-form", "releases[1].source"),
    Slip(ZIP, "files/7z2409-x64.msi", "/files/7z2409-x64.msi", "path-form", "releases[1].source"),
    Slip(ZIP, "files/7z2409-x64.msi", "files/7z%2e%2e.msi", "path-form", "releases[1].source"),
    Slip(ZIP, "files/7z2409-x64.msi", "files/7z.msi?x=1", "path-form", "releases[1].source"),
    Slip(ZIP, "    sha256: 295ace91", "    sha256: 295ACE91", "sha256-form", "releases[1].sha256"),
    Slip(ZIP, "    sha256: 295ace91", "    sha256: ", "sha256-form", "releases[1].sha256"),
    Slip(ZIP, CODE, CODE.replace("{", "").replace("}", ""), "product-code-form", "releases[1].product_code"),
    Slip(ZIP, CODE, CODE.strip('"'), "needs-quotes", "releases[1].product_code", CODE),
    Slip(ZIP, f"    product_code: {CODE}\n", "", "missing", "releases[1].product_code"),
    Slip(ZIP, "  product_codes_from_releases: true", "  product_codes_from_releases: 1", "not-true-or-false", "detection.product_codes_from_releases"),
    Slip(ZIP, "  name_pattern: 7-Zip * (x64 edition)\n", "", "missing", "detection.name_pattern"),
    Slip(ZIP, "  name_pattern: 7-Zip * (x64 edition)\n  publisher: Igor Pavlov\n  product_codes_from_releases: true", "  product_codes_from_releases: false", "no-detection", "detection"),
    Slip(EDGE, "minutes: 1", 'minutes: 1\nreleases: [{version: "1"}]', "not-for-this-provider", "releases"),
    Slip(PORT, "minutes: 20", 'minutes: 20\nreleases: [{version: "1"}]', "not-for-this-provider", "releases"),
    Slip(PORT, "minutes: 20", "minutes: 20\ndetection: {}", "not-for-this-provider", "detection"),
    Slip(PORT, "provider: manual", "provider: external", "missing", "detection"),
    Slip(EDGE, "publisher: Microsoft Corporation\ns", "s", "missing", "publisher"),
    Slip(STOCKROOM, "requires: [microsoft-edge]", "requires: [microsoft-egde]", "unknown-item", "requires[0]", "microsoft-edge"),
    Slip(STOCKROOM, "requires: [microsoft-edge]", "requires: [microsoft-edge]\nconflicts_with: [microsoft-edge]", "requires-and-conflicts", "requires", "microsoft-edge, stockroom"),
    Slip(EDGE, "provides:", "requires: [firefox, stockroom]\nprovides:", "requires-cycle", "requires[1]", "microsoft-edge > stockroom > microsoft-edge"),
]  # fmt: skip
