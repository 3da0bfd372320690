-- Named projects in English: "The council will build the Harbour Bridge in Northport."
local english = {}

local re = mill.re
local NOUN = [[(?:Project|Programme|Program|Initiative|Scheme|Centre|Center|Bridge|Tunnel|Railway|]]
    .. [[Line|Park|Hub|Terminal|Plant|Campus|Hospital|Station|Airport|Port|Corridor|Reservoir|Dam|]]
    .. [[Museum|Laboratory|Observatory|Pipeline|Motorway|Harbour|Library|Wind Farm|Solar Farm)]]
local NAME = [[(?:(?:[A-Z][\w'’-]*|\d+|of|the|and|for)\s+){0,6}?]]
    .. [[(?:[A-Z][\w'’-]*\s+){1,4}?]] .. NOUN
local VERB = [[(?:build|construct|complete|launch|open|expand|extend|upgrade|implement|deliver|]]
    .. [[start|fund|finance|establish|develop|modernise|modernize|renovate|rebuild|create|]]
    .. [[found|restore|electrify)]]
local WILL = [[\s+(?:will|shall|is\s+to|are\s+to|plans?\s+to|intends?\s+to|has|have|]]
    .. [[must|aims?\s+to)\s+]]
local ACT = re([[\b(?<verb>]] .. VERB .. [[(?:s|d|ed|ing)?)\s+(?:work\s+on\s+)?]]
    .. [[(?:(?:the|a|an|its|their|our|new|second|third)\s+)*]]
    .. "(?<name>" .. NAME .. [[)\b]]
    .. [[(?:,?\s+(?:in|at|near|on|between)\s+]]
    .. [[(?<place>(?:[A-Z][\w'’-]*)(?:\s+(?:and\s+)?[A-Z][\w'’-]*){0,3}))?]])
local SUBJECT = re([[(?:^|[.;:]\s+|,\s+)(?<actor>(?:The\s+|the\s+)?[A-Z]?[\w'’-]+]]
    .. [[(?:\s+(?:of|the|for|and|[\w'’-]+)){0,5}?)]] .. WILL .. "[^.;]{0,40}$")
local PASSIVE = re("(?<name>" .. NAME .. ")"
    .. [[\s+(?:will|shall|is\s+to|are\s+to|must|was|is|has\s+been)]]
    .. [[\s+(?:be\s+)?(?<verb>]] .. VERB .. [[(?:d|ed)?|built|begun)(?:\s+by\s+]]
    .. [[(?<actor>(?:the\s+)?[A-Z][\w'’-]*(?:\s+(?:of\s+|the\s+)*[A-Z][\w'’-]*){0,5}))?]])
local SENTENCE = re [[[^.;\n]+(?:\.(?=\S)[^.;\n]*)*]]

local function project(name, verb, actor, place)
    return { name = name, action = verb, actors = mill.array { actor },
        places = mill.array { place } }
end

-- Calls add(s, e, project) for each project that the line from @s to @e names.
function english.read(text, s, e, add)
    for from, to in SENTENCE:each(text, s, e) do
        local sentence = text:sub(from, to)
        for _, _, verb, name, place in ACT:each(sentence) do
            local at = sentence:find(name, 1, true)
            local actor = SUBJECT:match(sentence:sub(1, at - 1))
            add(from + at - 1, from + at + #name - 2, project(name, verb, actor, place))
        end
        for ps, _, name, verb, actor in PASSIVE:each(sentence) do
            add(from + ps - 1, from + ps + #name - 2, project(name, verb, actor))
        end
    end
end

return english
