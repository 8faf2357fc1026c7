"""The claims stage: documents become claims, with who asserts each and how."""

from contradict.claims.extractor import SpacyExtractor, load_extractor

__all__ = ["SpacyExtractor", "load_extractor"]
