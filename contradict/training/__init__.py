"""Labelled examples -> a model folder: ``contradict train``, and recipes of the default models."""

from __future__ import annotations

from contradict.training.judge_training import TrainingSummary, train

__all__ = ["TrainingSummary", "train"]
