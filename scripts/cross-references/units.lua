-- The things that are numbered, and how their numbers become comparable tokens.
local units = {}

-- name: what records call it; key: how labels of headings are filed; keys: under what a reference
-- is looked for, in this order, because a chapter may be headed by its bare number.
local function unit(name, key, ...)
    return { name = name, key = key, keys = { key, ... } }
end

local part, subpart = unit("part", "part"), unit("subpart", "subpart")
local chapter = unit("chapter", "chapter", "dotted")
local section = unit("section", "section", "dotted", "annex")
local article = unit("article", "article", "item", "dotted")
local annex = unit("annex", "annex", "dotted")

units.paragraph = unit("paragraph", "§")
units.numbered = unit("section", "dotted")

units.han = {
    ["编"] = part, ["編"] = part, ["篇"] = part, ["分编"] = subpart, ["分編"] = subpart,
    ["章"] = chapter, ["节"] = section, ["節"] = section, ["条"] = article, ["條"] = article,
    ["专栏"] = unit("box", "box"), ["附件"] = annex, ["附录"] = annex, ["附錄"] = annex,
    ["附表"] = unit("table", "annex-table"),
}

units.words = {
    section = section, sections = section, sec = section, secs = section,
    article = article, articles = article, art = article, arts = article, artikel = article,
    artikeln = article, artikels = article,
    chapter = chapter, chapters = chapter, kapitel = chapter, kapitels = chapter,
    part = part, parts = part, teil = part, teils = part,
    clause = unit("clause", "clause", "dotted", "article"),
    clauses = unit("clause", "clause", "dotted", "article"),
    appendix = annex, appendices = annex, annex = annex, annexes = annex, schedule = annex,
    anlage = annex, anlagen = annex, anhang = annex, anhangs = annex,
    abschnitt = unit("division", "division", "dotted"),
    abschnitts = unit("division", "division", "dotted"),
    unterabschnitt = unit("subdivision", "subdivision"),
}

-- The words of a text as the alternatives of a pattern.
function units.any(words)
    return "(?:" .. words:gsub("^%s+", ""):gsub("%s+$", ""):gsub("%s+", "|") .. ")"
end

local roman = { I = 1, V = 5, X = 10, L = 50, C = 100 }

-- The value of a Roman numeral, or nil: IV is 4, and IIX is none.
local function from_roman(text)
    if not text:find "^[IVXLC]+$" then return nil end
    local value, before = 0, 0
    for i = #text, 1, -1 do
        local n = roman[text:sub(i, i)]
        value = n < before and value - n or value + n
        before = math.max(before, n)
    end
    return value
end

-- One spelling for Arabic, Roman and Chinese numerals: "III", "三" and "3" are "3". A single letter
-- C or D (of an annex) stays; I, V and X are numbers.
function units.token(text)
    local value = (#text > 1 or text:find "[IVX]") and from_roman(text)
    if value then return tostring(value) end
    local number, rest = mill.number(text, { scale = false })
    if math.type(number) == "integer" and rest == "" then return tostring(number) end
    return text
end

-- 十二 and 之一 are 12-1.
function units.han_token(number, suffix)
    local token = units.token(number)
    return suffix and suffix ~= "" and token .. "-" .. units.token(suffix) or token
end

return units
