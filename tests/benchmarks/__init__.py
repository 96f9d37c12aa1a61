"""What things cost here and now, each beside a peer in the same run: ``python -m tests.benchmarks [FOLDER]``."""
