-- Reads the constructs that pandoc's Markdown lacks and Quarto has: conditional content, callouts, columns,
-- figures, the page break. What it cannot read, it reports.

local faults = require "faults"
local words
local KINDS = { note = true, tip = true, warning = true, important = true, caution = true }

local function kind_of_callout(div)
  for _, class in ipairs(div.classes) do
    local kind = class:match "^callout%-(%a+)$"
    if kind and KINDS[kind] then return kind end
  end
end

local function callout(div, kind)
  local body, title, own = div.content, pandoc.Inlines(words[kind]), false
  if body[1] and body[1].t == "Header" then
    title, own = body[1].content, true
    body:remove(1)
  end
  return pandoc.Div({ pandoc.Plain(title), pandoc.Div(body) },
    pandoc.Attr(div.identifier, { "callout", "callout-" .. kind }, { { "kind", kind }, { "own", tostring(own) } }))
end

local function split_images(block)
  if block.t ~= "Para" and block.t ~= "Plain" then return { block } end
  local figures = pandoc.Blocks {}
  for _, inline in ipairs(block.content) do
    if inline.t == "Image" then
      local id = inline.identifier
      inline.identifier = ""
      figures:insert(pandoc.Figure({ pandoc.Plain { inline } }, { pandoc.Plain(inline.caption) }, pandoc.Attr(id)))
    elseif inline.t ~= "Space" and inline.t ~= "SoftBreak" then
      return { block }
    end
  end
  return figures
end

local function columns(div)
  local cells = pandoc.Blocks {}
  for _, block in ipairs(div.content) do
    for _, figure in ipairs(split_images(block)) do cells:insert(pandoc.Div { figure }) end
  end
  return pandoc.Div(cells, pandoc.Attr(div.identifier, { "columns" }, { count = div.attributes["layout-ncol"] }))
end

local function Div(div)
  local kind = kind_of_callout(div)
  if kind then return callout(div, kind) end
  if div.classes:includes "content-visible" then
    return div.attributes["when-format"] == (FORMAT:match "html" and "html" or FORMAT) and div.content or {}
  end
  if div.attributes["layout-ncol"] then return columns(div) end
end

local function Para(para)
  local text = pandoc.utils.stringify(para)
  if text:match "^{{<%s*pagebreak%s*>}}$" then
    return FORMAT == "typst" and pandoc.RawBlock("typst", "#pagebreak(weak: true)")
      or pandoc.Div({}, pandoc.Attr("", { "page-break" }))
  end
  if text:match "{{<" then
    faults.add("page.shortcode", text:match "{{<%s*(%S*)", {})
  end
end

local function Raw(raw)
  if raw.text:match "^<!%-%-" then return {} end
  faults.add("page.raw", pandoc.text.sub(raw.text:match "[^\n]*", 1, 30), { format = raw.format })
end

local function Meta(meta)
  words = meta.words
end

return {
  { Meta = Meta },
  { RawBlock = Raw, RawInline = Raw },
  { Div = Div, Para = Para },
}
