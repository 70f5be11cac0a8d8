"""Outputs of machines, as ``cmd``, ``reg`` and ``choco`` print them, put together from what a test wants to say."""

from collections.abc import Mapping, Sequence

MARKER = "0a1b2c3d"
UNINSTALL = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
HARDWARE_ID = "4C4C4544-0043-3010-8052-B4C04F564231"

HARDWARE = """
HKEY_LOCAL_MACHINE\\SYSTEM\\HardwareConfig
    LastConfig    REG_SZ    {4c4c4544-0043-3010-8052-b4c04f564231}

"""

VERSION = "\nMicrosoft Windows [Version 10.0.22631.4460]\n"
EDITION = """
HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion
    ProductName    REG_SZ    Windows 10 Education

"""
CPU = "Intel(R) Core(TM) i5-8500 CPU @ 3.00GHz"
SIZES = """Total free bytes        : 225,342,119,936 (209.9 GB)
Total bytes             : 511,324,794,880 (476.2 GB)
Total quota free bytes  : 225,342,119,936 (209.9 GB)
"""
SIZES_BEFORE_1803 = """Total # of free bytes        : 225342119936
Total # of bytes             : 511324794880
Total # of avail free bytes  : 225342119936
"""
SIZES_GERMAN = """Freie Bytes gesamt             : 225.342.119.936 (209,9 GB)
Bytes gesamt                   : 511.324.794.880 (476,2 GB)
Freie Kontingentbytes gesamt   : 225.342.119.936 (209,9 GB)
"""


def processors(count: int, name: str = CPU, closing: str = "End of search: {} match(es) found.") -> str:
    root = "HKEY_LOCAL_MACHINE\\HARDWARE\\DESCRIPTION\\System\\CentralProcessor"
    keys = (f"\n{root}\\{number}\n    ProcessorNameString    REG_SZ    {name}\n" for number in range(count))
    return f"{''.join(keys)}\n{closing.format(count)}\n"


def memory(data: str, kind: str = "REG_RESOURCE_LIST") -> str:
    key = "HKEY_LOCAL_MACHINE\\HARDWARE\\RESOURCEMAP\\System Resources\\Physical Memory"
    return f"\n{key}\n    .Translated    {kind}    {data}\n\n"


# One full descriptor with three ranges: 636 KB, not quite 2 GB, and 14 GB above 4 GB in units of 256 bytes.
RANGES = (
    "01000000"
    "0000000000000000" "01000100" "03000000"
    "03010000" "0010000000000000" "00F00900" "00000000"
    "03010000" "0000100000000000" "0000F07B" "00000000"
    "07010002" "0000000001000000" "00008003" "00000000"
)  # fmt: skip

HIVE_64 = f"""
{UNINSTALL}\\7-Zip
    DisplayName    REG_SZ    7-Zip 24.09 (x64)
    DisplayVersion    REG_SZ    24.09
    DisplayIcon    REG_SZ    C:\\Program Files\\7-Zip\\7zFM.exe
    UninstallString    REG_SZ    "C:\\Program Files\\7-Zip\\Uninstall.exe"
    NoModify    REG_DWORD    0x1
    EstimatedSize    REG_DWORD    0x1675
    Publisher    REG_SZ    Igor Pavlov

{UNINSTALL}\\AddressBook

{UNINSTALL}\\Mozilla Firefox 145.0.1 (x64 en-US)
    Comments    REG_SZ    Mozilla Firefox 145.0.1 (x64 en-US)
    DisplayName    REG_SZ    Mozilla Firefox (x64 en-US)
    DisplayVersion    REG_SZ    145.0.1
    Publisher    REG_SZ    Mozilla
    URLInfoAbout    REG_SZ{"    "}

{UNINSTALL}\\{{23170F69-40C1-2702-2409-000001000000}}
    AuthorizedCDFPrefix    REG_SZ{"    "}
    DisplayVersion    REG_SZ    24.09.00.0
    InstallDate    REG_SZ    20250114
    ModifyPath    REG_EXPAND_SZ    MsiExec.exe /I{{23170F69-40C1-2702-2409-000001000000}}
    Publisher    REG_SZ    Igor Pavlov
    WindowsInstaller    REG_DWORD    0x1
    Language    REG_DWORD    0x409
    DisplayName    REG_SZ    7-Zip 24.09 (x64 edition)

{UNINSTALL}\\{{90160000-008C-0000-1000-0000000FF1CE}}
    DisplayName    REG_SZ    Office 16 Click-to-Run Extensibility Component
    DisplayVersion    REG_SZ    16.0.18129.20158
    WindowsInstaller    REG_DWORD    0x1
    SystemComponent    REG_DWORD    0x1

{UNINSTALL}\\KB5031234
    DisplayName    REG_SZ    Update for Example Suite (KB5031234)
    ParentKeyName    REG_SZ    ExampleSuite
    ReleaseType    REG_SZ    Update

"""

