"""The claims stage: documents become claims, with who asserts each and how."""

from contradict.claims.extractor import SpacyExtractor, load_extractor
from contradict.claims.moments import moments_in
from contradict.claims.quantities import quantities_in
from contradict.claims.side_by_side import SideBySideExtractor

__all__ = ["SideBySideExtractor", "SpacyExtractor", "load_extractor", "moments_in", "quantities_in"]
