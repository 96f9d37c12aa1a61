"""Finding by words: entries go in, queries are answered. Knows nothing of the database or the web."""