HIVE_32 = f"""
{UNINSTALL}\\Microsoft Edge
    DisplayName    REG_SZ    Microsoft Edge
    DisplayVersion    REG_SZ    142.0.3595.65
    Publisher    REG_SZ    Microsoft Corporation

"""

HIVE_64_GERMAN = f"""
{UNINSTALL}\\GrößenRechner
    DisplayName    REG_SZ    Größenrechner für Übungen
    DisplayVersion    REG_SZ    3.1
    Publisher    REG_SZ    Müller & Söhne GmbH
    UninstallString    REG_EXPAND_SZ    %ProgramFiles%\\Größenrechner\\uninst.exe

"""

GERMAN_NOT_FOUND = "FEHLER: Der angegebene Registrierungsschlüssel bzw. Wert wurde nicht gefunden.\n"
ENGLISH_CODE_PAGE = "Active code page: 65001\n"
GERMAN_CODE_PAGE = "Aktive Codepage: {}.\n"


def oem_code_page(number: int) -> str:
    return (
        f"\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage\n    OEMCP    REG_SZ    {number}\n\n"
    )


def choco_2(*packages: str) -> str:
    """Chocolatey 2 takes the flag beside --limit-output without a word."""
    return f"2.4.3\n{mark('packages')}\n" + "".join(f"{p}\n" for p in packages) + mark("done") + "\n"


def choco_that_refuses_the_flag(version: str, *packages: str) -> str:
    refusal = "Invalid argument --local-only. This argument has been removed from the list command.\n"
    return (
        f"{version}\n{mark('packages')}\n{refusal}{mark('again')}\n"
        + "".join(f"{p}\n" for p in packages)
        + mark("done")
        + "\n"
    )


def mark(word: str) -> str:
    return f"##{MARKER} {word}"


def machine_output(
    *,
    code_page: str = ENGLISH_CODE_PAGE,
    oem: str = "",
    name: str = "B204-07\n",
    hardware: str = HARDWARE,
    windows: str = VERSION,
    edition: str = EDITION,
    cpus: str = processors(6),
    ranges: str = memory(RANGES),
    disk: str = SIZES,
    hive_64: str = HIVE_64,
    hive_64_outcome: str = "done",
    hive_32: str = HIVE_32,
    hive_32_outcome: str = "done",
    chocolatey: str = "",
    reboot: Sequence[str] = (),
    encoding: str = "utf-8",
    encodings: Mapping[str, str] | None = None,
) -> bytes:
    """All that one machine prints; ``encodings`` names sections that are not written in ``encoding``."""
    sections = {
        "codepage": code_page,
        "oem": oem or oem_code_page(437),
        "name": name,
        "hardware": hardware,
        "windows": windows,
        "edition": edition,
        "processors": cpus,
        "memory": ranges,
        "disk": disk,
        "hive64": f"{hive_64}{mark(hive_64_outcome)}\n",
        "hive32": f"{hive_32}{mark(hive_32_outcome)}\n",
        "chocolatey": chocolatey,
        "reboot": "".join(f"{reason}\n" for reason in reboot),
        "end": "",
    }
    return b"".join(
        f"{mark(section)}\n{content}".replace("\n", "\r\n").encode((encodings or {}).get(section, encoding))
        for section, content in sections.items()
    )
