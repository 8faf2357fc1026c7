import pytest

from contradict.claims.quotations import quotations


def whole(text):
    return [text[q.inner_start : q.inner_end] for q in quotations(text) if q.whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"The dam is safe," Pell said.', ["The dam is safe,"]),
        ("“The dam is safe,” Pell said.", ["The dam is safe,"]),
        ("'The dam is safe,' Pell said.", ["The dam is safe,"]),
        ("‘The dam is safe,’ Pell said.", ["The dam is safe,"]),
        ("Pell said: “The dam is safe. It will hold.”", ["The dam is safe. It will hold."]),
        ("Pell said “The dam is safe” twice.", ["The dam is safe"]),
        ("“The dam,” Pell said, “is safe.”", ["The dam,", "is safe."]),
    ],
)
def test_statements_in_every_kind_of_mark(text, expected):
    assert whole(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Pell called the dam “a disaster for the valley” on Monday.",
        "The film “Gone Up the River” opened in May.",
        "The workers' rights and the dogs' food are the council's business, isn't it?",
        "It was the best of the '90s, rock 'n' roll and all.",
        "The wall is 6'2\" high and 3' wide.",
    ],
)
def test_words_built_into_a_sentence_and_apostrophes_are_no_statements(text):
    assert whole(text) == []


def test_single_marks_close_at_the_mark_and_not_at_an_apostrophe():
    text = "The letter said: 'We respect the city's wish. It is the workers' dam.' Then it ended."
    assert whole(text) == ["We respect the city's wish. It is the workers' dam."]


def test_a_part_that_runs_on_leaves_its_first_words_to_the_sentence_outside():
    text = "He said they were “moving to higher ground. We are not leaving.”"
    assert whole(text) == ["We are not leaving."]


def test_a_quotation_without_closing_mark_runs_to_the_end():
    (found,) = quotations("“We will publish the accounts.")
    assert found.whole
    assert not found.closed


def test_inner_quotations_stay_inside():
    text = "“She told me ‘the dam is safe’ and left,” Pell said."
    assert whole(text) == ["She told me ‘the dam is safe’ and left,"]
