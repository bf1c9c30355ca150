"""Drawing the questions of a test from a bank by its blueprint (ผังข้อสอบ)."""

from collections.abc import Container, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class BlueprintRow:
    """`count` questions of a module, of one objective or difficulty where that is named."""

    module: str
    count: int
    objective: str | None = None
    difficulty: str | None = None


@dataclass(frozen=True, slots=True)
class BankItem(Generic[K]):
    """A question that can be drawn; `key` is whatever the caller knows it by."""

    key: K
    module: str
    objective: str
    difficulty: str

    def fits(self, row: BlueprintRow) -> bool:
        return (
            self.module == row.module
            and row.objective in {None, self.objective}
            and row.difficulty in {None, self.difficulty}
        )


@dataclass(frozen=True, slots=True)
class Shortage:
    """Row `place` (from 0) of the blueprint wanted more than could be found for it."""

    place: int
    wanted: int
    found: int


@dataclass(frozen=True, slots=True)
class Draw(Generic[K]):
    """The drawn keys in the order of the rows, each once, and the rows that were left short."""

    keys: tuple[K, ...]
    shortages: tuple[Shortage, ...] = field(default=())


def draw(
    blueprint: Sequence[BlueprintRow],
    bank: Iterable[BankItem[K]],
    seed: int | str,
    seen: Container[K] = frozenset(),
) -> Draw[K]:
    """A random draw; the same blueprint, bank (in any order), seed and `seen` give the same one.

    Keys in `seen` are drawn only where the bank has nothing else for a row.

    Rows may overlap ("any two of the module", "one easy one"): a question taken by one row moves to
    another when that is the only way, so a draw falls short only if no draw could do better.
    """
    random = Random(str(seed))  # noqa: S311 - a fair choice, not a secret
    items = sorted(bank, key=lambda item: str(item.key))
    slots = [place for place, row in enumerate(blueprint) for _ in range(row.count)]
    open_to = []
    for place in slots:
        fitting = [number for number, item in enumerate(items) if item.fits(blueprint[place])]
        open_to.append(random.sample(fitting, len(fitting)))
    fresh = [[number for number in row if items[number].key not in seen] for row in open_to]
    taken = _assigned([fresh, open_to])
    keys = tuple(items[taken[slot]].key for slot in range(len(slots)) if slot in taken)
    return Draw(keys, _shortages(blueprint, slots, taken))


def _assigned(rounds: Sequence[Sequence[Sequence[int]]]) -> dict[int, int]:
    """Slot → item, for as many slots as possible (a maximum matching by augmenting paths).

    Each round opens more items to the slots that are still empty. What one round has taken stays
    taken, by whichever slot, so the items of an earlier round are used as far as they go.
    """
    holder: dict[int, int] = {}

    def place(slot: int, open_to: Sequence[Sequence[int]], tried: set[int]) -> bool:
        for item in open_to[slot]:
            if item not in tried:
                tried.add(item)
                if item not in holder or place(holder[item], open_to, tried):
                    holder[item] = slot
                    return True
        return False

    for open_to in rounds:
        for slot in sorted(set(range(len(open_to))) - set(holder.values())):
            place(slot, open_to, set())
    return {slot: item for item, slot in holder.items()}


def _shortages(
    blueprint: Sequence[BlueprintRow], slots: Sequence[int], taken: dict[int, int]
) -> tuple[Shortage, ...]:
    found = [0] * len(blueprint)
    for slot in taken:
        found[slots[slot]] += 1
    return tuple(
        Shortage(place, row.count, found[place])
        for place, row in enumerate(blueprint)
        if found[place] < row.count
    )
