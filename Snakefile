# The pipeline: data and notebooks in, a site out. `make report` runs it; `snakemake --cores 2` does too.
# With many reports it runs itself once more for each slice of them, where each report has its own jobs again.
import os
from importlib.metadata import version
from json import dumps
from pathlib import Path
from shlex import join

from districtbrief.clearing import begin
from districtbrief.resting import KINDS, sources_of
from districtbrief.warm.asking import ADDRESS

PLAN = begin(Path.cwd(), dumps(config), elsewhere=workflow.remote_exec)
PAGES, QUARTO, DRAFT = PLAN.pages, PLAN.renderer == "quarto", "--draft" if PLAN.draft else ""
PARTIAL = "--partial" if config.get("partial") else ""
GOING = "--keep-going" if config.get("keep_going") else ""
NOTING = "--partial" if PARTIAL or GOING else "" # what rests on a wrong table fails then, and nothing else
LIMIT = f"--time-limit {config['time_limit']}" if "time_limit" in config else ""

if workflow.remote_exec: # a job on a cluster's node, where this machine's worker is not
    os.environ.pop(ADDRESS, None)


# only slices go out to a cluster's nodes
localrules: all, noted, validate, sound, execute, page, report, gateway, quarto, audit, index, publish


def spec_of(wildcards):
    return PLAN.spec(wildcards.lang, wildcards.name)


rule all:
    input: PLAN.wanted

rule noted: # one file that stands for many, so that each report has few inputs; Snakemake looks at what it says
    input: lambda wildcards: sources_of(PLAN.root, wildcards.kind)
    output: "build/noted/{kind}"
    params: digest=lambda wildcards: PLAN.digest(sources_of(PLAN.root, wildcards.kind))
    shell: "cksum {input:q} > {output:q}"

rule validate: # a batch of districts; what they share goes before them where there are slices: each of these waits for it
    input:
        lambda wildcards: "build/validated/shared" if PLAN.slices and wildcards.part != "shared" else [],
        "build/noted/tables",
        lambda wildcards: PLAN.tables(wildcards.part),
    output: touch("build/validated/{part}")
    params:
        digest=lambda wildcards: PLAN.digest(PLAN.tables(wildcards.part)),
        parts=lambda wildcards: join(PLAN.batches.get(wildcards.part, [wildcards.part])),
    shell: "districtbrief validate {NOTING} {params.parts}"

rule sound: # asked for before all else: what is wrong is told before anything is made, however little a report rests on
    input: PLAN.parts

rule execute: # told what reports.yml says of this report alone, so that another entry may change without it
    input:
        lambda wildcards: PLAN.validated(spec_of(wildcards)),
        lambda wildcards: PLAN.read_by(spec_of(wildcards)),
        "build/noted/tables",
        "build/noted/package",
    output: "reports/{lang}/{name}.ipynb"
    params:
        report=lambda wildcards: PLAN.described(spec_of(wildcards)),
        digest=lambda wildcards: PLAN.digest(PLAN.read_by(spec_of(wildcards))),
    shell: "districtbrief execute {PARTIAL} {LIMIT} {output:q}"

rule page: # a report without a PDF: Snakemake wants to know beforehand which files a rule makes
    input: "reports/{lang}/{name}.ipynb", "build/noted/looks"
    output: f"{PAGES}/reports/{{lang}}/{{name}}.html"
    wildcard_constraints: name=PLAN.named(printed=False)
    shell: "districtbrief render {DRAFT} {PARTIAL} {input[0]:q}"

rule report:
    input: "reports/{lang}/{name}.ipynb", "build/noted/looks"
    output: f"{PAGES}/reports/{{lang}}/{{name}}.html", f"{PAGES}/reports/{{lang}}/{{name}}.pdf"
    wildcard_constraints: name=PLAN.named(printed=True)
    shell: "districtbrief render {DRAFT} {PARTIAL} {input[0]:q}"

rule gateway: # what stands at the root of the site, and leads on to the home page of the first language
    input: "index.qmd", "build/noted/looks"
    output: f"{PAGES}/index.html"
    params: digest=lambda wildcards: PLAN.digest(["index.qmd"])
    shell: "districtbrief render {DRAFT} {input[0]:q}"

rule quarto: # every page in one run: two at once in one folder would get in each other's way
    input: "index.qmd", list(PLAN.reports), "build/noted/looks"
    output: f"{PAGES}/rendered"
    params: digest=lambda wildcards: PLAN.digest(["index.qmd"])
    shell: "districtbrief render-site {DRAFT} && cksum $(find {PAGES} -name '*.html') > {output:q}"

rule audit: # report by report, so that one changed figure is not paid for by all pages
    input:
        "build/noted/audit",
        lambda wildcards: f"{PAGES}/rendered" if QUARTO else PLAN.rendered(wildcards.name),
    output: PLAN.audit_of("{name}")
    shell: "districtbrief audit-report {PAGES} {wildcards.name:q}"

rule slice: # Snakemake's own work grows faster than the number of its jobs, so each run is given few
    input:
        "build/validated/shared",
        lambda wildcards: PLAN.read_by(*PLAN.slices[wildcards.slice]),
        expand("build/noted/{kind}", kind=KINDS),
    output: PLAN.slice_of("{slice}")
    params:
        reports=lambda wildcards: PLAN.described(*PLAN.slices[wildcards.slice]),
        digest=lambda wildcards: PLAN.digest(PLAN.read_by(*PLAN.slices[wildcards.slice])),
        audits=lambda wildcards: join(PLAN.audits(PLAN.slices[wildcards.slice])),
    threads: 2 # several slices are at work, so that while one begins or ends others keep the processors busy
    shell:
        "districtbrief build-slice {wildcards.slice:q} --slice-size {PLAN.slice_size} --cores {threads}"
        " {DRAFT} {PARTIAL} {LIMIT} {GOING} && cksum {params.audits} > {output:q}"

rule index: # the search of very many reports in parts, so that one changed page is not paid for by all
    input: lambda wildcards: PLAN.slices_of(wildcards.part)
    output: PLAN.part_of("{part}")
    params:
        reports=lambda wildcards: join(PLAN.names_in(wildcards.part)),
        engine=version("pagefind-bin"),
    shell: "districtbrief index-part {PAGES} {wildcards.part:q} {params.reports}"

rule publish: # its manifest lists every input, so it rests on all of them
    input:
        PLAN.audited, PLAN.sliced,
        [PLAN.part_of(part) for part in PLAN.searched],
        PLAN.parts,
        [] if QUARTO else f"{PAGES}/index.html",
        expand("build/noted/{kind}", kind=[*KINDS, "site"]),
    output: touch("build/published")
    params: reports=" ".join([PLAN.pages, *sorted(PLAN.specs)])
    shell: "districtbrief publish {PARTIAL} {PAGES}"
