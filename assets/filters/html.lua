-- Writes callouts, columns, figures and tables as HTML that needs neither script nor inline style.

local box = require "box"
local faults = require "faults"
local region = require "region"
local words

local function exists(path)
  local file = io.open(path, "rb")
  return file and file:close()
end

local function image(img, label)
  local alt = img.attributes["fig-alt"]
  if not exists(img.src) then
    faults.add("page.no-image", label, { image = img.src })
  end
  if not alt or alt == "" then
    faults.add("page.no-alt", label, { image = img.src })
  end
  img.attributes["fig-alt"], img.attributes.alt = nil, alt
  img.attributes.loading = "lazy"
  return img
end

local function Figure(figure)
  local label = figure.identifier ~= "" and figure.identifier or "image"
  return figure:walk { Image = function(img) return image(img, label) end }, false
end

-- The caption stands above the region, so that it stays where it is while the table scrolls.
local function Table(tbl)
  local caption, id = tbl.caption.long, tbl.identifier
  tbl.caption, tbl.attr = {}, pandoc.Attr("", tbl.classes)
  local name = pandoc.utils.stringify(caption)
  if name == "" then return region(tbl, name), false end
  return {
    pandoc.RawBlock("html", '<figure id="' .. id .. '">\n<figcaption>'),
    pandoc.Plain(pandoc.utils.blocks_to_inlines(caption)),
    pandoc.RawBlock("html", "</figcaption>"), region(tbl, name), pandoc.RawBlock("html", "</figure>"),
  }, false
end

local function Div(div)
  if div.classes:includes "callout" then
    local own = div.attributes.own == "true" and div.content[1].content or nil
    return box(div.identifier, div.attributes.kind, words[div.attributes.kind], own, div.content[2].content)
  elseif div.classes:includes "columns" then
    return pandoc.Div(div.content, pandoc.Attr(div.identifier, { "columns", "columns-" .. div.attributes.count }))
  end
end

function Pandoc(doc)
  words = doc.meta.words
  return doc:walk { Div = Div }:walk { traverse = "topdown", Figure = Figure, Table = Table,
    Image = function(img) return image(img, img.identifier ~= "" and img.identifier or "image") end }
end
