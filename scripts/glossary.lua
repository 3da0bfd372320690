-- glossary - the terms that a document defines, and what it says they mean.
--
--   《中华人民共和国水法》（以下简称水法）              → term 水法, form "short", definition 中华人民共和国水法
--   本条例所称水资源,包括地表水、地下水。               → term 水资源, form "includes", definition 地表水、地下水
--   "Member" means a person who has signed …        → term Member, form "means"
--   Kraftfahrzeuge im Sinne dieses Gesetzes sind …  → term Kraftfahrzeuge, form "means"
--
-- Each is a record "term": `term`, `definition`, `form` ("means", "includes" or "short", for a name
-- that stands for a longer one), `language`, and on wish `uses`, how often it comes afterwards. The
-- record's span is the term; `at` is the span of the definition. Of a term that is defined
-- twice in different words, the second is also a warning.

local chinese = require "glossary.chinese"
local european = require "glossary.european"

local function read_all(doc)
    local text, found, taken = doc:text(), {}, {}
    local function add(term)
        if taken[term.s] or #term.definition < 3 or term.term == "" then return end
        taken[term.s] = true
        found[#found + 1] = term
    end
    chinese.read(text, add)
    european.read(text, add)
    table.sort(found, function(a, b) return a.s < b.s end)
    return found
end

-- How often the term stands in the text from @from on; as a whole word, where there are words.
local function count_uses(text, term, from)
    local quoted = "\\Q" .. term:gsub("\\E", "") .. "\\E"
    if term:find "^%w" then quoted = "\\b" .. quoted end
    if term:find "%w$" then quoted = quoted .. "\\b" end
    return from <= #text and mill.re(quoted):count(text, from) or 0
end

local function warn_of_second(doc, term, first)
    doc:diagnose("warning", "defined-twice",
        ("“%s” was defined before as “%s”"):format(term.term, first.definition), term.s, term.e)
end

local function process(doc, ctx)
    local options, text = ctx.options, doc:text()
    local forms, first = {}, {}
    for _, form in ipairs(options.forms) do forms[form] = true end
    doc:columns("record.term", { term = "string", definition = "string", form = "string",
        language = "string", uses = "integer", at = "span" })
    for _, term in ipairs(read_all(doc)) do
        if #options.forms == 0 or forms[term.form] then
            local at = term.from and { term.from, term.to } or nil
            doc:record("term", term.s, term.e, { term = term.term, definition = term.definition,
                form = term.form, language = term.language, at = at,
                uses = options.uses and count_uses(text, term.term, math.max(term.e,
                    term.to or 0) + 1) or nil })
            local known = first[term.term]
            if known and known.definition ~= term.definition and options.diagnose then
                warn_of_second(doc, term, known)
            end
            first[term.term] = known or term
        end
    end
end

return {
    name = "glossary",
    summary = "Find the terms that a document defines",
    writes = { "record.term" },
    options = {
        forms = { "list", doc = "only these: means, includes, short (all if empty)" },
        uses = { "bool", default = false, doc = "count how often each term comes afterwards" },
        diagnose = { "bool", default = true, doc = "warn of terms that are defined twice" },
    },
    process = process,
}
