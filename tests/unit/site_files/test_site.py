"""The site's files: what they mean, and what is said of every slip in them."""

from datetime import UTC, date, datetime

import pytest

from orchestrator.domain.classrooms import RolloutMode
from orchestrator.domain.machines import ConnectionProfile, MachineStatus
from orchestrator.services.site_files.site import MAX_FILES, read_site
from tests.unit.site_files.example import ITEMS, edited, line_of, site_files, site_verdict
from tests.unit.site_files.site_slips import ALL, B204, HOSTS, PODIUM, SLIPS, Slip


def test_the_example_says_what_its_comments_say() -> None:
    site = read_site(site_files()).declared(ITEMS)
    assert site.site.timezone == "Europe/Berlin"
    assert site.site.notice_working_days == 0
    assert date(2026, 12, 25) in site.site.holidays
    assert site.profiles == (ConnectionProfile("lab", "basic", "lab-admin", "lab_admin", ca_file=None),)
    b204, c101 = site.rooms
    assert (b204.code, b204.mode, b204.baseline) == ("B-204", RolloutMode.AUTOMATIC, ("microsoft-edge",))
    assert (c101.code, c101.mode, c101.baseline) == ("C-101", RolloutMode.BY_TECHNICIAN, ("microsoft-edge",))
    assert [seat.label for seat in b204.seats] == [f"{n:02}" for n in range(1, 13)]
    assert [seat.label for seat in b204.seats if seat.podium] == ["01"]
    assert [(seat.row, seat.column) for seat in c101.seats] == [(1, 2), (2, 1), (2, 2), (2, 3)]
    assert [(m.name, m.port) for m in site.machines[:2]] == [("b204-01", 26201), ("b204-02", 26202)]
    assert [(m.name, m.port) for m in site.machines[12:13]] == [("c101-01", 26301)]
    assert all(m.hardware_id for m in site.machines)
    assert {(s.classroom, s.seat, s.machine) for s in site.standing if s.seat == "04"} == {
        ("B-204", "04", "b204-04"),
        ("C-101", "04", "c101-04"),
    }


@pytest.mark.parametrize(
    "slip", SLIPS, ids=lambda slip: f"{slip.code} {slip.field.rsplit('.', 1)[-1]} {slip.new[:20]!r}"
)
def test_a_slip_is_named_with_file_field_and_remedy(slip: Slip) -> None:
    files = edited(site_files(), slip.file, slip.old, slip.new)
    found = {(p.problem, p.where, p.field): p for p in site_verdict(files)}
    problem = found.get((slip.code, slip.also_in or slip.file, slip.field))
    assert problem, list(found)
    if slip.expected is not None:
        assert problem.expected == slip.expected
    # One slip is not answered with a wall of text: at most something for each of the room's machines.
    assert len(found) <= 1 + 12


def test_a_problem_names_the_line() -> None:
    files = edited(site_files(), HOSTS, "ansible_port: 26207", "ansible_port: 0")
    (problem,) = site_verdict(files)
    assert problem.line == line_of(files, HOSTS, "ansible_port: 0")
    assert problem.value == "0"


def test_the_problems_of_all_files_come_together() -> None:
    files = edited(site_files(), HOSTS, "ansible_port: 26207", "ansible_port: 0")
    files = edited(files, B204, "rollouts: automatic", "rollouts: never")
    files = edited(files, PODIUM, "podium: true", "podium: [")
    assert [(p.where, p.problem) for p in site_verdict(files)] == [
        (B204, "unknown-choice"),
        (PODIUM, "not-yaml"),
        (HOSTS, "out-of-range"),
    ]


@pytest.mark.parametrize("word", ["hunter2", "'{{ hunter2 }}'", "[hunter2]", "!unsafe hunter2", "12345678"])
def test_a_password_in_a_file_is_refused_and_not_repeated(word: str) -> None:
    files = site_files()
    lines = files[ALL].splitlines()
    files[ALL] = "\n".join(f"ansible_password: {word}" if x.startswith("ansible_password") else x for x in lines)
    (problem,) = site_verdict(files)
    assert (problem.problem, problem.field, problem.value) == ("secret-form", "ansible_password", "***")
    assert "CLASSROOM_SECRET_" in problem.expected


@pytest.mark.parametrize("name", ["ansible_winrm_password", "ansible_ssh_pass", "ansible_become_password"])
def test_a_password_under_another_name_is_refused_and_not_repeated(name: str) -> None:
    files = edited(site_files(), ALL, "---\n", f"---\n{name}: hunter2\n")
    (problem,) = site_verdict(files)
    assert problem.problem == "unknown-variable"
    assert "hunter2" not in str(problem)


def test_a_path_may_name_the_authority() -> None:
    files = edited(
        site_files(), ALL, "\"{{ lookup('ansible.builtin.env', 'CLASSROOM_CA_FILE') }}\"", "/etc/ssl/lab.pem"
    )
    assert read_site(files).declared(ITEMS).profiles[0].ca_file == "/etc/ssl/lab.pem"


def test_text_that_is_tagged_unsafe_stays_text() -> None:
    files = edited(site_files(), B204, "Main building", "!unsafe \"{{ lookup('pipe', 'id') }}\"")
    assert read_site(files).declared(ITEMS).rooms[0].building == "{{ lookup('pipe', 'id') }}"


