/* Barcodes: see symbol.h.  The only file that includes zint. */
#include "print/symbol.h"

#include <stdlib.h>
#include <string.h>
#include <zint.h>

#include "mem.h"
#include "str.h"

static int
library_kind(enum symbol_kind kind)
{
	switch (kind) {
	case SYMBOL_CODE128:
		return BARCODE_CODE128;
	case SYMBOL_QR:
		return BARCODE_QRCODE;
	case SYMBOL_DATAMATRIX:
		return BARCODE_DATAMATRIX;
	}
	return BARCODE_CODE128;
}

static void
copy_modules(const struct zint_symbol *zint, struct symbol *symbol)
{
	size_t	x, y;

	symbol->width = (size_t)zint->width;
	symbol->height = (size_t)zint->rows;
	symbol->dark = mem_alloc(symbol->width * symbol->height);
	for (y = 0; y < symbol->height; y++) {
		for (x = 0; x < symbol->width; x++)
			symbol->dark[y * symbol->width + x] =
			    zint->encoded_data[y][x >> 3] >> (x & 7) & 1;
	}
}

int
symbol_make(enum symbol_kind kind, const char *text, struct symbol *symbol,
    struct err *err)
{
	struct zint_symbol	*zint = ZBarcode_Create();
	char			 why[sizeof zint->errtxt];
	int			 rc = 0;

	memset(symbol, 0, sizeof *symbol);
	if (zint == NULL)
		return err_set(err, ERR_INTERNAL, "no memory for a barcode");
	zint->symbology = library_kind(kind);
	zint->input_mode = UNICODE_MODE;
	if (ZBarcode_Encode(zint, (const unsigned char *)text,
	    (int)strlen(text)) >= ZINT_ERROR) {
		memcpy(why, zint->errtxt, sizeof why);
		str_clean(why, false);
		rc = err_set(err, ERR_INPUT, "no barcode for '%.60s': %s",
		    text, why);
	} else
		copy_modules(zint, symbol);
	ZBarcode_Delete(zint);
	return rc;
}

void
symbol_free(struct symbol *symbol)
{
	free(symbol->dark);
	memset(symbol, 0, sizeof *symbol);
}
