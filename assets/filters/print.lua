-- Run by both renderers, for print alone: a number stands in one line, findings in the template's box,
-- a table breaks near neither of its ends, words that announce a list stay with it, and straight quotes and three dots,
-- which are in what somebody has printed, are kept: Typst would curl and join them.

if FORMAT ~= "typst" then return {} end

local SHORT, KEPT = 10, 8

local function raw(text) return pandoc.RawInline("typst", text) end

local function edge(inline, last)
  local text = inline and inline.t ~= "Note" and pandoc.utils.stringify(inline) or ""
  return text ~= "" and utf8.codepoint(text, last and utf8.offset(text, -1) or 1) or 0
end

local function is_han(code) return code >= 0x3400 and code <= 0x9FFF or code >= 0xF900 and code <= 0xFAFF or code >= 0x20000 end

local function is_alphanumeric(code) return code < 0x80 and utf8.char(code):match "%w" ~= nil end

-- Between Han and Latin characters Typst sets a quarter of an em, but not beside a box.
local function lacks_gap(left, right)
  return is_han(left) and is_alphanumeric(right) or is_alphanumeric(left) and is_han(right)
end

local function boxed(link, before, after)
  local opening = lacks_gap(before, edge(link)) and "#h(0.25em, weak: true);#box[" or "#box["
  local parts, closing = pandoc.Inlines { raw(opening), link }, "];"
  if lacks_gap(edge(link, true), edge(after)) then
    if after.t == "Str" then
      -- What is counted may follow the link, as 倍 does: its first character stays with the number.
      local second = utf8.offset(after.text, 2)
      parts:insert(pandoc.Str(after.text:sub(1, second - 1)))
      after.text = after.text:sub(second)
    else
      closing = "];#h(0.25em, weak: true);"
    end
  end
  parts:insert(raw(closing))
  return parts
end

local function is_number(inline) return inline.t == "Link" and inline.classes:includes "num" end

local function Inlines(inlines)
  if not inlines:find_if(is_number) then return end
  local printed = pandoc.Inlines {}
  for i, inline in ipairs(inlines) do
    printed:extend(is_number(inline) and boxed(inline, edge(inlines[i - 1], true), inlines[i + 1]) or { inline })
  end
  return printed
end

local function lead_in(para)
  return pandoc.Blocks { pandoc.RawBlock("typst", "#lead-in["), para, pandoc.RawBlock("typst", "]") }
end

-- Words that end in a colon announce what follows.
local function Para(para)
  local text = pandoc.utils.stringify(para)
  if text:match ":$" or text:match "：$" then return lead_in(para) end
end

-- Quarto keeps what each cell says in a division of its own; a page is one text.
local function Pandoc(doc)
  local function is_cell(block)
    return block.t == "Div" and block.classes:find_if(function(class) return class:match "^cell" end)
  end
  local whole = pandoc.Blocks {}
  local function take(blocks)
    for _, block in ipairs(blocks) do
      if is_cell(block) then take(block.content) else whole:insert(block) end
    end
  end
  take(doc.blocks)
  doc.blocks = whole
  return doc
end

-- Quarto has made a division of its own of each chart by then.
local function is_chart(block)
  return block and (block.t == "Figure" or block.t == "Div" and block.attributes.__quarto_custom_type == "FloatRefTarget")
end

-- All that a section says before its chart stays with it: a heading and a line would else be left on a page alone.
local function Blocks(blocks)
  local kept = pandoc.Blocks {}
  for at, block in ipairs(blocks) do
    local last, next = blocks[at - 1], blocks[at + 1]
    local alone = block.t == "Para" and last and last.t == "Header" and is_chart(next)
    kept:extend(alone and lead_in(block) or { block })
  end
  return kept
end

local function Div(div)
  if not div.classes:includes "findings" then return end
  local blocks = pandoc.Blocks { pandoc.RawBlock("typst", "#findings[") }
  blocks:extend(div.content)
  blocks:insert(pandoc.RawBlock("typst", "]"))
  return blocks
end

-- A short table is never torn. The last rows of a long one are its foot, which Typst sets in one piece, so that no
-- page has but a few.
local function Table(tbl)
  local rows = tbl.bodies[1].body
  if #rows < SHORT then return end
  local kept = math.min(KEPT, #rows // 3)
  for place = #rows - kept + 1, #rows do tbl.foot.rows:insert(rows[place]) end
  for _ = 1, kept do rows:remove() end
  tbl.bodies[1].body = rows
  return tbl
end

local function Str(str)
  if not str.text:find "[\"']" and not str.text:find("...", 1, true) then return end
  local parts = pandoc.Inlines {}
  for plain, marks in str.text:gmatch "([^\"'.]*)([\"'.]*)" do
    if plain ~= "" then parts:insert(pandoc.Str(plain)) end
    if marks ~= "" then parts:insert(raw((marks:gsub(".", "\\%0")))) end
  end
  return parts
end

return { { Pandoc = Pandoc }, { Table = Table, Para = Para, Blocks = Blocks, Inlines = Inlines, Div = Div }, { Str = Str } }
