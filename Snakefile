# The pipeline: data and notebooks in, a site out. `make report` runs it; `snakemake --cores 2` does too.
from pathlib import Path

from districtbrief.pipeline import charts_missing, observation_tables, source_files, tables_of
from districtbrief.renderers import choose
from districtbrief.specs import read_specs

ROOT = Path.cwd()
RENDERER = choose(config.get("renderer", "auto")).name
REPORTS = {spec.path: spec for spec in read_specs(ROOT)}
TABLES = [f"data/{name}.csv" for name in ("districts", "themes", "units", "indicators", "calculations", "context", "sources")]
PAGES = f"build/pages/{RENDERER}"
LOOKS = ["_quarto.yml", *source_files(ROOT, "assets", "src/districtbrief/renderers")]

for path in charts_missing(ROOT, REPORTS):
    Path(path).unlink()
if not Path("_site/index.html").exists():
    Path("build/published").unlink(missing_ok=True)


def spec_of(wildcards):
    return REPORTS[f"reports/{wildcards.lang}/{wildcards.name}.ipynb"]


rule all:
    input: "build/published"

rule validate:
    input: "data/datapackage.json", "data/observations.schema.json", TABLES, lambda found: tables_of(ROOT, found.part)
    output: touch("build/validated/{part}")
    shell: "districtbrief validate {wildcards.part}"

rule execute:
    input:
        "build/validated/shared",
        lambda found: [f"build/validated/{Path(table).stem}" for table in observation_tables(ROOT, spec_of(found))],
        TABLES,
        source_files(ROOT, "src/districtbrief"),
        lambda found: f"notebooks/{spec_of(found).notebook}.ipynb",
        lambda found: f"notebooks/text/{spec_of(found).notebook}.{found.lang}.md.j2",
        lambda found: observation_tables(ROOT, spec_of(found)),
    output: "reports/{lang}/{name}.ipynb"
    params: date=lambda found: spec_of(found).date, given=lambda found: dict(spec_of(found).parameters)
    shell: "districtbrief execute {output}"

rule render:
    input: "reports/{lang}/{name}.ipynb", LOOKS
    output: "build/pages/embedded/reports/{lang}/{name}.html", "build/pages/embedded/reports/{lang}/{name}.pdf"
    shell: "districtbrief render {input[0]}"

rule home:
    input: "index.qmd", list(REPORTS), LOOKS
    output: "build/pages/embedded/index.html"
    shell: "districtbrief render {input[0]}"

rule quarto:
    input: "index.qmd", list(REPORTS), LOOKS
    output: touch("build/pages/quarto/rendered")
    shell: "districtbrief render-site"

rule publish:
    input:
        "build/pages/quarto/rendered" if RENDERER == "quarto" else
        ["build/pages/embedded/index.html", [f"{PAGES}/{Path(path).with_suffix(end)}" for path in REPORTS for end in (".html", ".pdf")]],
    output: touch("build/published")
    params: renderer=RENDERER, pages=sorted(REPORTS)
    shell: "districtbrief publish {PAGES}"
