"""Slips of the pen in the example site, each with the problem that it must give."""
# ruff: noqa: E501 - a table, one slip in a line

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """One edit of one file, and what must be said of it: code, field, and the file (None: the edited one)."""

    file: str
    old: str
    new: str
    code: str
    field: str
    expected: str | None = None
    also_in: str | None = None


HOSTS = "hosts.yml"
ALL = "group_vars/all.yml"
B204 = "group_vars/room_b_204.yml"
C101 = "group_vars/room_c_101.yml"
PODIUM = "host_vars/b204-01.yml"
ROOM = "all.children.classrooms.children.room_b_204"
TWO = f"{ROOM}.hosts.b204-02"
UUID_OF_TWO = "4279F832-3827-536B-AA3F-700DC1DFEF0C"

SLIPS = [
    Slip(ALL, "classroom_site_timezone", "classroom_site_timezome", "unknown-variable", "classroom_site_timezome", "classroom_site_timezone"),
    Slip(ALL, "ansible_user: lab-admin", "ansible_users: x", "unknown-variable", "ansible_users", "ansible_user"),
    Slip(ALL, "Europe/Berlin", "Europe/Berlim", "unknown-timezone", "classroom_site_timezone", "Europe/Berlin"),
    Slip(ALL, "Europe/Berlin", "localtime", "unknown-timezone", "classroom_site_timezone"),
    Slip(ALL, "  - 2026-12-25", "  - 2026-02-30", "not-a-date", "classroom_site_holidays[0]", "YYYY-MM-DD"),
    Slip(ALL, "  - 2027-01-01", "  - '2026-12-25'", "listed-twice", "classroom_site_holidays[1]"),
    Slip(ALL, "working_days: 0", "working_days: 21", "out-of-range", "classroom_notice_working_days", "0..20"),
    Slip(ALL, "working_days: 0", "working_days: 0o1", "not-a-whole-number", "classroom_notice_working_days", "0..20"),
    Slip(ALL, "working_days: 0", "working_days: '0'", "not-a-whole-number", "classroom_notice_working_days", "0..20"),
    Slip(ALL, "working_days: 0", "working_days: 99999999999999999999", "not-a-whole-number", "classroom_notice_working_days"),
    Slip(ALL, "transport: basic", "transport: kerberos", "unknown-choice", "ansible_winrm_transport", "basic, ntlm, credssp"),
    Slip(ALL, "validation: validate", "validation: ignore", "unknown-choice", "ansible_winrm_server_cert_validation", "validate"),
    Slip(ALL, "scheme: https", "scheme: http", "unknown-choice", "ansible_winrm_scheme", "https"),
    Slip(ALL, "connection: winrm", "connection: ssh", "unknown-choice", "ansible_connection", "winrm"),
    Slip(ALL, "'CLASSROOM_CA_FILE'", "'HOME'", "lookup-form", "ansible_winrm_ca_trust_path", "{{ lookup('ansible.builtin.env', 'CLASSROOM_CA_FILE') }}"),
    Slip(ALL, "'CLASSROOM_DISTRIBUTION_POINT'", "'HOME'", "lookup-form", "classroom_software_distribution_point"),
    Slip(ALL, "ansible.builtin.env', 'CLASSROOM_SECRET", "pipe', 'CLASSROOM_SECRET", "secret-form", "ansible_password"),
    Slip(ALL, "classroom_connection: lab", "classroom_connection: ''", "empty", "classroom_connection"),
    Slip(ALL, "classroom_connection: lab", "classroom_connection: my lab", "name-form", "classroom_connection"),
    Slip(ALL, "---\n", "---\nclassroom_code: X\n", "not-here", "classroom_code", "group"),
    Slip(ALL, "---\n", "---\nour_own: [{a: '{% if x %}'}]\n", "template", "our_own[0].a"),
    Slip(ALL, "ansible_user: lab-admin\n", "", "missing", f"{ROOM}.hosts.b204-01.ansible_user", also_in=HOSTS),
    Slip(B204, "classroom_code: B-204", "classroom_code: B/204", "name-form", "classroom_code"),
    Slip(B204, "classroom_code: B-204", "classroom_code: c-101", "room-code-twice", "classroom_code", "room_c_101"),
    Slip(B204, "classroom_code: B-204", "classroom_code: 204", "needs-quotes", "classroom_code", '"204"'),
    Slip(B204, "classroom_code: B-204", "classroom_code: 2.10", "needs-quotes", "classroom_code", '"2.10"'),
    Slip(B204, "classroom_code: B-204", "classroom_code: on", "needs-quotes", "classroom_code", '"on"'),
    Slip(B204, "classroom_code: B-204", "classroom_code: 2027-01-01", "needs-quotes", "classroom_code"),
    Slip(B204, "Main building", '"Main\\nbuilding"', "control-character", "classroom_building"),
    Slip(B204, "Main building", '"Main\\0building"', "control-character", "classroom_building"),
    Slip(B204, "Main building", "' Main building'", "blank-at-the-end", "classroom_building", "Main building"),
    Slip(B204, "Main building", "~", "empty", "classroom_building"),
    Slip(B204, "Main building", "[Main]", "not-text", "classroom_building"),
    Slip(B204, "Main building", "x" * 201, "too-long", "classroom_building", "200"),
    Slip(B204, "Main building", "\"{{ lookup('pipe', 'id') }}\"", "template", "classroom_building"),
    Slip(B204, "classroom_building: Main building\n", "", "missing", "classroom_building"),
    Slip(B204, "classroom_door: left 2", "classroom_door: left", "door-form", "classroom_door", "left 2"),
    Slip(B204, "classroom_door: left 2", "classroom_door: roof 2", "door-form", "classroom_door", "left 2"),
    Slip(B204, "classroom_door: left 2", "classroom_door: left 0", "door-form", "classroom_door", "left 2"),
    Slip(B204, "classroom_door: left 2", "classroom_door: 2", "needs-quotes", "classroom_door", '"2"'),
    Slip(B204, "classroom_door: left 2", "classroom_door: left 9", "door-beyond", "classroom_door", "1..4"),
    Slip(ALL, "---\n", "---\nclassroom_door: left 2\n", "not-here", "classroom_door", "group"),
    Slip(B204, "rollouts: automatic", "rollouts: automatc", "unknown-choice", "classroom_rollouts", "automatic, by_technician"),
    Slip(B204, "- microsoft-edge", "- microsoft-egde", "unknown-item", "classroom_baseline[0]", "microsoft-edge"),
    Slip(B204, "- microsoft-edge", "- Microsoft Edge", "id-form", "classroom_baseline[0]"),
    Slip(B204, "- microsoft-edge", "- microsoft-edge\n  - microsoft-edge", "listed-twice", "classroom_baseline[1]"),
    Slip(B204, "classroom_baseline:\n  - microsoft-edge", "classroom_baseline: microsoft-edge", "not-a-list", "classroom_baseline"),
    Slip(B204, "---\n", "---\nclassroom_seat: '01'\n", "not-here", "classroom_seat", "machine"),
    Slip(B204, "---\n", "---\nclassroom_site_timezone: UTC\n", "not-here", "classroom_site_timezone", "all"),
    Slip(PODIUM, "podium: true", "podium: 1", "not-true-or-false", "classroom_podium", "true, false"),
    Slip(PODIUM, "classroom_podium: true", "- x", "not-a-mapping", ""),
    Slip(PODIUM, "classroom_podium: true", "ansible_user: other", "profile-differs", "ansible_user", "group_vars/all.yml:10"),
    Slip(HOSTS, "ansible_port: 26202", "ansible_port: 70000", "out-of-range", f"{TWO}.ansible_port", "1..65535"),
    Slip(HOSTS, "ansible_port: 26202", "ansible_port: 26201", "address-twice", f"{TWO}.ansible_port", "b204-01"),
    Slip(HOSTS, "ansible_host: 127.0.0.1", "ansible_host: https://x", "address-form", f"{ROOM}.hosts.b204-01.ansible_host"),
    Slip(HOSTS, "ansible_host: 127.0.0.1", "ansible_host: ''", "empty", f"{ROOM}.hosts.b204-01.ansible_host"),
    Slip(HOSTS, UUID_OF_TWO, "4279F832", "hardware-id-form", f"{TWO}.classroom_hardware_id"),
    Slip(HOSTS, UUID_OF_TWO, "00000000-0000-0000-0000-000000000000", "hardware-id-form", f"{TWO}.classroom_hardware_id"),
    Slip(HOSTS, UUID_OF_TWO, "0af81956-3c90-5560-a7f3-673d03a62bbe", "hardware-id-twice", f"{TWO}.classroom_hardware_id", "b204-01"),
    Slip(HOSTS, 'classroom_seat: "02"', 'classroom_seat: "01"', "seat-twice", f"{TWO}.classroom_seat", "b204-01"),
    Slip(HOSTS, 'classroom_seat: "02"', "classroom_seat: 02", "needs-quotes", f"{TWO}.classroom_seat", '"02"'),
    Slip(HOSTS, 'classroom_seat: "02"\n', "classroom_podium: false\n", "missing", f"{TWO}.classroom_seat"),
    Slip(HOSTS, "classroom_column: 2", "classroom_column: 1", "position-twice", f"{TWO}.classroom_column", "b204-01"),
    Slip(HOSTS, "classroom_column: 2", "classroom_column: 1_0", "not-a-whole-number", f"{TWO}.classroom_column", "1..200"),
    Slip(HOSTS, "b204-02:", "b204-[02:03]:", "name-form", f"{ROOM}.hosts.b204-[02:03]"),
    Slip(HOSTS, "b204-02:", "b204-01:", "duplicate-key", f"{ROOM}.hosts.b204-01", "12"),
    Slip(HOSTS, "b204-02:", "B204-01:", "name-twice", f"{ROOM}.hosts.B204-01", "b204-01"),
    Slip(HOSTS, "b204-02:", "room_c_101:", "name-of-group-and-machine", f"{ROOM}.hosts.room_c_101"),
    Slip(HOSTS, "b204-01:", "b204-1:", "unknown-machine", "", "b204-1", also_in=PODIUM),
    Slip(HOSTS, "room_b_204:", "room-b-204:", "name-form", ROOM.replace("_b_204", "-b-204")),
    Slip(HOSTS, "room_b_204:", "room_b204:", "unknown-group", "", "room_b204", also_in=B204),
    Slip(HOSTS, "          hosts:", "          host:", "unknown-key", f"{ROOM}.host", "hosts, vars, children"),
    Slip(HOSTS, "  children:\n    classrooms:", "  children:\n    spare: {hosts: {b204-03: {}}, vars: {classroom_code: Z}}\n    classrooms:",
         "two-rooms", "all.children.spare.hosts.b204-03"),
    Slip(HOSTS, "  children:\n    classrooms:", "  hosts: {spare-1: {classroom_seat: a}}\n  children:\n    classrooms:",
         "seat-without-room", "all.hosts.spare-1.classroom_seat"),
    Slip(HOSTS, "  children:\n    classrooms:", "  children:\n    a: {children: {b: {children: {a: {}}}}}\n    classrooms:",
         "group-cycle", "all.children.a"),
]  # fmt: skip
