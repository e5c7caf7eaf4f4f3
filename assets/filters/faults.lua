-- Faults go to standard error, one a line, where the renderer collects them all before it refuses the page.

local faults = {}

function faults.add(label, found, remedy)
  io.stderr:write("fault\t", label, "\t", found, "\t", remedy, "\n")
end

return faults
