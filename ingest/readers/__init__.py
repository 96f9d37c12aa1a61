"""How each family of files is opened; imported in child processes only."""
