-- § 7 Abs. 2, §§ 3, 4 und 7 bis 9, Artikel 3 dieses Gesetzes, Abschnitt 2, Anlage 1.
-- Those of others: § 433 BGB; § 57 Abs. 2 und § 58 des Beamtenversorgungsgesetzes.
local latin = require "cross-references.latin"
local units = require "cross-references.units"

local german = {}

local re, any = mill.re, units.any
local WORD = re([[(§§?|\b]] .. any [[Artikeln? Artikels Art\. Kapitels? Abschnitts? Unterabschnitt
    Teils? Anlagen? Anhangs?]] .. [[)[ \t]*(?:\n[ \t]*)?]])
-- No list goes on beyond a blank line.
local BLANK = [[[ \t]*\n?[ \t]*]]
local DETAIL = [[((?:,?\s+]] .. any [[Abs(?:\.|atz|ätzen?|ätze) S\. Satz Sätze Nrn?\. Nummern?
    Buchst(?:\.|aben?) Halbsatz Halbs\. Alt(?:\.|ernative) Spalte Doppelbuchst(?:\.|abe)
    Unterabs(?:\.|atz) Ziffer Ziff\.]]
    .. [[\s*(?:\d+[a-z]?|[a-z]{1,2}|[A-Z]|[IVX]+)\b(?:\.\d+)*]]
    .. "(?:" .. BLANK .. "(?:,|und|oder|bis)" .. BLANK
    .. [[\d+[a-z]?\b(?!\s+[A-ZÄÖÜ]\w*\s*\d))*)*)]]
local options = {
    number = re([[\G(\d+(?:(?!ff?\b)[a-z]{1,2})?(?=\b|ff?\b)|[IVX]+\b)(?![.,]\d)]]
        .. [[(?:[ \t]?ff?\b\.?)?]] .. DETAIL),
    joint = re("\\G(" .. BLANK .. [[(?:,|\bund\b|\boder\b|\bsowie\b|\bbis\b|[–—-])]] .. BLANK
        .. ")"),
    range = re [=[bis|[–—-]]=],
}

-- How other texts are named: "des … gesetzes", "der … (EG) Nr. 1107/2009", "BGB", "Art. 2 G v. …".
local NOUN = [[[A-ZÄÖÜ][\wäöüßÄÖÜ-]*(?i:]] .. any [[gesetz(?:es|buch(?:e?s)?)? ordnung(?:en)?
    verordnungen satzung richtlinie vertrag(?:e?s)? abkommens? übereinkommens? kodex]] .. [[)\b]]
local WHOLE = any [[Gesetzes Grundgesetzes Gesetzbuch(?:e?s)? Verordnung Richtlinie Vertrages
    Abkommens Übereinkommens Protokolls Satzung Anordnung Bekanntmachung Rates Konvention Charta]]
local OF_UNION = [[(?:\s\((?:EG|EU|EWG)\)(?:\sNr\.)?\s\d+/\d+|\s\d+/\d+/(?:EG|EU|EWG))?]]
local FULL = [[(?:des|der|zum|zur|von)\s+(?!dieses|dieser)]]
    .. [[((?:(?!§|Absatz|Absätze|Satz|Nummer)[\wäöüßÄÖÜ-]+\.?\s+){0,7}?]]
    .. "(?:" .. NOUN .. "|" .. WHOLE .. [[\b]] .. OF_UNION .. "))"
local SHORT = [[((?:[A-ZÄÖÜ][\wäöü]*){0,3}[A-ZÄÖÜ][a-zäöü]*[A-Z]\w*|]] .. NOUN
    .. [[|SGB\s[IVX]+|AO|GG|HGB|BGB|[GV]\sv(?:om|\.)\s\d+\.\s?\d+\.\s?\d{4})(?!\w)]]
local BEHIND = re([[\G,?\s+(?:]] .. FULL .. "|" .. SHORT .. ")")
local TO_OWN = re([[\G,?\s+(?:dieses|dieser)\s+]]
    .. any "Gesetzes Verordnung Vertrages Abkommens Satzung Anordnung")
local LIST = re([[^\s*(?:,|auf\s+Grund|in\s+Verbindung\s+mit|i\.\s?V\.\s?m\.|]]
    .. any "und oder sowie auch noch bis"
    .. [[)*\s*(?:nach|in|auch\s+in\s+Verbindung\s+mit|den|des|der|dem|mit)?\s*$]])

function german.read(doc, found)
    local text = doc:text()
    local from = #found + 1
    for s, e, word in WORD:each(text) do
        local unit = word:find "^§" and units.paragraph
            or units.words[word:lower():gsub("%.$", "")]
        local first = unit and latin.read_list(text, s, e + 1, unit, options, found)
        local last = first and found[first] and found[#found]
        if last then
            local full, short = BEHIND:match(text, last.e + 1)
            local name = full or short
            local own = TO_OWN:find(text, last.e + 1) ~= nil
            for i = first, #found do
                found[i].law = name and name:gsub("%s+", " ") or nil
                found[i].own = own or nil
            end
        end
    end
    latin.inherit(text, found, from, LIST)
end

return german
