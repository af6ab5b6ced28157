/* faults.h: where lwIP's blocks come from in a build with FAULTS=1; in front of each of its files. */
#ifndef FAULTS_H
#define FAULTS_H

#include <stdlib.h>

void *faults_lwip_malloc(size_t size);
#ifndef FAULTS_C
#define malloc faults_lwip_malloc
#endif

#endif
