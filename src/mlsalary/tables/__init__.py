"""The rulebook as tables, and the sources with their age."""
