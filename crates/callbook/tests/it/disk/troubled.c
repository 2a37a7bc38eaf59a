/* A disk in trouble, for a process that loads this before its C library.
 *
 * While the file named by TROUBLE says "full", writes to the store have no room; "write", they fail; "sync", they cannot be
 * made durable. Other files are left alone, and so is everything while there is no such file.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int troubled(int file, const char *by) {
    const char *path = getenv("TROUBLE");
    char link[64], name[4096], says[16] = "";
    ssize_t size;
    int told = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (told < 0) return 0;
    size = read(told, says, sizeof says - 1);
    close(told);
    if (size <= 0 || strcmp(says, by) != 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    size = readlink(link, name, sizeof name - 1);
    if (size < 0) return 0;
    name[size] = 0;
    return strstr(name, ".db") != NULL;
}

#define REFUSED(error) do { errno = (error); return -1; } while (0)

#define WRITES(name, offset_type)                                                                  \
    ssize_t name(int file, const void *bytes, size_t count, offset_type at) {                      \
        static ssize_t (*real)(int, const void *, size_t, offset_type);                            \
        if (!real) real = (ssize_t (*)(int, const void *, size_t, offset_type))dlsym(RTLD_NEXT, #name); \
        if (troubled(file, "full")) REFUSED(ENOSPC);                                               \
        if (troubled(file, "write")) REFUSED(EIO);                                                 \
        return real(file, bytes, count, at);                                                       \
    }

#define SYNCS(name)                                                                                \
    int name(int file) {                                                                           \
        static int (*real)(int);                                                                   \
        if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name);                                   \
        if (troubled(file, "sync")) REFUSED(EIO);                                                  \
        return real(file);                                                                         \
    }

WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)
SYNCS(fsync)
SYNCS(fdatasync)
