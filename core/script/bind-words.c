/* bind-words.c - mill.words and mill.graphemes: the units of a text that people see. */
#include "script/regex.h"
#include "script/words.h"

#include <string.h>

/* The iterator: a userdata whose user value 1 is the subject. */
typedef struct {
    MillHandle handle;
    guint64 revision; /* of the document's text */
    gsize at;         /* where the piece begins */
    gsize next;       /* and the one behind it */
    gsize end;        /* of the subject */
    guint visited;    /* words of the piece */
    MillWordsPiece piece;
} WordsIterator;

static MillWords *
words_get(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    GError *error = NULL;

    if (!host->words)
        host->words = mill_words_new(&error);
    if (host->words)
        return host->words;
    lua_pushstring(lua, error->message);
    g_error_free(error);
    lua_error(lua);
    return NULL;
}

/* The text of the subject on top, which the iterator began with. */
static const char *
words_get_text(lua_State *lua, const WordsIterator *self)
{
    if (lua_type(lua, -1) == LUA_TSTRING)
        return lua_tostring(lua, -1);
    if (self->revision != mill_host(lua)->revision)
        luaL_error(lua, "the text was edited while its words were visited");
    return mill_document_get_text(mill_check_document(lua, lua_gettop(lua)), NULL);
}

static int
words_next(lua_State *lua)
{
    WordsIterator *self = mill_check_handle(lua, lua_upvalueindex(1), MILL_HANDLE_WORDS);
    const char *text;
    MillSpan span;

    lua_settop(lua, 0);
    lua_getiuservalue(lua, lua_upvalueindex(1), 1);
    text = words_get_text(lua, self);
    while (self->visited == self->piece.n) {
        if (self->next >= self->end)
            return 0;
        mill_budget_check(lua);
        self->at = self->next;
        self->visited = 0;
        self->next +=
            mill_words_cut(words_get(lua), text + self->at, self->end - self->at, &self->piece);
    }
    span.start = self->at + self->piece.words[self->visited].start;
    span.end = self->at + self->piece.words[self->visited].end;
    self->visited++;
    mill_push_span(lua, span);
    lua_pushlstring(lua, text + span.start, span.end - span.start);
    return 3;
}

/* mill.words(subject[, init[, last]]) → iterator of s, e, word
 * The words of a string or of the document itself, without blanks and punctuation, by the rules of
 * Unicode and the dictionaries of ICU, which know the words of Chinese, Japanese, Thai and others.
 * In a build without ICU, each Chinese character and each Hiragana is a word, and a run of Thai is
 * one.
 *
 *     local counts = {}
 *     for s, e, word in mill.words(doc) do counts[word] = (counts[word] or 0) + 1 end
 */
static int
words_words(lua_State *lua)
{
    MillSubject subject = mill_check_subject(lua, 1, TRUE);
    WordsIterator *self;

    words_get(lua);
    lua_settop(lua, 1);
    self = mill_push_handle(lua, MILL_HANDLE_WORDS, sizeof(WordsIterator), 1);
    self->revision = mill_host(lua)->revision;
    self->at = self->next = subject.at;
    self->end = subject.length;
    self->visited = self->piece.n = 0;
    lua_pushvalue(lua, 1);
    lua_setiuservalue(lua, -2, 1);
    lua_pushcclosure(lua, words_next, 1);
    return 1;
}

/* mill.graphemes(subject[, init[, last]]) → iterator of s, e, string
 * What people take for one character each: a letter with its accents, an emoji of several code
 * points, the two bytes of a line's end.
 *
 *     local n = 0
 *     for s, e, letter in mill.graphemes("e\u{301}a") do n = n + 1 end
 */
static int
words_graphemes(lua_State *lua)
{
    int n = lua_gettop(lua);

    lua_pushliteral(lua, "\\X");
    mill_push_regex(lua, n + 1, NULL);
    lua_getfield(lua, -1, "each");
    lua_insert(lua, 1);
    lua_insert(lua, 2);
    lua_settop(lua, n + 2);
    lua_call(lua, n + 1, 1);
    return 1;
}

/* Maps each character of the string at 1, whatever the locale. */
static int
words_map(lua_State *lua, gunichar (*map)(gunichar))
{
    gsize length;
    const char *text = luaL_checklstring(lua, 1, &length);
    const char *end = text + length;
    luaL_Buffer buffer;
    char bytes[6];

    luaL_argcheck(lua, mill_is_valid_utf8(text, length), 1, "the string is not UTF-8");
    luaL_buffinitsize(lua, &buffer, length);
    while (text < end) {
        luaL_addlstring(&buffer, bytes,
                        (gsize) g_unichar_to_utf8(map(g_utf8_get_char(text)), bytes));
        text = g_utf8_next_char(text);
    }
    luaL_pushresult(&buffer);
    return 1;
}

/* mill.lower(string) → string
 * The string in lower case, of any script. (string.lower knows the letters A to Z only.)
 *
 *     local word = mill.lower("ÉNERGIE")
 */
static int
words_lower(lua_State *lua)
{
    return words_map(lua, g_unichar_tolower);
}

/* mill.upper(string) → string
 * The string in upper case, of any script, character by character: ß stays.
 *
 *     local word = mill.upper("énergie")
 */
static int
words_upper(lua_State *lua)
{
    return words_map(lua, g_unichar_toupper);
}

void
mill_open_words(lua_State *lua)
{
    static const luaL_Reg functions[] = {
        { "words", words_words }, { "graphemes", words_graphemes },
        { "lower", words_lower }, { "upper", words_upper },
        { NULL, NULL },
    };

    lua_newtable(lua);
    mill_define_handle(lua, MILL_HANDLE_WORDS, NULL, NULL);
    luaL_setfuncs(lua, functions, 0);
}

void
mill_words_prepare(lua_State *lua, const char *source, gsize length)
{
    MillScript *host = mill_host(lua);

    if (!host->words && memmem(source, length, "words", strlen("words")))
        host->words = mill_words_new(NULL);
}
