"""Pieces of a page: values in, Dash components out."""
