-- Numbers made for these tests; check digits are right where a case says so.
local function case(name, text, result, options)
    return { name = name, text = text, result = result, options = options }
end

local function stays(name, text) return case(name, text, text) end

local function secret_in(value)
    return tostring(mill.json.encode({ value })):find("13812345678", 1, true) ~= nil
end

return {
    case("addresses", "写信给zhang.san@example.com.cn。Or j.doe+x@mail.example.org.",
        "写信给[EMAIL]。Or [EMAIL]."),
    case("addresses that hide", "jane [at] example [dot] org, max(at)example.org, li＠example.cn",
        "[EMAIL], [EMAIL], [EMAIL]"),
    case("addresses of several", "{ada, grace}@example.edu", "[EMAIL]"),
    case("Chinese mobile numbers", "手机13812345678，+86 138 1234 5678，138-1234-5678，１３８１２３４５６７８",
        "手机[PHONE]，[PHONE]，[PHONE]，[PHONE]"),
    case("Chinese landlines", "座机022-23456789转801，（010）65551234，热线400-800-1234。",
        "座机[PHONE]，[PHONE]，热线[PHONE]。"),
    case("behind a word that says so", "电话：23456789，传真: 2345 6789，Tel.: 030 / 1234567",
        "电话：[PHONE]，传真: [PHONE]，Tel.: [PHONE]"),
    case("with a country", "+49 30 901820, +1 (212) 555-0100, 001-212-555-0100, (+)86-22-2345-6789",
        "[PHONE], [PHONE], [PHONE], [PHONE]"),
    case("the United States", "(212) 555-0100, 212-555-0199, 1-212-555-0123 or 212.555.0100.",
        "[PHONE], [PHONE], [PHONE] or [PHONE]."),
    case("Europe", "030/12345678, 0221 1234567, 01 23 45 67 89, 020 7946 0958",
        "[PHONE], [PHONE], [PHONE], [PHONE]"),
    case("resident identity numbers", "身份证11010519491231002X，其他440524199001010018。",
        "身份证[IDENTITY]，其他[IDENTITY]。"),
    case("identity numbers with a slip, if called so", "身份证号码：110105194912310021",
        "身份证号码：[IDENTITY]"),
    stays("eighteen digits that do not check", "流水110105194912310021，91120116MA06XXXX0U"),
    case("social security numbers", "219-09-9999", "[IDENTITY]"),
    stays("none that were ever issued", "000-12-3456, 666-12-3456, 912-12-3456, 219-00-9999"),
    case("bank accounts", "IBAN DE89 3704 0044 0532 0130 00 BIC X, GB82WEST12345698765432.",
        "IBAN [IBAN] BIC X, [IBAN]."),
    stays("bank accounts that do not check", "DE88 3704 0044 0532 0130 00, QQ89370400440532013000"),
    case("cards", "4111 1111 1111 1111, 378282246310005, 6222 0212 3456 7890 128",
        "[CARD], [CARD], [CARD]"),
    stays("cards that do not check", "4111 1111 1111 1112, 2 3 4 5 6 7 8 9 10 11 12 13"),

    stays("dates and times",
        "2021-03-18, 2021年2月10日, 18.03.2021, 2021/03/18 10:26, 20210318102600"),
    stays("sums and counts",
        "13,812,345,678元, 15000000000元, 总投资13800000000 万元, €13812345678, 1.38123"),
    stays("books and documents",
        "ISBN 978-7-111-54742-6, ISBN 0-306-40615-2, 津政发〔2021〕5号, GB/T 2260-2007"),
    stays("numbers that are called otherwise", "订单号13912345678，案号：0221234567，批号13812345678"),
    stays("machines", "192.168.0.1, 1.2.3.4, 10.1000/182, 00501257608_a8213bee.jpg, v2.555.0100"),
    stays("tables", "2021 2022 2023\n30 0b 02 01 01 30 06\n12345678901234567890"),
    stays("no address", "@someone, a @ b, x@y, user@localhost"),
    stays("nothing", "没有什么可以隐藏的。"),

    case("only some kinds", "138-1234-5678 a@example.org", "138-1234-5678 [EMAIL]",
        { kinds = { "email" } }),
    case("a placeholder of one's own, with numbers", "a@example.org, b@example.org, A@EXAMPLE.org",
        "<email 1>, <email 2>, <email 1>", { placeholder = "<{kind} {n}>" }),
    case("what may be told", "022-2345 6789? 022-23456789, 02212345678 a@example.org",
        "022-2345 6789? 022-23456789, 02212345678 a@example.org",
        { keep = { "(022) 23456789", "A@example.org" } }),
    {
        name = "records that do not tell",
        text = "电话13812345678，邮箱a@example.org",
        records = { redaction = {
            { kind = "phone", placeholder = "[PHONE]", text = "[PHONE]" },
            { kind = "email", placeholder = "[EMAIL]", text = "[EMAIL]" },
        } },
        metadata = { redactions = { phone = 1, email = 1 } },
    },
    {
        name = "origins lead to what was there",
        text = "电话13812345678。",
        expect = function(doc, t)
            local s, e = doc:span("record.redaction", 1)
            t.equal({ doc:origin(s, e) }, { 7, 17 })
            t.equal(doc:text(), "电话[PHONE]。")
        end,
    },
    {
        name = "nothing else tells",
        text = "# 138-1234-5678\n13812345678\n",
        setup = function(doc)
            doc.meta.contact = { phone = "13812345678", list = { "x", "13812345678" },
                number = 13812345678 }
            doc.meta.pages = 12
            doc:add("section", 1, #doc, { id = 1, title = "138-1234-5678" })
            doc:add("entity", 3, 15, { kind = "phone", value = "13812345678" })
            doc:add("line", 1, 15, { about = { "call 13812345678" }, n = 3 })
            doc:add("removed", 1, 0, { text = "电话13812345678 邮箱b@example.org" })
            doc:diagnose("note", "odd", "the line 138-1234-5678 is odd", 3, 15)
        end,
        result = "# [PHONE]\n[PHONE]\n",
        expect = function(doc, t)
            for _, layer in ipairs(doc:layers()) do
                for row = 1, doc:count(layer) do
                    for name in pairs(doc:columns(layer)) do
                        t.ok(not secret_in((doc:get(layer, row, name))), layer .. "." .. name)
                    end
                end
            end
            t.equal(doc:count "entity", 0)
            t.equal(doc:get("section", 1, "title"), "[PHONE]")
            t.equal(doc:get("section", 1, "id"), 1)
            t.equal(doc:get("line", 1, "about"), { "call [PHONE]" })
            t.equal(doc:get("removed", 1, "text"), "电话[PHONE] 邮箱[EMAIL]")
            t.equal(doc:diagnostics()[1].message, "the line [PHONE] is odd")
            t.equal(doc.meta.contact, { phone = "[PHONE]", list = { "x", "[PHONE]" },
                number = mill.null })
            t.equal(doc.meta.pages, 12)
        end,
    },
    {
        name = "metadata alone",
        text = "无",
        setup = function(doc) doc.meta.author = "a@example.org" end,
        metadata = { author = "[EMAIL]" },
    },
}
