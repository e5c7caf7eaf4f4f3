-- Run by Quarto: writes its callouts as the embedded renderer's filters write theirs.

local box = require "box"
local place = require "place"
local stringify = pandoc.utils.stringify
local words

local function Callout(callout)
  if not words then return end
  local own = callout.title and stringify(callout.title) ~= "" and quarto.utils.as_inlines(callout.title) or nil
  local id, blocks = callout.attr and callout.attr.identifier or "", quarto.utils.as_blocks(callout.content)
  return box(id, callout.type, words[callout.type], own, blocks)
end

local function Meta(meta)
  if FORMAT:match "html" then words = place.words(stringify(meta.lang)) end
end

return { { Meta = Meta }, { Callout = Callout } }
