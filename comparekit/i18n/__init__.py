"""Words: catalogs in Chinese and English, and the choice between them."""
