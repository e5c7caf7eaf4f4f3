-- Run by Quarto: writes its callouts as the embedded renderer's filters write theirs.

local place = require "place"
local stringify = pandoc.utils.stringify
local words

local function title_of(callout)
  local title, word = callout.title, words[callout.type]
  if not title or stringify(title) == "" then return pandoc.Inlines(word) end
  local inlines = quarto.utils.as_inlines(title)
  inlines:insert(1, pandoc.Span(word, pandoc.Attr("", { "unseen" })))
  return inlines
end

local function Callout(callout)
  if not words then return end
  local title = pandoc.Div({ pandoc.Para(title_of(callout)) }, pandoc.Attr("", { "callout-title" }))
  local body = pandoc.Div(quarto.utils.as_blocks(callout.content), pandoc.Attr("", { "callout-body" }))
  local classes = { "callout", "callout-" .. callout.type }
  return pandoc.Div({ title, body }, pandoc.Attr(callout.attr and callout.attr.identifier or "", classes, { role = "note" }))
end

local function Meta(meta)
  if FORMAT:match "html" then words = place.words(stringify(meta.lang)) end
end

return { { Meta = Meta }, { Callout = Callout } }
