-- Run by Quarto when it has written its figures and tables: a table that is wider than a phone scrolls by itself, in a
-- region that has the table's caption for a name. A table that has its region already keeps it.

local region = require "region"

local function Div(div)
  if div.classes:includes "table" then return div, false end
  local caption = div.attributes["aria-describedby"]
  if not caption or not div.content:find_if(function(block) return block.t == "Table" end) then return end
  div.classes:insert "table"
  div.attributes["aria-describedby"] = nil
  div.attributes["aria-labelledby"], div.attributes.role, div.attributes.tabindex = caption, "region", "0"
  return div, false
end

local function Table(tbl)
  return region(tbl, ""), false
end

function Pandoc(doc)
  if FORMAT:match "html" then return doc:walk { traverse = "topdown", Div = Div, Table = Table } end
end
