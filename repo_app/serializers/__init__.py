"""Values made into the forms that leave the house; pure functions, no database, no web."""
