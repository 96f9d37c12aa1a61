"""PDFs that are written: a text layer over a scan, pictures made into pages, a light copy. Child processes only."""
