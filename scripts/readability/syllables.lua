-- Syllables by rule, counted over a stretch of text. English: groups of vowels, less mute endings
-- (make, called, times), more for vowels that are spoken apart (create, ratio); a word has at least
-- one. German: vowels, with diphthongs and doubled vowels as one.
local syllables = {}

local re = mill.re
local VOWELS = re([=[[aeiouyéèêëïîôöüûàâäáíóúæœ]+]=], "i")
local MUTE = re([=[(?:[^aeiouyl\W\d]e|[aeiouy]le|[^aeiouytd\W\d]ed|]=]
    .. [=[(?:[^aeiouyscxzgh\W\d]|[^aeiouysc\W\d]h)es)\b]=], "i")
-- The words whose only vowel is such an ending.
local SOUNDED = re([=[\b(?:the|he|she|me|be|we|ye|bed|red|led|fed|wed|shed|yes)\b]=], "i")
local APART = re([=[(?:[^tscg\W]ia|eo(?!u)|[^tscg\W]io(?!u)|iu|ua(?!r)|crea(?=t)|sci(?=en)|uou|]=]
    .. [=[[a-z]ism\b|ying\b)]=], "i")
local NO_VOWEL = re([=[\b[bcdfghjklmnpqrstvwxz]+\b]=], "i")
local GERMAN = re([=[ei|ie|au|eu|äu|ai|aa|ee|oo|[aeiouyäöü]]=], "i")

function syllables.en(text, s, e)
    return VOWELS:count(text, s, e) - MUTE:count(text, s, e) + SOUNDED:count(text, s, e)
        + APART:count(text, s, e) + NO_VOWEL:count(text, s, e)
end

function syllables.de(text, s, e)
    return GERMAN:count(text, s, e)
end

return syllables
