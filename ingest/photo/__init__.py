"""Photos of sheets: finding the sheet, straightening it, evening the light. Pillow only; child processes only."""
