# The pipeline: data and notebooks in, a site out. `make report` runs it; `snakemake --cores 2` does too.
from pathlib import Path

from districtbrief.pipeline import documents, left_over, observation_tables, pages_folder, source_files, tables_of
from districtbrief.renderers import choose
from districtbrief.specs import read_specs

ROOT = Path.cwd()
RENDERER = choose(config.get("renderer", "auto")).name
REPORTS = {spec.path: spec for spec in read_specs(ROOT)}
DOCUMENTS = documents(ROOT)
TABLES = [f"data/{name}.csv" for name in ("districts", "themes", "units", "indicators", "calculations", "context", "sources")]
DRAFT = "--draft" if config.get("draft") else ""
EMBEDDED, QUARTO = (pages_folder(Path(), name, draft=bool(DRAFT)).as_posix() for name in ("embedded", "quarto"))
PAGES = QUARTO if RENDERER == "quarto" else EMBEDDED
LOOKS = ["_quarto.yml", *source_files(ROOT, "assets", "src/districtbrief/renderers")]

for path in left_over(ROOT, REPORTS):
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
        lambda found: [f"notebooks/text/{name}.{found.lang}.md.j2" for name in (spec_of(found).notebook, "charts")],
        lambda found: observation_tables(ROOT, spec_of(found)),
    output: "reports/{lang}/{name}.ipynb"
    params: date=lambda found: spec_of(found).date, given=lambda found: dict(spec_of(found).parameters)
    shell: "districtbrief execute {output}"

rule render:
    input: "reports/{lang}/{name}.ipynb", LOOKS
    output: EMBEDDED + "/reports/{lang}/{name}.html", EMBEDDED + "/reports/{lang}/{name}.pdf"
    shell: "districtbrief render {DRAFT} {input[0]}"

rule home:
    input: "index.qmd", list(REPORTS), LOOKS
    output: EMBEDDED + "/index.html"
    params: pages=sorted(REPORTS)
    shell: "districtbrief render {DRAFT} {input[0]}"

rule document:
    input: "pages/{lang}/{name}.qmd", LOOKS
    output: EMBEDDED + "/pages/{lang}/{name}.html"
    shell: "districtbrief render {DRAFT} {input[0]}"

rule quarto:
    input: "index.qmd", DOCUMENTS, list(REPORTS), LOOKS
    output: touch(QUARTO + "/rendered")
    params: pages=sorted(REPORTS)
    shell: "districtbrief render-site {DRAFT}"

rule publish:
    input:
        f"{PAGES}/rendered" if RENDERER == "quarto" else
        [f"{PAGES}/index.html", [f"{PAGES}/{Path(path).with_suffix('.html')}" for path in DOCUMENTS],
         [f"{PAGES}/{Path(path).with_suffix(end)}" for path in REPORTS for end in (".html", ".pdf")]],
        source_files(ROOT, "data", "src/districtbrief/audit"),
    output: touch("build/published")
    params: renderer=RENDERER, pages=sorted(REPORTS)
    shell: "districtbrief publish {PAGES}"
