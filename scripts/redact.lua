-- redact - puts placeholders in the place of what must not be told.
--
--   联系人张三,电话13812345678,邮箱zhang@example.com    →  联系人张三,电话[PHONE],邮箱[EMAIL]
--
-- Kinds: `email` (also with [at]), `phone` (Chinese mobile and landline, international with +,
-- United States, European, and any number behind 电话, Tel., Fax …), `identity` (Chinese resident
-- identity numbers and United States social security numbers), `iban` and `card` (payment cards).
-- Where a number has a check digit, it has to be right. Names of people are not looked for.
--
-- A record "redaction" with `kind` and `placeholder` stands at each, without what was there. The
-- rest of the document forgets it as well: metadata, titles and other attributes, the messages of
-- diagnostics, and the layer `removed`, from which reports show what steps took away. Annotations
-- that lay inside of it go. What stays are the source file, its name, and what a failed document
-- leaves in quarantine; `textmill explain` shows the change, as it always does.
--
-- Put it behind the reader (and `cleanup`), so that no later step sees what it hides. Origins still
-- lead to the bytes of the source, for whoever may read that.

local checks = require "redact.checks"
local detect = require "redact.detect"

-- Layers whose rows say how the text is built; they stay where a secret is all that they cover.
local structural = { section = true, toc = true, paragraph = true, sentence = true, clause = true,
    chunk = true, removed = true }

local function new_state(options)
    local state = { find = detect.new(options.kinds), template = options.placeholder, keep = {},
        numbers = {}, counts = {}, secrets = {}, known = {} }
    for _, word in ipairs(options.keep) do state.keep[checks.compact(word):lower()] = true end
    return state
end

-- The placeholder of a secret: with {n}, the same one has the same number all through the document.
local function placeholder(state, kind, secret)
    local number
    if state.template:find("{n}", 1, true) then
        local key = kind .. checks.compact(secret):lower()
        if not state.numbers[key] then
            state.counts[kind] = (state.counts[kind] or 0) + 1
            state.numbers[key] = state.counts[kind]
        end
        number = state.numbers[key]
    end
    local values = { kind = kind, KIND = kind:upper(), n = number }
    return (state.template:gsub("{(%w+)}", values))
end

local function is_kept(state, text)
    return state.keep[checks.compact(text):lower()]
end

