-- What a page tells search engines, link previews and other machines about itself.

local place = require "place"
local stringify = pandoc.utils.stringify

local head = {}
local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }
local DATA = { -- of the data package, beside the site's pages
  { "downloads/data-package.zip", "application/zip" },
  { "downloads/observations.csv", "text/csv" },
  { "downloads/observations.json", "application/json" },
}

local function text(value)
  local told = value and stringify(value)
  return told ~= "" and told or nil
end

local function escaped(value) return (value:gsub('[&<>"]', ENTITIES)) end

-- Writes an element of the head; nothing where an attribute has no value.
local function element(tag, ...)
  local parts = { "<" .. tag }
  for i = 1, select("#", ...), 2 do
    local key, value = select(i, ...)
    if not value or value == "" then return "" end
    parts[#parts + 1] = (' %s="%s"'):format(key, escaped(value))
  end
  return table.concat(parts) .. ">\n"
end

local described
local function package()
  described = described or pandoc.json.decode(place.read "data/datapackage.json" or "{}", false)
  return described
end

function head.licence()
  local given = package().licenses
  return given and given[1].path
end

-- Addresses are absolute where the project says where it is published, and otherwise relative to the page.
local function addresses(name)
  local website = place.yaml("_quarto.yml").website or {}
  local base = website["site-url"] and stringify(website["site-url"]):gsub("/*$", "/")
  local folder = name:match "^(.*/)" or ""
  return base, function(href)
    if not href then return nil end
    if not base then return href end
    local whole, climbs = folder .. href, 1
    while climbs > 0 do whole, climbs = whole:gsub("[^/]+/%.%./", "", 1) end
    return base .. whole
  end
end

local function articles(sources)
  local listed = pandoc.List(sources or {}):map(function(source)
    return { ["@type"] = "NewsArticle", headline = text(source.name),
      author = source.creator and { ["@type"] = "Person", name = text(source.creator) },
      datePublished = text(source.date) }
  end)
  return #listed > 0 and listed or nil
end

local function dataset(up, at)
  local data = package()
  if not data.title then return nil end
  local files = pandoc.List(DATA):map(function(file)
    return { ["@type"] = "DataDownload", contentUrl = at(up .. file[1]), encodingFormat = file[2] }
  end)
  return { ["@type"] = "Dataset", name = data.title, description = data.description, license = head.licence(),
    distribution = files }
end

local function linked_data(meta, canonical, up, at)
  local told = pandoc.json.encode {
    ["@context"] = "https://schema.org", ["@type"] = meta.printed and "Report" or "WebPage",
    name = text(meta.title), alternativeHeadline = text(meta.subtitle), description = text(meta.description),
    inLanguage = text(meta.lang), datePublished = text(meta.date), url = canonical, image = at(text(meta.image)),
    license = head.licence(), isBasedOn = articles(meta.sources), isPartOf = dataset(up, at),
    encoding = meta.printed and { ["@type"] = "MediaObject", contentUrl = at(text(meta.printed)),
      encodingFormat = "application/pdf" },
  }
  return '<script type="application/ld+json">' .. told:gsub("<", "\\u003c") .. "</script>\n"
end

local function languages(meta, at)
  local links = ""
  for _, entry in ipairs(meta.navigation and meta.navigation.languages or {}) do
    links = links .. element("link", "rel", "alternate", "hreflang", text(entry.lang), "href", at(text(entry.href)))
  end
  return links
end

local function preview(meta, canonical, absolute, at)
  local image = at(text(meta.image))
  local tags = {
    { "og:type", meta.printed and "article" or "website" }, { "og:title", text(meta.title) },
    { "og:description", text(meta.description) }, { "og:url", absolute and canonical },
    { "og:locale", text(meta.words.locale) }, { "og:site_name", text(meta.words.site) },
    { "og:image", image }, { "og:image:alt", image and text(meta["image-alt"]) },
    { "article:published_time", meta.printed and text(meta.date) },
  }
  local written = ""
  for _, tag in ipairs(tags) do written = written .. element("meta", "property", tag[1], "content", tag[2]) end
  return written .. element("meta", "name", "twitter:card", "content", image and "summary_large_image" or "summary")
end

function head.write(meta, name, up)
  local base, at = addresses(name)
  local target = text(meta.refresh)
  local canonical = at(target or name:match "[^/]+$")
  return element("meta", "name", "description", "content", text(meta.description))
    .. element("meta", "name", "dcterms.date", "content", text(meta.date))
    .. element("meta", "name", "robots", "content", meta.stamp and "noindex")
    .. element("meta", "http-equiv", "refresh", "content", target and "0; url=" .. target)
    .. element("link", "rel", "canonical", "href", canonical)
    .. languages(meta, at)
    .. element("link", "rel", "alternate", "type", "application/pdf", "href", at(text(meta.printed)))
    .. preview(meta, canonical, base, at)
    .. linked_data(meta, canonical, up, at)
end

return head
