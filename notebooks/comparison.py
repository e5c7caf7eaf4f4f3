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
# The districts compared, theme by theme: tables, charts and the reasons for caution.

# %% tags=["parameters"]
districts: list[str] = []  # ids of data/districts.csv; empty means all
themes: list[str] = []  # ids of data/themes.csv; empty means all
lang: str = "zh"  # a file of src/districtbrief/locales

# %% tags=["remove-cell"]
from districtbrief import open_report

report = open_report("comparison", globals())

# %%
report.city()

# %%
report.text("opening")

# %%
report.chart("side_by_side")

# %%
report.text("done")

# %%
report.chart("progress")

# %%
report.text("roads")

# %%
report.chart("roadworks")

# %%
report.text("audience")

# %%
report.chart("audience")

# %%
report.text("money")

# %%
report.chart("money")

# %%
report.text("rates")

# %%
report.text("refused")

# %%
report.text("coverage")

# %%
report.chart("themes")

# %%
report.appendix()
