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
# The two-page brief: what was reported, what compares, what does not, what is still promised.

# %% tags=["parameters"]
districts: list[str] = []  # ids of data/districts.csv; empty means all
themes: list[str] = []  # ids of data/themes.csv; empty means all
lang: str = "zh"  # a file of src/districtbrief/locales

# %% tags=["remove-cell"]
from districtbrief import open_report

report = open_report("brief", globals())

# %%
report.city()

# %%
report.text("findings")

# %%
report.chart("side_by_side", width=88)

# %%
report.text("reported")

# %%
report.text("compared")

# %%
report.text("refused")

# %%
report.text("promised")

# %%
report.chart("progress", width=88)

# %%
report.text("traps")

# %%
report.appendix()
