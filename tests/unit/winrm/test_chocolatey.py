import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.adapters.winrm.chocolatey import parse_major_version, parse_packages
from orchestrator.adapters.winrm.command import Section
from orchestrator.adapters.winrm.sections import UnreadableOutput
from orchestrator.domain.observations import ChocolateyPackage


@pytest.mark.parametrize(
    ("text", "major"),
    [
        ("2.4.3\r\n", 2),
        ("1.4.0\r\n", 1),
        ("0.10.15\r\n", 0),
        ("2.0.0-alpha\r\n", 2),
        ("10.0.0\r\n", 10),
        ("Please upgrade your license 1.2.3 soon.\r\n2.4.3\r\n", 2),
        ("", None),
        ("Der Befehl choco ist nicht bekannt.\r\n", None),
    ],
)
def test_the_version_is_the_line_that_is_nothing_else(text: str, major: int | None) -> None:
    assert parse_major_version(text) == major


def test_packages_are_sorted_and_their_ids_in_lower_case() -> None:
    text = "Firefox|145.0.1\r\nchocolatey|2.4.3\r\nvcredist140|14.44.35211.0\r\n7zip.install|24.9.0\r\n"
    assert parse_packages(text, Section.PACKAGES) == (
        ChocolateyPackage("7zip.install", "24.9.0"),
        ChocolateyPackage("chocolatey", "2.4.3"),
        ChocolateyPackage("firefox", "145.0.1"),
        ChocolateyPackage("vcredist140", "14.44.35211.0"),
    )


def test_notices_between_packages_are_passed_over() -> None:
    text = "This is not a licensed edition.\r\n\r\ngit|2.47.0-rc1\r\nSee the log for details.\r\n"
    assert parse_packages(text, Section.PACKAGES) == (ChocolateyPackage("git", "2.47.0-rc1"),)


def test_a_third_field_is_passed_over() -> None:
    assert parse_packages("git|2.47.0|true\r\n", Section.PACKAGES) == (ChocolateyPackage("git", "2.47.0"),)


@pytest.mark.parametrize("line", ["git|", "|2.47.0", "two words|1.0", "git|latest", "git 2.47.0 | ok"])
def test_a_line_with_a_bar_that_is_no_package_makes_the_list_unreadable(line: str) -> None:
    with pytest.raises(UnreadableOutput):
        parse_packages(f"git|2.47.0\r\n{line}\r\n", Section.PACKAGES)


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z0-9_][a-z0-9_.-]{0,20}", fullmatch=True),
            st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,5}){0,3}(-[a-z]{1,5})?", fullmatch=True),
        ),
        unique=True,
    )
)
def test_every_list_is_read_back(packages: list[tuple[str, str]]) -> None:
    text = "".join(f"{name}|{version}\r\n" for name, version in packages)
    assert parse_packages(text, Section.PACKAGES) == tuple(ChocolateyPackage(n, v) for n, v in sorted(packages))


@given(st.text() | st.from_regex(r"[0-9]+(\.[0-9]+)+", fullmatch=True))
def test_whatever_is_said_to_be_a_version_its_major_is_a_number_or_nothing(text: str) -> None:
    major = parse_major_version(text)
    assert major is None or major >= 0


@given(st.text())
def test_whatever_comes_only_its_own_error_is_raised(text: str) -> None:
    try:
        packages = parse_packages(text, Section.PACKAGES)
    except UnreadableOutput:
        return
    assert all(package.id == package.id.lower() and package.version for package in packages)
