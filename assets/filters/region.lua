-- Puts a table in a region that scrolls by itself, for all filters of both renderers that do; without a name it is no
-- landmark.

-- A list, not a table of keys: its order, and so the bytes of the page, would change from run to run.
return function(tbl, name)
  local attributes = { { "tabindex", "0" } }
  if name ~= "" then attributes = { { "role", "region" }, { "tabindex", "0" }, { "aria-label", name } } end
  return pandoc.Div({ tbl }, pandoc.Attr("", { "table" }, attributes))
end
