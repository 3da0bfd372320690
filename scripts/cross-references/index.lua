-- The sections of a document by what they are called, and the search for the one that is meant.
local units = require "cross-references.units"

local index = {}

local re = mill.re
local HAN = re([[^第\s*([零〇○一二三四五六七八九十百千两\d]+)\s*]]
    .. [[(分?[编編]|[篇章节節条條])(?:之([一二三四五六七八九十]+))?]])
local MARK = re [[^(专栏|附件|附录|附錄|附表)\s*([\dA-Z一二三四五六七八九十]+)]]
local ITEM = re [[^([一二三四五六七八九十百]+)、$]]
local PARAGRAPH = re [[^(?:\(X+\)\s*)?§§?\s*(\d+[a-z]*)(?:\s+(?:bis|und)\s+(\d+[a-z]*))?]]
local DOTTED = re [[^((?:\d+|[A-Z])(?:\.\d+)*)\.?$]]
local WORD = re([[^(?:\(X+\)\s*)?(\p{L}+)\.?\s+([\dA-Za-z]+(?:\.\d+)*)]]
    .. [[(?:\s+bis\s+([\dA-Za-z]+))?\.?$]])
local LITERATURE = re([[references?$|^bibliography|^literatur|^quellen|^参考文献]], "i")

-- What a label says: its unit's key, its token, and the last token of "§§ 1 bis 5".
local function read_label(label)
    local item = ITEM:match(label)
    if item then return "item", units.token(item) end
    local number, unit, suffix = HAN:match(label)
    if number then return units.han[unit].key, units.han_token(number, suffix) end
    local mark, which = MARK:match(label)
    if mark then return units.han[mark].key, units.token(which) end
    local first, last = PARAGRAPH:match(label)
    if first then return "§", first, last end
    local dotted = DOTTED:match(label)
    if dotted then return "dotted", dotted end
    local word, token, to = WORD:match(label)
    local known = word and units.words[word:lower()]
    if known then return known.key, units.token(token), to and units.token(to) end
end

local function add(self, key, token, section)
    local name = key .. ":" .. token
    local list = self.by_name[name]
    if list then list[#list + 1] = section else self.by_name[name] = { section } end
    self.has[key] = true
end

function index.new(doc)
    local self = { doc = doc, by_name = {}, by_id = {}, by_row = {}, has = {},
        literature = {} }
    for s, e, row, id, parent, label, title in doc:each("section", "id", "parent", "label",
        "title") do
        local section = { s = s, e = e, id = id, parent = parent, label_end = s + #(label or "") }
        self.by_id[id] = section
        self.by_row[row] = section
        if title and LITERATURE:find(title) then
            self.literature[#self.literature + 1] = section
        end
        local key, token, last = read_label(label or "")
        if key then
            add(self, key, token, section)
            local from, to = math.tointeger(token), math.tointeger(last)
            if from and to and to - from < 1000 then
                for n = from + 1, to do add(self, key, tostring(n), section) end
            elseif last then
                add(self, key, last, section)
            end
        end
    end
    return self
end

-- Of several sections, the one in the innermost section around the reference that holds just one.
local function nearest(self, candidates, around)
    while around do
        local found, n = nil, 0
        for _, section in ipairs(candidates) do
            if section.s >= around.s and section.e <= around.e then
                found, n = section, n + 1
            end
        end
        if n == 1 then return found end
        if n > 1 then return nil end
        around = self.by_id[around.parent]
    end
end

local function find(self, reference, token, within)
    local present = false
    for _, key in ipairs(reference.unit.keys) do
        present = present or self.has[key]
        local candidates = self.by_name[key .. ":" .. token]
        if candidates then
            if #candidates == 1 then return "resolved", candidates[1] end
            local around = within and self.by_id[within]
                or self.by_row[self.doc:innermost("section", reference.s, reference.e)]
            local section = nearest(self, candidates, around)
            return section and "resolved" or "ambiguous", section
        end
    end
    return (present or reference.own) and "dangling" or "unknown"
end

-- Whether the reference is the label of the section that begins with it.
function index.is_label(self, reference)
    local section = self.by_row[self.doc:innermost("section", reference.s, reference.e)]
    return section ~= nil and reference.s < section.label_end
end

-- A list of literature names chapters of what it lists.
function index.in_literature(self, reference)
    for _, section in ipairs(self.literature) do
        if reference.s >= section.s and reference.e <= section.e then return true end
    end
    return false
end

-- What the reference leads to: a table with `status` and `target` (see the script's header).
-- @within is the id of a section that was named before it, or nil.
function index.resolve(self, reference, within)
    if reference.law then return { status = "external" } end
    local status, section = find(self, reference, reference.token, within)
    local answer = { status = status, target = section and section.id }
    if status == "dangling" then answer.missing = reference.label end
    if not reference.last or status ~= "resolved" then return answer end
    local last_status, last = find(self, reference, reference.last, within)
    answer.last_target = last and last.id
    if last_status ~= "resolved" then
        answer.status = last_status
        answer.missing = reference.last_label
    end
    return answer
end

return index
