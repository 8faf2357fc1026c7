"""Who asserts what, on invented texts."""

import pytest


def said(claims):
    return [(claim.speaker, claim.quote.rstrip(".")) for claim in claims]


@pytest.mark.parametrize(
    "text",
    [
        "“The bridge is not safe for trucks,” Ada Pell said.",
        "“The bridge is not safe for trucks,” said Ada Pell.",
        '"The bridge is not safe for trucks," Minister Ada Pell told reporters on Monday.',
        "Ada Pell said: “The bridge is not safe for trucks.”",
        "Ada Pell told the council: 'The bridge is not safe for trucks.'",
        "In a statement on Friday, Ada Pell said, “The bridge is not safe for trucks.”",
    ],
)
def test_quotations_belong_to_the_subject_of_the_verb_of_saying(read, text):
    assert said(read(text)) == [("Ada Pell", "The bridge is not safe for trucks")]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Pell said that the bridge is not safe for trucks.",
        "Ada Pell said the bridge is not safe for trucks.",
        "Ada Pell told reporters that the bridge is not safe for trucks.",
        "The bridge is not safe for trucks, Ada Pell said on Friday.",
        "According to Ada Pell, the bridge is not safe for trucks.",
    ],
)
def test_indirect_speech_belongs_to_its_source(read, text):
    ((speaker, quote),) = said(read(text))
    assert speaker == "Ada Pell"
    assert quote.casefold() == "the bridge is not safe for trucks"


def test_a_quotation_with_its_verb_in_the_middle(read):
    found = said(read("“The bridge is closed,” Ada Pell said, “and we will not open it in June.”"))
    assert [speaker for speaker, _ in found] == ["Ada Pell", "Ada Pell"]
    assert found[0][1] == "The bridge is closed"


def test_a_quotation_of_several_sentences_has_one_speaker(read):
    text = "“The bridge is closed. Two pillars are cracked. The road is open,” Ada Pell said."
    found = said(read(text))
    assert [quote for _, quote in found] == [
        "The bridge is closed",
        "Two pillars are cracked",
        "The road is open",
    ]
    assert {speaker for speaker, _ in found} == {"Ada Pell"}


def test_a_quotation_in_the_next_paragraph_goes_on_with_the_last_speaker(read):
    text = "“The bridge is closed,” Ada Pell said.\n\n“The road is open.”"
    assert said(read(text))[1] == ("Ada Pell", "The road is open")


def test_an_open_quotation_gets_the_speaker_of_its_next_paragraph(read):
    text = "“The bridge is closed.\n\n“The road is open,” Ada Pell said."
    assert said(read(text)) == [
        ("Ada Pell", "The bridge is closed"),
        ("Ada Pell", "The road is open"),
    ]


def test_he_said_is_the_last_person(read):
    text = "“The bridge is closed,” Minister Omar Voss said. “The road is open,” he said."
    assert said(read(text))[-1] == ("Omar Voss", "The road is open")


def test_a_surname_gets_its_full_name_and_no_title(read):
    text = (
        "Defence Secretary Omar Voss arrived on Monday.\n\n“The base is open,” Voss said.\n\n"
        "“The road is closed,” Mr Voss said."
    )
    assert {claim.speaker for claim in read(text)} == {None, "Omar Voss"}


def test_a_surname_that_two_people_bear_stays(read):
    text = "Ada Pell met Otto Pell on Monday.\n\n“The base is open,” Pell said."
    assert read(text)[-1].speaker == "Pell"


def test_a_letter_speaks_for_its_author(read):
    text = "The memo from Brigadier Omar Voss said: “We will leave the base.” Nobody replied to it."
    assert said(read(text))[0] == ("Omar Voss", "We will leave the base")


def test_it_added_goes_on_with_the_last_source(read):
    text = "The ministry said the bridge was closed. It added that one road was open."
    assert said(read(text)) == [
        ("the ministry", "the bridge was closed"),
        ("the ministry", "one road was open"),
    ]


def test_the_writer_keeps_built_in_words_and_denials(read):
    text = (
        "The council called the bridge “a disaster for trade”. The mayor denied that it was closed."
    )
    found = read(text)
    assert [claim.speaker for claim in found] == [None, None]
    assert found[0].quote.startswith("The council called the bridge")
    assert found[1].status == "denied"


def test_nobody_in_particular_is_no_source(read):
    (claim,) = read("Some say that the bridge was closed.")
    assert (claim.speaker, claim.status) == (None, "reported")
    assert claim.quote == "Some say that the bridge was closed."


