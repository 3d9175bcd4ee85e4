"""Fits the constants of data/model.toml to reported pay; ``fit.fitting.fit`` is the door."""
