"""Looking at the software on offer."""

from collections.abc import Mapping

from orchestrator.domain.catalog import CatalogItem, Provider
from orchestrator.domain.errors import NotFound
from orchestrator.services.unit_of_work import Reads


def list_items(
    *, reads: Reads, text: str = "", provider: Provider | None = None, after: str | None = None, limit: int = 50
) -> tuple[CatalogItem, ...]:
    """Items by title.

    Args:
        reads: The store.
        text: Words that all occur in an item's id, title, publisher, summary or capabilities, whatever their case.
        provider: Only items of this provider; None for all.
        after: Only items that come after the one of this id, whether it is one of those or not.
        limit: How many at most.

    Raises:
        NotFound: There is no item ``after``.
    """
    words = text.casefold().split()
    first = _place(get_item(after, reads=reads)) if after else ("", "")
    with reads() as uow:
        items = uow.catalog.load().items.values()
    found = [item for item in items if provider in (None, item.provider) and _has_all(item, words)]
    return tuple(sorted((item for item in found if _place(item) > first), key=_place)[:limit])


def get_item(item_id: str, *, reads: Reads) -> CatalogItem:
    """One item.

    Raises:
        NotFound: There is none of this id; ``known`` names those there are.
    """
    with reads() as uow:
        catalog = uow.catalog.load()
    item = catalog.get(item_id)
    if item is None:
        raise NotFound(kind="catalog item", name=item_id, known=tuple(sorted(catalog.items)))
    return item


def item_titles(*, reads: Reads) -> Mapping[str, str]:
    """Titles by item id, for saying things about items."""
    with reads() as uow:
        return {item.id: item.title for item in uow.catalog.load().items.values()}


def _place(item: CatalogItem) -> tuple[str, str]:
    """Where an item stands in the list."""
    return item.title.casefold(), item.id


def _has_all(item: CatalogItem, words: list[str]) -> bool:
    told = " ".join((item.id, item.title, item.publisher, item.summary, *item.provides)).casefold()
    return all(word in told for word in words)
