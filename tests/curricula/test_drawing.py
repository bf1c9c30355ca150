from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lms.curricula.drawing import BankItem, BlueprintRow, Shortage, draw

modules = st.sampled_from(["m1", "m2"])
objectives = st.sampled_from(["o1", "o2"])
difficulties = st.sampled_from(["easy", "hard"])
banks = st.lists(st.tuples(modules, objectives, difficulties), max_size=14).map(
    lambda rows: [BankItem(number, *row) for number, row in enumerate(rows)]
)
rows = st.builds(
    BlueprintRow,
    modules,
    st.integers(1, 4),
    st.one_of(st.none(), objectives),
    st.one_of(st.none(), difficulties),
)
blueprints = st.lists(rows, max_size=5)


@given(blueprints, banks, st.integers())
def test_a_draw_holds_no_question_twice_and_what_its_rows_ask_for(
    blueprint: list[BlueprintRow], bank: list[BankItem[int]], seed: int
) -> None:
    result = draw(blueprint, bank, seed)
    assert len(set(result.keys)) == len(result.keys)
    short = {shortage.place: shortage.found for shortage in result.shortages}
    drawn = iter(result.keys)
    for place, row in enumerate(blueprint):
        for _ in range(short.get(place, row.count)):
            assert bank[next(drawn)].fits(row)
    assert not list(drawn)


@given(blueprints, banks, st.integers(), st.randoms())
def test_a_draw_is_the_same_again_from_the_same_seed_in_whatever_order_the_bank_comes(
    blueprint: list[BlueprintRow],
    bank: list[BankItem[int]],
    seed: int,
    random: object,
) -> None:
    shuffled = sorted(bank, key=lambda item: (item.key * 7) % 5)
    assert draw(blueprint, shuffled, seed) == draw(blueprint, bank, seed)


def test_different_seeds_draw_different_papers_and_use_the_whole_bank() -> None:
    bank = [BankItem(number, "m1", "o1", "easy") for number in range(6)]
    drawn = Counter(
        key for seed in range(600) for key in draw([BlueprintRow("m1", 2)], bank, seed).keys
    )
    assert set(drawn) == set(range(6))
    assert min(drawn.values()) > 150


def test_an_open_row_leaves_the_narrow_row_its_only_question() -> None:
    bank = [BankItem("a", "m1", "o1", "easy"), BankItem("b", "m1", "o1", "hard")]
    blueprint = [BlueprintRow("m1", 1), BlueprintRow("m1", 1, difficulty="easy")]
    for seed in range(20):
        assert draw(blueprint, bank, seed).keys == ("b", "a")


def test_a_row_that_cannot_be_filled_is_reported_with_what_was_found() -> None:
    bank = [BankItem("a", "m1", "o1", "easy"), BankItem("b", "m2", "o1", "easy")]
    blueprint = [BlueprintRow("m2", 1), BlueprintRow("m1", 3), BlueprintRow("m3", 1)]
    result = draw(blueprint, bank, 1)
    assert result.shortages == (Shortage(1, 3, 1), Shortage(2, 1, 0))
    assert result.keys == ("b", "a")


@given(blueprints, banks, st.integers(), st.integers())
def test_whether_a_blueprint_can_be_filled_does_not_depend_on_the_seed(
    blueprint: list[BlueprintRow], bank: list[BankItem[int]], seed: int, other: int
) -> None:
    assert len(draw(blueprint, bank, seed).keys) == len(draw(blueprint, bank, other).keys)


@given(blueprints, banks, st.integers(), st.sets(st.integers(0, 13)))
def test_what_was_seen_is_drawn_only_where_nothing_else_is_left(
    blueprint: list[BlueprintRow], bank: list[BankItem[int]], seed: int, seen: set[int]
) -> None:
    result = draw(blueprint, bank, seed, seen)
    unseen = [item for item in bank if item.key not in seen]
    assert len(result.keys) == len(draw(blueprint, bank, seed).keys)
    fresh = [key for key in result.keys if key not in seen]
    assert len(fresh) == len(draw(blueprint, unseen, seed).keys)
    if not seen:
        assert result == draw(blueprint, bank, seed)
