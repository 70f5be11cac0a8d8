"""Connections: the profiles with their users, and a test of how the machine of a seat is reached."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.dependencies import Scope, Spoken, Tools, requires
from api.openapi import refuses
from api.paging import link_next, page_of
from api.rest.classrooms import RoomCode, SeatLabel
from api.schemas.connections import (
    ConnectionsOut,
    ConnectionTestOut,
    connection_out,
    connection_test_out,
)
from api.schemas.fields import Limit, Name
from api.schemas.wire import Wire
from orchestrator.domain.people import Permission
from orchestrator.services.connections import list_connections, try_connection

router = APIRouter(tags=["connections"])


class ConnectionsQuery(Wire):
    """Which connection profiles to list."""

    after: Name | None = Field(default=None, description="Only profiles whose name comes after this one.")
    limit: Limit = 50


@router.get(
    "/connections",
    summary="Connection profiles, and who uses them",
    dependencies=[requires(Permission.ADMINISTER, Scope.SITE)],
    responses=refuses(),
    name="list_connections",
)
def connections(
    query: Annotated[ConnectionsQuery, Query()], tools: Tools, request: Request, response: Response
) -> ConnectionsOut:
    """By name. They come from the site's files. Passwords are told nowhere, only what their secret is called."""
    found = list_connections(reads=tools.reads, ca_file=tools.ca_file, after=query.after, limit=query.limit + 1)
    shown, following = page_of(found, query.limit, lambda use: use.profile.name)
    link_next(request, response, following)
    return ConnectionsOut(connections=tuple(map(connection_out, shown)), next=following)


@router.post(
    "/classrooms/{code}/seats/{label}/connection-test",
    summary="Test how the machine of a seat is reached",
    dependencies=[requires(Permission.CONNECT, Scope.CLASSROOM)],
    responses=refuses("not-found"),
)
def test_connection(code: RoomCode, label: SeatLabel, tools: Tools, speaker: Spoken) -> ConnectionTestOut:
    """Step by step: name, port, certificate, login, shell. Takes seconds, at most a minute; changes nothing there.

    That a step fails is an answer like any other (200); the certificate is always checked.
    """
    found = try_connection(
        code, label, reads=tools.reads, clock=tools.clock, tester=tools.tester, ca_file=tools.ca_file
    )
    return connection_test_out(found, speaker)
