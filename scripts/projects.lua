-- projects - named projects in plans and reports: what is built, by whom and where.
--
--   (三)渤海综合治理。实施海河、独流减河河口清洁整治工程,…
--   → project 海河、独流减河河口清洁整治工程, action 实施, places 海河, box 环境保护整治工程, item 渤海综合治理
--
-- A record "project" for each thing with a name of its own that a clause builds, starts or carries
-- out, and for each item of a box (专栏) of projects as a whole, with the columns
--
--   name     as it is written; the record's span is the name
--   level    "item" for an item of a box, else "named"
--   action   the verb: 建设, 实施, 打造, …
--   class    what a list says of its members: 等重点项目
--   actors   who: those in charge (责任单位, …牵头), in the subject, or helped (支持…)
--   places   where, as far as the name or what the project rests on tells
--   basis    what it rests on: 依托…
--   box, item, section: where it stands
--
-- What is built without a name (一批高水平基地) is no project here. In English, capitalised names that
-- end in Project, Programme, Bridge and the like, with a verb before them.

local chinese = require "projects.chinese"
local english = require "projects.english"

local NAMES = mill.re "[A-Z][a-z]+ [A-Z]"
local COLUMNS = { name = "string", level = "string", action = "string", class = "string",
    actors = "value", places = "value", basis = "string", box = "string", item = "string" }

-- The box and item around each section, by its row.
local function read_frames(doc)
    local by_id, frames = {}, {}
    for s, e, row, id, parent, kind, label, title, heading in doc:each("section", "id", "parent",
        "kind", "label", "title", "heading") do
        local section = { s = s, e = e, kind = kind, label = label, title = title,
            heading = heading, parent = parent }
        local outer = by_id[parent] or {}
        section.box = kind == "box" and section or outer.box
        section.item = kind == "item" and section.box and section or outer.item
        by_id[id], frames[row] = section, section
    end
    return frames
end

local function name_of(section)
    return section and (section.title or section.label)
end

local function add_record(doc, s, e, project, frame)
    doc:record("project", s, e, {
        name = project.name, level = project.level or "named", action = project.action,
        class = project.class, actors = project.actors, places = project.places,
        basis = project.basis, box = name_of(frame.box), item = name_of(frame.item),
    })
end

-- Items of boxes as a whole; returns the names and places that these took.
local function read_items(doc, frames, extra)
    local taken = {}
    for _, frame in ipairs(frames) do
        local title = frame.kind == "item" and frame.item == frame and frame.title
        local project = title and chinese.read_item(name_of(frame.box), title, extra)
        if project then
            local s = doc:text():find(project.name, frame.s, true) or frame.s
            local e = math.min(s + #project.name - 1, frame.e)
            project.level, taken[s] = "item", true
            add_record(doc, s, e, project, frame)
        end
    end
    return taken
end

local function places_pattern(words)
    if #words == 0 then return nil end
    local plain = {}
    for i, word in ipairs(words) do plain[i] = "\\Q" .. word:gsub("\\E", "") .. "\\E" end
    return mill.re(table.concat(plain, "|"))
end

local function process(doc, ctx)
    local options = ctx.options
    local extra = places_pattern(options.places)
    local text, frames = doc:text(), read_frames(doc)
    local names = NAMES:find(doc) ~= nil
    doc:columns("record.project", COLUMNS)
    local taken = options.items and read_items(doc, frames, extra) or {}
    for line_start, line_end, line in doc:lines() do
        local row = #line > 0 and doc:innermost("section", line_start, line_end)
        local frame = row and frames[row] or {}
        if #line > 0 and (frame.box or not options.boxes_only) then
            local boxed = frame.box ~= nil and chinese.lists_projects(frame.box.title)
            local context = { boxed = boxed, extra = extra }
            local function add(s, e, project)
                if not taken[s] then add_record(doc, s, e, project, frame) end
            end
            chinese.read(text, line_start, line_end, context, add)
            if names and NAMES:find(text, line_start, line_end) then
                english.read(text, line_start, line_end, add)
            end
        end
    end
end

return {
    name = "projects",
    summary = "Find named projects with their actions, actors and places",
    reads = { "section" },
    writes = { "record.project" },
    options = {
        items = { "bool", default = true, doc = "also a record for each item of a box" },
        boxes_only = { "bool", default = false, doc = "look into boxes only" },
        places = { "list", doc = "further names of places, such as 津沽" },
    },
    process = process,
}
