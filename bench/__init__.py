"""Load and growth benchmarks: every measure stands beside its floor from the same run."""
