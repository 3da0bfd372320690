-- outline - a document's table of contents, with the size of each section.
--
--    characters   share  望澜市水资源保护条例
--         1,204  100.0%
--           310   25.7%  第一章 总则
--           101    8.4%    第一条
--
-- Sizes count characters without blanks and include the sections below; `share` is of the whole
-- text. What stands in no section is a line of its own, so the top lines add up to the text.
-- Where no section of a level has a label, each is called by its place: 2.1 is the first within
-- the second.
--
-- As JSON, the same as a tree: each section has id, kind, label, number, place, title, level,
-- characters, own (without the sections below it), share and sections.

local HEAD = "characters   share  "
local BLANKS = mill.re [[\s]]

-- How many characters stand before each of the positions asked for: one pass over the text.
local function counter(text)
    local at, count = 1, 0
    return function(position)
        if position > at then
            count = count + utf8.len(text, at, position - 1) - BLANKS:count(text, at, position - 1)
            at = position
        end
        return count
    end
end

-- The sections in text order, with `from` and `to`: the characters before their start and end.
local function read_sections(doc)
    local sections, by_id, ends = {}, {}, {}
    for s, e, _, id, parent, kind, label, number, title, level in doc:each("section", "id",
        "parent", "kind", "label", "number", "title", "level") do
        local section = { s = s, e = e, id = id, parent = parent, kind = kind, label = label,
            number = number, title = title, level = level, sections = mill.array {} }
        sections[#sections + 1] = section
        by_id[id] = section
        ends[#ends + 1] = { at = s, section = section, key = "from" }
        ends[#ends + 1] = { at = e + 1, section = section, key = "to" }
    end
    table.sort(ends, function(a, b) return a.at < b.at end)
    local count = counter(doc:text())
    for _, edge in ipairs(ends) do edge.section[edge.key] = count(edge.at) end
    return sections, by_id, count(#doc + 1)
end

local function share_of(characters, total)
    return total > 0 and math.floor(characters / total * 1000 + 0.5) / 1000 or 0
end

-- A box can interrupt the section around it; what is not below is the section's own.
local function measure(section, total)
    section.characters = section.to - section.from
    section.own = section.characters
    section.share = share_of(section.characters, total)
    for _, below in ipairs(section.sections) do
        measure(below, total)
        section.own = section.own - below.characters
    end
end

-- The tree down to @depth, without the kinds that are left out (what is below them goes, too).
local function grow(doc, options)
    local sections, by_id, total = read_sections(doc)
    local skip = {}
    for _, kind in ipairs(options.skip) do skip[kind] = true end
    local tree, shown = mill.array {}, {}
    for _, section in ipairs(sections) do
        local parent = by_id[section.parent]
        local depth = parent and (shown[parent] or 0) + 1 or 1
        local seen = not parent or shown[parent]
        if seen and not skip[section.kind] and (options.depth == 0 or depth <= options.depth) then
            shown[section] = depth
            local siblings = parent and parent.sections or tree
            siblings[#siblings + 1] = section
            section.place = (parent and parent.place .. "." or "") .. #siblings
        end
    end
    local inside = 0
    for _, section in ipairs(tree) do
        measure(section, total)
        inside = inside + section.characters
    end
    return tree, total, total - inside
end

-- 1234567 → 1,234,567
local function thousands(number)
    local text = tostring(number):reverse():gsub("(%d%d%d)", "%1,"):reverse()
    return (text:gsub("^,", ""))
end

local function line(characters, total, depth, name)
    return ("%10s  %5.1f%%  %s%s\n"):format(thousands(characters),
        total > 0 and characters / total * 100 or 0, ("  "):rep(depth), name)
end

local function name_of(section, labelled)
    local label = section.label or not labelled and section.place or nil
    return label and section.title and label .. " " .. section.title
        or label or section.title or section.place
end

local function write_lines(part, sections, total, depth)
    local labelled = false
    for _, section in ipairs(sections) do labelled = labelled or section.label ~= nil end
    for _, section in ipairs(sections) do
        local name = name_of(section, labelled)
        part:write(line(section.characters, total, depth, name))
        write_lines(part, section.sections, total, depth + 1)
    end
end

local function write_text(doc, part, tree, total, outside)
    part:write(HEAD, doc.meta.title and tostring(doc.meta.title) or doc.id, "\n")
    part:write(("%10s\n"):format(thousands(total)))
    write_lines(part, tree, total, 0)
    if outside > 0 and #tree > 0 then
        part:write(line(outside, total, 0, "(in no section)"))
    end
end

local function for_json(sections)
    local list = mill.array {}
    for i, section in ipairs(sections) do
        list[i] = {
            id = section.id, kind = section.kind, label = section.label, number = section.number,
            place = section.place, title = section.title, level = section.level,
            characters = section.characters, own = section.own, share = section.share,
            sections = for_json(section.sections),
        }
    end
    return list
end

local function encode(doc, ctx)
    local options = ctx.options
    local tree, total, outside = grow(doc, options)
    if options.format ~= "json" then
        write_text(doc, ctx:part "txt", tree, total, outside)
    end
    if options.format ~= "text" then
        ctx:part("json"):write(mill.json.encode({
            document = doc.id, title = doc.meta.title, characters = total, outside = outside,
            sections = for_json(tree),
        }, 2), "\n")
    end
end

return {
    name = "outline",
    summary = "Write the table of contents, with sizes",
    role = "writer",
    reads = { "section" },
    file = "{stem}.outline.{part}",
    options = {
        format = { "choice", choices = { "text", "json", "both" }, default = "text",
            doc = "lines to read, a tree for programs, or both" },
        depth = { "int", default = 0, min = 0, max = 100, doc = "deepest level; 0 for all" },
        skip = { "list", doc = "kinds of sections to leave out, such as item" },
    },
    encode = encode,
}
