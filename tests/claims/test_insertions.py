"""Articles read into a record belong to their author, on invented texts."""

from hypothesis import given
from hypothesis import strategies as st

from contradict.claims.insertions import insertions
from contradict.records import Turn

HEAD = "[From the Marrow Gazette, May 4, 2021]"
PIECES = [
    HEAD,
    "[From Weekly Tides]",
    "\n\n",
    "\n",
    " ",
    "(By Ilka Thorne)",
    "The pier is shut.",
    "[",
]


def authors(text):
    return [(one.author, text[one.start : one.end].strip()) for one in insertions(text)]


def test_the_byline_names_the_author_and_else_the_paper():
    text = f"I read this.\n\n{HEAD}\n\nNo Pier\n\n(By Ilka Thorne)\n\nThe pier is shut."
    assert authors(text) == [("Ilka Thorne", "No Pier\n\n(By Ilka Thorne)\n\nThe pier is shut.")]
    assert authors(f"{HEAD}\n\nThe pier is shut.") == [("the Marrow Gazette", "The pier is shut.")]


def test_an_article_reaches_to_the_next_one():
    text = f"{HEAD}\n\nThe pier is shut.\n\n[From Weekly Tides]\n\nThe pier is open."
    assert authors(text) == [
        ("the Marrow Gazette", "The pier is shut."),
        ("Weekly Tides", "The pier is open."),
    ]


def test_an_article_that_is_set_in_ends_where_the_speech_goes_on():
    article = " The pier has been shut since the great storm of the winter before."
    text = f"{HEAD}\n\n{article}\n\nWhat is left\n\n{article}\n\nI say that the pier is safe now."
    ((author, words),) = authors(text)
    assert author == "the Marrow Gazette"
    assert "What is left" in words
    assert "I say" not in words


def test_words_in_brackets_are_no_article():
    assert authors("He came [From the north] and “[From] here” is a start.") == []


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_articles_are_in_order_and_inside_the_text(text):
    ends = [0]
    for one in insertions(text):
        assert ends[-1] <= one.start <= one.end <= len(text)
        assert one.author.strip()
        ends.append(one.end)


def test_a_senator_does_not_say_what_the_paper_says(read):
    text = (
        "I disagree with this paper.\n\n[From the Marrow Gazette, May 4, 2021]\n\nNo Pier\n\n"
        "(By Ilka Thorne)\n\nThe pier is shut. “We lost our work,” said Omar Quill, a diver."
    )
    turns = (Turn(0, len(text), "Mr. VANCE"),)
    found = [(claim.speaker, claim.quote) for claim in read(text, turns=turns)]
    assert found == [
        ("Mr. VANCE", "I disagree with this paper."),
        ("Ilka Thorne", "The pier is shut."),
        ("Omar Quill", "We lost our work"),
    ]
