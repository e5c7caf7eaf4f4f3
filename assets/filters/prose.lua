-- Run by both renderers. A draft bears its stamp, and its title in the browser begins with it; in print the template
-- sees to that. A line that ends between two Han characters joins the next without a space: Quarto's reader
-- ignores pandoc's extension for it. A link to another notebook leads to its page: Quarto mends it in HTML only.
-- A row of the ledger leads to itself, which is of no use on paper.

local function is_wide(code)
  return code and (code >= 0x2E80 and code <= 0xA4CF or code >= 0xF900 and code <= 0xFAFF
    or code >= 0xFE30 and code <= 0xFE4F or code >= 0xFF00 and code <= 0xFF60 or code >= 0x20000 and code <= 0x3FFFD)
end

local function edge(inline, last)
  if not inline or inline.t == "Note" then return nil end
  local text = pandoc.utils.stringify(inline)
  if text == "" then return nil end
  return utf8.codepoint(text, last and utf8.offset(text, -1) or 1)
end

local function is_break(inline) return inline.t == "SoftBreak" end

function Inlines(inlines)
  if not inlines:find_if(is_break) then return end
  local joined = pandoc.Inlines {}
  for i, inline in ipairs(inlines) do
    if not (is_break(inline) and is_wide(edge(inlines[i - 1], true)) and is_wide(edge(inlines[i + 1], false))) then
      joined:insert(inline)
    end
  end
  return joined
end

function Link(link)
  if FORMAT == "typst" and link.classes:includes "entry" then return link.content end
  local target, found = link.target:gsub("%.ipynb", ".html", 1)
  if found > 0 and not target:match "^%a+:" then
    link.target = target
    return link
  end
end

function Pandoc(doc)
  local stamp = doc.meta.stamp
  if not stamp or not FORMAT:match "html" then return end
  local words = pandoc.utils.stringify(stamp)
  doc.blocks:insert(1, pandoc.Div({ pandoc.Para(words) }, pandoc.Attr("", { "stamp" })))
  doc.meta.pagetitle = words .. " · " .. pandoc.utils.stringify(doc.meta.pagetitle or doc.meta.title)
  return doc
end
