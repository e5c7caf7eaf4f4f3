-- Where the page being written stands, and what the project says of itself: the same in both renderers.

local place = {}
local path, stringify = pandoc.path, pandoc.utils.stringify

-- The filters lie in assets/filters of the project.
place.root = quarto and quarto.project.directory
  or path.directory(path.directory(path.directory(PANDOC_SCRIPT_FILE)))

-- Gives the page's path in the site, such as reports/zh/brief.html, and the way from it up to the site's root.
function place.of(meta)
  local source = quarto and path.make_relative(quarto.doc.input_file, place.root) or stringify(meta.source)
  local climbs = select(2, source:gsub("/", ""))
  return path.split_extension(source) .. ".html", ("../"):rep(climbs)
end

function place.read(name)
  local file = io.open(path.join { place.root, name }, "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text
end

-- pandoc reads YAML at the head of Markdown only.
function place.yaml(name)
  return pandoc.read("---\n" .. place.read(name) .. "\n---\n", "markdown").meta
end

-- The words of a language, or of that language wherever it is spoken.
function place.words(lang)
  local known = place.yaml "assets/words.yml"
  return known[lang] or known[lang:match "^%a+"]
end

-- Whether the page is printed too. Quarto keeps `format` from its filters, so the notebook itself is asked.
function place.is_printed(meta)
  if not quarto then return meta.printed == true end
  local source = path.make_relative(quarto.doc.input_file, place.root)
  if not source:match "%.ipynb$" then return false end
  local first = pandoc.json.decode(place.read(source), false).cells[1].source
  local front = type(first) == "table" and table.concat(first) or first
  return stringify(pandoc.read(front, "markdown").meta.format or "") ~= "html"
end

return place
