"""A typed place -> the area whose wages are used: names, readings, choice, suggestions.

``located`` is what every question needs; ``resolve`` and what it reads are loaded for a place.
"""
