"""Blocks, titles and dates of prose: running text is kept, furniture is not. All invented."""

from collections.abc import Callable

import pytest

from contradict.records import Document

Make = Callable[..., Document]
Said = Callable[[Document], list[str]]

PAGE = """Skip to content
Home | World | Business | Tech

Harbour bridge to stay shut until spring, council says

By Dana Whitlock
Published 14 May 2024
Updated 3 hours ago
Share

Image caption, The Varrow bridge has been closed since March

The Varrow bridge will stay closed until the spring, the council said on Tuesday.

Advertisement

A crane lowers a pillar
A crane lowers a pillar

Ferry captains wait for passengers on the quay.
Photo: Ferry captains wait for passengers on the quay.

Read more: What is known about the closure

"We have no plan to reopen it early," said the mayor, Ida Brandt.
Related: Ferry operators raise their fares
Sign up to our newsletter for the latest news.
We use cookies to give you the best experience. By continuing you agree to that.
>> Hear all episodes of the Harbour Hour
Enable JavaScript in your browser to play the video.
Share prices of the builder fell 4 percent on Monday.

Varrow Herald / Getty Images
© 2024 Varrow Herald. All rights reserved.
More on this story
- Ferry Fares Rise Again
- Bridge Repairs in Pictures
"""


def test_the_furniture_of_a_saved_page_is_outside_the_blocks(document: Make, said: Said) -> None:
    page = document(PAGE)
    assert said(page) == [
        "The Varrow bridge will stay closed until the spring, the council said on Tuesday.",
        '"We have no plan to reopen it early," said the mayor, Ida Brandt.',
        "Share prices of the builder fell 4 percent on Monday.",
    ]
    assert page.title == "Harbour bridge to stay shut until spring, council says"
    assert page.date == "2024-05-14"
    assert page.turns == ()
    assert page.text == PAGE


WRAPPED = """        MEMORANDUM

To: The Mayor of Varrow
Date: May 14, 2024
Subject: State of the bridge

The bridge was inspected on Monday by two engineers of the county. They
found cracks in three of the four pillars. WARNING: these cracks are not
visible from the shore.
   A second inspection is planned for June. Until then no vehicle may use
the bridge; pedestrians are not affected.

The county wrote to the builder, and the builder has not answered to the
letter, which
was sent in April.

Sincerely,
Tom Ash
Chief Engineer
"""


def test_hard_wrapped_lines_are_joined_up_to_a_blank_line_or_an_indent(
    document: Make, said: Said
) -> None:
    letter = document(WRAPPED)
    assert [" ".join(block.split())[:40] for block in said(letter)] == [
        "The bridge was inspected on Monday by tw",
        "A second inspection is planned for June.",
        "The county wrote to the builder, and the",
    ]
    assert said(letter)[2].endswith("in April.")
    assert (letter.title, letter.date) == ("State of the bridge", "2024-05-14")


def test_a_line_is_a_paragraph_where_text_is_not_wrapped(document: Make, said: Said) -> None:
    text = "The bridge is shut.\nThe ferry runs.\nNobody knows why.\n"
    assert said(document(text)) == text.splitlines()


def test_wrapped_lines_spaced_out_by_blank_ones_are_joined(document: Make, said: Said) -> None:
    text = (
        "The report of the county says of the bridge and of the ferry beside\n"
        "it what follows here.\n\n\n The pillars were cracked when the first of the engineers\n\n\n"
        " came, and they were cracked when he left.\n"
    )
    assert [" ".join(block.split()) for block in said(document(text))][1] == (
        "The pillars were cracked when the first of the engineers came, "
        "and they were cracked when he left."
    )


MARKDOWN = """# The bridge *question*

![A bridge](bridge.png)

[Home](/) | [World](/world)

| year | cost |
|------|------|
| 2024 | 4    |

**The bridge is shut.**

## What comes next

> The ferry runs every hour.

- The toll was raised to 4 crowns
- Contact
1. The council voted in March.

```
print("The code is no text.")
```

`Mrs. Brandt, 14 May 2024`

***
"""


def test_markup_lines_of_markdown_are_outside_the_blocks(document: Make, said: Said) -> None:
    page = document(MARKDOWN, "page.md")
    assert said(page) == [
        "The bridge is shut.",
        "The ferry runs every hour.",
        "The toll was raised to 4 crowns",
        "The council voted in March.",
    ]
    assert page.date == "2024-05-14"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Bridge shut\n\nIt is shut.\n", "Bridge shut"),
        ("Bridge shut for spring\n\nIt is shut.\n", "Bridge shut for spring"),
        ("The bridge is shut. It stays shut.\n", None),
        ("14 May 2024\n\nIt is shut.\n", None),
        ("---\ntitle: Two\n  lines\n---\n# Other\n\nIt is shut.\n", "Two lines"),
    ],
)
def test_titles(document: Make, text: str, title: str | None) -> None:
    assert document(text, "a.md").title == title


@pytest.mark.parametrize(
    "text", ["The bridge is closed", "The bridge is closed\nThe ferry is running", "桥已关闭。"]
)
def test_statements_without_a_full_stop_are_running_text(
    document: Make, said: Said, text: str
) -> None:
    assert said(document(text)) == text.split("\n")


def test_a_date_in_the_name_goes_before_one_in_the_text(document: Make) -> None:
    text = "May 14, 2024\n\nThe bridge is shut.\n"
    assert document(text, "2024-05-15-bridge.txt").date == "2024-05-15"
    assert document(text, "bridge.txt").date == "2024-05-14"
    assert document("The bridge was shut in 2024.\n").date is None


@pytest.mark.parametrize("head", ["---\n: [\n---\n", "---\n- a\n- b\n---\n", "---\n---\n"])
def test_odd_front_matter_is_no_text_and_no_error(document: Make, said: Said, head: str) -> None:
    page = document(f"{head}\nThe bridge is shut.\n", "a.md")
    assert said(page) == ["The bridge is shut."]


def test_rules_around_paragraphs_are_no_front_matter(document: Make, said: Said) -> None:
    page = document("---\n\nThe bridge is shut.\n\n---\n\nThe ferry runs.\n", "a.md")
    assert said(page) == ["The bridge is shut.", "The ferry runs."]


def test_front_matter_makes_no_objects(document: Make) -> None:
    page = document("---\ntitle: !!python/name:os.system\n---\nIt is shut.\n", "a.md")
    assert page.title is None
