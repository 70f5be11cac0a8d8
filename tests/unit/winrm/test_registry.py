import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.adapters.winrm.registry import parse_hardware_id, parse_keys, parse_products
from orchestrator.domain.observations import InstalledProduct
from tests.unit.winrm.outputs import GERMAN_NOT_FOUND, HARDWARE, HARDWARE_ID, HIVE_64, HIVE_64_GERMAN, UNINSTALL
from tests.unit.winrm.registry_writer import Value, write_keys

LINE = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=40)
KEY_NAME = LINE.filter(lambda name: name != "" and "\\" not in name)
DATA = LINE | st.sampled_from(["REG_SZ", "a    REG_SZ    b", "    ", "two    spaces", "a\\0b\\0", "(value not set)"])
TYPE = st.sampled_from(["REG_SZ", "REG_EXPAND_SZ", "REG_DWORD", "REG_MULTI_SZ", "REG_BINARY", "REG_QWORD", "REG_NONE"])
# A name with four spaces before a type cannot be told from a shorter name whose data begins with it.
VALUE_NAME = LINE.filter(lambda name: "    REG_" not in f"{name}    "[:-4] and not name.endswith(" "))


def entry(name: str = "Example", **values: str | int) -> str:
    written: dict[str, Value] = {
        key: ("REG_DWORD", hex(value)) if isinstance(value, int) else ("REG_SZ", value) for key, value in values.items()
    }
    return write_keys([(f"{UNINSTALL}\\{name}", written)])


def only_product(text: str) -> InstalledProduct:
    [product] = parse_products(text, "64")
    return product


def test_a_hive_gives_the_products_that_windows_would_list() -> None:
    assert parse_products(HIVE_64.replace("\n", "\r\n"), "64") == (
        InstalledProduct("7-Zip", "64", "7-Zip 24.09 (x64)", "24.09", "Igor Pavlov"),
        InstalledProduct(
            "Mozilla Firefox 145.0.1 (x64 en-US)", "64", "Mozilla Firefox (x64 en-US)", "145.0.1", "Mozilla"
        ),
        InstalledProduct(
            "{23170F69-40C1-2702-2409-000001000000}",
            "64",
            "7-Zip 24.09 (x64 edition)",
            "24.09.00.0",
            "Igor Pavlov",
            windows_installer=True,
        ),
    )


def test_umlauts_stand_in_keys_names_and_publishers() -> None:
    assert only_product(HIVE_64_GERMAN) == InstalledProduct(
        "GrößenRechner", "64", "Größenrechner für Übungen", "3.1", "Müller & Söhne GmbH"
    )


def test_a_localised_error_is_no_product() -> None:
    assert parse_products(GERMAN_NOT_FOUND, "32") == ()


def test_an_entry_without_a_name_is_no_product() -> None:
    assert parse_products(entry(DisplayVersion="1.0") + entry(DisplayName="") + entry(DisplayName="   "), "64") == ()


def test_hidden_parts_and_updates_of_another_product_are_no_products() -> None:
    assert parse_products(entry(DisplayName="Part", SystemComponent=1), "64") == ()
    assert parse_products(entry(DisplayName="Update", ParentKeyName="Suite"), "64") == ()
    assert only_product(entry(DisplayName="Shown", SystemComponent=0)).name == "Shown"


def test_version_and_publisher_may_be_missing() -> None:
    assert only_product(entry(DisplayName="Example", DisplayVersion="")) == InstalledProduct("Example", "64", "Example")


@pytest.mark.parametrize("name", ["With    four spaces", "Reads REG_SZ files", "a    REG_SZ    b", "REG_SZ", "x|y &<>"])
def test_a_name_may_look_like_the_columns_of_the_print_out(name: str) -> None:
    assert only_product(entry(DisplayName=name)).name == name


def test_a_key_name_may_have_spaces_and_brackets() -> None:
    assert only_product(entry("  An odd [key] (x86)", DisplayName="Odd")).key == "  An odd [key] (x86)"


def test_only_a_product_code_with_its_flag_is_owned_by_windows_installer() -> None:
    code = "{23170F69-40C1-2702-2409-000001000000}"
    assert only_product(entry(code, DisplayName="A", WindowsInstaller=1)).windows_installer
    assert not only_product(entry(code, DisplayName="A", WindowsInstaller=0)).windows_installer
    assert not only_product(entry(code, DisplayName="A")).windows_installer
    assert not only_product(entry("Example", DisplayName="A", WindowsInstaller=1)).windows_installer


