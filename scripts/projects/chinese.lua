-- Named projects in Chinese: what a clause does (建设, 实施, 打造 …) to a list of things with names.
--
--   扩建宝坻第一污水厂、宁河城区污水处理厂等远郊区污水处理厂。
--     → 宝坻第一污水厂, 宁河城区污水处理厂: action 扩建, class 远郊区污水处理厂
local lexicon = require "projects.lexicon"

local chinese = {}

local re = mill.re
local ends_with = lexicon.ends_with
local WORKS_SET, FACILITIES = lexicon.works_set, lexicon.facilities_set
local ENDS, CARRIED = lexicon.ends_set, lexicon.carried_set
local HAN = "[\\x{4E00}-\\x{9FFF}]"
local SENTENCE = re [[[^。！？!?；;\n]+]]
local CLAUSE = re [[(?:[^，,：:（）()]++|[（(][^（）()\n]{0,40}[）)])++]]
-- A clause that ends like a name: one in three, so that the others cost no call.
local CANDIDATE = re([[(?:[^，,：:（）()。！？!?；;\n]++|[（(][^（）()。！？!?；;\n]{0,40}[）)])++(?:(?<=]]
    .. lexicon.ends_class .. ")|(*SKIP)(*F))")
local SENTENCE_ENDS = { ["。"] = true, ["！"] = true, ["？"] = true, ["；"] = true,
    ["!"] = true, ["?"] = true, [";"] = true }
local LIST_MARK = re [[(?x) \G(?: \s | [（(] [一二三四五六七八九十\d]+ [)）]
    | [一二三四五六七八九十\d]+ [、.．] (?!\d) | [—－·•] | (?:[一二三四五六七八九十]|第[一二三四五六七八九十])是 )+ ]]
local VERBS = lexicon.verbs .. "(?:[、和并及]?" .. lexicon.verbs .. ")*+"
local ACT = re(VERBS)
local BROKEN = re [=[[“”、]]=]
local SHORTEST = 17 -- bytes of a verb and a name
local FARTHEST = 54 -- bytes of what may stand before a verb
local CARRY = re("^(?<before>[^“”、]{0,18}?)(?<verb>" .. lexicon.carry .. ")(?<rest>.+?)(?<work>"
    .. lexicon.works .. ")$")
local LEADS = re("^" .. lexicon.leads .. "$")
local GENERIC = re("^" .. lexicon.generic)
-- 等项目, 等一批重点文物修缮工程: the class of what was listed.
local CLASS = re([[^(?<list>.+?)等(?:一批|一系列|若干|重点|重大|标志性|国家级|\d+个|[一二两三四五六七八九十]大|[一二两三四五六七八九十]个)*]]
    .. "(?<class>[^等]{0,30}?(?:" .. lexicon.work_nouns .. "|" .. lexicon.place_nouns .. "))$")
-- The characters come first and what may not stand before them last: most places have none of them.
local MARK = re([[([（(“]|[）)”]|、|和(?![平谐田县龙静])(?<![共人温饱柔缓中调]和)|]]
    .. [[及(?<![以涉普波埃]及)|以及|与(?<!参与))]])
local BASIS = re [[^(?:充分)?(?:依托|利用|围绕|立足|借助)(?<basis>.+?)(?:等?(?:资源|优势|条件|基础))?$]]
local EMPTY = re(lexicon.empty_names .. "(?:" .. lexicon.work_nouns .. "|" .. lexicon.place_nouns
    .. ")$")
local STOP = re [=[[，,。；;]]=]
local QUOTED = re [[^“(?![一二两三四五六七八九十\d])[^“”]{2,24}”]]
local HAS_BASIS = re "依托|利用|围绕|立足|借助"
local WORKS = re("^" .. lexicon.works .. "$")
local ONE_PLACE = re [[于一体|功能]]
local LEAD_WORDS = re("^(?:" .. lexicon.leads .. "(?:由|与|会同|联合)?)")
local PLACE_END = re [=[[河湖江山海港湾城岛区县市镇乡村]$]=]
local OF = re [[^.*的(?=[^的]{4,}$)]]
local KNOWN = mill.set(lexicon.places, { case = true, words = false })
local ENDING = re("^“?" .. lexicon.title_verbs .. "*+(?<place>" .. HAN .. "{1,6}?"
    .. lexicon.place_endings .. ")")
local PART_OF = re(lexicon.part_of)
local NOT_IN_PLACE = re(lexicon.not_in_place)
local NOUN = re(lexicon.work_nouns .. "|" .. lexicon.place_nouns)
local NO_PLACE = re(lexicon.no_place)

-- Actors.
local ORG = "" .. HAN .. "{1,14}?(?:" .. lexicon.organisations .. "|" .. lexicon.areas .. ")"
local IN_CHARGE = re [[(?:责任单位|牵头单位|配合单位|实施单位|建设单位|主管单位|实施主体)[:：](?<list>[^）)。；;\n]+)]]
local LEAD_BY = re("(?<list>" .. ORG .. "(?:[、和]" .. ORG .. ")*)(?:牵头|负责|承建|配合|组织实施)")
local BY = re("(?:由|会同|联合|与)(?<list>" .. ORG .. "(?:[、和]" .. ORG
    .. ")*?)(?:共同|合作|共建|承担|负责|牵头|组织|投资|实施|建设)")
local NAMING = {
    { pattern = IN_CHARGE, cue = re "单位|主体" },
    { pattern = LEAD_BY, cue = re "牵头|负责|承建|配合|组织实施" },
    { pattern = BY, cue = re "由|会同|联合|与" },
}
local HELPED = re("^(?:支持|鼓励|引导|推动)(?<list>" .. ORG .. ")(?=" .. lexicon.leads
    .. lexicon.verbs .. ")")
local SUBJECT = re("^(?<list>" .. ORG .. ")" .. lexicon.leads .. "$")
local AGENT = re("^(?:由|与|会同|联合)?" .. ORG .. "(?:[、和]" .. ORG
    .. ")*(?:牵头|负责|共同|合作|承担)?" .. lexicon.leads .. "$")
local MARKS = re [[[、和及，,]\s*]]

local function add_new(list, word)
    for _, known in ipairs(list) do if known == word then return end end
    list[#list + 1] = word
end

local function add_actors(actors, text)
    for _, word in ipairs(MARKS:split(text)) do
        word = word:gsub("^%s+", ""):gsub("%s+$", ""):gsub("等$", "")
        word = LEAD_WORDS:gsub(word, "")
        if utf8.len(word) > 2 and not NO_PLACE:find(word) then add_new(actors, word) end
    end
end

-- Those whom the sentence names, asked once for all of its clauses. The words that give them away
-- are looked for first: an organisation may begin anywhere.
local function named_actors(sentence)
    local actors = {}
    for _, pair in ipairs(NAMING) do
        if pair.cue:find(sentence) then
            for list in pair.pattern:gmatch(sentence) do add_actors(actors, list) end
        end
    end
    return actors
end

local function read_actors(named, clause, act)
    local actors = mill.array { table.unpack(named) }
    local subject = act.before and SUBJECT:match(act.before)
    local helped = act.before and HELPED:match(clause)
    if subject then add_actors(actors, subject) end
    if helped then add_actors(actors, helped) end
    return actors
end

-- 滨海新区 of 滨海新区中塘污水处理厂; nil if it does not begin with a place.
local function place_at_start(text)
    local place = ENDING:match(text)
    if place and not NO_PLACE:find(place) and not NOT_IN_PLACE:find(place) then return place end
end

-- Whether the place from @s is one: 出海口, where a river ends, is not 海口.
local function is_known(text, s)
    return text:sub(s - 3, s + 5) ~= "出海口"
end

local function has_known(text)
    for s in KNOWN:each(text) do
        if is_known(text, s) then return true end
    end
    return false
end

-- Where: places that are known by their name, and the one that the project's name begins with.
local function read_places(name, basis, extra)
    local places = mill.array {}
    for _, text in ipairs { name, basis } do
        local place = place_at_start(text)
        if place then add_new(places, place) end
        for s, e in KNOWN:each(text) do
            local word = text:sub(s, e)
            if is_known(text, s) and not (place and place:find(word, 1, true)) then
                add_new(places, word)
            end
        end
        if extra then
            for s, e in extra:each(text) do add_new(places, text:sub(s, e)) end
        end
    end
    return places
end

-- Whether a thing has a name of its own. In a list that ends with 等项目 it needs no ending.
local function is_name(text, listed)
    local length = #text // 3
    if length > 36 or length < (listed and 2 or 4) then return false end
    local quoted = text:sub(1, 3) == "“" and text:sub(-3) == "”"
    if not (listed or quoted or ends_with(text, WORKS_SET) or ends_with(text, FACILITIES)) then
        return false
    end
    if STOP:find(text) or EMPTY:find(text) or GENERIC:find(text) then return false end
    return listed or not quoted or QUOTED:find(text) ~= nil and NOUN:find(text) ~= nil
end

-- Whether it says itself which one is meant: by a place or a name in quotes, or as work.
local function is_certain(text)
    return ends_with(text, WORKS_SET) or QUOTED:find(text) or has_known(text)
        or place_at_start(text) or PART_OF:find(text)
end

-- The pieces of a list, with their places: split at 、 and 和, but not within brackets or quotes.
local function split(text)
    local pieces, from, depth = {}, 1, 0
    for s, e, mark in MARK:each(text) do
        if mark == "（" or mark == "(" or mark == "“" then
            depth = depth + 1
        elseif mark == "）" or mark == ")" or mark == "”" then
            depth = math.max(0, depth - 1)
        elseif depth == 0 then
            pieces[#pieces + 1] = { s = from, e = s - 1, joined = mark ~= "、" }
            from = e + 1
        end
    end
    pieces[#pieces + 1] = { s = from, e = #text }
    return pieces
end

-- Places belong to the name that comes next, 海河、独流减河河口整治工程, as does what 和 joins, and works
-- to the one before: 第五中心医院扩建及改造. What a list holds is a thing each.
local function join(text, pieces, listed)
    local joined, from = {}, nil
    for i, piece in ipairs(pieces) do
        local s = from or piece.s
        local last = joined[#joined]
        if last and not from and WORKS:find(text:sub(piece.s, piece.e)) then
            last.e = piece.e
        elseif listed or i == #pieces or is_name(text:sub(s, piece.e), false) then
            joined[#joined + 1] = { s = s, e = piece.e }
            from = nil
        elseif piece.joined or PLACE_END:find(text:sub(piece.s, piece.e)) then
            from = s
        else
            from = nil
        end
    end
    return joined
end

-- The names in what follows the verb: a list of { s, e }, and the class that the list gives.
local function read_names(rest, boxed)
    local groups = rest:find("等", 1, true) and CLASS:groups(rest)
    if groups and ONE_PLACE:find(groups.class) then return {} end
    if not groups and GENERIC:find(rest) then return {} end
    local list = groups and groups.list or rest
    local works = groups and ends_with(groups.class, WORKS_SET)
    local names = {}
    for _, piece in ipairs(join(list, split(list), groups ~= nil)) do
        local text = list:sub(piece.s, piece.e)
        local of = not groups and text:find("的", 1, true) and select(2, OF:find(text))
        if of then piece.s, text = piece.s + of, text:sub(of + 1) end
        if is_name(text, groups ~= nil) and (boxed or works or is_certain(text)) then
            names[#names + 1] = piece
        end
    end
    return names, groups and OF:gsub(groups.class, "") or nil
end

-- What a clause does: the verb, what stands before it, where its objects begin, and they.
local function read_act(clause)
    local s, e = ACT:find(clause)
    local before = s and s <= FARTHEST and e < #clause and clause:sub(1, s - 1)
    if before and not BROKEN:find(before) and (LEADS:find(before) or AGENT:find(before)
        or HELPED:find(clause)) then
        return { verb = clause:sub(s, e), before = before, rest = clause:sub(e + 1), at = e + 1 }
    end
    local groups = ends_with(clause, CARRIED) and CARRY:groups(clause)
    if groups and LEADS:find(groups.before) then
        return { verb = groups.verb .. groups.work, rest = groups.rest,
            at = #groups.before + #groups.verb + 1 }
    end
end

-- What the clauses up to @e rest on: the last that says so.
local function read_basis(sentence, e)
    local basis
    if not HAS_BASIS:find(sentence) then return nil end
    local _, mark_end = LIST_MARK:find(sentence)
    for from, to in CLAUSE:each(sentence, (mark_end or 0) + 1, e) do
        basis = BASIS:match(sentence:sub(from, to)) or basis
    end
    return basis
end

-- The sentence around the place @at of the line from @s to @e, and where it begins.
local function sentence_around(text, s, e, at)
    for from, to in SENTENCE:each(text, s, e) do
        if to >= at then return text:sub(from, to), from end
    end
end

-- Whether there may be a name in what follows the verb: most clauses end with what it is.
local function has_noun(rest)
    return ends_with(rest, FACILITIES) or ends_with(rest, WORKS_SET) or NOUN:find(rest)
end

local function read_clause(text, line, s, e, context, add)
    local clause = text:sub(s, e)
    local act = ends_with(clause, ENDS) and read_act(clause)
    if not act or not has_noun(act.rest) then return end
    local names, class = read_names(act.rest, context.boxed)
    if #names == 0 then return end
    local sentence, from = sentence_around(text, line.s, line.e, s)
    local basis = read_basis(sentence, e - from + 1)
    local actors = read_actors(named_actors(sentence), clause, act)
    local at = s + act.at - 1
    for _, name in ipairs(names) do
        local called = act.rest:sub(name.s, name.e)
        add(at + name.s - 1, at + name.e - 1, {
            name = called, action = act.verb, class = class, basis = basis,
            actors = actors, places = read_places(called, basis, context.extra),
        })
    end
end

local function begins_sentence(text, at)
    return SENTENCE_ENDS[text:sub(at - 1, at - 1)] or SENTENCE_ENDS[text:sub(at - 3, at - 1)]
end

-- Calls add(s, e, project) for each project that the line of the text from @s to @e names.
function chinese.read(text, s, e, context, add)
    local line = { s = s, e = e }
    for from, to in CANDIDATE:each(text, s, e) do
        if from == s or begins_sentence(text, from) then
            local _, mark_end = LIST_MARK:find(text, from, to)
            from = (mark_end or from - 1) + 1
        end
        if to - from >= SHORTEST then read_clause(text, line, from, to, context, add) end
    end
end

local TITLE_ACT = re("^" .. lexicon.leads .. "(?<verb>" .. VERBS .. ")(?<name>.{4,})$")
local NO_PROJECTS = re [[(?:空间布局|布局|指标|目标|格局|定位|框架|示意图)$]]

-- Whether a box lists projects, and not the parts of a layout or figures to be reached.
function chinese.lists_projects(box_title)
    return not NO_PROJECTS:find(box_title or "")
end

-- The project that an item of a box is about, out of its title; nil for boxes of another kind.
function chinese.read_item(box_title, title, extra)
    if not chinese.lists_projects(box_title) then return nil end
    local groups = TITLE_ACT:groups(title)
    local name = groups and groups.name or title
    return { name = name, action = groups and groups.verb, actors = mill.array {},
        places = read_places(name, nil, extra) }
end

return chinese
