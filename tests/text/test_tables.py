import pytest

from guard.text.tables import table


@pytest.mark.parametrize("name", ["folding", "sentences", "languages", "zones"])
def test_every_table_can_be_read(name: str) -> None:
    assert table(name)
