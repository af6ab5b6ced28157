/* lwipopts.h: lwIP on the mps2-an385 board; the common settings fit it as they are. */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#include "lwipopts_common.h"

#endif
