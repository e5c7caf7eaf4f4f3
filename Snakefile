# The pipeline: data and notebooks in, a site out. `make report` runs it; `snakemake --cores 2` does too.
from pathlib import Path

from districtbrief.navigation import ways
from districtbrief.pipeline import left_over, observation_tables, pages_folder, prose_of, source_files, tables_of
from districtbrief.renderers import choose
from districtbrief.specs import read_specs

ROOT = Path.cwd()
RENDERER = choose(config.get("renderer", "auto")).name
REPORTS = {spec.path: spec for spec in read_specs(ROOT)}
WAYS = ways(list(REPORTS.values()))
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


def one_of(printed):
    return "|".join(sorted({spec.name for spec in REPORTS.values() if spec.printed == printed})) or "-"


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
        lambda found: prose_of(ROOT, spec_of(found)),
        lambda found: observation_tables(ROOT, spec_of(found)),
    output: "reports/{lang}/{name}.ipynb"
    params:
        date=lambda found: spec_of(found).date,
        given=lambda found: dict(spec_of(found).parameters),
        way=lambda found: WAYS[spec_of(found).path],
    shell: "districtbrief execute {output}"

rule page:
    input: "reports/{lang}/{name}.ipynb", LOOKS
    output: EMBEDDED + "/reports/{lang}/{name}.html"
    wildcard_constraints: name=one_of(printed=False)
    shell: "districtbrief render {DRAFT} {input[0]}"

rule report:
    input: "reports/{lang}/{name}.ipynb", LOOKS
    output: EMBEDDED + "/reports/{lang}/{name}.html", EMBEDDED + "/reports/{lang}/{name}.pdf"
    wildcard_constraints: name=one_of(printed=True)
    shell: "districtbrief render {DRAFT} {input[0]}"

rule gateway:
    input: "index.qmd", LOOKS
    output: EMBEDDED + "/index.html"
    shell: "districtbrief render {DRAFT} {input[0]}"

rule quarto:
    input: "index.qmd", list(REPORTS), LOOKS
    output: touch(QUARTO + "/rendered")
    params: pages=sorted(REPORTS)
    shell: "districtbrief render-site {DRAFT}"

rule publish:
    input:
        f"{PAGES}/rendered" if RENDERER == "quarto" else
        [f"{PAGES}/index.html", [f"{PAGES}/{name}" for spec in REPORTS.values() for name in spec.pages]],
        source_files(ROOT, "data", "src/districtbrief/audit"),
    output: touch("build/published")
    params: renderer=RENDERER, pages=sorted(REPORTS)
    shell: "districtbrief publish {PAGES}"
