/* Languages: a sentence of each. */
#include "language.h"

#include <string.h>

static const char *const sentences[][2] = {
    { "en", "The boats of the village leave when the wind has turned." },
    { "de", "Die Boote des Dorfes fahren ab, wenn der Wind sich gedreht hat." },
    { "fr", "Les bateaux du village partent quand le vent a tourné dans la baie." },
    { "es", "Los barcos del pueblo salen cuando el viento ha cambiado en la bahía." },
    { "it", "Le barche del paese partono quando il vento è cambiato nella baia." },
    { "pt", "Os barcos da aldeia saem quando o vento já mudou na baía." },
    { "nl", "De boten van het dorp vertrekken als de wind is gedraaid." },
    { "ru", "Лодки из деревни выходят в море, когда ветер уже изменился." },
    { "zh", "风向变了以后，村里的船才离开港口。" },
    { "ja", "風向きが変わってから、村の船は港を出る。" },
    { "th", "เรือของหมู่บ้านออกจากท่าเมื่อลมเปลี่ยนทิศ" },
    { "", "1234 5678" },
    { "", "" },
};

static void
test_guess(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(KwLanguages) languages = kw_languages_load(NULL, report);
    g_autoptr(KwSegmenter) segmenter = kw_segmenter_new(NULL);
    g_autoptr(KwWords) words = kw_words_new();
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(KwToken));

    for (gsize i = 0; i < G_N_ELEMENTS(sentences); i++) {
        const char *text = sentences[i][1];

        kw_words_reset(words);
        g_array_set_size(tokens, 0);
        kw_tokens_read(text, strlen(text), segmenter, words, tokens);
        g_assert_cmpstr(kw_languages_guess(languages, text, tokens, words)->code, ==,
                        sentences[i][0]);
    }
}

static void
test_flags(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(KwLanguages) languages = kw_languages_load(NULL, report);
    const KwLanguage *english = kw_languages_find(languages, "en");

    g_assert_null(kw_languages_find(languages, "tlh"));
    g_assert_cmpuint(kw_language_flags(languages, english, "the"), ==, KW_WORD_STOP);
    g_assert_cmpuint(kw_language_flags(languages, english, "method"), ==, KW_WORD_GENERAL);
    g_assert_cmpuint(kw_language_flags(languages, english, "porpoise"), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/language/guess", test_guess);
    g_test_add_func("/language/flags", test_flags);
    return g_test_run();
}
