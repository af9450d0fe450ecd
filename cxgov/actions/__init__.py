"""Action items: one owner each, a date, evidence, and verification by somebody else."""
