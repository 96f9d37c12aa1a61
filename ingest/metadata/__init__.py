"""Metadata proposed from what a file says of itself and from its first pages."""
