/* Decimal numbers, RFCs and books: sections, appendices, lists that are no sections, references. */
#include "outline.h"

static const OutlineCase cases[] = {
    {
        .name = "decimal",
        .options = "{ scheme: numbered }",
        .text = "1 Scope\n"
                "\n"
                "This standard covers buoys.\n"
                "\n"
                "2 Terms\n"
                "\n"
                "2.1 General\n"
                "\n"
                "For this standard the terms of 2.2 apply.\n"
                "\n"
                "2.2 Buoys\n"
                "\n"
                "2.2.1 Lateral buoys\n"
                "\n"
                "They mark a side.\n"
                "\n"
                "2.2.2 Cardinal buoys\n"
                "\n"
                "They mark a direction.\n"
                "\n"
                "3 Requirements\n"
                "\n"
                "Buoys float.\n"
                "\n"
                "Annex A Colours\n"
                "\n"
                "Red and green.\n"
                "\n"
                "Annex B Lights\n"
                "\n"
                "White.\n",
        .outline = "section 1 \"Scope\" … ers buoys.\n"
                   "section 2 \"Terms\" … direction.\n"
                   "  section 1 \"General\" … 2.2 apply.\n"
                   "  section 2 \"Buoys\" … direction.\n"
                   "    section 1 \"Lateral buoys\" … rk a side.\n"
                   "    section 2 \"Cardinal buoys\" … direction.\n"
                   "section 3 \"Requirements\" … oys float.\n"
                   "annex 1 \"Colours\" … and green.\n"
                   "annex 2 \"Lights\" … White.\n",
    },
    {
        .name = "references-in-prose",
        .options = "{ scheme: numbered }",
        .text = "1. Scope\n"
                "\n"
                "See the following clauses:\n"
                "4.2 of the harbour code applies here, and\n"
                "11.5.14.2的规定 does not.\n"
                "\n"
                "2. Terms\n"
                "\n"
                "Section 1 of this text has no terms.\n",
        .outline = "section 1 \"Scope\" …  does not.\n"
                   "section 2 \"Terms\" …  no terms.\n",
    },
    {
        .name = "list-is-no-section",
        .options = "{ scheme: numbered }",
        .text = "1. Scope\n"
                "\n"
                "Things to bring:\n"
                "\n"
                "1. a rope,\n"
                "2. an anchor, and\n"
                "3. a lamp.\n"
                "\n"
                "2. Rules\n"
                "\n"
                "Steps to take:\n"
                "\n"
                "1. Open the valve\n"
                "2. Close the valve\n"
                "\n"
                "3. End\n"
                "\n"
                "Done.\n",
        .outline = "section 1 \"Scope\" … 3. a lamp.\n"
                   "section 2 \"Rules\" …  the valve\n"
                   "section 3 \"End\" … Done.\n",
    },
    {
        .name = "a-lone-number",
        .options = "{ scheme: numbered }",
        .text = "The harbour was built long ago.\n"
                "\n"
                "17. The old pier\n"
                "\n"
                "It still stands.\n",
        .outline = "",
    },
    {
        .name = "four-between-three-and-five",
        .options = "{ scheme: numbered }",
        .text = "3. Ropes\n"
                "\n"
                "Ropes are long.\n"
                "\n"
                "4. Knots\n"
                "\n"
                "Knots hold.\n"
                "\n"
                "5. Sails\n"
                "\n"
                "Sails pull.\n"
                "\n"
                "17. Fathoms are deep, says the pilot\n"
                "\n"
                "6. Masts\n"
                "\n"
                "Masts stand.\n",
        .outline = "section 3 \"Ropes\" …  are long.\n"
                   "section 4 \"Knots\" … nots hold.\n"
                   "section 5 \"Sails\" …  the pilot\n"
                   "section 6 \"Masts\" … sts stand.\n",
    },
    {
        .name = "gap",
        .options = "{ scheme: numbered }",
        .text = "1 One\n"
                "\n"
                "Text.\n"
                "\n"
                "2 Two\n"
                "\n"
                "Text.\n"
                "\n"
                "4 Four\n"
                "\n"
                "Text.\n",
        .outline = "section 1 \"One\" … Text.\n"
                   "section 2 \"Two\" … Text.\n"
                   "section 4 \"Four\" … Text.\n",
        .problems = "section-gap",
    },
    {
        .name = "chapters-with-decimals",
        .options = "{ scheme: numbered }",
        .text = "Chapter 1\n"
                "The harbour\n"
                "\n"
                "1.1 Piers\n"
                "\n"
                "Piers are long.\n"
                "\n"
                "1.2 Cranes\n"
                "\n"
                "Cranes lift.\n"
                "\n"
                "Chapter 2\n"
                "The sea\n"
                "\n"
                "2.1 Waves\n"
                "\n"
                "Waves roll.\n",
        .outline = "chapter 1 \"The harbour\" … anes lift.\n"
                   "  section 1 \"Piers\" …  are long.\n"
                   "  section 2 \"Cranes\" … anes lift.\n"
                   "chapter 2 \"The sea\" … aves roll.\n"
                   "  section 1 \"Waves\" … aves roll.\n",
    },
    {
        .name = "full-width",
        .options = "{ scheme: numbered }",
        .text = "1　范围\n"
                "\n"
                "本标准适用于浮标。\n"
                "\n"
                "2　术语\n"
                "\n"
                "2.1　浮标\n"
                "\n"
                "浮在水面的标志。\n"
                "\n"
                "附录A\n"
                "\n"
                "资料\n"
                "\n"
                "附录B 表格\n"
                "\n"
                "空。\n",
        .outline = "section 1 \"范围\" … 本标准适用于浮标。\n"
                   "section 2 \"术语\" … 浮在水面的标志。\n"
                   "  section 1 \"浮标\" … 浮在水面的标志。\n"
                   "annex 1 \"资料\"\n"
                   "annex 2 \"表格\" … 空。\n",
    },
    {
        .name = "rfc",
        .options = "{ scheme: rfc }",
        .text = "Request for Comments: 9999\n"
                "\n"
                "Abstract\n"
                "\n"
                "   This memo is about buoys.\n"
                "\n"
                "Table of Contents\n"
                "\n"
                "   1.  Introduction\n"
                "   2.  Buoys\n"
                "     2.1.  Lateral Buoys, Which Mark One Side of the Channel and\n"
                "           Not the Other\n"
                "   Appendix A.  Colours\n"
                "\n"
                "1.  Introduction\n"
                "\n"
                "   Section 2.1 of this memo says more.  A list:\n"
                "\n"
                "   1.  red\n"
                "   2.  green\n"
                "\n"
                "2.  Buoys\n"
                "\n"
                "   Buoys float.\n"
                "\n"
                "2.1.  Lateral Buoys, Which Mark One Side of the Channel and\n"
                "      Not the Other\n"
                "\n"
                "   They are red or green.\n"
                "\n"
                "Appendix A.  Colours\n"
                "\n"
                "   Some.\n"
                "\n"
                "A.1.  Red\n"
                "\n"
                "   Port.\n"
                "\n"
                "Acknowledgements\n"
                "\n"
                "   Thanks.\n"
                "\n"
                "Authors' Addresses\n"
                "\n"
                "   A. Keeper\n",
        .outline =
            "section \"Request for Comments: 9999\"\n"
            "section \"Abstract\" … out buoys.\n"
            "section \"Table of Contents\" … .  Colours\n"
            "section 1 \"Introduction\" …  2.  green\n"
            "section 2 \"Buoys\" …  or green.\n"
            "  section 1 \"Lateral Buoys, Which Mark One Side of the Channel and Not the Other\" …  or green.\n"
            "appendix 1 \"Colours\" …    Port.\n"
            "  section 1 \"Red\" …    Port.\n"
            "section \"Acknowledgements\" …    Thanks.\n"
            "section \"Authors' Addresses\" …  A. Keeper\n",
    },
    {
        .name = "rfc-with-pages",
        .options = "{ scheme: rfc }",
        .text = "Request for Comments: 1\n"
                "\n"
                "1. Introduction\n"
                "\n"
                "   Text of the page.\n"
                "\n"
                "Keeper                       Informational                      [Page 1]\n"
                "\f"
                "\n"
                "RFC 1                          Buoys                        January 1990\n"
                "\n"
                "2. Buoys\n"
                "\n"
                "   More text.\n",
        .outline = "section 1 \"Introduction\" … nuary 1990\n"
                   "section 2 \"Buoys\" … More text.\n",
    },
    {
        .name = "book",
        .options = "{ scheme: book }",
        .text = "THE LIGHTHOUSE\n"
                "\n"
                "PART ONE\n"
                "\n"
                "CHAPTER I\n"
                "\n"
                "The Keeper\n"
                "\n"
                "He lived alone.\n"
                "\n"
                "CHAPTER II. The Storm\n"
                "\n"
                "It blew all night.\n"
                "\n"
                "PART TWO\n"
                "\n"
                "CHAPTER III\n"
                "\n"
                "Morning\n"
                "\n"
                "The sun rose.\n"
                "\n"
                "EPILOGUE\n"
                "\n"
                "Nothing remained.\n",
        .outline = "heading \"THE LIGHTHOUSE\"\n"
                   "part 1 … all night.\n"
                   "  chapter 1 \"The Keeper\" … ved alone.\n"
                   "  chapter 2 \"The Storm\" … all night.\n"
                   "part 2 …  remained.\n"
                   "  chapter 3 \"Morning\" …  sun rose.\n"
                   "  chapter \"EPILOGUE\" …  remained.\n",
    },
    {
        .name = "roman-after-letters",
        .options = "{ scheme: numbered }",
        .text = "1 Scope\n"
                "\n"
                "Text.\n"
                "\n"
                "Appendix A Ropes\n"
                "\n"
                "Text.\n"
                "\n"
                "Appendix B Knots\n"
                "\n"
                "Text.\n"
                "\n"
                "Appendix C Sails\n"
                "\n"
                "Text.\n"
                "\n"
                "Appendix D Masts\n"
                "\n"
                "Text.\n",
        .outline = "section 1 \"Scope\" … Text.\n"
                   "annex 1 \"Ropes\" … Text.\n"
                   "annex 2 \"Knots\" … Text.\n"
                   "annex 3 \"Sails\" … Text.\n"
                   "annex 4 \"Masts\" … Text.\n",
    },
};

int
main(int argc, char **argv)
{
    return outline_main(argc, argv, "numbered", cases, G_N_ELEMENTS(cases));
}
