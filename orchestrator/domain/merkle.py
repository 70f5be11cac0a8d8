"""The Merkle tree over the audit log: RFC 6962 section 2.1, pure.

A tree over the first n leaves has one root. Whoever holds a root can be shown that a leaf is in the tree (inclusion)
and that a larger tree begins with the same leaves (consistency), each with a handful of hashes.

A store keeps little: the hash of every leaf, the hash of every complete subtree whose level is a multiple of
``KEPT_EVERY``, and the frontier beside the head. An append then writes one row more only every 256 entries, and a
proof over a million entries is worked out of some hundred rows.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple, Protocol

HASH_BYTES = 32
KEPT_EVERY = 8
"""Levels 0 (the leaves), 8, 16, 24 … are kept by a store; what lies between is worked out."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash of a leaf's bytes. The zero byte before them keeps a leaf from being taken for a node."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of a node over its two children, 32 bytes each."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Subtree:
    """A complete subtree over the ``2**level`` leaves from ``position * 2**level`` on.

    Attributes:
        level: 0 is a leaf.
        position: Number from the left among the subtrees of its level.
        hash: Its root.
    """

    level: int
    position: int
    hash: bytes


@dataclass
class FrontierMalformed(ValueError):
    """Stored bytes are not the frontier of a tree of that size."""

    size: int
    length: int

    def __str__(self) -> str:
        return f"{self.length} bytes are no frontier of {self.size} leaves"


@dataclass
class HashesMissing(LookupError):
    """The store gave other hashes than it was asked for, so its tree has holes."""

    level: int
    first: int
    count: int

    def __str__(self) -> str:
        return f"hashes {self.first} to {self.first + self.count - 1} of level {self.level} are not all there"


