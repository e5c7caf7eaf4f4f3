-- Run by both renderers, after their own filters. A chart has a narrow picture for phones, and below it on a web page
-- stand its files, and its numbers as a table that opens.

local region = require "region"

local function is_chart(image)
  return image.src:match "figures/[^/]+/[^/]+%.svg$"
end

local function html(text) return pandoc.RawInline("html", text) end

-- The size that a picture's file says, so that a page keeps its place while pictures load.
local function size(path)
  local file = io.open(path, "rb")
  local head = file and file:read(1000) or ""
  if file then file:close() end
  local wide, high = head:match 'viewBox="0 0 ([%d.]+) ([%d.]+)"'
  return wide and { width = ("%.0f"):format(wide), height = ("%.0f"):format(high) } or {}
end

local function attributes(dimensions)
  return dimensions.width and (' width="%s" height="%s"'):format(dimensions.width, dimensions.height) or ""
end

local function picture(image)
  if not is_chart(image) then return nil end
  local narrow = image.src:gsub("%.svg$", "-narrow.svg")
  local dimensions, share = size(image.src), image.attributes.width
  image.attributes.style = share and "width: " .. share or nil
  image.attributes.width, image.attributes.height = dimensions.width, dimensions.height
  local source = '<picture><source media="(max-width: 40rem)" srcset="' .. narrow .. '"' .. attributes(size(narrow)) .. ">"
  return { html(source), image, html "</picture>" }, false
end

-- The first column heads its rows. The embedded renderer has put the table in a region already, which lacks a name.
local function opened(blocks, name)
  local found
  pandoc.walk_block(pandoc.Div(blocks), { Table = function(tbl) found = tbl end })
  for _, body in ipairs(found.bodies) do body.row_head_columns = 1 end
  return region(found, name)
end

local function numbers(div)
  if not div.classes:includes "chart-data" then return nil end
  local blocks = pandoc.Blocks(div.content)
  local files, summary = blocks:remove(1), blocks:remove(1)
  local name = pandoc.utils.stringify(summary)
  div.content = {
    files,
    pandoc.RawBlock("html", "<details>"),
    pandoc.Plain(pandoc.Inlines { html "<summary>" } .. summary.content .. { html "</summary>" }),
    opened(blocks, name),
    pandoc.RawBlock("html", "</details>"),
  }
  return div, false
end

function Pandoc(doc)
  if not FORMAT:match "html" then return nil end
  return doc:walk { traverse = "topdown", Div = numbers }:walk { traverse = "topdown", Image = picture }
end
