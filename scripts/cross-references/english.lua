-- Section 4.2, Sections 4.2 and 4.3, Articles 3 to 5, Article 12(3), see Chapter III, Appendix A.
-- Those of others: Section 3 of [RFC2119]; RFC 7841, Section 2; Article 5 of the Geneva Convention.
local latin = require "cross-references.latin"
local units = require "cross-references.units"

local english = {}

local re, any = mill.re, units.any
local WORD = re("\\b(" .. any [[sections? articles? chapters? clauses? parts? appendi(?:x|ces)
    annex(?:es)? schedule]] .. [[\b|secs?\.|arts?\.)[ \t]*(?:\n[ \t]*)?]], "i")
local options = {
    number = re([[\G(\d+[a-z]?(?:\.(?:\d+|[a-z]\b))*(?![\d%])|[A-Z](?:\.\d+)+|[IVXLC]+\b]]
        .. [[|[A-Z](?![\w'’]))((?:\([\da-z]{1,4}\))*)]]),
    joint = re([[\G([ \t]*\n?[ \t]*(?:,\s?(?:and|or)?|;|\band\b|\bor\b|\bto\b|\bthrough\b|[–—-])]]
        .. [[[ \t]*\n?[ \t]*)]]),
    range = re [=[\bto\b|through|[–—-]]=],
}
-- Words in lower case take only digits: "part of", "section A" are none.
local DIGIT = re [[\G\d]]

local NOUN = "(?-i:" .. any [[Act Law Regulations? Directive Treaty Code Constitution Convention
    Protocol Agreement Charter Statute Rules? Provisions Covenant Decision Ordinance Order Standard
    Specification Draft Bill TLP]] .. ")"
local NAME = [[(?:the\s+)?(?:\[[^\]\n]{1,40}\]|RFC\s?\d+|IEEE\s[\w.]+|ISO\s[\w./-]+]]
    .. [[|Regulation \([A-Z]+\) [\w. /]{3,20}|(?:[\w'’#-]+\s+){0,6}?]] .. NOUN .. [[\b]]
    .. [[|(?:[^\[\]().;]|\.\d){1,60}?\[[^\]\n]{1,40}\]|["“][^"”]{3,80})]]
local DETAIL = [[(?:\([^()]{1,8}\))*]]
    .. [[,?(?:\s+(?:paragraphs?|para\.|items?|points?)\s+[\d()a-z.]+,?)?]]
local BEHIND = re([[\G]] .. DETAIL .. [[\s+(?:of|in|from|to)\s+(?:both\s+)?(]] .. NAME .. ")", "i")
local TO_OWN = re([[\G\W*(?:of|in|to)\s+th(?:is|e\s+present)\s+]], "i")
local IN_BRACKETS = re [[\G(?:\([^()]{1,8}\))?\s*(?:\[([^\]\n]{1,40})\])]]
local BEFORE = re([[(?:\[([^\]\n]{1,40})\]|\b((?:RFC|BCP|STD)\s?\d+))]]
    .. [[(?:,?[ \t]*\n?[ \t]*\(?|\s+in\s+|['’]s\s+|,\s+see\s+)$]], "i")
local LIST = re [[^\s*(?:,|;|and|or|to)*\s*(?:and|or|in|of)?\s*$]]

local function before(text, at)
    local from = math.max(1, at - 60)
    while from < at and (text:byte(from) & 0xC0) == 0x80 do from = from + 1 end
    return text:sub(from, at - 1)
end

-- The text that the references found[first] to the last lead into, if they say so.
local function read_text_named(text, found, first, own_number)
    local last = found[#found]
    local name = BEHIND:match(text, last.e + 1)
        or IN_BRACKETS:match(text, last.e + 1)
    local one, other = BEFORE:match(before(text, found[first].s))
    name = name or one or other
    if name and own_number and name:match "^%[?RFC%s?(%d+)" == own_number then name = nil end
    local own = not name and TO_OWN:find(text, last.e + 1) ~= nil
    for i = first, #found do
        found[i].law, found[i].own = name and name:gsub("%s+", " ") or nil, own or nil
    end
end

function english.read(doc, found)
    local text = doc:text()
    local from, own_number = #found + 1, text:match "^.-Request for Comments:%s*(%d+)"
    for s, e, word in WORD:each(text) do
        local unit = units.words[word:lower():gsub("%.$", "")]
        if unit and (word:find "^%u" or DIGIT:find(text, e + 1)) then
            local first = latin.read_list(text, s, e + 1, unit, options, found)
            if found[first] then read_text_named(text, found, first, own_number) end
        end
    end
    latin.inherit(text, found, from, LIST)
end

return english
