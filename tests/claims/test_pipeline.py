import importlib
import sys

import pytest

from contradict.claims.pipeline import load_pipeline, torch_kept_out
from contradict.errors import ModelError


def test_torch_cannot_be_imported_inside_and_can_afterwards(monkeypatch):
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    with torch_kept_out(), pytest.raises(ImportError):
        importlib.import_module("torch")
    assert "torch" not in sys.modules


def test_a_torch_that_is_here_already_is_left_alone(monkeypatch):
    present = object()
    monkeypatch.setitem(sys.modules, "torch", present)
    with torch_kept_out():
        assert sys.modules["torch"] is present
    assert sys.modules["torch"] is present


def test_a_folder_without_a_pipeline_is_refused_in_one_line(tmp_path):
    with pytest.raises(ModelError, match="not a usable pipeline") as caught:
        load_pipeline(tmp_path)
    assert "\n" not in str(caught.value)
