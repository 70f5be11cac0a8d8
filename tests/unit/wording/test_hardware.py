"""What a machine is made of, said with the age of what is known (R3.2)."""

from datetime import UTC, datetime

import pytest

from orchestrator.domain.observations import Hardware
from orchestrator.services.wording import Language, Speaker
from orchestrator.services.wording.hardware import say_hardware

SEEN_AT = datetime(2026, 1, 12, 7, tzinfo=UTC)
WHOLE = Hardware(16384, 487637, 214906, "Intel(R) Core(TM) i5-8500", 6, "10.0.22631.4460", "Windows 11 Education")


WHOLE_EN = (
    "16 GB of memory, Intel(R) Core(TM) i5-8500 with 6 logical processors, 209 of 476 GB free on the system drive and "
    "Windows 11 Education (build 10.0.22631.4460); seen on Mon 12 Jan, 08:00."
)
WHOLE_DE = (
    "16 GB Arbeitsspeicher, Intel(R) Core(TM) i5-8500 mit 6 logischen Prozessoren, 209 von 476 GB auf dem "
    "Systemlaufwerk frei und Windows 11 Education (Build 10.0.22631.4460); gesehen am Mo., 12. Jan., 08:00 Uhr."
)


@pytest.mark.parametrize(
    ("language", "hardware", "text"),
    [
        (Language.EN, WHOLE, WHOLE_EN),
        (Language.DE, WHOLE, WHOLE_DE),
        (Language.EN, Hardware(cpu_cores=1), "1 logical processor; seen on Mon 12 Jan, 08:00."),
        (Language.DE, Hardware(cpu_cores=1), "1 logischer Prozessor; gesehen am Mo., 12. Jan., 08:00 Uhr."),
        (Language.EN, Hardware(cpu="Some CPU"), "Some CPU; seen on Mon 12 Jan, 08:00."),
        (Language.EN, Hardware(windows_build="10.0.1"), "Windows (build 10.0.1); seen on Mon 12 Jan, 08:00."),
        (Language.EN, Hardware(windows_name="Windows 10 Pro"), "Windows 10 Pro; seen on Mon 12 Jan, 08:00."),
    ],
)
def test_what_is_known_is_said_with_when_it_was_seen(language: Language, hardware: Hardware, text: str) -> None:
    assert say_hardware(Speaker(language, "Europe/Berlin"), hardware, SEEN_AT) == text
