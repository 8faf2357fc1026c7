"""Speed side by side with what users would take otherwise: ``make bench``."""
