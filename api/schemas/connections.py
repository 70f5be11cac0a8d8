"""Connections on the wire: the profiles with their users, and what a test found."""

from datetime import datetime

from pydantic import Field

from api.schemas.wire import Term, Wire
from orchestrator.domain.connections import StepResult
from orchestrator.services.connections import ConnectionTest, ProfileUse
from orchestrator.services.wording import Speaker
from orchestrator.services.wording.connections import say_connection, say_step


class RoomUseOut(Wire):
    """How many machines of a room a profile is for."""

    classroom: str = Field(examples=["B-204"])
    machines: int
    of: int = Field(description="How many stand in the room.")


class ConnectionOut(Wire):
    """A connection profile: how WinRM is spoken to the machines that use it. Never the password."""

    name: str = Field(examples=["default"])
    transport: str = Field(description="basic, ntlm or credssp; always over TLS.", examples=["ntlm"])
    user: str = Field(description="Account on the machines.")
    secret: str = Field(description="Name of the secret that holds the password.", examples=["lab_admin"])
    authorities: str | None = Field(
        description="File that machines' certificates are checked with; null for what the service's host trusts."
    )
    connect_timeout: int = Field(description="Seconds until a machine that does not answer counts as off.")
    rooms: tuple[RoomUseOut, ...]
    elsewhere: int = Field(description="Machines that use it and stand in no room.")


class ConnectionsOut(Wire):
    """A page of connection profiles by name."""

    connections: tuple[ConnectionOut, ...]
    next: str | None = Field(description="Cursor of the next page, for after; null at the end.")


class StepOut(Wire):
    """One step of a test."""

    step: Term = Field(description="name, port, certificate, login or shell.")
    state: Term = Field(description="passed, failed or not_tried.")
    finding: str | None = Field(description="Stable code of what was found; null if it was not tried.")
    milliseconds: int | None = Field(description="How long it took; null if it was not tried.")
    text: str = Field(description="What was found, in words.")
    advice: str = Field(description="What to do next; empty where nothing has to be done.")
    detail: str = Field(description="Technical words; never a secret, and never the machine's own.")
    addresses: tuple[str, ...] = Field(description="Of the step name: what it leads to.")
    certificate_until: datetime | None = Field(description="Of the step certificate: when it ends or has ended.")
    code_page: int | None = Field(description="Of the step shell; 65001 is UTF-8.")


class ConnectionTestOut(Wire):
    """How the machine of a seat was reached."""

    classroom: str
    timezone: str
    seat: str = Field(examples=["05"])
    machine: str = Field(examples=["b204-05"])
    address: str
    port: int
    connection: str = Field(description="Name of the connection profile.")
    at: datetime = Field(description="When the test began.")
    reached: bool = Field(description="Whether every step works.")
    text: str = Field(examples=["Seat 05 in B-204 can be reached: every step works."])
    steps: tuple[StepOut, ...] = Field(description="All of them, in their order; those after a failed one not tried.")


def connection_out(use: ProfileUse) -> ConnectionOut:
    """A connection profile and who uses it."""
    profile = use.profile
    return ConnectionOut(
        name=profile.name,
        transport=profile.transport,
        user=profile.user,
        secret=profile.secret,
        authorities=profile.ca_file,
        connect_timeout=profile.connect_timeout,
        rooms=tuple(RoomUseOut(classroom=r.classroom, machines=r.machines, of=r.of) for r in use.rooms),
        elsewhere=use.elsewhere,
    )


def connection_test_out(test: ConnectionTest, speaker: Speaker) -> ConnectionTestOut:
    """What a test found, in words of the room's zone."""
    own = speaker.at(test.room.timezone)
    return ConnectionTestOut(
        classroom=test.room.code,
        timezone=test.room.timezone,
        seat=test.seat.label,
        machine=test.machine.name,
        address=test.machine.address,
        port=test.machine.port,
        connection=test.profile.name,
        at=test.at,
        reached=test.failed is None,
        text=say_connection(own, test),
        steps=tuple(_step(result, test, own) for result in test.steps),
    )


def _step(result: StepResult, test: ConnectionTest, speaker: Speaker) -> StepOut:
    said = say_step(speaker, result, test)
    return StepOut(
        step=Term.of(result.step, speaker),
        state=Term.of(result.state, speaker),
        finding=result.finding.value if result.finding else None,
        milliseconds=result.milliseconds,
        text=said.text,
        advice=said.advice,
        detail=result.detail,
        addresses=result.facts.addresses,
        certificate_until=result.facts.until,
        code_page=result.facts.code_page,
    )
