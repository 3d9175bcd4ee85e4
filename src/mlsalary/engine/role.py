"""The role: an engineer, or a scientist, who is paid a little less beyond base as well."""

from __future__ import annotations

from mlsalary.engine.factor import factor_rule

RULE = factor_rule("role")