def test_a_name_cannot_be_a_template_even_when_tagged() -> None:
    files = edited(site_files(), B204, "classroom_code: B-204", "classroom_code: !unsafe '{{ x }}'")
    assert [p.problem for p in site_verdict(files)] == ["name-form"]


def test_a_header_that_declares_other_marks_is_a_template_too() -> None:
    header = "\"#jinja2:variable_start_string:'[['\\n[[ lookup('pipe', 'id') ]]\""
    files = edited(site_files(), ALL, "---\n", f"---\nour_own: {header}\n")
    assert [(p.problem, p.field) for p in site_verdict(files)] == [("template", "our_own")]


def test_what_is_the_sites_own_is_left_alone() -> None:
    files = edited(site_files(), ALL, "---\n", "---\nour_own: {contact: [desk, 12, ~], since: 2026-01-01}\n")
    assert read_site(files).declared(ITEMS) == read_site(site_files()).declared(ITEMS)


def test_what_only_a_run_by_hand_needs_is_checked_and_passed_over() -> None:
    files = edited(site_files(), ALL, "---\n", "---\nansible_winrm_read_timeout_sec: 60\n")
    assert read_site(files).declared(ITEMS) == read_site(site_files()).declared(ITEMS)
    wrong = edited(files, ALL, "timeout_sec: 60", "timeout_sec: soon")
    assert [p.problem for p in site_verdict(wrong)] == ["not-a-whole-number"]


def test_a_group_may_stand_beside_all() -> None:
    files = edited(site_files(), HOSTS, "all:\n", "spares:\n  hosts: {spare-1: {}}\nall:\n")
    files["group_vars/spares.yml"] = "ansible_port: 15986\n"
    assert ("spare-1", 15986) in {(m.name, m.port) for m in read_site(files).declared(ITEMS).machines}


OUT = "---\nclassroom_out_of_service: Display broken\n"


def test_a_machine_may_be_out_of_service_with_a_reason_and_an_end() -> None:
    """R2: a reason and an end date; it is back with the day after, in the room's own zone."""
    files = edited(site_files(), PODIUM, "---\n", f"{OUT}classroom_out_of_service_until: 2027-03-01\n")
    machine = read_site(files).declared(ITEMS).machines[0]
    assert (machine.status, machine.status_reason) == (MachineStatus.OUT_OF_SERVICE, "Display broken")
    assert machine.status_until == datetime(2027, 3, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        (OUT, "classroom_out_of_service_until"),
        ("---\nclassroom_out_of_service_until: 2027-03-01\n", "classroom_out_of_service"),
    ],
)
def test_out_of_service_takes_both_a_reason_and_an_end(said: str, missing: str) -> None:
    """R2"""
    (problem,) = site_verdict(edited(site_files(), PODIUM, "---\n", said))
    assert (problem.problem, problem.field) == ("missing", missing)


def test_a_machine_without_a_room_is_a_spare() -> None:
    files = edited(site_files(), HOSTS, "all:\n", "all:\n  hosts: {spare-1: {ansible_host: spare.example.edu}}\n")
    site = read_site(files).declared(ITEMS)
    assert ("spare-1", "spare.example.edu", 5986) in {(m.name, m.address, m.port) for m in site.machines}
    assert "spare-1" not in {s.machine for s in site.standing}


def test_a_room_takes_what_stands_above_it() -> None:
    files = edited(site_files(), B204, "classroom_building: Main building\n", "")
    files["group_vars/classrooms.yml"] = "classroom_building: North wing\n"
    site = read_site(files).declared(ITEMS)
    assert [room.building for room in site.rooms] == ["North wing", "Chemistry"]


def test_the_machines_of_groups_within_a_room_stand_in_it() -> None:
    files = edited(site_files(), HOSTS, "          hosts:\n", "          children: {front_row: {}}\n          hosts:\n")
    front = "    front_row: {hosts: {b204-13: {classroom_seat: '13', classroom_row: 4, classroom_column: 1}}}\n"
    files = edited(files, HOSTS, "    classrooms:\n", front + "    classrooms:\n")
    site = read_site(files).declared(ITEMS)
    assert [seat.label for seat in site.rooms[0].seats][-1] == "13"


def test_two_connections_may_mean_two_things() -> None:
    other = "classroom_connection: old\nansible_winrm_transport: ntlm\nansible_user: technician\n"
    files = edited(site_files(), "group_vars/room_c_101.yml", "---\n", f"---\n{other}")
    profiles = read_site(files).declared(ITEMS).profiles
    assert [(p.name, p.transport, p.user) for p in profiles] == [
        ("lab", "basic", "lab-admin"),
        ("old", "ntlm", "technician"),
    ]


def test_without_hosts_there_is_no_site() -> None:
    files = site_files()
    del files[HOSTS]
    assert ("file-missing", HOSTS) in {(p.problem, p.where) for p in site_verdict(files)}


@pytest.mark.parametrize(
    "name", ["README.md", "host_vars/../x.yml", "group_vars/a/b.yml", "hosts.json", "/hosts.yml", ""]
)
def test_a_file_that_does_not_belong_here_is_refused(name: str) -> None:
    assert [(p.problem, p.where) for p in site_verdict({**site_files(), name: ""})] == [("unexpected-file", name)]


def test_too_many_files_are_not_read() -> None:
    files = {f"host_vars/pc{n}.yml": "" for n in range(MAX_FILES + 1)}
    assert [p.problem for p in site_verdict(files)] == ["too-many-files"]
