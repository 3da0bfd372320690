-- "Member" means …; the term "X" refers to …; (hereinafter "X"); … im Sinne dieses Gesetzes sind ….
local european = {}

local re = mill.re
-- Up to the end of the sentence or paragraph; a full stop within a number, initials or a German
-- date is none.
local REST = [[((?:[^\n.;]++|\n(?![ \t]*(?:\n|\(?\w{1,3}\)|["“„•-]))|\.(?=\S)|\.(?= (?-i:[a-z]))]]
    .. [[|(?<=\d)\.(?=\s+(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)))++)]]
local MEANS = [[(means|shall\s+mean|includes|shall\s+include|refers?\s+to|denotes|]]
    .. [[is\s+defined\s+as|has\s+the\s+meaning)\s+]]
local QUOTED = re([[["“”]([^"“”\n]{1,60})[,.]?["”“]\s*]]
    .. [[(?:,?\s+(?:when\s+used\s+)?in\s+[^,.\n]{3,40},?)?\s+]] .. MEANS .. REST, "i")
local SINGLE = re([[['‘]([^'‘’\n]{2,60})['’]\s+]] .. MEANS .. REST, "i")
local TERM = re([[\bthe\s+terms?\s+["“']?([A-Z][\w -]{2,50}?)["”']?\s+]] .. MEANS .. REST, "i")
local SHORT = re([[\(\s*(?:(?:collectively|together|hereinafter|hereafter|herein|henceforth|]]
    .. [[in\s+the\s+following|below)(?:\s*,?\s*(?:referred\s+to|called|known)]]
    .. [[(?:\s+(?:collectively|simply))?(?:\s+as)?)?|referred\s+to(?:\s+\w+)?\s+as|the)]]
    .. [[\s*,?\s*(?:each,?\s+an?\s+)?(?:the\s+)?]]
    .. [[["“'‘](?:the\s+)?([^"”'’\n]{1,60})["”'’][^)\n]{0,60}\)]], "i")
local GERMAN_SHORT = re([[\(\s*(?:(?:im\s+)?(?:Folgenden|Weiteren)|nachfolgend|nachstehend|fortan)]]
    .. [[(?:\s+auch)?(?:\s+(?:kurz|als))?\s*:?\s*[„"“»]?([^"“”«»)\n]{2,60}?)[“"”«]?]]
    .. [[(?:\s+genannt|\s+bezeichnet)?\s*\)]])
local GERMAN = re([[(?:^|[.;]\s+|\n\s*(?:\(?\d+\w?[).]\s*)?|\)\s)["„]?([A-ZÄÖÜ][^.;:\n]{1,80}?)]]
    .. [=[[“"]?]=]
    .. [[\s+im\s+Sinne\s+(?:dieses|dieser|des)\s+(?:Gesetzes|Verordnung|Abkommens|Vertrages|]]
    .. [[Richtlinie|Vorschrift(?:en)?|Absatzes|Satzes\s\d|Abschnitts|Kapitels|Teils)]]
    .. [[\s+(sind|ist|gelten|gilt|bedeutet|umfasst|umfaßt)\s+]] .. REST)

-- What a short name stands for: the capitalised name, or else the words since the last stop.
local NAME = re([[(?:\b[A-ZÄÖÜ][\p{L}\d'’&.-]*+]]
    .. [[(?:\s+(?:of|the|for|and|on|in|der|des|die|das|und|für|von)\b)*+\s*)++,?\s*$]])
local WORDS = re [[[^.;:,()\n]++(?:\n[^.;:,()\n]++)*+$]]

local function plain(text)
    return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function before(text, s)
    local from = math.max(1, s - 160)
    while from < s and (text:byte(from) & 0xC0) == 0x80 do from = from + 1 end
    local near = text:sub(from, s - 1):gsub("%s+$", "")
    local paragraph = near:match ".*\n[ \t]*\n()"
    if paragraph then from, near = from + paragraph - 1, near:sub(paragraph) end
    return from, near
end

local function read_short(text, pattern, language, add)
    for s, _, term in pattern:each(text) do
        local from, near = before(text, s)
        local ps, pe = NAME:find(near)
        if not ps or pe - ps < 4 then ps, pe = WORDS:find(near) end
        local ts, te = text:find(term, s, true)
        if ps and ts then
            while near:find("^%s", ps) do ps = ps + 1 end
            add { s = ts, e = te, term = plain(term), definition = plain(near:sub(ps, pe)),
                from = from + ps - 1, to = from + pe - 1, form = "short", language = language }
        end
    end
end

local function read_meaning(text, pattern, language, add)
    for s, _, term, verb, definition in pattern:each(text) do
        local ts, te = text:find(term, s, true)
        local from, to = text:find(definition, te, true)
        local trimmed = definition:gsub("%s+$", "")
        to = to - (#definition - #trimmed)
        local form = (verb:find "nclude" or verb:find "umfa") and "includes" or "means"
        add { s = ts, e = te, term = plain(term:gsub(",$", "")), definition = plain(trimmed),
            from = from, to = to, form = form, language = language }
    end
end

function european.read(text, add)
    if not text:find "%l%l" then return end
    for _, pattern in ipairs { QUOTED, SINGLE, TERM } do read_meaning(text, pattern, "en", add) end
    read_short(text, SHORT, "en", add)
    if text:find("im%s+Sinne") then read_meaning(text, GERMAN, "de", add) end
    if text:find("olgen", 1, true) or text:find("nach", 1, true) then
        read_short(text, GERMAN_SHORT, "de", add)
    end
end

return european
