# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: tags,-all
#     formats: ipynb,py:percent
#     notebook_metadata_filter: -all,jupytext,kernelspec
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] tags=["remove-cell"]
# One district: every figure that its article reports, theme by theme.

# %% tags=["parameters"]
district: str = "erqi"  # an id of data/districts.csv
themes: list[str] = []  # ids of data/themes.csv; empty means all
lang: str = "zh"  # a file of src/districtbrief/locales

# %% tags=["remove-cell"]
from districtbrief import open_report

report = open_report("profile", globals())

# %%
report.text("opening")

# %%
report.text("themes")

# %%
report.chart("progress")

# %%
report.text("coverage")

# %%
report.chart("themes")

# %%
report.text("calculations")

# %%
report.appendix()
