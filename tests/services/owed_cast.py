"""Who acts in the stories about what is owed, and the use cases with their ports put in."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from orchestrator.domain.catalog import CatalogItem, Provider
from orchestrator.domain.catalog_narrowing import CatalogChange
from orchestrator.domain.delay_notes import DelayNote
from orchestrator.domain.notices import NoticeKind
from orchestrator.domain.people import CAMPUS, Actor, Caller, Grant, Person, Role
from orchestrator.domain.rollouts import Rollout
from orchestrator.services.catalog_import import CatalogChanges, import_catalog
from orchestrator.services.catalog_proposals import approve_catalog_change, refuse_catalog_change
from orchestrator.services.delay_notes import note_delay
from orchestrator.services.hand_work import TickWork, answer_tick, tick_work
from orchestrator.services.intake import answer_wish, confirm_wish, link_wish, unlink_wish
from orchestrator.services.notices import list_notices
from orchestrator.services.owed_list import OwedEntry, OwedFilter, OwedList, list_owed
from orchestrator.services.record_redact import redact_person
from orchestrator.services.request_views import RequestView
from orchestrator.services.rollouts import cancel_rollout, start_rollout
from orchestrator.services.settings_lines import change_settings_line
from orchestrator.services.wishes import MakeWish, WishView, make_wish, withdraw_wish
from tests.services.story import ADA, OFFERED, ROOM, TECHNICIAN, Story

MARTA, MAX = Actor("person:marta", "Marta"), Actor("person:max", "Max")
EVERYTHING = OwedFilter()
_FEED = "feeds/main"
_RULE = ("chocolatey_id", "name_pattern", "publisher")


def hire_staff(story: Story) -> None:
    """A technician and two managers, for the whole site."""
    hired = ((TECHNICIAN, Role.TECHNICIAN), (MARTA, Role.MANAGER), (MAX, Role.MANAGER), (ADA, Role.INSTRUCTOR))
    with story.transactions() as uow:
        for actor, role in hired:
            login = actor.id.partition(":")[2]
            uow.accounts.add(Person(actor.id, login, actor.name, "", "en", story.clock.now()))
            uow.accounts.add_grant(Grant(f"grant-{login}", actor.id, role, CAMPUS, story.clock.now(), "host:root"))
        uow.commit()


def calling(story: Story, actor: Actor) -> Caller:
    """Somebody who was hired, as who calls."""
    with story.reads() as uow:
        person = uow.accounts.get(actor.id)
        assert person is not None
        return Caller(person, tuple(uow.accounts.grants([actor.id]).get(actor.id, ())))


def owed(story: Story, filters: OwedFilter = EVERYTHING, **page: object) -> OwedList:
    """What is owed now."""
    return list_owed(filters, reads=story.reads, clock=story.clock, **page)  # type: ignore[arg-type]


def entry_of(story: Story, thing_id: str) -> OwedEntry | None:
    """One thing's entry, or None where it is not owed."""
    return next((entry for entry in owed(story, limit=10_000).entries if entry.id == thing_id), None)


def wish_for(story: Story, title: str = "Stellarium", actor: Actor = ADA, **more: object) -> WishView:
    """Somebody wishes for something."""
    command = MakeWish(ROOM, title, "Night sky", **more)  # type: ignore[arg-type]
    return make_wish(
        command, actor=actor, transactions=story.transactions, clock=story.clock, new_id=story.tools.new_id
    )


