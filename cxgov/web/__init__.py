"""The only Flask code that features share: the database extension, access, forms, errors, headers, pages."""
