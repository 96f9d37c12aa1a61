"""What can be said of text without knowing where it came from."""
