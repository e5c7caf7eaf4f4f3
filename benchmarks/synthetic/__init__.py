"""A project of any number of districts that do not exist: their places, figures, articles and tables."""
