"""Recognising printed text in page images; imported in child processes only."""