class KeptHashes(Protocol):
    """Reads kept hashes."""

    def __call__(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Hashes of complete subtrees of one level, from left to right.

        Args:
            level: A multiple of ``KEPT_EVERY``; 0 asks for leaf hashes.
            first: Position of the first.
            count: How many; MUST be answered by exactly so many of 32 bytes.
        """
        ...


class _Sibling(NamedTuple):
    """A subtree beside the way up: over the leaves from ``begin`` to before ``end``."""

    begin: int
    end: int
    is_left: bool


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that is needed of a tree to append to it and to tell its root: at most one hash per bit of its size.

    Attributes:
        size: Number of leaves.
        hashes: Roots of the complete subtrees that the leaves fall into, largest and leftmost first.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def root(self) -> bytes:
        """Root of the tree."""
        return _folded(self.hashes) if self.hashes else EMPTY_ROOT

    def append(self, leaf: bytes) -> tuple["Frontier", tuple[Subtree, ...]]:
        """The frontier with one more leaf, and the subtrees that this leaf completes and a store has to keep.

        Args:
            leaf: The leaf's hash. It has to be kept too, as the hash of level 0 at the present ``size``.
        """
        hashes = list(self.hashes)
        completed: list[Subtree] = []
        node, level, position = leaf, 0, self.size
        # As in binary counting: each set bit at the low end is a subtree that joins with the new one.
        while position & 1:
            node = node_hash(hashes.pop(), node)
            level, position = level + 1, position >> 1
            if level % KEPT_EVERY == 0:
                completed.append(Subtree(level, position, node))
        return Frontier(self.size + 1, (*hashes, node)), tuple(completed)

    def to_bytes(self) -> bytes:
        """The hashes one after the other; the size is stored beside them."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> "Frontier":
        """Read what ``to_bytes`` wrote.

        Raises:
            FrontierMalformed: A tree of that size has another number of hashes.
        """
        if size < 0 or len(stored) != size.bit_count() * HASH_BYTES:
            raise FrontierMalformed(size, len(stored))
        return cls(size, tuple(stored[at : at + HASH_BYTES] for at in range(0, len(stored), HASH_BYTES)))


def frontier_at(size: int, kept: KeptHashes) -> Frontier:
    """The frontier that the tree had when it held ``size`` leaves.

    Raises:
        HashesMissing: The store doesn't hold that many.
    """
    return Frontier(size, tuple(_subtree(level, position, kept) for level, position in _complete(0, size)))


def inclusion_proof(index: int, size: int, kept: KeptHashes) -> tuple[bytes, ...]:
    """Hashes that lead from leaf ``index`` to the root of the first ``size`` leaves (``PATH`` in RFC 6962 2.1.1).

    Raises:
        ValueError: There is no such leaf in a tree of that size.
        HashesMissing: The store's tree has holes.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} among {size}")
    return tuple(_span(begin, end, kept) for begin, end, _ in _inclusion_steps(index, size))


def consistency_proof(old: int, new: int, kept: KeptHashes) -> tuple[bytes, ...]:
    """Hashes that show that the first ``new`` leaves begin with the first ``old`` (``PROOF`` in RFC 6962 2.1.2).

    Everything begins with nothing, so the proof for an ``old`` of 0 is empty, as is the one for two equal sizes.

    Raises:
        ValueError: The old tree is the larger one.
        HashesMissing: The store's tree has holes.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves cannot begin with one of {old}")
    if old == 0:
        return ()
    steps, begin = _consistency_steps(old, new)
    seed = (_span(begin, old, kept),) if begin else ()
    return seed + tuple(_span(first, end, kept) for first, end, _ in steps)


def inclusion_verifies(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf's hash at ``index`` to the root of ``size`` leaves."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    steps = _inclusion_steps(index, size)
    if len(steps) != len(proof):
        return False
    node = leaf
    for (_, _, sibling_is_left), sibling in zip(steps, proof, strict=True):
        node = node_hash(sibling, node) if sibling_is_left else node_hash(node, sibling)
    return node == root


def consistency_verifies(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree under ``new_root`` begins with the one under ``old_root``."""
    if not 0 <= old <= new or not _are_hashes(old_root, new_root, *proof):
        return False
    if old == 0:
        return old_root == EMPTY_ROOT and not proof and (new > 0 or new_root == EMPTY_ROOT)
    steps, begin = _consistency_steps(old, new)
    # Where the old tree is one complete subtree of the new one, its root is the verifier's own starting point.
    hashes = list(proof) if begin else [old_root, *proof]
    if len(hashes) != len(steps) + 1:
        return False
    old_node = new_node = hashes[0]
    for (_, _, sibling_is_left), sibling in zip(steps, hashes[1:], strict=True):
        if sibling_is_left:
            old_node = node_hash(sibling, old_node)
            new_node = node_hash(sibling, new_node)
        else:
            new_node = node_hash(new_node, sibling)
    return old_node == old_root and new_node == new_root


def _are_hashes(*values: bytes) -> bool:
    """Two values of other lengths could be cut at another place and give the same node."""
    return all(len(value) == HASH_BYTES for value in values)


def _inclusion_steps(index: int, size: int) -> list[_Sibling]:
    """The siblings on the way from a leaf up to the root."""
    begin, end = 0, size
    down = []
    while end - begin > 1:
        middle = _middle(begin, end)
        if index < middle:
            down.append(_Sibling(middle, end, is_left=False))
            end = middle
        else:
            down.append(_Sibling(begin, middle, is_left=True))
            begin = middle
    return down[::-1]


def _consistency_steps(old: int, new: int) -> tuple[list[_Sibling], int]:
    """The siblings on the way up from the last subtree that ends where the old tree ends, and where that begins."""
    begin, end = 0, new
    down = []
    while end != old:
        middle = _middle(begin, end)
        if old <= middle:
            down.append(_Sibling(middle, end, is_left=False))
            end = middle
        else:
            down.append(_Sibling(begin, middle, is_left=True))
            begin = middle
    return down[::-1], begin


def _middle(begin: int, end: int) -> int:
    """Where a tree over these leaves is split: after the largest power of two that is smaller than their number."""
    return begin + (1 << ((end - begin - 1).bit_length() - 1))


def _complete(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Level and position of the complete subtrees that these leaves fall into, largest first."""
    while begin < end:
        level = (end - begin).bit_length() - 1
        yield level, begin >> level
        begin += 1 << level


def _span(begin: int, end: int, kept: KeptHashes) -> bytes:
    """Root of the tree over these leaves, which begin where a subtree of their size can begin."""
    return _folded([_subtree(level, position, kept) for level, position in _complete(begin, end)])


def _subtree(level: int, position: int, kept: KeptHashes) -> bytes:
    """Root of one complete subtree, out of the next kept level below it."""
    base = level - level % KEPT_EVERY
    count = 1 << (level - base)
    hashes = list(kept(base, position * count, count))
    if len(hashes) != count or not _are_hashes(*hashes):
        raise HashesMissing(base, position * count, count)
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


def _folded(hashes: Sequence[bytes]) -> bytes:
    """Root over complete subtrees of falling size: the smaller ones join first."""
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes))