def test_values_of_a_subkey_are_not_those_of_the_product() -> None:
    text = entry(DisplayName="Example") + entry("Example\\Inner", DisplayName="Inner", DisplayVersion="9")
    assert only_product(text) == InstalledProduct("Example", "64", "Example")


def test_the_32_bit_hive_is_recognised_under_either_of_its_names() -> None:
    other = entry(DisplayName="Example").replace("SOFTWARE\\Microsoft", "SOFTWARE\\WOW6432Node\\Microsoft")
    assert only_product(other) == only_product(entry(DisplayName="Example"))


def test_keys_elsewhere_hold_no_products() -> None:
    assert parse_products(entry(DisplayName="Example").replace("Uninstall", "Elsewhere"), "64") == ()


def test_a_list_in_one_line_and_a_text_with_line_breaks_hide_nothing() -> None:
    text = write_keys(
        [
            (
                f"{UNINSTALL}\\Example",
                {
                    "Languages": ("REG_MULTI_SZ", "de\\0en\\0fr"),
                    "Comments": ("REG_SZ", "first line\r\nsecond line\r\n    third line"),
                    "DisplayName": ("REG_SZ", "Example"),
                },
            )
        ]
    )
    assert only_product(text).name == "Example"


def test_a_value_that_is_no_text_names_nothing() -> None:
    text = write_keys([(f"{UNINSTALL}\\Example", {"DisplayName": ("REG_DWORD", "0x1")})])
    assert parse_products(text, "64") == ()


def test_a_number_that_is_none_hides_nothing() -> None:
    key = f"{UNINSTALL}\\Example"
    text = write_keys([(key, {"DisplayName": ("REG_SZ", "Example"), "SystemComponent": ("REG_DWORD", "(broken)")})])
    assert only_product(text).name == "Example"


def test_the_hardware_id_comes_in_upper_case_without_braces() -> None:
    assert parse_hardware_id(HARDWARE) == HARDWARE_ID


@pytest.mark.parametrize(
    "told",
    ["", "{}", "unknown", "{00000000-0000-0000-0000-000000000000}", "{FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF}"],
)
def test_hardware_without_an_id_has_none(told: str) -> None:
    key = "HKEY_LOCAL_MACHINE\\SYSTEM\\HardwareConfig"
    assert parse_hardware_id(write_keys([(key, {"LastConfig": ("REG_SZ", told)})])) is None
    assert parse_hardware_id(GERMAN_NOT_FOUND) is None


@given(
    st.lists(
        st.tuples(
            KEY_NAME.map(lambda name: f"{UNINSTALL}\\{name}"),
            st.dictionaries(VALUE_NAME, st.tuples(TYPE, DATA), max_size=6),
        ),
        max_size=6,
    )
)
def test_every_registry_is_read_back(keys: list[tuple[str, dict[str, Value]]]) -> None:
    written = write_keys(keys)
    read = [(key.path, key.values) for key in parse_keys(written)]
    expected = []
    for path, values in keys:
        by_lower_name: dict[str, Value] = {}
        for name, value in values.items():
            by_lower_name.setdefault((name or "(Standard)").lower(), value)
        expected.append((path, by_lower_name))
    assert read == expected


PRODUCT = st.builds(
    InstalledProduct,
    key=KEY_NAME,
    hive=st.just("32"),
    name=DATA.map(str.strip).filter(bool),
    version=st.none() | DATA.map(str.strip).filter(bool),
    publisher=st.none() | DATA.map(str.strip).filter(bool),
    windows_installer=st.just(False),  # noqa: FBT003 - a strategy, not a call
)


@given(st.lists(PRODUCT))
def test_every_list_of_products_is_read_back(products: list[InstalledProduct]) -> None:
    keys = [
        (
            f"{UNINSTALL}\\{product.key}",
            {
                name: ("REG_SZ", value)
                for name, value in {
                    "DisplayName": product.name,
                    "DisplayVersion": product.version,
                    "Publisher": product.publisher,
                }.items()
                if value is not None
            },
        )
        for product in products
    ]
    assert parse_products(write_keys(keys), "32") == tuple(products)


@given(
    st.text()
    | st.lists(st.sampled_from([*HIVE_64.split("\n"), "HKEY_", "    ", "    REG_SZ", GERMAN_NOT_FOUND])).map("\n".join)
)
def test_whatever_comes_nothing_is_raised(text: str) -> None:
    assert all(product.name for product in parse_products(text, "64"))
    hardware_id = parse_hardware_id(text)
    assert hardware_id is None or hardware_id == hardware_id.upper()
