"""The version of the program; the schemas of its results have their own."""

VERSION = "0.1.0"
__version__ = VERSION
