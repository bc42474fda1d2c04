#ifndef LOSSBOOK_CLIBEDIT_H
#define LOSSBOOK_CLIBEDIT_H
#include <histedit.h>
#endif
