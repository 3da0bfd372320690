-- The words by which `projects` knows what is done, to what, by whom and where.
local lexicon = {}

local sub = string.sub

local function words(text)
    local list = {}
    for word in text:gmatch "%S+" do list[#list + 1] = word end
    return list
end

-- An alternation of plain words, longest first.
local function any(text)
    local list = words(text)
    table.sort(list, function(a, b)
        if #a ~= #b then return #a > #b end
        return a < b
    end)
    return "(?:" .. table.concat(list, "|") .. ")"
end

-- What is done to a project. `carry` verbs take what is done as a noun: 推进…建设, 完成…扩建.
lexicon.verbs = any [[建设(?!用地|单位|标准|资金|规模) 新建 扩建 改建 改扩建 迁建 续建 新建扩建 新建改造 建成 建好 兴建 修建 实施 组织实施 启动
    启动实施 打造 创建 构建 改造 提升改造 规划建设 谋划建设 设立 成立 组建 布局建设 开工建设 开工 推进实施
    建设完善 共建 开通 投产 建立健全 建立 引进 迁址新建 修复 修缮 做好 办好]]
lexicon.carry = any [[推进 推动 完成 加快 支持 加强 实施 促进 抓好 做好 启动 开展]]
local WORKS = [[建设 改造 扩建 新建 改建 改扩建 迁建 修缮 搬迁 升级 升级改造 改造提升 迁址 迁址扩建 迁址新建
    开发 开发建设 修复 治理 保护 落地 运行 建设运行]]

lexicon.works = any(WORKS)

-- Endings of the names of projects. Works are projects by their name alone; of the others a name
-- has to say which one is meant.
local WORK_NOUNS = [[工程 项目 计划 行动 专项 攻坚战 试点工程]]
local PLACE_NOUNS = [[中心 基地 公园 园区 产业园 科技园 工业园 农业园 创意园 园 示范区 先行区 试验区 实验区
    核心区 保税区 开发区 合作区 新区 新城 小镇 街区 度假区 景区 乐园 健康城 科技城 产业城 厂 电站 农场 林场 牧场 广场 体育场 站 馆 博物馆
    图书馆 文化馆 医院 学校 大学 学院 校区 院区 研究院 创新院 实验室 平台 系统 枢纽 港区 码头 机场 铁路 公路 高速
    高速公路 大桥 隧道 地铁 轨道 线 管网 水库 设施 综合体 走廊 廊道 屏障 海堤 岸线 风景道 二期 三期 一期 四期 楼
    集团 文化带 示范带 旅游带 休闲带 经济带 产业带 发展带 创新带 步道 绿道 地标 运河 水道 通道 管道 油田 气田
    集聚区 聚集区 展示区 片区]]

lexicon.work_nouns, lexicon.place_nouns = any(WORK_NOUNS), any(PLACE_NOUNS)

-- What says that no certain one is meant.
lexicon.generic = [[(?:一批|一系列|系列|若干|各类|各级|多个|更多|一流|世界一流|高水平|高标准|高质量|现代化?|国际一流|]]
    .. [[特色|新型|优质|品牌|示范|重大|重点|一些|几个|这些|有关|相关|配套|全国领先的|国内一流|大型|]]
    .. [[公共|基层|绿色|全市|全区|全省|全国统一|各区|区级|县级|市级|市、区|省、市|社区|农村|城乡|乡镇|]]
    .. [[(?:\d|[一二两三四五六七八九十])+[多余]?[个座处项所条家批大]左?右?|了)]]
lexicon.empty_names = [[^(?:重大|重点|民生|示范|标志性|国家级|有关|相关|配套|各项|基础设施|建设|投资|大型|骨干|中小|]]
    .. [[新|大|小|好|的|一|二|三|四|五|六|七|八|九|十|百|千|亿|产业|公共|基层|农村|城市|城乡|社会|国家|地方)*]]

-- Between the start of a clause and the verb.
lexicon.leads = [[(?:加快|大力|积极|深入|高标准|高水平|高质量|统筹|全面|重点|优先|稳步|持续|着力|进一步|继续|率先|]]
    .. [[推进|推动|支持|鼓励|引导|谋划|规划|抓紧|抓好|认真|切实|努力|力争|扎实|有序|科学|合理|分步|分批|集中|组织|]]
    .. [[共同|联合|推动|适时|尽快|尽早|筹划|探索|充分|同步|适当|要|将|应|并|拟|年内|今年|通过)*]]

-- Actors.
lexicon.organisations = any [[部 委 局 厅 办 署 政府 委员会 管委会 集团 公司 企业 大学 学院 医院 研究院 研究所 银行 协会
    中心 高校 院校 院所 学校 部门 单位 机构 国资委 住建委 发改委 发展改革委]]
lexicon.areas = any [[省 市 自治区 自治州 新区 区 县 旗 镇 乡 街道]]

-- Places that need no ending to be known.
lexicon.places = words [[北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
    广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 京津冀 长三角 珠三角 粤港澳
    雄安 浦东 深圳 广州 南京 武汉 成都 西安 杭州 苏州 青岛 大连 厦门 宁波 郑州 长沙 沈阳 哈尔滨 昆明 贵阳 南宁
    兰州 西宁 银川 乌鲁木齐 拉萨 呼和浩特 海口 三亚 长江 黄河 淮河 海河 珠江 松花江 辽河 太湖 巢湖 滇池 洱海
    鄱阳湖 洞庭湖 渤海 黄海 东海 南海 三峡 长城 大运河 秦岭 祁连山 三江源 青藏 川藏 南水北调 西气东输 西电东送]]
lexicon.place_endings = any [[省 市 自治区 新区 区 县 旗 镇 乡 村 街道 港 湾 岛 河 湖 江 山 湿地 流域 半岛 三角洲 海峡
    开发区 保税区 工业区 大道 公路]]
-- Words that end like places and are none.
lexicon.no_place = [[^(?:社区|园区|小区|景区|校区|院区|城区|街区|地区|示范区|试验区|先行区|核心区|功能区|保护区|区|城市|]]
    .. [[都市|超市|夜市|股市|乡村|农村|美丽乡村|河湖|江河|入海排口|海港|空港|小镇|特色小镇|新区|省|市|县|镇|乡|村|]]
    .. [[全市|全区|本市|我市|各区|各市|两区|四区|五区|片区|老区|山区|林区|牧区|灾区|库区|湖区|海湾|港湾|环湾|沿海|沿江|沿河|老旧小区|]]
    .. [[名城名镇名村|中心城区|主城区|城镇|乡镇|河道|海岛|绿水青山|荒山|高新区|自贸区|保税区|开发区|工业区)$]]

-- Words that no name of a place has in it, and those that end like one.
lexicon.not_in_place = [[产业|经济|发展|技术|服务|文化|教育|国家|社会|功能|金融|生态|环境|质量|水平|体系|建设|新建|扩建|]]
    .. [[推进|推动|医院|大学|学院|(?:校|院|园|社|景|街|城|病|库|功能|聚集|集聚|示范|试验|实验|先行|先导|核心|保护)区$|的|与|以]]
-- Verbs that stand before the name of a place at the start of a title: 加强大运河沿线….
lexicon.title_verbs = [[(?:加强|升级|提升|完善|促进|推进|推动|加快|保护|建设|打造|构建|实施|新建|扩建|改造|深化|强化)]]

-- An institution and a part of it: 南开大学滨海校区.
lexicon.part_of = [[(?:大学|学院|医院).*(?:校区|院区|新址|楼|中心)$]]

-- A set of words, for ends_with(): those of each last character, and how long they are.
local function set(text)
    local by_last = {}
    for _, word in ipairs(words(text)) do
        local last = word:sub(utf8.offset(word, -1))
        local group = by_last[last] or { members = {}, lengths = {} }
        if word == last then group.whole = true end
        local known = false
        for _, length in ipairs(group.lengths) do known = known or length == #word end
        if not known and word ~= last then table.insert(group.lengths, #word) end
        group.members[word], by_last[last] = true, group
    end
    return by_last
end

-- A class of the last characters of the words.
local function last_of(text)
    local last, seen = {}, {}
    for _, word in ipairs(words(text)) do
        local character = word:sub(utf8.offset(word, -1))
        if not seen[character] then last[#last + 1] = character end
        seen[character] = true
    end
    return "[" .. table.concat(last) .. "]"
end

-- Whether the text ends with one of the words, whose characters have three bytes each or one: a
-- few lookups, where a pattern would try each of them at each place.
function lexicon.ends_with(text, endings)
    local group = endings[sub(text, -3)] or endings[sub(text, -1)]
    if not group then return false end
    if group.whole then return true end
    local members, lengths = group.members, group.lengths
    for i = 1, #lengths do
        if members[sub(text, -lengths[i])] then return true end
    end
    return false
end

lexicon.works_set, lexicon.facilities_set = set(WORK_NOUNS), set(PLACE_NOUNS)
lexicon.carried_set = set(WORKS)
-- What clauses that name projects end with.
local ENDS = WORK_NOUNS .. " " .. PLACE_NOUNS .. " " .. WORKS .. " ” ） )"
lexicon.ends_set, lexicon.ends_class = set(ENDS), last_of(ENDS)

lexicon.any = any

return lexicon
