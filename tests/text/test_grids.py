import pytest

from guard.text.grids import grids

TABLES = [
    "| Item | Price |\n|------|------:|\n| Mug  | 4.00  |",
    "Item | Price\n--- | ---\nMug | 4.00",
    "a | b | c\nd | e | f",
    "Item\tPrice\nMug\t4.00",
    "Item\tPrice\tNumber",
    "Item       Price   Number\nMug         4.00        1\nBig plate  12.00        2",
    "Mug          4.00\nPlate       12.00\nBowl       120.00",
    "+------+-----+\n| Item | 4.0 |",
]


@pytest.mark.parametrize("table", TABLES[:-1])
def test_rows_and_columns_are_a_table(table: str) -> None:
    text = f"As asked:\n{table}\nIt arrives tomorrow."
    assert [span.of(text) for span in grids(text)] == [table]


def test_a_boxed_row_is_a_table_without_its_ruled_line() -> None:
    assert [span.of(TABLES[-1]) for span in grids(TABLES[-1])] == ["| Item | 4.0 |"]


@pytest.mark.parametrize(
    "text",
    [
        "It is late.  I'm sorry.\nIt is here.  I hope so.\nIt is done.  Bye.",
        "Call us | Visit us | Write to us",
        "this | that\nthese",
        "Total:  4.00\nWe hope  so\nNo   more",
        "One\ttab only",
        "A word   and\nanother line",
        "",
    ],
)
def test_a_pipe_or_a_gap_alone_is_no_table(text: str) -> None:
    assert grids(text) == ()
