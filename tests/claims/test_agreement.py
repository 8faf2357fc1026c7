import pytest

from contradict.claims.agreement import inflect, is_organisation, mention


@pytest.mark.parametrize(
    ("verb", "form"),
    [("respect", "respects"), ("try", "tries"), ("push", "pushes"), ("play", "plays")],
)
def test_third_person_of_regular_verbs(verb, form):
    assert inflect(verb) == form


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("MS. ALDANA", "Ms. Aldana"),
        ("MR. McDOWELL", "Mr. McDowell"),
        ("Ada Pell", "Ada Pell"),
        ("SENIOR ADMINISTRATION OFFICIAL", "the senior administration official"),
        ("THE PRESIDENT", "the president"),
        ("PELL (via telephone)", "Pell"),
        ("42", None),
        (None, None),
    ],
)
def test_a_label_becomes_part_of_a_sentence(label, name):
    assert mention(label) == name


def test_bodies_are_told_from_persons():
    assert is_organisation("the ministry of works", person=False)
    assert is_organisation("Harbour Council", person=None)
    assert not is_organisation("Ada Pell", person=True)
