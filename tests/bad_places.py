"""Wrong places and names of tables, case by case, and what holds of all districts together."""

from __future__ import annotations

from damage import ERQI, JINSHUI, ROW, SPACES, Bad, both, cell, described, gone, linked, resource, resource_of

CASES = [
    # places
    Bad(
        "a resource by HTTP",
        resource("themes", path="http://127.0.0.1:9/themes.csv"),
        "data/datapackage.json resource themes [data.other-path]",
        says="write themes.csv: no other file is read",
    ),
    Bad(
        "a resource from above",
        resource("observations-erqi", path="../../etc/passwd"),
        "data/datapackage.json resource observations-erqi [data.other-path]",
    ),
    Bad(
        "an absolute resource",
        resource("themes", path="/etc/passwd"),
        "data/datapackage.json resource themes [data.other-path]",
    ),
    Bad(
        "one district's table for another's",
        resource("observations-erqi", path="observations/jinshui.csv"),
        "data/datapackage.json resource observations-erqi [data.other-path]",
    ),
    Bad(
        "a path that is a list",
        resource("themes", path=["themes.csv", "../../x.csv"]),
        "data/datapackage.json resource themes [data.other-path]",
    ),
    Bad(
        "data within the description",
        resource("themes", data=[["id"], ["x"]]),
        "data/datapackage.json resource themes [data.other-key]",
    ),
    Bad(
        "another way to fetch",
        resource("themes", scheme="https"),
        "data/datapackage.json resource themes [data.other-key]",
    ),
    Bad(
        "more paths",
        resource("themes", extrapaths=["../../etc/passwd"]),
        "data/datapackage.json resource themes [data.other-key]",
    ),
    Bad(
        "another encoding described",
        resource("themes", encoding="gb18030"),
        "data/datapackage.json resource themes [data.other-value]",
    ),
    Bad(
        "another delimiter described",
        resource("themes", dialect={"delimiter": ";"}),
        "data/datapackage.json resource themes [data.other-value]",
    ),
    Bad(
        "a dialect from above",
        resource("themes", dialect="../../etc/passwd"),
        "data/datapackage.json resource themes [data.other-value]",
    ),
    Bad(
        "a schema by HTTP",
        resource("themes", schema="http://127.0.0.1:9/schema.json"),
        "data/datapackage.json resource themes, schema [data.no-schema]",
    ),
    Bad(
        "a schema from above",
        resource("observations-erqi", schema="../../etc/passwd"),
        "data/datapackage.json resource observations-erqi, schema [data.no-schema]",
    ),
    Bad(
        "a profile by HTTP",
        resource("themes", profile="http://127.0.0.1:9/profile.json"),
        "data/datapackage.json resource themes [data.other-key]",
    ),
    Bad(
        "a schema without fields",
        resource("themes", schema={}),
        "data/datapackage.json resource themes, schema [data.no-schema]",
    ),
    Bad(
        "a schema that lacks a column",
        resource("themes", schema={"fields": [{"name": "id", "type": "string"}]}),
        "data/datapackage.json resource themes, schema [data.field-missing]",
        "data/datapackage.json resource themes, schema [data.field-missing]",
    ),
    Bad(
        "a type that there is not",
        described(lambda package: resource_of(package, "themes")["schema"]["fields"][0].update(type="strong")),
        "data/datapackage.json [data.no-description]",
    ),
    Bad(
        "a constraint that makes no sense",
        described(
            lambda package: resource_of(package, "themes")["schema"]["fields"][0].update(constraints={"pattern": "("})
        ),
        "data/datapackage.json [data.no-description]",
    ),
    Bad(
        "foreign keys a number",
        described(lambda package: resource_of(package, "indicators")["schema"].update(foreignKeys=7)),
        "data/datapackage.json resource indicators, schema, foreignKeys [data.no-schema]",
    ),
    Bad(
        "a resource twice",
        described(lambda package: package["resources"].append(package["resources"][0])),
        "data/datapackage.json resource sources [data.described-twice]",
    ),
    Bad(
        "a resource that is none",
        described(lambda package: package["resources"].append("themes")),
        "data/datapackage.json [data.no-description]",
    ),
    Bad(
        "a resource without a name",
        described(lambda package: package["resources"][0].pop("name")),
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json resource None [data.no-such-table]",
    ),
    Bad(
        "a resource of another kind",
        described(lambda package: package["resources"].append({"name": "notes", "path": "README.md"})),
        "data/datapackage.json resource notes [data.no-such-table]",
        "data/datapackage.json resource notes, schema [data.no-schema]",
    ),
    Bad(
        "no resources",
        described(lambda package: package.update(resources=[])),
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
    ),
    Bad("a link that leaves the project", linked("themes.csv", "../../outside.csv"), "data/themes.csv [data.outside]"),
    Bad(
        "a link to a file of the machine",
        linked(ERQI, "/etc/passwd"),
        "data/observations/erqi.csv [data.outside]",
        says="it leads out of the project, to /etc/passwd",
    ),
    Bad("a link to itself", linked("themes.csv", "themes.csv"), "data/themes.csv [data.unreadable]"),
    Bad(
        "a description that leaves the project",
        linked("datapackage.json", "/etc/passwd"),
        "data/datapackage.json [data.outside]",
    ),
    Bad(
        "a link within the project",
        both(
            lambda data: (data / "themes.csv").rename(data / "chapters.txt"),
            lambda data: (data / "themes.csv").symlink_to("chapters.txt"),
        ),
    ),
    # together
    Bad(
        "two mistakes in two files",
        both(cell(ERQI, SPACES, "value", "x"), cell(JINSHUI, "jinshui-markets", "value", "y")),
        f"{ROW}value [data.not-decimal]",
        "data/observations/jinshui.csv row 26, column value [data.not-decimal]",
    ),
    Bad(
        "two meanings in one file",
        both(cell(ERQI, SPACES, "value", "1"), cell(ERQI, "erqi-hotlines", "qualifier", "nearly")),
        "data/observations/erqi.csv row 3, column qualifier [article.other-qualifier]",
        f"{ROW}value [article.other-value]",
    ),
    Bad(
        "a cell, a meaning, a file and a description",
        both(
            cell(ERQI, SPACES, "value", "x"),
            cell(ERQI, "erqi-hotlines", "qualifier", "nearly"),
            gone("themes.csv"),
            resource("units", encoding="gbk"),
            cell(JINSHUI, "jinshui-markets", "status", "y"),
        ),
        "data/themes.csv [data.missing]",
        "data/datapackage.json resource units [data.other-value]",
        f"{ROW}value [data.not-decimal]",
        "data/observations/jinshui.csv row 26, column status [data.unknown]",
        "data/observations/erqi.csv row 3, column qualifier [article.other-qualifier]",
    ),
]
"""Without any fault, a case is to be accepted."""
