-- Writes callouts, columns, figures, tables and anchors as Typst: with alt texts, labels, and the parameters that
-- Quarto's own output has, so that both are styled by the same template.

local words, here
local COLOURS = { note = "#0758e5", tip = "#00a047", warning = "#eb9113", important = "#cc1914", caution = "#fc5300" }

local function raw(text) return pandoc.RawInline("typst", text) end
local function quoted(text) return '"' .. text:gsub('[\\"]', "\\%0") .. '"' end

local function wrapped(before, inlines, after)
  local line = pandoc.Inlines { raw(before) }
  line:extend(inlines)
  line:insert(raw(after))
  return line
end

local function from_root(path)
  local absolute, climbs = "/" .. pandoc.path.join { here, path }, nil
  repeat absolute, climbs = absolute:gsub("[^/]+/%.%./", "", 1) until climbs == 0
  return absolute
end

local function image(img)
  local width = img.attributes.width
  return ("image(%s, alt: %s%s)"):format(quoted(from_root(img.src)), quoted(img.attributes["fig-alt"] or ""),
    width and ", width: " .. width or "")
end

local function caption(float, position)
  local inlines = pandoc.utils.blocks_to_inlines(float.caption.long)
  return wrapped("caption: figure.caption(position: " .. position .. ", [", inlines, "]),")
end

local function placed(float, kind, position, body)
  local word = quoted(pandoc.utils.stringify(words[kind]))
  local head = wrapped("#figure(", caption(float, position), (' kind: "quarto-float-%s", supplement: %s)['):format(kind, word))
  local label = float.identifier ~= "" and "<" .. float.identifier .. ">" or ""
  return { pandoc.Plain(head), body, pandoc.RawBlock("typst", "]" .. label) }
end

local function Figure(figure)
  local picture
  figure:walk { Image = function(img) picture = "#" .. image(img) end }
  return placed(figure, "fig", "top", pandoc.RawBlock("typst", picture)), false
end

local function Table(tbl)
  local bare = tbl:clone()
  bare.attr = pandoc.Attr("", { "typst:no-figure" })
  bare.caption = {}
  if tbl.identifier == "" then return bare, false end
  return placed(tbl, "tbl", "top", bare), false
end

local function Span(span)
  if span.identifier ~= "" then return wrapped("#[", span.content, "]<" .. span.identifier .. ">") end
end

local function Callout(div)
  local blocks = pandoc.Blocks { pandoc.Plain(wrapped(
    ('#block[#callout(icon_color: rgb("%s"), title: ['):format(COLOURS[div.attributes.kind]), div.content[1].content, "], body: [")) }
  blocks:extend(div.content[2].content)
  blocks:insert(pandoc.RawBlock("typst", "])]"))
  return blocks
end

local function Columns(div)
  local blocks = pandoc.Blocks { pandoc.RawBlock("typst", "#grid(columns: (1fr,) * " .. div.attributes.count .. ", gutter: 1em,") }
  for _, cell in ipairs(div.content) do
    blocks:insert(pandoc.RawBlock("typst", "rect(stroke: none, width: 100%)["))
    blocks:extend(cell.content)
    blocks:insert(pandoc.RawBlock("typst", "],"))
  end
  blocks:insert(pandoc.RawBlock("typst", ")"))
  return blocks
end

local function Div(div)
  if div.classes:includes "callout" then return Callout(div) end
  if div.classes:includes "columns" then return Columns(div) end
end

function Pandoc(doc)
  words, here = doc.meta.words, pandoc.utils.stringify(doc.meta.here)
  return doc:walk { Span = Span }:walk { Figure = Figure, Table = Table }:walk { Div = Div }
end
