"""Observed state on the wire: what the last scan read from a machine."""

from datetime import datetime

from pydantic import Field

from api.schemas.causes import CauseOut, causes_out
from api.schemas.hardware import HardwareOut, hardware_out
from api.schemas.wire import Wire
from orchestrator.domain.classrooms import Classroom
from orchestrator.domain.observations import Observation
from orchestrator.domain.verdicts import cause_of
from orchestrator.services.room_picture import SeatPicture
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.causes import Place


class ProductOut(Wire):
    """One entry of an uninstall hive."""

    name: str
    version: str | None
    publisher: str | None
    key: str = Field(description="Registry subkey; a product code for Windows Installer packages.")
    hive: str = Field(description="64 or 32.")
    windows_installer: bool


class PackageOut(Wire):
    """One installed Chocolatey package."""

    id: str
    version: str


class ObservedOut(Wire):
    """What the last scan that could read a machine saw, and the failure of a later one."""

    classroom: str
    timezone: str
    seat: str
    machine: str
    at: datetime | None = Field(description="When the machine was last read; null when it never was.")
    computer_name: str | None
    hardware_id: str | None
    hardware: HardwareOut | None = Field(description="What the machine is made of; null when no scan was told.")
    reboot_pending: tuple[str, ...] = Field(description="Which parts of Windows ask for a restart.")
    products: tuple[ProductOut, ...] | None = Field(description="Null in the list over a room.")
    chocolatey: tuple[PackageOut, ...] | None = Field(description="Null without Chocolatey, and in the list.")
    product_count: int
    failure: CauseOut | None = Field(description="Why a later scan could not read it.")
    failed_at: datetime | None


class ObservedPageOut(Wire):
    """A page of what scans saw in a room, in the order of its seats."""

    classroom: str
    timezone: str
    observed: tuple[ObservedOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


def observed_out(seat: SeatPicture, machine: str, room: Classroom, speaker: Speaker, *, whole: bool) -> ObservedOut:
    """What is known of the machine at a seat.

    Args:
        seat: The seat.
        machine: Name of the machine that stands there.
        room: The seat's room.
        speaker: Who says it.
        whole: Whether to list all that is installed.
    """
    seen = seat.seen.observation if seat.seen else None
    failure = seat.seen.failure if seat.seen else None
    place = Place(seat.seat.label, room.mode)
    return ObservedOut(
        classroom=room.code,
        timezone=room.timezone,
        seat=seat.seat.label,
        machine=machine,
        at=seen.at if seen else None,
        computer_name=seen.computer_name if seen else None,
        hardware_id=seen.hardware_id if seen else None,
        hardware=hardware_out(seen, speaker),
        reboot_pending=seen.reboot_pending if seen else (),
        products=_products(seen) if seen and whole else None,
        chocolatey=_packages(seen) if seen and whole else None,
        product_count=len(seen.products) if seen else 0,
        failure=causes_out((cause_of(failure),), speaker, place, failure.at)[0] if failure else None,
        failed_at=failure.at if failure else None,
    )


def _products(seen: Observation) -> tuple[ProductOut, ...]:
    return tuple(
        ProductOut(
            name=product.name,
            version=product.version,
            publisher=product.publisher,
            key=product.key,
            hive=product.hive,
            windows_installer=product.windows_installer,
        )
        for product in seen.products
    )


def _packages(seen: Observation) -> tuple[PackageOut, ...] | None:
    if seen.chocolatey is None:
        return None
    return tuple(PackageOut(id=package.id, version=package.version) for package in seen.chocolatey)
