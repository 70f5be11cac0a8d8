import re

from orchestrator.adapters.winrm.command import MAX_LENGTH, REBOOT_REASONS, Outcome, Section, command_line

_PREFIX_OF_WINRM = r"C:\Windows\system32\cmd.exe /C "


def test_the_line_fits_into_what_cmd_takes_with_room_to_spare() -> None:
    assert len(_PREFIX_OF_WINRM + command_line("0123456789abcdef")) < MAX_LENGTH / 2


def test_the_line_is_one_line_that_does_not_begin_with_a_quotation_mark() -> None:
    line = command_line("0a1b2c3d")
    assert "\n" not in line
    assert not line.startswith('"')


def test_parentheses_and_quotation_marks_are_paired() -> None:
    line = command_line("0a1b2c3d")
    unquoted = re.sub(r'"[^"]*"', "", line)
    assert '"' not in unquoted
    depth = 0
    for character in unquoted:
        depth += {"(": 1, ")": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


def test_every_section_is_announced_once_and_in_order() -> None:
    line = command_line("0a1b2c3d")
    announced = re.findall(r"echo ##0a1b2c3d ([a-z0-9]+)", line)
    assert [word for word in announced if word in set(Section)] == list(Section)
    assert {word for word in announced if word not in set(Section)} == set(Outcome)


def test_every_reason_for_a_reboot_is_asked_for() -> None:
    line = command_line("0a1b2c3d")
    assert {reason for reason in REBOOT_REASONS if f"&&echo {reason}&" in line} == REBOOT_REASONS


def test_the_list_that_could_ask_a_feed_runs_only_after_the_flag_was_refused() -> None:
    line = command_line("0a1b2c3d")
    with_flag = line.index("choco list --local-only --limit-output")
    without_flag = line.index("choco list --limit-output")
    assert "||" in line[with_flag:without_flag]
    assert line.count("choco list") == 2


def test_every_command_only_reads() -> None:
    words = re.split(r"&&|\|\||&|\(|\)", re.sub(r'"[^"]*"', '""', command_line("0a1b2c3d")))
    commands = {" ".join(word.split()[:2]) for word in words if word.strip() and not word.startswith("echo ")}
    assert commands == {"chcp", "reg query", "hostname", "ver", "fsutil volume", "choco --version", "choco list"}


def test_the_only_fsutil_command_is_the_one_that_tells_what_is_free() -> None:
    line = command_line("0a1b2c3d")
    assert line.count("fsutil") == line.count("fsutil volume diskfree %SystemDrive% ") == 1


def test_whom_windows_is_registered_to_is_not_read() -> None:
    [query] = [part for part in command_line("0a1b2c3d").split("&") if r"Windows NT\CurrentVersion" in part]
    assert "/v ProductName" in query


def test_paths_of_files_that_wait_for_a_reboot_are_not_read() -> None:
    [query] = [part for part in command_line("0a1b2c3d").split("&") if "PendingFileRenameOperations" in part]
    assert query.endswith(">nul 2>nul")
