-- keyword-trend - how often terms occur, period by period, over all documents of a run.
--
--   term    2021 – 2024      total
--   solar   ▁▃▅█                41
--
-- Terms are those of the option `terms`, or else what another step has marked: the attribute `term`
-- of the layer `tag` (after `tags`), or of the layer named by `layer` (`keyword` after `keywords`).
--
-- A document's date is its metadata `date` (or another key, by option), else a year or date in its
-- name (2021-03-report.txt), else a date at the beginning of its text. Documents without any are
-- counted as "undated".
--
-- Results: keyword-trend.csv, a row for each term and period, with `per_10000` (occurrences in
-- 10,000 characters, so that years of long documents do not look busier) and how many documents of
-- the period have the term; keyword-trend.txt, a line for each term, to look at.

local NAME_DATE = mill.re [[(?<!\d)((?:19|20)\d\d)(?:[-_.年]?(0[1-9]|1[0-2])(?!\d))?(?!\d{3})]]
local YEAR_START = mill.re([=[(?<![\d.])(?:19|20)\d\d(?=[-年/.])|]=]
    .. [=[(?<![\d.])\d{1,2}\.? ?\p{L}+ (?:19|20)\d\d|二[〇○零]]=])
local HEAD = 600 -- characters of the text in which a date is looked for
local BARS = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" }

local function period(year, month, by)
    if by == "year" or not month then return ("%04d"):format(year) end
    if by == "quarter" then return ("%04d-Q%d"):format(year, (month + 2) // 3) end
    return ("%04d-%02d"):format(year, month)
end

local function date_in_text(doc)
    local text = doc:text()
    local last = (utf8.offset(text, HEAD) or #text + 1) - 1
    for s in YEAR_START:each(text, 1, last) do
        local to = math.min(s + 40, #text)
        while to < #text and (text:byte(to + 1) & 0xC0) == 0x80 do to = to - 1 end
        local date = mill.date(text:sub(s, to))
        if date and date.year then return date end
    end
end

local function period_of(doc, options)
    local meta = doc.meta[options.date]
    local date = type(meta) == "string" and mill.date(meta) or math.type(meta) == "integer"
        and { year = meta } or nil
    if date and date.year then return period(date.year, date.month, options.by) end
    local year, month = NAME_DATE:match(doc.id)
    if year then return period(math.tointeger(year), math.tointeger(month), options.by) end
    date = date_in_text(doc)
    return date and period(date.year, date.month, options.by) or "undated"
end

-- Dictionaries are made once for each list of terms, and kept. "eel|eels" are two spellings of the
-- first.
local dictionaries = {}

local function dictionary_of(terms)
    local key = table.concat(terms, "\n")
    if not dictionaries[key] then
        local spellings = {}
        for _, term in ipairs(terms) do
            local name = term:match "^[^|]+"
            for spelling in term:gmatch "[^|]+" do spellings[spelling] = name end
        end
        dictionaries[key] = mill.dict(spellings)
    end
    return dictionaries[key]
end

local function count_terms(doc, options)
    local counts = {}
    local function add(term)
        if term then counts[term] = (counts[term] or 0) + 1 end
    end
    if #options.terms > 0 then
        for _, _, term in dictionary_of(options.terms):each(doc) do add(term) end
    else
        for _, _, _, term in doc:each(options.layer, "term") do add(term) end
    end
    return counts
end

local function start()
    return { periods = {}, terms = {} }
end

local function accumulate(state, doc, ctx)
    local when = period_of(doc, ctx.options)
    state.periods[when] = { documents = 1, characters = doc.chars }
    for term, n in pairs(count_terms(doc, ctx.options)) do
        state.terms[term] = { [when] = { count = n, documents = 1 } }
    end
end

local function sorted_keys(map)
    local keys = {}
    for key in pairs(map) do keys[#keys + 1] = key end
    table.sort(keys)
    return keys
end

-- The terms that are to be shown, those that occur most first.
local function ranked(state, options)
    local list = {}
    for term, periods in pairs(state.terms) do
        local total = 0
        for _, counted in pairs(periods) do total = total + counted.count end
        if total >= options.least then
            list[#list + 1] = { term = term, total = total, periods = periods }
        end
    end
    table.sort(list, function(a, b)
        if a.total ~= b.total then return a.total > b.total end
        return a.term < b.term
    end)
    return { table.unpack(list, 1, options.top > 0 and math.min(options.top, #list) or #list) }
end

local function csv(value)
    local text = tostring(value)
    if text:find '[,"\r\n]' then text = '"' .. text:gsub('"', '""') .. '"' end
    return text
end

local function rate(count, characters)
    return characters > 0 and math.floor(count * 1000000 / characters + 0.5) / 100 or 0
end

local function write_table(part, terms, state, periods)
    for _, entry in ipairs(terms) do
        for _, when in ipairs(periods) do
            local all, counted = state.periods[when], entry.periods[when]
            local n = counted and counted.count or 0
            part:write(table.concat({ csv(entry.term), csv(when), n,
                counted and counted.documents or 0, all.documents, all.characters,
                ("%.2f"):format(rate(n, all.characters)) }, ","), "\n")
        end
    end
end

-- A bar for each period, the highest for the highest rate of the term.
local function bars(entry, state, periods)
    local rates, most = {}, 0
    for i, when in ipairs(periods) do
        local counted = entry.periods[when]
        rates[i] = counted and rate(counted.count, state.periods[when].characters) or 0
        most = math.max(most, rates[i])
    end
    local drawn = {}
    for i, value in ipairs(rates) do
        drawn[i] = value == 0 and "·" or BARS[math.max(1, math.ceil(value / most * #BARS))]
    end
    return table.concat(drawn)
end

local function write_lines(part, terms, state, periods)
    local dated = {}
    for _, when in ipairs(periods) do
        if when ~= "undated" then dated[#dated + 1] = when end
    end
    if #dated == 0 then return end
    part:write(dated[1], " to ", dated[#dated], ", in 10,000 characters; the number is the total\n")
    for _, entry in ipairs(terms) do
        part:write(bars(entry, state, dated), ("  %6d  "):format(entry.total), entry.term, "\n")
    end
end

local function finish(state, ctx)
    local periods, terms = sorted_keys(state.periods), ranked(state, ctx.options)
    write_table(ctx:part("csv", "term,period,count,documents,of_documents,characters,per_10000\n"),
        terms, state, periods)
    write_lines(ctx:part("txt", ""), terms, state, periods)
end

return {
    name = "keyword-trend",
    summary = "Count terms by the dates of documents",
    role = "corpus",
    file = "keyword-trend.{part}",
    options = {
        terms = { "list", doc = "what to count, with | between spellings of the same; else "
            .. "the terms that a step before has marked" },
        layer = { "string", default = "tag", doc = "where these are: tag, keyword, …" },
        date = { "string", default = "date", doc = "the metadata that holds the date" },
        by = { "choice", choices = { "year", "quarter", "month" }, default = "year",
            doc = "how long a period is" },
        least = { "int", default = 1, min = 1, doc = "leave out terms that occur less often" },
        top = { "int", default = 0, min = 0, doc = "only so many terms; 0 for all" },
    },
    start = start,
    accumulate = accumulate,
    finish = finish,
}
