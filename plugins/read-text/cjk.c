/* cjk.c - the most frequent characters of Chinese, Japanese and Korean, most frequent first.
 *
 * By Zipf's law the frequency of the character of rank r is about C / (r + 10), with C such that
 * all of a list make up the share of running text that they are known to: some 60 % of Chinese,
 * half of Korean; half of Japanese is kana.
 */
#include "cjk.h"

#include <math.h>

typedef struct {
    CjkLanguage language;
    double share; /* of running text */
    const char *characters;
} Frequent;

static const Frequent lists[] = {
    { CJK_SIMPLIFIED, 0.6,
      "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道"
      "行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意"
      "无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什"
      "二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义"
      "各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金"
      "指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求"
      "据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运" },
    { CJK_TRADITIONAL, 0.6,
      "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道"
      "行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意"
      "無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什"
      "二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義"
      "各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金"
      "指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求"
      "據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運" },
    { CJK_JAPANESE, 0.5,
      "のにいたしるなとはてでをがかれっうらもすこりまだあさきくよめんけおせどえつばそわちやみじろねよべほげょへゃ"
      "ごゅびぶひふむゆずぎづぞぼぱ" },
    { CJK_JAPANESE, 0.12,
      "ーンスルトリイラアクドッシフレタロジグサマバコプカデメパテムオキニチエボミズワソナセユヤモハヘベツネゴゲピ"
      "ダギビザウケホブポガノツヒヨ" },
    { CJK_JAPANESE, 0.2,
      "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場"
      "金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性"
      "的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心" },
    { CJK_KOREAN, 0.55,
      "이다는에의을가하고지한은를도로사기어리아자나시대서인일그들있것해수라정전으만부여주제과스보조원상게오장공니구"
      "면거마했성우동비소학적경었무세생내와때문미았말안신위관야중실등개까화모방용국유연물진간치년러없산회데및바입발"
      "후통금습당선드행단분심영월력려계강트표터할차현반설배감점출업재결체될된던본명며건직양역교최외예식집레르른음임"
      "운같네노두저민법함합호항형" },
};

#define PLANE 0x10000
#define STEPS 16 /* of a nat, as costs are kept */

static void
cjk_price_list(const Frequent *list, guint8 (*costs)[PLANE])
{
    gdouble ranks = (gdouble) g_utf8_strlen(list->characters, -1);
    gdouble constant = list->share / log((ranks + 10) / 10);
    guint rank = 0;

    for (const char *p = list->characters; *p; p = g_utf8_next_char(p), rank++)
        costs[list->language][g_utf8_get_char(p)] = (guint8) (-log(constant / (rank + 10)) * STEPS);
}

float
cjk_cost(CjkLanguage language, gunichar c)
{
    static guint8(*costs)[PLANE]; /* filled when first asked for */

    if (!costs) {
        costs = g_malloc0((CJK_KOREAN + 1) * sizeof *costs);
        for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
            cjk_price_list(&lists[i], costs);
    }
    return c < PLANE ? (float) costs[language][c] / STEPS : 0;
}
