"""The claims stage: documents become claims, with who asserts each and how."""

from contradict.claims.extractor import SpacyExtractor, load_extractor
from contradict.claims.moments import moments_in
from contradict.claims.quantities import quantities_in

__all__ = ["SpacyExtractor", "load_extractor", "moments_in", "quantities_in"]
