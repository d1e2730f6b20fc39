/* Every piece of SQL there is; made by sqlgen.awk, defined once. */
#include "driver.h"

#include "sql_table.h"
