-- cross-references - what one place of a document refers to, and whether it is there.
--
--   依照本法第十二条第一款的规定        → reference 第十二条, status resolved, target 17
--   see Sections 4.2 and 9             → 4.2 resolved; 9 dangling, if the last section is 8
--   § 7 Abs. 2 des Grundgesetzes       → external, law "Grundgesetzes"
--
-- Each reference is a record "reference": `kind` (article, chapter, …), `label` (which one), `last`
-- (the end of a range), `detail` (paragraph and item inside of it), `status`, and by status
--
--   resolved    `target`, the id of the section; of a range also `last_target`
--   dangling    the document has such sections, but not this one: also a warning
--   ambiguous   several have this number, and none is nearer than the others
--   external    it leads into another text, whose name is `law`
--   unknown     the document has no sections of this kind
--
-- Numbers that begin again (第一节 of each chapter) are looked for around the reference, from the
-- inside out. Headings, tables of contents and names such as 前款 (which stay in their article) are
-- no references. What is read is said in the modules chinese, english and german.

local chinese = require "cross-references.chinese"
local english = require "cross-references.english"
local german = require "cross-references.german"
local index = require "cross-references.index"

local languages = {
    { name = "zh", read = chinese.read },
    { name = "en", read = english.read },
    { name = "de", read = german.read },
}

-- The references of all languages that are wanted, in text order and without overlap.
local function read_all(doc, wanted)
    local found = {}
    for _, language in ipairs(languages) do
        if #wanted == 0 or wanted[language.name] then language.read(doc, found) end
    end
    table.sort(found, function(a, b)
        if a.s ~= b.s then return a.s < b.s end
        if a.e ~= b.e then return a.e > b.e end
        return (a.law and 1 or 0) > (b.law and 1 or 0)
    end)
    local kept, last = {}, 0
    for _, reference in ipairs(found) do
        if reference.s > last then
            kept[#kept + 1] = reference
            last = reference.e
        end
    end
    return kept
end

-- Where references are not looked for: labels of headings and tables of contents.
local function is_label(doc, reference, sections)
    if index.is_label(sections, reference) then return true end
    return doc:innermost("toc", reference.s, reference.e) ~= nil
end

-- "Article 2 § 3", "第三章第一节": the second is meant inside of the first.
local function is_inside(text, before, reference)
    return before and text:sub(before.e + 1, reference.s - 1):find "^[ \n]*$" ~= nil
end

local function add_record(doc, reference)
    local detail = reference.detail and reference.detail:gsub("%s+", " "):match "^ ?(.*)$"
    doc:record("reference", reference.s, reference.e, {
        kind = reference.unit.name, label = reference.label, last = reference.last_label,
        detail = detail, status = reference.status, target = reference.target,
        last_target = reference.last_target, law = reference.law,
    })
end

local function diagnose(doc, reference)
    local text = doc:sub(reference.s, reference.e):gsub("%s+", " ")
    doc:diagnose("warning", "dangling-reference",
        ("“%s”: the document has no %s %s"):format(text, reference.unit.name, reference.missing),
        reference.s, reference.e)
end

-- A reference that the document does not have, in one breath with one into another text, leads
-- there as well: 合同法第五十五条规定的“1年”、第七十五条….
local function follows_external(text, reference, other)
    if not other or other.status ~= "external" or reference.own then return false end
    local from, to = math.min(reference.e, other.e), math.max(reference.s, other.s)
    if to - from > 200 then return false end
    local gap = text:sub(from + 1, to - 1)
    return not (gap:find("\n[ \t]*\n") or gap:find("。", 1, true) or gap:find("；", 1, true))
end

local function resolve_all(doc, sections, references)
    local text, before = doc:text(), nil
    for _, reference in ipairs(references) do
        local outer = is_inside(text, before, reference) and before or nil
        if outer and outer.status ~= "resolved" and outer.status ~= "unknown" then
            reference.status, reference.law, reference.missing = outer.status, outer.law, nil
        else
            for key, value in pairs(index.resolve(sections, reference, outer and outer.target)) do
                reference[key] = value
            end
        end
        before = reference
    end
    for i, reference in ipairs(references) do
        if reference.status == "dangling" then
            local other = follows_external(text, reference, references[i - 1])
                and references[i - 1]
                or follows_external(text, reference, references[i + 1]) and references[i + 1]
            if other then
                reference.status, reference.law = "external", other.law
            elseif index.in_literature(sections, reference) then
                reference.status = "unknown"
            end
        end
    end
end

local function process(doc, ctx)
    local wanted = { table.unpack(ctx.options.languages) }
    for _, name in ipairs(wanted) do wanted[name] = true end
    doc:columns("record.reference", { kind = "string", label = "string", last = "string",
        detail = "string", status = "string", target = "integer", last_target = "integer",
        law = "string" })
    local sections, references, counts = index.new(doc), {}, {}
    for _, reference in ipairs(read_all(doc, wanted)) do
        if not is_label(doc, reference, sections) then
            references[#references + 1] = reference
        end
    end
    resolve_all(doc, sections, references)
    for _, reference in ipairs(references) do
        counts[reference.status] = (counts[reference.status] or 0) + 1
        if reference.status ~= "external" or ctx.options.external then
            add_record(doc, reference)
        end
        if reference.missing and reference.status == "dangling" and ctx.options.diagnose then
            diagnose(doc, reference)
        end
    end
    if next(counts) then doc.meta.references = counts end
end

return {
    name = "cross-references",
    summary = "Find references to sections, and those that lead nowhere",
    reads = { "section" },
    writes = { "record.reference" },
    options = {
        languages = { "list", doc = "only these ways of writing: zh, en, de (all if empty)" },
        external = { "bool", default = true, doc = "record references into other texts as well" },
        diagnose = { "bool", default = true, doc = "warn of references that lead nowhere" },
    },
    process = process,
}
