-- What English and German have in common: a word or sign, and a list of numbers behind it.
local units = require "cross-references.units"

local latin = {}

-- Adds a reference for each number of a list ("4.2, 5 and 7 to 9"), which begins at @at. @options:
-- `number`, a regex for one number with its detail (groups: token, detail); `joint`, for what
-- stands between two, `range` for what makes a range of them. The first reference begins at @s.
function latin.read_list(text, s, at, unit, options, found)
    local first = #found + 1
    local joined = false
    while true do
        local ns, ne, token, detail = options.number:find(text, at)
        if ns ~= at then break end
        if joined then
            local range = found[#found]
            range.last, range.last_label, range.e = units.token(token), token, ne
        else
            found[#found + 1] = { s = #found < first and s or ns, e = ne, unit = unit,
                token = units.token(token), label = token,
                detail = detail and detail ~= "" and detail or nil }
        end
        local js, je, joint = options.joint:find(text, ne + 1)
        if js ~= ne + 1 then break end
        joined = options.range:find(joint) ~= nil and not found[#found].last
        at = je + 1
    end
    return first
end

-- A list leads into the text that is named at its end: "§ 3 und § 4 des Grundgesetzes".
function latin.inherit(text, found, from, joint)
    for i = #found - 1, from, -1 do
        local this, next_one = found[i], found[i + 1]
        if not this.law and not this.own and (next_one.law or next_one.own)
            and next_one.s - this.e < 60 and joint:find(text:sub(this.e + 1, next_one.s - 1)) then
            this.law, this.own = next_one.law, next_one.own
        end
    end
end

return latin
