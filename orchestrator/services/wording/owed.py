"""The owed list, wishes, and changes of the catalog that take something away, in words."""

from orchestrator.domain.catalog_narrowing import Touched
from orchestrator.domain.requests import LATEST
from orchestrator.domain.wishes import WishState
from orchestrator.services.owed_list import OwedEntry
from orchestrator.services.wishes import WishView
from orchestrator.services.wording.requests import say_standing
from orchestrator.services.wording.speaker import Speaker


def say_wish(speaker: Speaker, view: WishView) -> str:
    """Where a wish stands."""
    sentences, wish = speaker.book.sentences, view.wish
    own = speaker.at(view.room.timezone)
    fields = {"title": wish.title, "room": view.room.code, "needed_by": wish.needed_by}
    match wish.state:
        case WishState.LINKED:
            until = own.moment(wish.confirm_until) if wish.confirm_until and wish.confirmed_at is None else None
            version = view.became.version if view.became and view.became.version != LATEST else None
            item = own.say(sentences.item_version, item=view.title, version=version) if view.title else None
            return own.say(sentences.wish_linked, **fields, item=item, until=until)
        case WishState.WITHDRAWN:
            return own.say(sentences.wish_withdrawn, **fields)
        case WishState.OPEN:
            risen = own.moment(wish.rose_at) if wish.rose_at else None
            return own.say(sentences.wish_open, **fields, risen=risen)


def say_owed(speaker: Speaker, entry: OwedEntry) -> str:
    """What has become of something that is owed; of a request and of a wish in their own sentences."""
    if entry.request is not None:
        return say_standing(speaker, entry.request)
    return say_wish(speaker, entry.wish) if entry.wish else ""


def title_of(entry: OwedEntry) -> str:
    """What is owed, by its name."""
    if entry.request is not None:
        return entry.request.title
    return entry.wish.wish.title if entry.wish else ""


def say_narrowing(speaker: Speaker, touched: Touched, *, proposed: bool) -> str:
    """That an import of the catalog takes something away from what is asked for, and what happens next."""
    sentences = speaker.book.sentences
    template = sentences.narrowing_proposed if proposed else sentences.narrowing_checked
    items = [speaker.title(item) for item in touched.items]
    return speaker.say(template, items=items, requests=len(touched.request_ids), rooms=len(touched.classroom_ids))
