-- One request after the other with the head that stands behind `--`; `{n}` in it becomes a number.
local number = 0

function init(arguments)
  head = arguments[1]
end

function request()
  number = number + 1
  return (head:gsub("{n}", tostring(number)))
end
