"""``classroom requests recommend|advice|heed|keep|sign-off``: softer words about a request."""

from typing import Annotated, Any

import typer

from orchestrator.cli.client import DEFAULT_SERVER, Json, Server, calling, part
from orchestrator.cli.output import here, print_json, say

RequestId = Annotated[str, typer.Argument(help="Id of the request.", show_default=False)]


def recommend(
    request_id: RequestId,
    words: Annotated[str, typer.Argument(help="The advice, for whoever asked.", show_default=False)],
    instead: Annotated[str | None, typer.Option(help="Item of the catalogue that is recommended instead.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Advise whoever asked. It delays nothing, and lapses by itself.

    Example: classroom requests recommend 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d "The newer one is easier to learn."
    """
    with calling(server) as client:
        given = client.post(f"/requests/{part(request_id)}/recommendations", {"words": words, "suggests": instead})
    _show([given], as_json=as_json)


def advice(request_id: RequestId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Show the advice about a request.

    Example: classroom requests advice 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        found = client.get(f"/requests/{part(request_id)}/recommendations")
    if as_json:
        print_json(found)
        return
    _show(found["recommendations"], as_json=False)


def heed(
    request_id: RequestId,
    keep: Annotated[bool, typer.Option("--keep", help="Stay with the request instead.")] = False,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Take the advice about your request, or stay with it (--keep). The request itself is not changed by that.

    Example: classroom requests heed 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --keep
    """
    with calling(server) as client:
        given = client.post(f"/requests/{part(request_id)}/recommendations/answer", {"follows": not keep})
    _show([given], as_json=as_json)
    if not as_json and not keep:
        say("", f"Your request still stands. To take it back: classroom requests withdraw {request_id}")


def take_back(request_id: RequestId, server: Server = DEFAULT_SERVER, as_json: Json = False) -> None:
    """Take the advice about a request back.

    Example: classroom requests take-back-advice 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d
    """
    with calling(server) as client:
        given = client.post(f"/requests/{part(request_id)}/recommendations/take-back")
    _show([given], as_json=as_json)


def sign_off(
    request_id: RequestId,
    works: Annotated[bool, typer.Option("--works/--does-not-work", help="Whether it works.", show_default=False)],
    words: Annotated[str | None, typer.Option(help="What is the matter.")] = None,
    server: Server = DEFAULT_SERVER,
    as_json: Json = False,
) -> None:
    """Say whether what you asked for works, once it is there.

    Example: classroom requests sign-off 0192f0c1-7a3e-7c55-8d1e-5c6f7a8b9c0d --works
    """
    with calling(server) as client:
        given = client.post(f"/requests/{part(request_id)}/sign-off", {"works": works, "words": words})
    if as_json:
        print_json(given)
        return
    say("Thank you." if works else "Thank you. The technicians of the room have been told.")


def _show(found: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json(found[0])
        return
    if not found:
        say("Nobody has advised anything about this request.")
    for one in found:
        instead = f" Recommended instead: {one['suggests']['title']}." if one["suggests"] else ""
        say(f"{here(one['at'])}: {one['words']}{instead}", f"  It is {one['state']['text']}.")
