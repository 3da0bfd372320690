-- What tells a real number from one that only looks like it: check digits and rules of issue.
local checks = {}

-- Full-width digits and letters as ASCII, so that "１３８" is 138; all but digits and letters gone.
function checks.compact(text)
    local plain = text:gsub("\xEF\xBC([\x90-\x99])", function(byte)
        return string.char(byte:byte() - 0x90 + 48)
    end)
    plain = plain:gsub("\xEF\xBC([\xA1-\xBA])", function(byte)
        return string.char(byte:byte() - 0xA1 + 65)
    end)
    return (plain:gsub("[^%w]", ""))
end

function checks.digits(text)
    return (checks.compact(text):gsub("%D", ""))
end

-- ISO/IEC 7812-1, annex B: from the right, every second digit doubled; the sum ends in 0.
local function luhn(digits)
    local sum = 0
    for i = 0, #digits - 1 do
        local n = digits:byte(#digits - i) - 48
        if i % 2 == 1 then
            n = n * 2
            if n > 9 then n = n - 9 end
        end
        sum = sum + n
    end
    return sum % 10 == 0
end

-- The first digits and lengths that card schemes issue; others are not cards, whatever their sum.
local schemes = {
    { "^4", 13, 16, 19 }, { "^5[1-5]", 16 }, { "^2[2-7]", 16 }, { "^3[47]", 15 },
    { "^3[0689]", 14 }, { "^35", 16 }, { "^6011", 16 }, { "^64[4-9]", 16 }, { "^65", 16 },
    { "^62", 16, 17, 18, 19 },
}

function checks.card(text)
    local digits = checks.digits(text)
    for _, scheme in ipairs(schemes) do
        if digits:find(scheme[1]) then
            for i = 2, #scheme do
                if #digits == scheme[i] then return luhn(digits) end
            end
        end
    end
    return false
end

-- GB 11643-1999: weights by place, and a check character out of 1 0 X 9 … 2.
local weights = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 }

function checks.resident(text)
    local id = checks.compact(text):upper()
    local sum = 0
    for i, weight in ipairs(weights) do sum = sum + (id:byte(i) - 48) * weight end
    return id:sub(18) == ("10X98765432"):sub(sum % 11 + 1, sum % 11 + 1)
end

-- No United States social security number has these parts.
function checks.social(text)
    local area, group, serial = text:match "^(%d%d%d)-(%d%d)-(%d%d%d%d)$"
    return area ~= nil and area ~= "000" and area ~= "666" and area < "900" and group ~= "00"
        and serial ~= "0000"
end

-- How many characters an IBAN of each country has (ISO 13616 registry).
local lengths = {}
for country, length in ([[AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28
    CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22
    IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31
    MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23
    TN24 TR26 UA29 VA22 VG24 XK20]]):gmatch "(%a%a)(%d%d)" do
    lengths[country] = math.tointeger(length)
end

-- ISO 7064, MOD 97-10, over the number with its first four characters at the end.
local function mod97(iban)
    local rest = 0
    for c in (iban:sub(5) .. iban:sub(1, 4)):gmatch "%w" do
        local n = tonumber(c, 36)
        rest = (rest * (n > 9 and 100 or 10) + n) % 97
    end
    return rest
end

-- The end of the IBAN that begins at @s of the text, of which at most the bytes up to @e belong
-- to it; nil if there is none.
function checks.iban_end(text, s, e)
    local length = lengths[text:sub(s, s + 1)]
    if not length then return nil end
    local characters = {}
    for i = s, e do
        local c = text:sub(i, i)
        if c ~= " " then characters[#characters + 1] = c end
        if #characters == length then
            return mod97(table.concat(characters)) == 1 and not text:find("^%w", i + 1) and i or nil
        end
    end
end

return checks
