"""Vocabularies and names as this library keeps them: its own terms, other names, merges, persons and organizations."""

from repo_app.services.authorities.known import Known, forget, known, known_after, known_to

__all__ = ["Known", "forget", "known", "known_after", "known_to"]
