"""Reported figures of city districts, turned into a published, checkable report."""
