-- Faults go to standard error, one a line, where the renderer collects them all before it refuses the page: code, label
-- and what the catalogue's words for it name in braces, with tabs between them.

local faults = {}

local function one_line(text)
  return (text:gsub("%c", " "))
end

function faults.add(code, label, values)
  local told = pandoc.List()
  for name, value in pairs(values) do told:insert(name .. "=" .. one_line(value)) end
  told:sort()
  io.stderr:write(table.concat({ "fault", code, one_line(label), table.unpack(told) }, "\t"), "\n")
end

return faults