-- Notes a secret, to find it in other spellings: an entity's value may have no hyphens.
local function remember(state, text, instead)
    for _, spelling in ipairs { text, checks.compact(text), checks.digits(text) } do
        if #spelling >= 7 and not state.known[spelling] then
            state.known[spelling] = true
            state.secrets[#state.secrets + 1] = { text = spelling, placeholder = instead }
        end
    end
end

local function replace_plain(text, secret, instead)
    local from = 1
    while true do
        local s, e = text:find(secret, from, true)
        if not s then return text end
        text = text:sub(1, s - 1) .. instead .. text:sub(e + 1)
        from = s + #instead
    end
end

-- A string without the secrets that are known, in any spelling.
local function clean_known(state, text)
    for _, secret in ipairs(state.secrets) do
        text = replace_plain(text, secret.text, secret.placeholder)
    end
    return text
end

-- Finds the secrets of a text: a list of { s, e, kind, placeholder }. From now on they are known.
local function find_secrets(state, text)
    local hits = {}
    for _, hit in ipairs(state.find(text)) do
        local secret = text:sub(hit.s, hit.e)
        if not is_kept(state, secret) then
            hit.placeholder = placeholder(state, hit.kind, secret)
            remember(state, secret, hit.placeholder)
            hits[#hits + 1] = hit
        end
    end
    return hits
end

-- For strings that need not come from the text: without known secrets, and without their own.
local function clean_own(state, text)
    text = clean_known(state, text)
    local pieces, at = {}, 1
    for _, hit in ipairs(find_secrets(state, text)) do
        pieces[#pieces + 1] = text:sub(at, hit.s - 1)
        pieces[#pieces + 1] = hit.placeholder
        at = hit.e + 1
    end
    return #pieces > 0 and table.concat(pieces) .. text:sub(at) or text
end

-- A value of any kind with its strings cleaned, and whether that changed it. A number that is
-- secret as it stands becomes nil.
local function clean_value(state, value, clean)
    if type(value) == "string" then
        local plain = clean(state, value)
        return plain, plain ~= value
    elseif type(value) == "number" then
        if state.known[("%.0f"):format(value)] then return nil, true end
        return value, false
    elseif type(value) ~= "table" or value == mill.null then
        return value, false
    end
    local changed = false
    for key, inner in pairs(value) do
        local plain, differs = clean_value(state, inner, clean)
        if differs then value[key], changed = plain == nil and mill.null or plain, true end
    end
    return value, changed
end

local function clean_attributes(state, doc, layer, clean)
    for name, type_name in pairs(doc:columns(layer)) do
        if type_name ~= "boolean" and type_name ~= "span" then
            for row = 1, doc:count(layer) do
                local value, changed = clean_value(state, (doc:get(layer, row, name)), clean)
                if changed then doc:set(layer, row, name, value) end
            end
        end
    end
end

-- Annotations of a secret and of nothing else go.
local function remove_inside(doc, layer, hits)
    local rows = {}
    for _, hit in ipairs(hits) do
        for _, _, row in doc:inside(layer, hit.s, hit.e) do rows[#rows + 1] = row end
    end
    doc:remove(layer, rows)
end

-- What does not come from the text first, as its secrets are then known everywhere.
local function clean_rest(state, doc, hits)
    if doc:count "removed" > 0 then clean_attributes(state, doc, "removed", clean_own) end
    local meta = {}
    for key, value in pairs(doc.meta) do meta[#meta + 1] = { key, value } end
    for _, pair in ipairs(meta) do
        local value, changed = clean_value(state, pair[2], clean_own)
        if changed then doc.meta[pair[1]] = value end
    end
    for i, diagnostic in ipairs(doc:diagnostics()) do
        local message = clean_own(state, diagnostic.message)
        if message ~= diagnostic.message then doc:reword(i, message) end
    end
    if #state.secrets == 0 then return end
    for _, layer in ipairs(doc:layers()) do
        if not structural[layer] then remove_inside(doc, layer, hits) end
        if layer ~= "removed" then clean_attributes(state, doc, layer, clean_known) end
    end
end

-- Replaces the hits; their places afterwards are those of the placeholders.
local function replace(doc, hits)
    local grown = 0
    doc:edit(function(edit)
        edit:forget()
        for _, hit in ipairs(hits) do edit:replace(hit.s, hit.e, hit.placeholder) end
    end)
    for _, hit in ipairs(hits) do
        local s = hit.s + grown
        grown = grown + #hit.placeholder - (hit.e - hit.s + 1)
        doc:record("redaction", s, s + #hit.placeholder - 1,
            { kind = hit.kind, placeholder = hit.placeholder })
    end
end

local function process(doc, ctx)
    local state = new_state(ctx.options)
    local hits, counts = find_secrets(state, doc:text()), {}
    for _, hit in ipairs(hits) do counts[hit.kind] = (counts[hit.kind] or 0) + 1 end
    clean_rest(state, doc, hits)
    doc:columns("record.redaction", { kind = "string", placeholder = "string" })
    if #hits > 0 then
        replace(doc, hits)
        doc.meta.redactions = counts
    end
end

return {
    name = "redact",
    summary = "Put placeholders for addresses, phone and identity numbers",
    writes = { "record.redaction" },
    options = {
        kinds = { "list", doc = "only these: email, phone, identity, iban, card (all if empty)" },
        placeholder = { "string", default = "[{KIND}]",
            doc = "what to put: {kind} or {KIND} names it; {n} numbers them, one number for "
                .. "the same secret" },
        keep = { "list", doc = "addresses and numbers that may be told, such as a hotline" },
    },
    process = process,
}
