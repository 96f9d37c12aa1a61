"""Documents that are text before they are pages: what people write with office programs, e-books, plain text.

Child processes only. Each reader gives a `Flow`; `paging` makes pages of it.
"""