def test_several_things_said_are_several_claims(read):
    text = "Ada Pell said that the bridge was closed and that the road was open."
    assert said(read(text)) == [
        ("Ada Pell", "the bridge was closed"),
        ("Ada Pell", "the road was open"),
    ]


def test_a_turn_keeps_its_label(read):
    (claim,) = read("The bridge is closed.", speaker="MS. PELL")
    assert claim.speaker == "MS. PELL"


def test_a_surname_after_the_closing_mark_is_the_speaker(read):
    text = "Ada Takagi met the press. “We are still considering a fine,” Takagi said."
    assert (read(text)[-1].speaker or "").endswith("Takagi")


@pytest.mark.parametrize(
    "text",
    [
        "Ada Pell confirmed that the bridge is not safe for trucks.",
        "Ada Pell pointed out that the bridge is not safe for trucks.",
        "Ada Pell made clear on Monday that the bridge is not safe for trucks.",
        "Ada Pell argued Wednesday evening that the bridge is not safe for trucks.",
        "Ada Pell assured the council that the bridge is not safe for trucks.",
        "The bridge is not safe for trucks, according to Ada Pell.",
        "''The bridge is not safe for trucks,'' Ada Pell said.",
    ],
)
def test_more_ways_to_say_it(read, text):
    ((speaker, quote),) = said(read(text))
    assert speaker == "Ada Pell"
    assert quote.casefold() == "the bridge is not safe for trucks"


def test_an_official_confirmed_in_the_middle(read):
    text = (
        "The harbour gets forty new buoys before winter, a naval official confirmed Sunday, keeping"
        " a promise to the fishermen."
    )
    assert [claim.speaker for claim in read(text)] == ["a naval official"]


def test_a_speaker_quotes_his_own_earlier_words(read):
    text = "I met the buyers in May. I said, “We will not sell a single crane.”"
    assert {claim.speaker for claim in read(text, speaker="MS. COLE")} == {"MS. COLE"}


def test_a_relative_is_a_person_whom_he_can_mean(read):
    text = "General Voss was far away. My sister looked at me. She said, “The bridge is open.”"
    assert said(read(text, speaker="MR. ORR"))[-1] == ("my sister", "The bridge is open")


def test_they_inside_a_quotation_is_nobody_outside_of_it(read):
    text = (
        "The council said that the road is closed. “They conceded that the toll was too high,”"
        " said Ruth Orbeck."
    )
    assert said(read(text))[-1][0] == "Ruth Orbeck"


def test_a_noun_that_is_only_described_says_nothing(read):
    text = (
        "One letter from a nurse in Orsk described the shortage mentioned by the panel: “I was"
        " sent home without a doctor.”"
    )
    assert said(read(text))[-1][0] == "a nurse in Orsk"


def test_what_no_one_can_be_named_for_is_still_a_statement(read):
    text = "She said if nobody paid for the dredging, nine ferries would stay in port."
    assert [claim.quote for claim in read(text, speaker="MS. COLE")] == [text]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The governor believes that the plan will fail.", "reported"),
        ("Supporters of the theatre hope and expect that the city pays.", "reported"),
        ("The mine allegedly sold water to the plant.", "reported"),
        ("A crowd marched on Monday against alleged fraud at the polls.", "asserted"),
        ("The governor thought about the plan for two weeks.", "asserted"),
        ("Pell said she thinks that the plan is sound.", "asserted"),
        (
            "A crowd marched for Orla Finch, who was jailed for allegedly burning a barn.",
            "asserted",
        ),
    ],
)
def test_only_what_others_hold_is_reported(read, text, status):
    assert [claim.status for claim in read(text)] == [status]


def test_the_plan_that_they_made_is_nobody_s_words(read):
    text = "Mayor Orr and Mayor Finch announced a timetable that both towns would keep."
    assert [claim.quote for claim in read(text, speaker="MR. COLE")] == [text]


def test_a_blank_line_inside_a_sentence_does_not_cut_it(read):
    text = (
        "The pumps in the lower gallery of the mine had been \n\n switched off by the night shift"
        " before the water \n\n rose.\n\n Nobody was hurt."
    )
    assert [claim.quote for claim in read(text)] == [
        text[: text.index("\n\n Nobody")],
        "Nobody was hurt.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Some of the drivers say that the road is closed.",
        "Critics in the north say the road is closed.",
        "Many of his colleagues argue that the road is closed.",
        "The road is closed, critics say.",
        "There were rumours that the road was closed.",
    ],
)
def test_nobody_in_particular_in_other_words(read, text):
    (claim,) = read(text)
    assert (claim.speaker, claim.status, claim.quote) == (None, "reported", text)
