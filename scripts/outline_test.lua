-- Sections as { from, to, parent, attributes }, by the bytes of the text.
local function sections(list)
    return function(doc)
        doc:columns("section", { id = "integer", parent = "integer", kind = "string",
            label = "string", number = "integer", title = "string", level = "integer" })
        for id, section in ipairs(list) do
            local attributes = section[4] or {}
            attributes.id, attributes.parent = id, section[3]
            doc:add("section", section[1], section[2], attributes)
        end
    end
end

local text = "front\nA aaaa\nA1 bb\nA2 cc\nB dddd\n"
local nested = sections {
    { 7, 25, nil, { label = "A", title = "aaaa", kind = "chapter", level = 1 } },
    { 14, 19, 1, { label = "A1", title = "bb", kind = "section", level = 2 } },
    { 20, 25, 1, { label = "A2", title = "cc", kind = "section", level = 2 } },
    { 26, 32, nil, { label = "B", title = "dddd", kind = "chapter", level = 1 } },
}

return {
    {
        name = "a tree with sizes",
        text = text, path = "a.txt", setup = nested,
        output = { txt = "characters   share  a.txt\n        23\n"
            .. "        13   56.5%  A aaaa\n"
            .. "         4   17.4%    A1 bb\n"
            .. "         4   17.4%    A2 cc\n"
            .. "         5   21.7%  B dddd\n"
            .. "         5   21.7%  (in no section)\n" },
    },
    {
        name = "down to a level",
        text = text, path = "a.txt", setup = nested, options = { depth = 1 },
        output = { txt = "characters   share  a.txt\n        23\n"
            .. "        13   56.5%  A aaaa\n"
            .. "         5   21.7%  B dddd\n"
            .. "         5   21.7%  (in no section)\n" },
    },
    {
        name = "without some kinds, and what is below them",
        text = text, path = "a.txt", setup = nested, options = { skip = { "chapter" } },
        output = { txt = "characters   share  a.txt\n        23\n" },
    },
    {
        name = "places where there are no labels, and characters that are no bytes",
        text = "一 二三\n四五\n", path = "b.txt",
        setup = sections {
            { 1, 18, nil, { title = "一" } }, { 12, 18, 1, { title = "四" } },
        },
        output = { txt = "characters   share  b.txt\n         5\n"
            .. "         5  100.0%  1 一\n"
            .. "         2   40.0%    1.1 四\n" },
    },
    {
        name = "as a tree for programs",
        text = "ab\ncd\n", path = "c.txt", options = { format = "json" },
        setup = sections {
            { 1, 6, nil, { title = "ab", level = 1 } },
            { 4, 6, 1, { title = "cd", level = 2, label = "2", number = 2, kind = "item" } },
        },
        output = { json = [[{
  "characters": 4,
  "document": "c.txt",
  "outside": 0,
  "sections": [
    {
      "characters": 4,
      "id": 1,
      "level": 1,
      "own": 2,
      "place": "1",
      "sections": [
        {
          "characters": 2,
          "id": 2,
          "kind": "item",
          "label": "2",
          "level": 2,
          "number": 2,
          "own": 2,
          "place": "1.1",
          "sections": [],
          "share": 0.5,
          "title": "cd"
        }
      ],
      "share": 1.0,
      "title": "ab"
    }
  ]
}
]] },
    },
    {
        name = "no sections",
        text = "abc", path = "d.txt", options = { format = "both" },
        output = { txt = "characters   share  d.txt\n         3\n",
            json = '{\n  "characters": 3,\n  "document": "d.txt",\n  "outside": 3,\n'
                .. '  "sections": []\n}\n' },
    },
    {
        name = "an empty document",
        text = "", path = "e.txt",
        output = { txt = "characters   share  e.txt\n         0\n" },
    },
}
