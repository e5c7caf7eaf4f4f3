-- Writes callouts, columns, figures and tables as HTML that needs neither script nor inline style.

local faults = require "faults"
local words

local function exists(path)
  local file = io.open(path, "rb")
  return file and file:close()
end

local function image(img, label)
  local alt = img.attributes["fig-alt"]
  if not exists(img.src) then
    faults.add(label, "the image " .. img.src .. " does not exist", "draw it first, or mend the path")
  end
  if not alt or alt == "" then
    faults.add(label, "the image " .. img.src .. " has no fig-alt", 'say in fig-alt="..." what it shows')
  end
  img.attributes["fig-alt"], img.attributes.alt = nil, alt
  img.attributes.loading = "lazy"
  return img
end

local function Figure(figure)
  local label = figure.identifier ~= "" and figure.identifier or "image"
  return figure:walk { Image = function(img) return image(img, label) end }, false
end

local function region(tbl, name)
  -- A list, not a table of keys: its order, and so the bytes of the page, would change from run to run.
  local attributes = { { "tabindex", "0" } }
  if name ~= "" then attributes = { { "role", "region" }, { "tabindex", "0" }, { "aria-label", name } } end
  return pandoc.Div({ tbl }, pandoc.Attr("", { "table" }, attributes))
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

local function title_of(div)
  local title = div.content[1].content
  if div.attributes.own == "true" then
    title:insert(1, pandoc.Span(words[div.attributes.kind], pandoc.Attr("", { "unseen" })))
  end
  return pandoc.Div({ pandoc.Para(title) }, pandoc.Attr("", { "callout-title" }))
end

local function Div(div)
  if div.classes:includes "callout" then
    local body = pandoc.Div(div.content[2].content, pandoc.Attr("", { "callout-body" }))
    return pandoc.Div({ title_of(div), body }, pandoc.Attr(div.identifier, div.classes, { role = "note" }))
  elseif div.classes:includes "columns" then
    return pandoc.Div(div.content, pandoc.Attr(div.identifier, { "columns", "columns-" .. div.attributes.count }))
  end
end

function Pandoc(doc)
  words = doc.meta.words
  return doc:walk { Div = Div }:walk { traverse = "topdown", Figure = Figure, Table = Table,
    Image = function(img) return image(img, img.identifier ~= "" and img.identifier or "image") end }
end
