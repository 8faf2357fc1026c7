from importlib import resources

import pytest

from contradict.lexicon import words

LISTS = sorted(
    p.name for p in resources.files("contradict.lexicon").iterdir() if p.name[-4:] == ".txt"
)


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_lower_case_without_doubles_and_say_what_they_are(name):
    lines = (resources.files("contradict.lexicon") / name).read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    assert lines[0].startswith("# ")
    assert len(entries) == len(set(entries)) > 0
    assert entries == [entry.strip().lower() for entry in entries]
    assert words(name.removesuffix(".txt")) == frozenset(entries)


def test_every_list_is_on_the_card():
    card = (resources.files("contradict.lexicon") / "README.md").read_text(encoding="utf-8")
    assert [name for name in LISTS if f"`{name.removesuffix('.txt')}`" not in card] == []


def test_an_unknown_list_is_an_error():
    with pytest.raises(FileNotFoundError):
        words("no such list")
