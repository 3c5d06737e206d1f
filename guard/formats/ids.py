"""Double ids, found in little memory: a file of millions of cases must not fill it."""

from __future__ import annotations

from array import array

_FEW = 1 << 10


class Ids:
    """Remembers on which line each id was first seen, in about 16 to 48 bytes an id.

    A dict of strings would take five times as much. Only a 64-bit hash is kept, so among a million
    ids the chance that one is called double by mistake is about 3 in 100 million.

    Example:
        >>> ids = Ids()
        >>> ids.first("a", 1), ids.first("b", 2), ids.first("a", 3)
        (None, None, 1)
    """

    def __init__(self) -> None:
        self._count = 0
        self._hashes, self._lines = _empty(_FEW)

    def first(self, name: str, line: int) -> int | None:
        """Return the line (counted from 1) on which `name` was seen before, else remember it."""
        key = hash(name) & 0xFFFF_FFFF_FFFF_FFFF
        slot = self._slot(key)
        if self._lines[slot]:
            return self._lines[slot]
        self._hashes[slot], self._lines[slot] = key, line
        self._count += 1
        if self._count * 3 > len(self._lines) * 2:
            self._grow()
        return None

    def _slot(self, key: int) -> int:
        """Return where `key` stands or may be put: open addressing, the next free slot."""
        mask = len(self._lines) - 1
        slot = key & mask
        while self._lines[slot] and self._hashes[slot] != key:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        """Double the table, so that at most two thirds of it are ever full."""
        old = zip(self._hashes, self._lines, strict=True)
        self._hashes, self._lines = _empty(2 * len(self._lines))
        for key, line in old:
            if line:
                slot = self._slot(key)
                self._hashes[slot], self._lines[slot] = key, line


def _empty(size: int) -> tuple[array[int], array[int]]:
    """Return two tables of zeros; line 0 means that a slot is free."""
    return array("Q", bytes(8 * size)), array("Q", bytes(8 * size))
