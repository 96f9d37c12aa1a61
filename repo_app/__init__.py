"""Hoclieu: an open educational resources repository for libraries, schools and community learning centres."""

__version__ = "0.1.0"
