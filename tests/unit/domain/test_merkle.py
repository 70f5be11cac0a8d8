"""The Merkle tree against RFC 6962: published vectors, and a recursion written straight from its text."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.domain.merkle import (
    EMPTY_ROOT,
    KEPT_EVERY,
    Frontier,
    FrontierMalformed,
    HashesMissing,
    consistency_proof,
    consistency_verifies,
    frontier_at,
    inclusion_proof,
    inclusion_verifies,
    leaf_hash,
    node_hash,
)

# The eight inputs of the certificate transparency reference tests, with the roots of their first 1 to 8.
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


# --- RFC 6962 section 2.1, word for word, over whole lists of leaves: slow, and independent of the code under test ---


def half(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = half(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = half(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = half(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]  # noqa: FBT003 - the RFC's own signature


# --- a log in memory, as a store keeps it ----------------------------------------------------------------------------


class Log:
    """Leaves appended one by one; keeps what a store keeps and counts what is read."""

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self.frontier = Frontier()
        self.kept: dict[tuple[int, int], bytes] = {}
        self.rows_read = 0
        self.reads = 0
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf: bytes) -> None:
        hashed = leaf_hash(leaf)
        self.kept[0, self.frontier.size] = hashed
        self.frontier, completed = self.frontier.append(hashed)
        for subtree in completed:
            self.kept[subtree.level, subtree.position] = subtree.hash

    def read(self, level: int, first: int, count: int) -> Sequence[bytes]:
        self.reads += 1
        self.rows_read += count
        return [self.kept[level, at] for at in range(first, first + count) if (level, at) in self.kept]


def leaves(count: int) -> list[bytes]:
    return [b"leaf %d" % number for number in range(count)]


SIZE = 64
LOG = Log(leaves(SIZE))
ROOT = [mth(leaves(size)) for size in range(SIZE + 1)]
PAIRS = [(index, size) for size in range(1, SIZE + 1) for index in range(size)]


def flipped(value: bytes, bit: int) -> bytes:
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(value))


class TestPublishedVectors:
    @pytest.mark.parametrize("size", range(1, 9))
    def test_roots(self, size: int) -> None:
        assert Log(INPUTS[:size]).frontier.root().hex() == ROOTS[size - 1]

    def test_the_empty_tree(self) -> None:
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        assert Frontier().root().hex() == EMPTY_ROOT.hex() == empty

    @pytest.mark.parametrize(("where", "proof"), INCLUSION.items())
    def test_inclusion(self, where: tuple[int, int], proof: list[str]) -> None:
        index, size = where
        made = inclusion_proof(index, size, Log(INPUTS).read)
        assert [value.hex() for value in made] == proof
        assert inclusion_verifies(index, size, leaf_hash(INPUTS[index]), made, bytes.fromhex(ROOTS[size - 1]))

    @pytest.mark.parametrize(("sizes", "proof"), CONSISTENCY.items())
    def test_consistency(self, sizes: tuple[int, int], proof: list[str]) -> None:
        old, new = sizes
        made = consistency_proof(old, new, Log(INPUTS).read)
        assert [value.hex() for value in made] == proof
        assert consistency_verifies(old, new, bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1]), made)


class TestAgainstTheRecursion:
    def test_the_frontier_has_the_root_of_the_naive_recursion(self) -> None:
        growing = Frontier()
        for size in range(SIZE):
            assert growing.root() == ROOT[size]
            growing, _ = growing.append(leaf_hash(b"leaf %d" % size))

    def test_every_inclusion_proof_is_the_rfc_s_and_verifies(self) -> None:
        for index, size in PAIRS:
            proof = inclusion_proof(index, size, LOG.read)
            assert list(proof) == path(index, leaves(size))
            assert inclusion_verifies(index, size, leaf_hash(b"leaf %d" % index), proof, ROOT[size])

    def test_every_consistency_proof_is_the_rfc_s_and_verifies(self) -> None:
        for new in range(1, SIZE + 1):
            for old in range(1, new + 1):
                proof = consistency_proof(old, new, LOG.read)
                assert list(proof) == subproof(old, leaves(new), whole=True)
                assert consistency_verifies(old, new, ROOT[old], ROOT[new], proof)

    def test_everything_is_consistent_with_the_empty_tree_and_only_with_that(self) -> None:
        for new in range(SIZE + 1):
            assert consistency_proof(0, new, LOG.read) == ()
            assert consistency_verifies(0, new, EMPTY_ROOT, ROOT[new], ())
            assert not consistency_verifies(0, new, ROOT[3], ROOT[new], ())
        assert not consistency_verifies(0, 0, EMPTY_ROOT, ROOT[1], ())
        assert not consistency_verifies(0, 1, EMPTY_ROOT, ROOT[1], (ROOT[1],))

    @settings(deadline=None)
    @given(st.integers(257, 2000), st.data())
    def test_proofs_reach_over_kept_levels(self, size: int, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, size - 1))
        old = data.draw(st.integers(1, size))
        assert list(inclusion_proof(index, size, LARGE.read)) == path(index, leaves(size))
        assert list(consistency_proof(old, size, LARGE.read)) == subproof(old, leaves(size), whole=True)
        assert frontier_at(size, LARGE.read).root() == mth(leaves(size))


LARGE = Log(leaves(2000))


class TestRefusals:
    @settings(deadline=None)
    @given(st.sampled_from(PAIRS), st.data())
    def test_any_changed_bit_of_an_inclusion_is_refused(self, where: tuple[int, int], data: st.DataObject) -> None:
        index, size = where
        leaf, root = leaf_hash(b"leaf %d" % index), ROOT[size]
        values = [leaf, root, *inclusion_proof(index, size, LOG.read)]
        changed = data.draw(st.integers(0, len(values) - 1))
        values[changed] = flipped(values[changed], data.draw(st.integers(0, 255)))
        assert not inclusion_verifies(index, size, values[0], values[2:], values[1])

    @settings(deadline=None)
    @given(st.sampled_from(PAIRS), st.data())
    def test_any_changed_bit_of_a_consistency_is_refused(self, where: tuple[int, int], data: st.DataObject) -> None:
        old, new = where[0] + 1, where[1]
        values = [ROOT[old], ROOT[new], *consistency_proof(old, new, LOG.read)]
        changed = data.draw(st.integers(0, len(values) - 1))
        values[changed] = flipped(values[changed], data.draw(st.integers(0, 255)))
        assert not consistency_verifies(old, new, values[0], values[1], values[2:])

    def test_every_single_bit_of_small_proofs(self) -> None:
        for index, size in PAIRS[:36]:
            leaf, proof = leaf_hash(b"leaf %d" % index), list(inclusion_proof(index, size, LOG.read))
            for at, bit in ((at, bit) for at in range(len(proof)) for bit in range(256)):
                broken = [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]]
                assert not inclusion_verifies(index, size, leaf, broken, ROOT[size])
            old, steps = index + 1, list(consistency_proof(index + 1, size, LOG.read))
            for at, bit in ((at, bit) for at in range(len(steps)) for bit in range(256)):
                broken = [*steps[:at], flipped(steps[at], bit), *steps[at + 1 :]]
                assert not consistency_verifies(old, size, ROOT[old], ROOT[size], broken)

    @settings(deadline=None)
    @given(st.sampled_from(PAIRS), st.integers(-2, 70))
    def test_a_proof_holds_for_its_own_place_only(self, where: tuple[int, int], other: int) -> None:
        index, size = where
        proof = inclusion_proof(index, size, LOG.read)
        assert inclusion_verifies(other, size, leaf_hash(b"leaf %d" % index), proof, ROOT[size]) == (other == index)

    @settings(deadline=None)
    @given(st.sampled_from(PAIRS))
    def test_a_longer_or_shorter_proof_is_refused(self, where: tuple[int, int]) -> None:
        index, size = where
        leaf, old = leaf_hash(b"leaf %d" % index), index + 1
        proof, steps = inclusion_proof(index, size, LOG.read), consistency_proof(old, size, LOG.read)
        for extra in (ROOT[size], leaf, b""):
            for longer in ((extra, *proof), (*proof, extra)):
                assert not inclusion_verifies(index, size, leaf, longer, ROOT[size])
            for longer in ((extra, *steps), (*steps, extra)):
                assert not consistency_verifies(old, size, ROOT[old], ROOT[size], longer)
        if proof:
            assert not inclusion_verifies(index, size, leaf, proof[:-1], ROOT[size])
        if steps:
            assert not consistency_verifies(old, size, ROOT[old], ROOT[size], steps[1:])

    def test_hashes_cut_at_another_place_are_refused(self) -> None:
        """The node over 31 and 33 bytes has the same bytes under it as the one over 32 and 32."""
        leaf, (sibling,) = leaf_hash(b"leaf 0"), inclusion_proof(0, 2, LOG.read)
        joined = leaf + sibling
        assert node_hash(joined[:31], joined[31:]) == ROOT[2]
        assert not inclusion_verifies(0, 2, joined[:31], (joined[31:],), ROOT[2])

    def test_a_node_is_no_leaf(self) -> None:
        left, right = leaf_hash(b"leaf 0"), leaf_hash(b"leaf 1")
        assert leaf_hash(left + right) != node_hash(left, right)

    @pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4), (4, 4)])
    def test_there_is_no_proof_for_a_leaf_that_is_not_there(self, index: int, size: int) -> None:
        with pytest.raises(ValueError, match="no leaf"):
            inclusion_proof(index, size, LOG.read)
        assert not inclusion_verifies(index, size, ROOT[1], (), ROOT[1])

    def test_there_is_no_proof_back_in_time(self) -> None:
        with pytest.raises(ValueError, match="cannot begin"):
            consistency_proof(3, 2, LOG.read)
        assert not consistency_verifies(3, 2, ROOT[3], ROOT[2], ())


class TestWhatAStoreKeeps:
    def test_the_frontier_is_read_back_from_its_bytes(self) -> None:
        for size in (0, 1, 7, 8, 63):
            frontier = frontier_at(size, LOG.read)
            assert Frontier.from_bytes(size, frontier.to_bytes()) == frontier
            assert frontier.root() == ROOT[size]

    @pytest.mark.parametrize(("size", "length"), [(0, 32), (1, 0), (3, 32), (3, 65), (-1, 32)])
    def test_other_bytes_are_no_frontier(self, size: int, length: int) -> None:
        with pytest.raises(FrontierMalformed, match=f"{length} bytes are no frontier of {size}") as raised:
            Frontier.from_bytes(size, bytes(length))
        assert (raised.value.size, raised.value.length) == (size, length)

    def test_an_append_completes_a_kept_subtree_every_256_leaves(self) -> None:
        levels = {level for level, _ in LARGE.kept}
        assert levels == {0, KEPT_EVERY}
        assert [at for level, at in LARGE.kept if level == KEPT_EVERY] == list(range(2000 // 256))

    def test_levels_of_65536_leaves_are_kept_too(self) -> None:
        frontier = Frontier(65_535, tuple(bytes([bit]) * 32 for bit in range(16)))
        grown, completed = frontier.append(leaf_hash(b"last"))
        assert [(subtree.level, subtree.position) for subtree in completed] == [(8, 255), (16, 0)]
        assert grown.hashes == (completed[1].hash,)

    def test_a_proof_reads_few_rows(self) -> None:
        for index in (0, 255, 256, 1023, 1999):
            LARGE.rows_read = LARGE.reads = 0
            inclusion_proof(index, 2000, LARGE.read)
            assert LARGE.rows_read < 2 * 256 + 16
            assert LARGE.reads < 2 * 11

    def test_a_hole_in_the_store_is_named(self) -> None:
        log = Log(leaves(20))
        del log.kept[0, 5]
        with pytest.raises(HashesMissing, match="hashes 0 to 7 of level 0") as raised:
            inclusion_proof(9, 20, log.read)
        assert (raised.value.level, raised.value.first, raised.value.count) == (0, 0, 8)
        with pytest.raises(HashesMissing):
            frontier_at(21, log.read)

    def test_a_frontier_has_one_hash_per_bit_of_its_size(self) -> None:
        assert [len(frontier_at(size, LOG.read).hashes) for size in range(65)] == [n.bit_count() for n in range(65)]
