"""contradict: finds pairs of statements that cannot both be true."""
