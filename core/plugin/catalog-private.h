/* catalog-private.h - what core/run asks of the catalog beyond the public header. */
#ifndef TEXTMILL_CATALOG_PRIVATE_H
#define TEXTMILL_CATALOG_PRIVATE_H

#include <textmill/catalog.h>

/* mill_catalog_find(), which leaves out of the message what to do about it and gives that as
 * @hint (or NULL). (hint: transfer full) */
const MillStepType *
mill_catalog_look_up(MillCatalog *catalog, const char *name, char **hint, GError **error);
/* The plugin file that @type came from, or NULL. Borrowed. */
const char *mill_catalog_get_path(MillCatalog *catalog, const MillStepType *type);

#endif
