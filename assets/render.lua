-- A writer for pandoc: from one reading of a page's Markdown it writes each of the formats that the variable `formats`
-- names, and prints them as one JSON object.

local folder = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local FORMATS = {
  html = { template = "report.html", filters = { "prose", "subset", "crossref", "print", "html", "charts", "page" } },
  typst = { template = "report.typ", filters = { "prose", "subset", "crossref", "print", "typst", "charts", "page" } },
}

package.path = pandoc.path.join { folder, "filters", "?.lua" } .. ";" .. package.path

local function template(name)
  local path = pandoc.path.join { folder, name }
  local file <close> = assert(io.open(path, "rb"))
  return pandoc.template.compile(file:read "a", path)
end

-- A filter finds the globals that pandoc's command line would give it. It is loaded afresh and gets a copy of the
-- document, so that nothing of one format reaches the other.
local function filtered(doc, format)
  FORMAT = format
  for _, name in ipairs(FORMATS[format].filters) do
    PANDOC_SCRIPT_FILE = pandoc.path.join { folder, "filters", name .. ".lua" }
    doc = pandoc.utils.run_lua_filter(doc, PANDOC_SCRIPT_FILE)
  end
  return doc
end

function Writer(doc, options)
  local texts = {}
  for format in tostring(options.variables.formats):gmatch "%a+" do
    options.template = template(FORMATS[format].template)
    texts[format] = pandoc.write(filtered(doc, format), format, options)
  end
  return pandoc.json.encode(texts)
end
