-- Numbers sections, figures and tables as Quarto does, resolves @fig-x, @tbl-x and @sec-x, and refuses what does not
-- resolve. In Typst the numbers are Typst's own; they are counted here all the same, so that both outputs agree.

local faults = require "faults"
local words
local numbers, seen, counts, sections = {}, {}, { fig = 0, tbl = 0 }, {}
local numbered, top = false, 6

local function claim(id)
  if id == "" then return end
  if seen[id] then faults.add("page.two-ids", id, {}) end
  seen[id] = true
end

local function number_section(level)
  for deeper = level + 1, 6 do sections[deeper] = nil end
  sections[level] = (sections[level] or 0) + 1
  local parts = pandoc.List()
  for i = top, level do parts:insert(sections[i] or 0) end
  return table.concat(parts, ".")
end

local function Header(header)
  claim(header.identifier)
  if not header.classes:includes "unnumbered" then
    local number = number_section(header.level)
    numbers[header.identifier] = number
    if FORMAT ~= "typst" and numbered then
      header.attributes.number = number
      header.content:insert(1, pandoc.Space())
      header.content:insert(1, pandoc.Span(number, pandoc.Attr("", { "header-section-number" })))
    end
  end
  if FORMAT == "typst" then header.level = header.level - top + 1 end
  return header
end

local function label(kind, number)
  return pandoc.Str(pandoc.utils.stringify(words[kind]) .. "\u{a0}" .. number)
end

local function number_float(float, kind)
  claim(float.identifier)
  if not float.identifier:match("^" .. kind .. "%-") then return end
  counts[kind] = counts[kind] + 1
  numbers[float.identifier] = tostring(counts[kind])
  if FORMAT ~= "typst" and float.caption.long[1] then
    local inlines = float.caption.long[1].content
    inlines:insert(1, pandoc.Space())
    inlines:insert(1, pandoc.Str ":")
    inlines:insert(1, label(kind, numbers[float.identifier]))
  end
  return float
end

local function Figure(figure) return number_float(figure, "fig") end
local function Table(tbl) return number_float(tbl, "tbl") end
local function anchor(element) claim(element.identifier) end

local function reference(cite)
  local citation = cite.citations[1]
  local id = citation.id
  local kind = id:match "^(%a+)%-"
  if not counts[kind] and kind ~= "sec" then return end
  if not numbers[id] then
    faults.add("page.unresolved", id, { id = id })
    return
  end
  local bare = citation.mode == "SuppressAuthor"
  if FORMAT == "typst" then
    local word = bare and "none" or "[" .. pandoc.utils.stringify(words[kind]) .. "]"
    return pandoc.RawInline("typst", ("#ref(<%s>, supplement: %s)"):format(id, word))
  end
  return pandoc.Link(bare and numbers[id] or { label(kind, numbers[id]) }, "#" .. id, "", { class = "xref" })
end

local function check_link(link)
  local id = link.target:match "^#(.+)"
  if id and not seen[id] then
    faults.add("page.dead-link", id, { id = id })
  end
end

function Pandoc(doc)
  words = doc.meta.words
  numbered = doc.meta["number-sections"]
  doc:walk { Header = function(header) top = math.min(top, header.level) end }
  doc = doc:walk {
    traverse = "topdown",
    Header = Header, Figure = Figure, Table = Table, Span = anchor, Div = anchor, Link = anchor,
  }
  doc:walk { Link = check_link }
  return doc:walk { Cite = reference }
end