def answer(story: Story, wish_id: str, words: str = "We are looking into it.") -> WishView:
    """A technician says something about a wish."""
    return answer_wish(
        wish_id,
        words,
        actor=TECHNICIAN,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def link(story: Story, wish_id: str, item: str) -> WishView:
    """A technician links a wish."""
    return link_wish(
        wish_id,
        item,
        actor=TECHNICIAN,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def confirm(story: Story, wish_id: str, actor: Actor = ADA) -> WishView:
    """The requester says that this was meant."""
    return confirm_wish(wish_id, actor=actor, transactions=story.transactions, clock=story.clock)


def unlink(story: Story, wish_id: str, actor: Actor = ADA) -> WishView:
    """The requester says that something else was meant."""
    return unlink_wish(wish_id, actor=actor, transactions=story.transactions, clock=story.clock)


def take_back(story: Story, wish_id: str, actor: Actor = ADA) -> WishView:
    """Somebody withdraws a wish."""
    return withdraw_wish(wish_id, actor=actor, transactions=story.transactions, clock=story.clock)


def note(story: Story, request_id: str, expected_at: datetime) -> DelayNote:
    """A technician says when it will be there."""
    return note_delay(
        request_id,
        "The maker is late.",
        expected_at,
        actor=TECHNICIAN,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def state_work(
    story: Story, request_id: str, actor: Actor = TECHNICIAN, evidence: str = "Done.", why: str | None = None
) -> RequestView:
    """Somebody states that work by hand is done, having read the request's line as it is."""
    with story.reads() as uow:
        request = uow.requests.get(request_id)
    line = request.settings_line.id if request and request.settings_line else None
    return tick_work(
        TickWork(request_id, evidence, line, why),
        actor=actor,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def answer_work(
    story: Story, request_id: str, actor: Actor = ADA, *, works: bool, words: str | None = None
) -> RequestView:
    """Somebody says whether it is so."""
    ports = story.transactions, story.clock
    return answer_tick(request_id, works=works, words=words, actor=actor, transactions=ports[0], clock=ports[1])


def say_line(story: Story, request_id: str, words: str | None, actor: Actor = ADA) -> RequestView:
    """Somebody says anew what settings and add-ons should be, or drops the line."""
    return change_settings_line(
        request_id,
        words,
        actor=actor,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
    )


def start(story: Story, *skip: str) -> Rollout:
    """A technician starts a rollout without some seats."""
    return start_rollout(
        ROOM,
        actor=TECHNICIAN,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
        skip=skip,
    )


def cancel(story: Story, rollout_id: str) -> Rollout:
    """A technician cancels a rollout."""
    return cancel_rollout(rollout_id, actor=TECHNICIAN, transactions=story.transactions, clock=story.clock)


def without_installers(story: Story) -> None:
    """Leave only what files can say: an installer file with a real product code, releases, a maker."""
    with story.transactions() as uow:
        for item in OFFERED:
            if item.provider is not Provider.CHOCOLATEY or not item.releases or item.requires:
                uow.catalog.remove(item.id)
        uow.commit()


def bring(
    story: Story, items: Iterable[CatalogItem], reason: str | None = None, actor: Actor = MARTA
) -> CatalogChanges:
    """Somebody imports a catalog of these items."""
    return import_catalog(
        files_of(items),
        apply=True,
        actor=actor,
        transactions=story.transactions,
        clock=story.clock,
        new_id=story.tools.new_id,
        reason=reason,
    )


def approve(story: Story, change_id: str, actor: Actor = MAX) -> CatalogChange:
    """A second person approves a change."""
    return approve_catalog_change(
        change_id, actor=actor, transactions=story.transactions, clock=story.clock, new_id=story.tools.new_id
    )


def refuse(story: Story, change_id: str, actor: Actor = MAX) -> CatalogChange:
    """A second person refuses a change."""
    return refuse_catalog_change(change_id, actor=actor, transactions=story.transactions, clock=story.clock)


def offered(story: Story) -> dict[str, CatalogItem]:
    """The catalog now."""
    with story.reads() as uow:
        return dict(uow.catalog.load().items)


def files_of(items: Iterable[CatalogItem]) -> dict[str, str]:
    """The catalog's files for these items. JSON is YAML, too."""
    return {f"{item.id}.yml": json.dumps(_file(item)) for item in items}


def _file(item: CatalogItem) -> dict[str, object]:
    """What the file of an item says; fields without a value are left out."""
    rule = item.detection
    chocolatey = item.provider is Provider.CHOCOLATEY
    body: dict[str, object] = {
        "id": item.id,
        "title": item.title,
        "publisher": item.publisher,
        "summary": item.summary or "Something.",
        "provider": item.provider.value,
        "detection": {name: value for name in _RULE if (value := getattr(rule, name))},
        "updates": item.updates.value,
        "requires": list(item.requires),
        "conflicts_with": list(item.conflicts_with),
        "coexists_with": list(item.coexists_with),
        "minutes": item.minutes,
    }
    if chocolatey:
        body |= {"package": item.package, "feed": item.feed or _FEED}
        body["releases"] = [{"version": r.version, "approved": r.approved} for r in item.releases]
        if item.feed_newest and item.release(item.feed_newest):
            body["feed_newest"] = item.feed_newest
    if item.provider is Provider.MANUAL:
        # Nothing on a machine proves it, and nothing updates itself.
        del body["detection"], body["updates"]
    return {key: value for key, value in body.items() if value not in (None, [], "")}


def told(story: Story, actor: Actor) -> list[NoticeKind]:
    """What somebody was told, newest first."""
    return [view.notice.kind for view in list_notices(actor.id, reads=story.reads)]


def entries(story: Story) -> list[str]:
    """Kinds of all entries of the record, in order."""
    rows = story.database.sql("SELECT body FROM cs_audit_entries ORDER BY entry_index")
    return [json.loads(body)["kind"] for (body,) in rows]


def erase_ada(story: Story) -> None:
    """She has left, and asked that her words be erased."""
    with story.transactions() as uow:
        ada = uow.accounts.get(ADA.id)
        assert ada is not None
        uow.accounts.update(replace(ada, deactivated_at=story.clock.now()))
        uow.commit()
    redact_person(
        "ada", "She asked.", actor=TECHNICIAN, reads=story.reads, transactions=story.transactions, clock=story.clock
    )
