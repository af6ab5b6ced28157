/*
 * strings.c: of the C library's string functions those that only start-up and errors call, byte by byte: newlib's look
 * at words and take ten times the flash.
 */
#include <string.h>

int strcmp(const char *a, const char *b) {
  while (*a != '\0' && *a == *b) {
    a++;
    b++;
  }
  return (unsigned char)*a - (unsigned char)*b;
}

char *strchr(const char *text, int character) {
  while (*text != (char)character) {
    if (*text++ == '\0') {
      return NULL;
    }
  }
  return (char *)text;
}

char *strcpy(char *out, const char *text) {
  char *at = out;
  do {
    *at++ = *text;
  } while (*text++ != '\0');
  return out;
}
