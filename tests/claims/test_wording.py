"""Claims, their stand-alone wording and their status, on invented texts."""

import pytest


def texts(claims):
    return [claim.text for claim in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I have signed the order.", "Ada Pell has signed the order."),
        ("I'm the author of the letter.", "Ada Pell is the author of the letter."),
        ("I don't know the author.", "Ada Pell doesn't know the author."),
        ("I’ve read the letter.", "Ada Pell has read the letter."),
        ("I cast my vote at ten.", "Ada Pell cast Ada Pell's vote at ten."),
        ("I lay at home that night.", "Ada Pell lay at home that night."),
        ("I respect the decision.", "Ada Pell respects the decision."),
        ("I signed the order.", "Ada Pell signed the order."),
        ("I will sign the order.", "Ada Pell will sign the order."),
        ("My office wrote the letter.", "Ada Pell's office wrote the letter."),
        ("The council told me the truth.", "The council told Ada Pell the truth."),
        ("We signed the order.", "We signed the order."),
        ("I hurt myself on the bridge.", "I hurt myself on the bridge."),
        ("Otto and I signed the order.", "Otto and I signed the order."),
    ],
)
def test_first_person_becomes_the_speaker_where_a_rule_is_sure(read, text, expected):
    (claim,) = read(text, speaker="Ada Pell")
    assert claim.quote == text
    assert claim.text == expected


def test_we_is_the_body_where_a_body_speaks(read):
    (claim,) = read("The ministry said: “We have closed the bridge.”")
    assert claim.text == "The ministry has closed the bridge."


def test_nobody_is_put_in_where_nobody_is_known(read):
    assert texts(read("I have signed the order.")) == ["I have signed the order."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("And the bridge is closed.", "The bridge is closed."),
        ("Well, the bridge is closed.", "The bridge is closed."),
        ("But, you know, the bridge is closed.", "The bridge is closed."),
        ("The bridge is “closed”.", 'The bridge is "closed".'),
    ],
)
def test_linking_words_and_typographic_marks(read, text, expected):
    assert texts(read(text)) == [expected]


def test_independent_clauses_are_claims_of_their_own(read):
    found = read("The bridge is closed, but the road will open in June.")
    assert texts(found) == ["The bridge is closed.", "The road will open in June."]
    assert [claim.status for claim in found] == ["asserted", "planned"]


def test_a_predicate_without_subject_gets_it(read):
    found = read("The council rejected the plan but closed the bridge in June.")
    assert texts(found) == [
        "The council rejected the plan.",
        "The council closed the bridge in June.",
    ]
    assert found[1].quote == "closed the bridge in June."


def test_a_short_sentence_joined_by_and_stays_whole(read):
    text = "The council rejected the plan, and the bridge was closed in June."
    assert texts(read(text)) == [text]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The bridge is closed.", "asserted"),
        ("The bridge is not closed.", "denied"),
        ("No decision has been made.", "denied"),
        ("The council never closed the bridge.", "denied"),
        ("The council may close the bridge.", "possible"),
        ("Perhaps the council closed the bridge.", "possible"),
        ("The council will close the bridge.", "planned"),
        ("The council wants to close the bridge.", "planned"),
        ("If it rains, the council will close the bridge.", "conditional"),
        ("It is alleged that the council closed the bridge.", "reported"),
        ("The mayor accused the council of lies.", "reported"),
        ("The council reportedly closed the bridge.", "reported"),
    ],
)
def test_status(read, text, status):
    assert [claim.status for claim in read(text)] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "Is the bridge closed?",
        "Good morning, everyone.",
        "Thank you very much for your question.",
        "Let me turn to the budget.",
        "Next question.",
        "Go ahead, please.",
        "A bridge in the north.",
        "The mayor asked whether the bridge was closed.",
        "Close the bridge now.",
        "He said.",
        "That's false.",
        "I'm clear.",
        "I will say this.",
        "It was.",
        "Yes, it was.",
        "There aren't.",
        "They did not.",
    ],
)
def test_what_asserts_nothing_is_no_claim(read, text):
    assert read(text) == []


def test_a_stage_direction_in_a_turn_is_no_claim(read):
    assert read("(The minister leaves the room.)", speaker="MS. PELL") == []
    assert len(read("(The minister left the room.)")) == 1


def test_a_statement_whose_verb_the_parse_misses_is_still_a_claim(read):
    text = "At six o'clock on Saturday evening the reservoir stood at 214 metres."
    assert texts(read(text)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The box held 212 sheets.",
        "The cattle gate stays open day and night.",
        "Visitors from Quillon get their visas here within five working days, as before.",
        "The canteen's been locked since the first of August.",
        "The council resolved by nine votes to five to close Hillside School on 31 July.",
        "As of this morning no train runs between Osterholm and Brayne.",
    ],
)
def test_a_verb_that_the_tagger_takes_for_another_word_is_found(read, text):
    assert texts(read(text)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Class sizes in the schools.",
        "A bridge in the north.",
        "By army lorry.",
        "A letter signed by the minister himself.",
        "The bridge seen from the north bank.",
        "The harbour board minutes of 4 May.",
        "Mr. Fenn, take care on the stairs with those shoes.",
        "Residents please keep all windows shut until noon.",
    ],
)
def test_a_phrase_without_a_verb_and_an_order_stay_none(read, text):
    assert read(text) == []


def test_that_somebody_spoke_is_a_claim_where_it_tells_to_whom_and_when(read):
    text = "We informed you of that rock in writing on 14 March, with a sketch."
    assert texts(read(text)) == [text]
    quoted = "“The rock is new.” The harbour master told the board in writing on 14 March."
    assert texts(read(quoted)) == ["The rock is new."]
    assert read("As I told you yesterday in this room.", speaker="Ada Pell") == []


def test_an_elliptical_predicate_gets_the_subject_before(read):
    said = "It was unsigned... poorly worded, implies closure, that is not what we do"
    text = f'"{said}," Ada Pell said.'
    assert [claim.text.rstrip(".") for claim in read(text)] == [
        "It was unsigned",
        "It implies closure",
        "That is not what we do",
    ]
    assert [claim.quote for claim in read(text)][1] == "implies closure"
