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
# The home page of many cities: what the site is, how to read it, and where each city's reports are.

# %% tags=["parameters"]
lang: str = "zh"  # a file of src/districtbrief/locales

# %% tags=["remove-cell"]
from districtbrief import open_report

report = open_report("directory", globals())

# %%
report.text("opening")

# %%
report.text("reports")

# %%
report.text("cautions")

# %%
report.text("downloads")
