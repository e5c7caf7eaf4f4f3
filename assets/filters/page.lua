-- Gives the template what the front matter does not hold: where the page stands, the words of its language, its day in
-- words, and what its head tells machines. Both renderers run it, so both fill in the same template with the same.

local place = require "place"
local head = require "head"
local stringify = pandoc.utils.stringify

local function written_out(date, words)
  local year, month, day = stringify(date):match "^(%d+)-(%d+)-(%d+)$"
  if not year then return nil end
  local name = words.months and stringify(words.months[tonumber(month)]) or tostring(tonumber(month))
  return (stringify(words.day):gsub("{(%w+)}", { year = year, month = name, day = tostring(tonumber(day)) }))
end

-- A title that names the site already, as a home page's does, is not followed by the site's name again.
local function title(meta)
  local own, site = stringify(meta.pagetitle or meta.title), stringify(meta.words.site)
  return own:find(site, 1, true) and own or own .. " – " .. site
end

function Pandoc(doc)
  local meta = doc.meta
  meta.words = meta.words or place.words(stringify(meta.lang))
  meta.day = meta.date and written_out(meta.date, meta.words)
  if not FORMAT:match "html" then return doc end
  local name, up = place.of(meta)
  meta.root = up
  meta.pagetitle = title(meta)
  meta.printed = place.is_printed(meta) and name:match "([^/]+)%.html$" .. ".pdf" or nil
  local navigation = meta.navigation or {}
  meta.pager = (navigation.previous or navigation.next) ~= nil
  meta.licence = head.licence()
  meta.head = pandoc.RawBlock("html", head.write(meta, name, up))
  return doc
end
